from .company import CompanyForm
from .days import LeaveForm, RosterForm, RosterPlaceForm, SwapForm, TeamForm
from .fields import DateField, DateInput, ZoneField
from .own import ChangePinForm, MeForm, NewPasswordForm, PhotoForm, PinForm
from .people import LastDayForm, NewPersonForm, PersonForm, RoleForm, TeamPlaceForm, UploadForm

__all__ = [
    "ChangePinForm",
    "CompanyForm",
    "DateField",
    "DateInput",
    "LastDayForm",
    "LeaveForm",
    "MeForm",
    "NewPasswordForm",
    "NewPersonForm",
    "PersonForm",
    "PhotoForm",
    "PinForm",
    "RoleForm",
    "RosterForm",
    "RosterPlaceForm",
    "SwapForm",
    "TeamForm",
    "TeamPlaceForm",
    "UploadForm",
    "ZoneField",
]

"""The letter to administrators when a connection stops working: once each time."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import Letter, NotificationKind
from lms.ops.kinds import register as register_kind
from lms.ops.models import Notification

from .actions.fetching import FAILING
from .health import trouble
from .models import Connection


def write(row: Notification) -> Letter | None:
    """None when it works again, or is gone."""
    connection = Connection.objects.filter(pk=row.args.get("connection"), enabled=True).exclude(last_error="").first()
    if connection is None:
        return None
    link = settings.BASE_URL + reverse("quality_connections")
    lines = (
        _("No tickets come in from “%(name)s”.") % {"name": connection.name},
        trouble(connection.last_error, connection.system_label),
        _("How the connections are doing: %(link)s") % {"link": link},
    )
    subject = _("No tickets from %(system)s") % {"system": connection.system_label}
    return Letter(subject=subject, text="\n\n".join(lines) + "\n")


def register() -> None:
    reasons = {"administrator": gettext_lazy("You are an administrator.")}
    register_kind(NotificationKind(FAILING, gettext_lazy("A help desk cannot be read"), write, reasons))

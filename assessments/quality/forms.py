from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.models import Activity
from lms.people.forms import DateField
from lms.people.models import Team, User

from .imports import FIELDS, LARGEST_FILE, READERS, REQUIRED, SCALES
from .models import RatingLink
from .pins import seconds_of
from .scorecards import Line
from .sources import label_of
from .words import CHANNELS, FIELD_NAMES, SCALE_NAMES

SKIPPED = "n"


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("The file with tickets"))
    source = forms.ChoiceField(
        label=gettext_lazy("Where it is from"),
        choices=lambda: [(name, label_of(name)) for name in READERS],
        initial="generic",
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 60 MB. Export a shorter period."))
        return file


class ColumnsForm(forms.Form):
    """Which column is which field. A value is the number of a column, as `Options.columns` takes it.

    `guessed`: field → heading; `known`: a map kept earlier, which comes first.
    """

    def __init__(
        self, *args: Any, headings: list[str], guessed: Mapping[str, str], known: Mapping[str, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        numbers = {heading: f"#{place}" for place, heading in reversed(list(enumerate(headings, 1)))}
        choices = [(f"#{place}", heading or f"{place}") for place, heading in enumerate(headings, 1)]
        columns = known.get("columns") or guessed
        for name in FIELDS:
            required = name in REQUIRED
            self.fields[name] = forms.ChoiceField(
                label=FIELD_NAMES[name],
                choices=choices if required else [("", _("not in the file")), *choices],
                required=required,
                initial=numbers.get(columns.get(name, ""), ""),
            )
        self.fields["all_channel"] = forms.CharField(
            label=_("Channel of lines that do not say it"),
            max_length=20,
            required=False,
            initial=known.get("constants", {}).get("channel", ""),
        )
        self.fields["csat_scale"] = forms.ChoiceField(
            label=_("Scale of the ratings"),
            choices=lambda: [(name, SCALE_NAMES[name]) for name in SCALES],
            required=False,
            initial=known.get("csat_scale", "auto"),
        )

    @property
    def map(self) -> dict[str, Any]:
        return self._map(self.cleaned_data)

    @property
    def as_first_shown(self) -> dict[str, Any]:
        """What the fields say before anybody touched them; what is not there is guessed, or missed in words."""
        shown = {name: field.initial for name, field in self.fields.items()}
        found = self._map(shown)
        found["columns"] = {name: place for name, place in found["columns"].items() if place or name not in REQUIRED}
        return found

    @staticmethod
    def _map(values: Mapping[str, Any]) -> dict[str, Any]:
        channel = values.get("all_channel") or ""
        return {
            "columns": {name: values.get(name) or "" for name in FIELDS},
            "constants": {"channel": channel} if channel else {},
            "csat_scale": values.get("csat_scale") or "auto",
        }


class DrawForm(forms.Form):
    each = forms.IntegerField(label=gettext_lazy("Tickets a person"), min_value=1, max_value=20, initial=2)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Solved in"),
        coerce=int,
        choices=[
            (7, gettext_lazy("the last week")),
            (14, gettext_lazy("the last two weeks")),
            (30, gettext_lazy("the last month")),
        ],
        initial=14,
    )


class LinkForm(forms.Form):
    """A link by which customers rate: which question, and what it is about."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The question"),
        choices=RatingLink.Kind.choices,
        initial=RatingLink.Kind.CSAT,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        max_length=80,
        help_text=gettext_lazy("For colleagues, such as “under the letters of returns”. Customers do not see it."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=[("", gettext_lazy("any")), *CHANNELS.items()]
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_uid = {str(person.uid): person for person in people}
        named = [(uid, person.get_full_name()) for uid, person in self.by_uid.items()]
        self.fields["person"] = forms.ChoiceField(
            label=_("Who answers there"), required=False, choices=[("", _("nobody in particular")), *named]
        )

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.by_uid.get(self.cleaned_data["person"])}


class MatchForm(forms.Form):
    """A person, or nobody of ours."""

    NOBODY = "nobody"

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_uid = {str(person.uid): person for person in people}
        self.fields["person"] = forms.ChoiceField(choices=[(uid, "") for uid in (self.NOBODY, *self.by_uid)])

    @property
    def chosen(self) -> User | None:
        return self.by_uid.get(self.cleaned_data["person"])


def ratings_from(data: Mapping[str, Any], lines: Iterable[Line]) -> dict[str, int | None]:
    """What a review form says: `c-<uid>` is a point, or «n» for a category left out."""
    found: dict[str, int | None] = {}
    for line in lines:
        value = str(data.get(f"c-{line.uid}", ""))
        if value == SKIPPED:
            found[line.uid] = None
        elif value.isascii() and value.isdigit():
            found[line.uid] = int(value)
    return found


def details_from(data: Mapping[str, Any], lines: Iterable[Line]) -> dict[str, dict[str, Any]]:
    """`w-<uid>`: well done; `k-<uid>`: the n-th cause; `t-<uid>`: a line about it."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        cause = str(data.get(f"k-{line.uid}", ""))
        found[line.uid] = {
            "well": f"w-{line.uid}" in data,
            "cause": int(cause) if cause.isascii() and cause.isdigit() else None,
            "text": data.get(f"t-{line.uid}", ""),
        }
    return found


def pins_from(data: Mapping[str, Any], messages: int) -> list[dict[str, Any]]:
    """`m-<place>`: about a message; `s-<n>` with `at-<n>` (“1:05”): about a second of a call."""
    pins: list[dict[str, Any]] = [{"message": place, "text": data.get(f"m-{place}", "")} for place in range(messages)]
    for name, text in data.items():
        if name.startswith("s-"):
            pins.append({"second": seconds_of(str(data.get(f"at-{name[2:]}", ""))), "text": text})
    return pins


class AsideForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class SecondLookForm(forms.Form):
    """Which category, what rating would be right, and why."""

    category = forms.ChoiceField(label=gettext_lazy("What"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What in the conversation says so."),
    )

    def __init__(self, *args: Any, lines: Iterable[Line], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = {line.uid: line for line in lines}
        self.fields["category"] = forms.ChoiceField(
            label=gettext_lazy("What"), choices=[(line.uid, line.title) for line in self.lines.values()]
        )

    @property
    def line(self) -> Line:
        return self.lines[self.cleaned_data["category"]]


def rating_from(data: Mapping[str, Any], line: Line) -> tuple[bool, int | None]:
    """(whether something of the scale was chosen, what): `c-<uid>` as in a review."""
    found = ratings_from(data, [line])
    return line.uid in found and line.fits(found[line.uid]), found.get(line.uid)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("In a sentence, why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CoachForm(forms.Form):
    """What is asked for: `category:activity`, and until when."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("What would help"), error_messages={"required": gettext_lazy("Choose what to ask for.")}
    )
    due_on = DateField(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, offers: Mapping[str, Any], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offers, self.today = offers, today
        self.fields["what"] = forms.MultipleChoiceField(
            label=gettext_lazy("What would help"),
            choices=[(key, key) for key in offers],
            error_messages={"required": gettext_lazy("Choose what to ask for.")},
        )

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise ValidationError(_("That day is over. Choose today or a later day."))
        return day

    @property
    def chosen(self) -> list[Any]:
        return [self.offers[key] for key in self.cleaned_data["what"]]


LARGEST_SOUND = 30 * 1024 * 1024


class RecordingForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("A sound file"), required=False)
    url = forms.URLField(
        label=gettext_lazy("Or where it can be heard"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Another site is only linked to, never loaded here."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if sound_type(file.read(16)) is None:
            raise ValidationError(_("That is no sound file. MP3, OGG, WAV, M4A and WEBM can be played here."))
        file.seek(0)
        if file.size > LARGEST_SOUND:
            raise ValidationError(_("The file is larger than 30 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("url"):
            raise ValidationError(_("Choose a file or write an address."))
        return data


def sound_type(start: bytes) -> str | None:
    """By the first bytes, whatever the name says."""
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0):
        return "audio/mpeg"
    for mark, place, kind in (
        (b"OggS", 0, "audio/ogg"),
        (b"WAVE", 8, "audio/wav"),
        (b"ftyp", 4, "audio/mp4"),
        (b"\x1aE\xdf\xa3", 0, "audio/webm"),
    ):
        if start[place : place + len(mark)] == mark:
            return kind
    return None


class PlanForm(forms.Form):
    """How much of whose tickets a reviewer looks at every week. What there is to choose from was fetched before."""

    each = forms.IntegerField(label=gettext_lazy("Tickets a person a week"), min_value=1, max_value=20, initial=2)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes a week"), min_value=5, max_value=1200, initial=30)
    field_order = ("team", "reviewer", "scorecard", "each", "minutes")

    def __init__(
        self,
        *args: Any,
        teams: Iterable[Team],
        reviewers: Iterable[User],
        scorecards: Iterable[Activity],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known: dict[str, dict[str, Any]] = {
            "team": {str(row.pk): row for row in teams},
            "reviewer": {str(row.pk): row for row in reviewers},
            "scorecard": {str(row.pk): row for row in scorecards},
        }
        self._offer("team", gettext_lazy("Team"), "name")
        self._offer("reviewer", gettext_lazy("Who reviews"), "get_full_name")
        self._offer("scorecard", gettext_lazy("Checklist"), "title")
        self.fields["scorecard"].help_text = gettext_lazy(
            "The short one lets more people be looked at in the same time."
        )
        self.order_fields(self.field_order)

    def _offer(self, name: str, label: Any, words: str) -> None:
        choices = [(key, _words(row, words)) for key, row in self.known[name].items()]
        self.fields[name] = forms.ChoiceField(label=label, choices=choices)

    @property
    def ready(self) -> bool:
        return all(self.known.values())

    @property
    def plan(self) -> dict[str, Any]:
        """As `actions.set_plan` takes it."""
        chosen = {name: rows[self.cleaned_data[name]] for name, rows in self.known.items()}
        return chosen | {name: self.cleaned_data[name] for name in ("each", "minutes")}


def _words(row: Any, name: str) -> str:
    found = getattr(row, name)
    return str(found() if callable(found) else found)


class CompareForm(forms.Form):
    """Who compares, on which checklist, on which tickets."""

    tickets = forms.IntegerField(
        label=gettext_lazy("How many tickets"),
        min_value=1,
        max_value=5,
        initial=2,
        help_text=gettext_lazy("Drawn by lot from tickets that nobody has reviewed."),
    )
    due_on = DateField(label=gettext_lazy("Until"), required=False)

    field_order = ("people", "scorecard", "tickets", "due_on")

    def __init__(
        self, *args: Any, people: Iterable[User], scorecards: Iterable[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.known = {str(person.uid): person for person in people}
        self.fields["people"] = forms.MultipleChoiceField(
            label=gettext_lazy("Who takes part"),
            choices=[(uid, person.get_full_name()) for uid, person in self.known.items()],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["scorecard"] = forms.ChoiceField(label=gettext_lazy("Checklist"), choices=list(scorecards))
        self.order_fields(self.field_order)

    def clean_people(self) -> list[User]:
        people = [self.known[uid] for uid in self.cleaned_data["people"]]
        if len(people) < 2:
            raise ValidationError(_("At least two people compare."))
        return people

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.forms import DateField
from lms.people.models import Team, User

from .models import Activity, Skill


def _not_past(day: date | None, today: date) -> None:
    if day and day < today:
        raise ValidationError(_("That day is over. Choose today or a later day."))


class DueForm(forms.Form):
    """`due_on` empty: no particular day."""

    due_on = DateField(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date | None:
        _not_past(self.cleaned_data["due_on"], self.today)
        return self.cleaned_data["due_on"]


class MoveForm(DueForm):
    """`person`: of what a team was asked, the one it is moved for."""

    person = forms.UUIDField(required=False)


class AssignForm(DueForm):
    """What, to whom, by when and why. Only what and whom the lead may choose are choices."""

    activity = forms.ChoiceField(
        label=gettext_lazy("What"),
        error_messages={"required": gettext_lazy("Choose what is to be done.")},
    )
    whom = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        error_messages={"required": gettext_lazy("Choose at least one person or a whole team.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("They read it beside the task: one sentence is enough."),
    )
    field_order = ("activity", "whom", "due_on", "reason")

    def __init__(
        self, *args: Any, activities: Iterable[Activity], teams: Iterable[tuple[Team, list[User]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {str(activity.uid): activity for activity in activities}
        teams = list(teams)
        self.teams = {f"team:{team.pk}": team for team, _people in teams}
        self.people = {str(person.uid): person for _team, people in teams for person in people}
        self._offer("activity", self.activities)
        self._offer("whom", [*self.teams, *self.people])

    def _offer(self, name: str, keys: Iterable[str]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, key) for key in keys]

    @property
    def chosen_activity(self) -> Activity:
        return self.activities[self.cleaned_data["activity"]]

    @property
    def chosen_teams(self) -> list[Team]:
        return [self.teams[key] for key in self.cleaned_data["whom"] if key in self.teams]

    @property
    def chosen_people(self) -> list[User]:
        return [self.people[key] for key in self.cleaned_data["whom"] if key in self.people]


class SkillForm(WagtailAdminModelForm):
    """The short name is given once: lessons name the skill by it."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        required=False,
        help_text=gettext_lazy("In small Latin letters. Empty: made from the English name. It stays as it is."),
    )

    class Meta:
        model = Skill
        fields = ("name_en", "name_ru", "slug", "parent", "order", "live")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upper = Skill.objects.filter(parent__isnull=True).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = upper
        self.fields["slug"].disabled = self.instance.pk is not None

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slugify(self.data.get(self.add_prefix("name_en"), ""))[:50]
        if not slug:
            raise ValidationError(_("Write a short name in small Latin letters."))
        return slug


class BesideWorkForm(forms.Form):
    """Which team and skill to look at. A value that is none of these is as if it were not there."""

    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    skill = forms.ChoiceField(label=gettext_lazy("Skill"), required=False)

    def __init__(self, *args: Any, teams: Iterable[Team], skills: Iterable[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        choices = {
            "team": [("", _("all")), *((pk, team.name) for pk, team in self.teams.items())],
            "skill": [("", _("all together")), *((skill.slug, skill.name) for skill in skills)],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        self.is_valid()

    @property
    def chosen_team(self) -> Team | None:
        return self.teams.get(self.cleaned_data.get("team", ""))

    @property
    def chosen_skill(self) -> str:
        return str(self.cleaned_data.get("skill", ""))

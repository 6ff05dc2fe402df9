"""Scenarios as files in the editor's part: choose one, see what was understood, make a draft; and take one away."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from lms.learning.models import Skill
from lms.people.models import User

from .actions import save_scenario
from .actions.spool import spool, spooled, unspool
from .files import file_of, line_of, take_file, written
from .formats import h5p_branching, problems, twee, twine_html, twine_json
from .formats.packages import LARGEST
from .formats.problems import Problem, Refused
from .formats.reading import ENDINGS, WRITTEN, YAML, Asked
from .formats.reading import read as read_scenario
from .formats.scenario_yaml import ScenarioFile, Unlike
from .formats.story import story_of
from .formats.taken import UNSAID, Taken
from .models import Scenario
from .proof import proved_body
from .words import facts, sentence

WAITING = "scenario_waiting"
MOST_SHOWN = 200
FORMAT_NAMES = {
    YAML: gettext_lazy("YAML of Service Star"),
    twee.NAME: gettext_lazy("Twee 3"),
    twine_html.NAME: gettext_lazy("A story published by Twine 2"),
    twine_json.NAME: gettext_lazy("Twine 2 story as JSON"),
    h5p_branching.NAME: gettext_lazy("H5P Branching Scenario"),
}
LANGUAGE_NAMES = {"en": gettext_lazy("English"), "ru": gettext_lazy("Russian")}
FILE_TYPES = {
    YAML: ("yaml", "application/yaml"),
    twee.NAME: ("twee", "text/plain"),
    twine_json.NAME: ("json", "application/json"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("YAML of ours, Twee, a story published by Twine 2 or as JSON, or an H5P package."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the talk"),
        required=False,
        choices=[("", gettext_lazy("as it is written")), *LANGUAGE_NAMES.items()],
        help_text=gettext_lazy("YAML says it itself."),
    )
    skill = forms.ChoiceField(
        label=gettext_lazy("What the points show"),
        required=False,
        help_text=gettext_lazy("For H5P packages. Without a skill their points are left out."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        skills = [(skill.slug, skill.name) for skill in Skill.objects.filter(live=True)]
        self.fields["skill"].choices = [("", gettext_lazy("nothing")), *skills]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(gettext(problems.TOO_LARGE) % {"most": LARGEST // 1_000_000})
        return file


def place_of(problem: Problem) -> str:
    """Where to look: the passage and its line, as the tool it was written with shows them, or the line of the file."""
    if problem.part and problem.row:
        return gettext("“%(part)s”, line %(row)s") % {"part": problem.part, "row": problem.row}
    if problem.part:
        return gettext("“%(part)s”") % {"part": problem.part}
    return gettext("Line %(line)s of the file") % {"line": problem.line} if problem.line else ""


def told(found: list[Problem]) -> dict[str, Any]:
    rows = [{"place": place_of(problem), "text": problem.sentence(gettext)} for problem in found[:MOST_SHOWN]]
    return {"rows": rows, "more": max(0, len(found) - MOST_SHOWN)}


@dataclass(frozen=True)
class Look:
    """A file looked at, for the page: what would be taken, and what the checker says of it."""

    taken: Taken

    @cached_property
    def report(self) -> Any:
        return proved_body(self.taken.body)

    @property
    def words(self) -> Any:
        return next(iter(self.taken.file.words.values()))

    @property
    def format(self) -> Any:
        return FORMAT_NAMES[self.taken.format]

    @property
    def languages(self) -> list[Any]:
        return [LANGUAGE_NAMES[language] for language in self.taken.file.bodies]

    @property
    def unsaid(self) -> bool:
        """The situation is a sentence to write over."""
        return self.words["situation"] in UNSAID.values()

    @property
    def left(self) -> dict[str, Any]:
        return told(list(self.taken.left))

    @property
    def errors(self) -> dict[str, Any]:
        return told([self._problem(finding) for finding in self.report.errors])

    @property
    def warnings(self) -> dict[str, Any]:
        return told([self._problem(finding) for finding in self.report.warnings])

    def _problem(self, finding: Any) -> Problem:
        line = line_of(self.taken.file, finding) if self.taken.strict else 0
        return Problem(line, "%(text)s", {"text": sentence(finding)})

    @property
    def facts(self) -> str:
        return facts(self.report)

    @property
    def good(self) -> bool:
        """Our own format is taken without an error or not at all."""
        return not (self.taken.strict and self.report.errors)


class FilesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """What the pages of import and export share."""

    model = Scenario
    header_icon = "comment"

    @property
    def person(self) -> User:
        """Whoever comes here is signed in: the editor's part has seen to it."""
        return cast(User, self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        scenarios = {"url": reverse(self.url("list")), "label": gettext("Roleplays")}
        return [*self.breadcrumbs_items, scenarios, {"url": "", "label": self.get_page_title()}]

    @staticmethod
    def url(name: str) -> str:
        return str(Scenario.snippet_viewset.get_url_name(name))

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class ImportView(FilesView):
    """Nothing is written here: a good file waits, to be looked at."""

    permission_required = "add"
    page_title = gettext_lazy("Import a scenario")
    template_name = "roleplays/cms/import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        file, said = form.cleaned_data["file"], form.cleaned_data
        content = file.read()
        asked = {"language": said["language"], "skill": said["skill"]}
        try:
            taken = read_scenario(file.name, content, Asked(**asked))
        except Refused as refused:
            return self.page(form=form, refused=told(refused.problems), name=file.name)
        token = uuid4()
        spool(by=self.person, token=token, content=content)
        request.session[WAITING] = {"token": str(token), "name": file.name, "format": taken.format, **asked}
        return redirect(self.url("import_look"), token)


class LookView(FilesView):
    permission_required = "add"
    page_title = gettext_lazy("What was understood")
    template_name = "roleplays/cms/import_look.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, token: UUID) -> HttpResponse:
        taken = self.waiting(token)
        if taken is None:
            return self.page(status=410, gone=True, another=reverse(self.url("import")))
        return self.page(look=Look(taken), there=self.there(taken), name=request.session[WAITING]["name"])

    def post(self, request: HttpRequest, token: UUID) -> HttpResponse:
        taken = self.waiting(token)
        if taken is None:
            return self.page(status=410, gone=True, another=reverse(self.url("import")))
        if "discard" in request.POST:
            self.forget(token)
            messages.success(request, gettext("The file is deleted; nothing was taken."))
            return redirect(self.url("import"))
        over = "over" in request.POST
        if not Look(taken).good or (over and not self.there(taken)):
            return self.get(request, token)
        saved = save_scenario(file=taken.file, by=self.person, unfinished=not taken.strict, new=not over)
        self.forget(token)
        messages.success(request, gettext("The draft is made. Look it through before you publish it."))
        return redirect(self.url("edit"), saved[0].pk)

    def waiting(self, token: UUID) -> Taken | None:
        """The file as it was read, unless it was used or is somebody else's."""
        waiting = self.request.session.get(WAITING, {})
        path = spooled(owner=self.person.pk, token=token)
        if path is None or waiting.get("token") != str(token):
            return None
        try:
            return take_file(path, Asked(waiting["format"], waiting["language"], waiting["skill"]))
        except Refused:  # the file was good when it was put there
            return None

    def forget(self, token: UUID) -> None:
        unspool(owner=self.person.pk, token=token)
        self.request.session.pop(WAITING, None)

    def there(self, taken: Taken) -> Scenario | None:
        """The scenario our own format would become the newest draft of, when this person may change all of it."""
        rows = list(Scenario.objects.filter(slug=taken.file.slug)) if taken.strict else []
        return rows[0] if rows and all(map(self.may_change, rows)) else None

    def may_change(self, row: Scenario) -> bool:
        lock = row.get_lock()
        free = not (lock and lock.for_user(self.person))
        return free and self.user_has_permission_for_instance("change", row)


@dataclass(frozen=True)
class Offer:
    """One format to take a scenario away in."""

    name: Any
    url: str


class ExportView(FilesView):
    any_permission_required = ["add", "change", "view"]
    page_title = gettext_lazy("Export")
    template_name = "roleplays/cms/export.html"

    def get(self, request: HttpRequest, pk: str, kind: str = "") -> HttpResponse:
        scenario = get_object_or_404(Scenario.objects.select_related("locale"), pk=pk)
        if kind:
            return self.file(scenario, kind)
        language = scenario.locale.language_code
        _story, lost = story_of(_file(scenario, language), language)
        whole, *stories = [
            Offer(FORMAT_NAMES[name], reverse(self.url("export_file"), args=[pk, name])) for name in WRITTEN
        ]
        back = reverse(self.url("edit"), args=[pk])
        return self.page(scenario=scenario, whole=whole, stories=stories, lost=told(lost), back=back)

    def file(self, scenario: Scenario, kind: str) -> HttpResponse:
        if kind not in WRITTEN:
            raise Http404
        text, _lost = _written(scenario, kind)
        ending, content_type = FILE_TYPES[kind]
        response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{scenario.slug}.{ending}"'
        return response


def _written(scenario: Scenario, kind: str) -> tuple[str, list[Problem]]:
    """YAML with all languages; where they are not the same talk, and for Twine, this one alone."""
    language = scenario.locale.language_code
    try:
        return written(_file(scenario, None if kind == YAML else language), kind, language)
    except Unlike:
        return written(_file(scenario, language), kind, language)


def _file(scenario: Scenario, language: str | None) -> ScenarioFile:
    found = file_of(scenario.slug, language)
    if found is None:
        raise Http404
    return found

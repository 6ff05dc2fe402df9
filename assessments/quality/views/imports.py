"""Tickets from a file: upload, look at it, have it taken in the background."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, queries
from assessments.quality.actions.spool import spool, spool_folder, spooled, unspool
from assessments.quality.forms import ColumnsForm, UploadForm
from assessments.quality.imports import Checked, FileProblem, check, guess, read_table
from assessments.quality.jobs import IMPORT
from assessments.quality.masking import mask
from assessments.quality.models import ColumnMap
from assessments.quality.options import options
from assessments.quality.words import IMPOSSIBLE
from lms.ops.actions import enqueue
from lms.people.access import with_role
from lms.ui.toasts import say

from .common import tabs

SHOWN_PROBLEMS, SHOWN_IMPOSSIBLE, PAGE = 100, 20, 25
importers_only = with_role("administrator", "qa")
WAITING = "tickets_waiting"


@importers_only
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uuid4()
        spool(by=request.user, token=token, content=form.cleaned_data["file"].chunks())
        request.session[WAITING] = {"token": str(token), "source": form.cleaned_data["source"]}
        return redirect("quality_import_preview", token)
    context = {
        "form": form,
        "runs": list(queries.last_runs(5)),
        "maps": list(queries.column_maps()),
        "tabs": tabs(request, "import"),
    }
    return render(request, "quality/import.html", context)


@require_safe
@importers_only
def history(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.runs(), PAGE).get_page(request.GET.get("page"))
    return render(request, "quality/import_history.html", {"page": page, "tabs": tabs(request, "import")})


@require_POST
@importers_only
def change_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete."""
    found = access.column_map(pk)
    if "delete" in request.POST:
        actions.delete_map(column_map=found, by=request.user)
        say(request, _("Deleted."))
    elif name := request.POST.get("name", "").strip():
        actions.rename_map(column_map=found, name=name, by=request.user)
        say(request, _("Saved."))
    else:
        messages.error(request, _("Write a name first."))
    return redirect("quality_import")


@importers_only
@never_cache
def preview(request: HttpRequest, token: UUID) -> HttpResponse:
    waiting = request.session.get(WAITING, {})
    path = spooled(owner=request.user.pk, token=token)
    if path is None or waiting.get("token") != str(token):
        return render(request, "quality/import_gone.html", {"tabs": tabs(request, "import")}, status=410)
    if "discard" in request.POST:
        unspool(owner=request.user.pk, token=token)
        say(request, _("The file is deleted; nothing was taken."))
        return redirect("quality_import")
    look = _Look(path, waiting["source"], request.POST if request.method == "POST" else None)
    if "take" in request.POST and look.good:
        return _take(request, token, look)
    if "save" in request.POST:
        _save_map(request, look)
    return render(request, "quality/import_preview.html", {"look": look, "tabs": tabs(request, "import")})


def _save_map(request: HttpRequest, look: "_Look") -> None:
    name = request.POST.get("map_name", "").strip()
    if not name or not look.named:
        messages.error(request, _("Write a name first."))
        return
    actions.save_map(name=name, data=look.named, by=request.user)
    say(request, _("The columns are saved as “%(name)s”.") % {"name": name[:80]})


def _take(request: HttpRequest, token: UUID, look: "_Look") -> HttpResponse:
    args = {"token": str(token), "owner": request.user.pk, "source": look.source, "map": look.map}
    job = enqueue(kind=IMPORT, key=f"quality.import:{token}", args=args, owner=request.user)
    del request.session[WAITING]
    return redirect("job", job.uid)


class _Look:
    """A file looked at: what would be taken, or what is wrong with it. Cells are shown masked."""

    def __init__(self, path: Path, source: str, data: Any) -> None:
        self.path, self.source = path, source
        self.form: ColumnsForm | None = None
        self.maps: list[ColumnMap] = []
        self.used: ColumnMap | None = None
        self.headings: list[str] = []
        self.map: dict[str, Any] = {}
        self.checked: Checked | None = None
        self.problem = ""
        try:
            if source == "generic":
                self._choose(data)
            if self.form is None or self.form.is_bound is False or self.form.is_valid():
                self._check()
        except FileProblem as error:
            self.problem = error.problem.full(_)

    def _check(self) -> None:
        with self.path.open("rb") as file:
            self.checked = check(file, self.source, options(self.map), folder=spool_folder())
        self.checked.lines.close()

    def _choose(self, data: Mapping[str, Any] | None) -> None:
        with self.path.open("rb") as file:
            self.headings = [mask(heading) for heading in read_table(file).headings]
        self.maps = list(queries.column_maps())
        self.used = self._map_for(data)
        guessed = guess(self.headings)
        known = self.used.data if self.used else {}
        if data is None or "use" in data:
            self.form = ColumnsForm(None, headings=self.headings, guessed=guessed, known=known)
            self.map = self.form.as_first_shown
        else:
            self.form = ColumnsForm(data, headings=self.headings, guessed=guessed, known=known)
            self.map = self.form.map if self.form.is_valid() else {}

    def _map_for(self, data: Mapping[str, Any] | None) -> ColumnMap | None:
        """The one chosen; at first sight the newest that fits all of its headings."""
        if data is not None:
            return (
                next((one for one in self.maps if str(one.pk) == data.get("use_map")), None) if "use" in data else None
            )
        return next((one for one in self.maps if one.fits(self.headings)), None)

    @property
    def named(self) -> dict[str, Any]:
        """The map by headings, to be used for another file."""
        columns = {
            name: self.headings[int(place[1:]) - 1] for name, place in self.map.get("columns", {}).items() if place
        }
        return {**self.map, "columns": columns} if columns else {}

    @property
    def good(self) -> bool:
        return bool(self.checked and self.count and not self.checked.problems)

    @property
    def rows(self) -> list[Any]:
        return self.checked.first if self.checked else []

    @property
    def problems(self) -> list[tuple[str, str]]:
        found = self.checked.problems[:SHOWN_PROBLEMS] if self.checked else []
        return [(problem.place(_), problem.sentence(_)) for problem in found]

    @property
    def more_problems(self) -> int:
        return max(0, self.checked.findings.refused - SHOWN_PROBLEMS) if self.checked else 0

    @property
    def impossible(self) -> list[tuple[int, Any]]:
        found = self.checked.findings.impossible[:SHOWN_IMPOSSIBLE] if self.checked else []
        return [(line, IMPOSSIBLE[kind]) for line, kind in found]

    @property
    def impossible_count(self) -> int:
        return sum(self.checked.findings.kinds.values()) if self.checked else 0

    @property
    def unrated(self) -> int:
        return self.checked.findings.unrated if self.checked else 0

    @property
    def count(self) -> int:
        return self.checked.count if self.checked else 0

    @property
    def agents(self) -> int:
        return len(self.checked.agents) if self.checked else 0

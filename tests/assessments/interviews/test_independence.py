"""Nobody, administrators included, reads another's ratings or notes before submitting their own.

A canary in every note of a colleague's ratings is looked for at every address of ours and of `/cms/`, as every role, in
pages, exports and PDFs.
"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.interviews.actions import ask_interviewer, begin, close_panel, release_interviewer
from assessments.interviews.models import Interviewing
from lms.learning.models import GuestPass
from lms.people.export import export_of
from lms.people.models import RoleGrant, User
from roleplays.models import Run
from tests import canary
from tests.access import ROLES
from tests.canary import signed_in
from tests.test_cms_access import addresses

from .conftest import WELL, played, rate, score

CANARY = "canary-zyablik-7319"


def values_for(route: str, hiring: Any, cast: Any) -> dict[str, list[Any]]:
    """What an address may be asked about: ours about what there is, others about the author."""
    uids, guests = [cast.manager.uid], list(GuestPass.objects.values_list("uid", flat=True))
    for prefix, own in (
        ("hiring/opening/", [hiring.opening.uid]),
        ("hiring/candidate/", [hiring.candidate.uid]),
        ("hiring/interview/", [hiring.by_hr.uid, hiring.by_lead.uid]),
        ("hiring/talk/", guests),
        ("roleplay/guest/", guests),
        ("roleplay/run/", list(Run.objects.values_list("uid", flat=True))),
    ):
        uids = own if route.startswith(prefix) else uids
    return {"uid": uids, "number": [1, 2], "pk": [cast.team.pk]}


ASKED_WITH_SOMETHING = {"assessments.interviews", "roleplays", "lms.people", "lms.learning", "lms.home"}


def urls(hiring: Any, cast: Any) -> list[str]:
    """All that can answer here: of rooms whose things do not exist in this test, what asks for none."""
    otherwise = ["x", 1, cast.manager.uid]
    return canary.urls(lambda route: values_for(route, hiring, cast), ASKED_WITH_SOMETHING, otherwise)


def where_it_is_seen(person: User, paths: list[str]) -> list[str]:
    return canary.where_it_is_seen(person, paths, CANARY)


@pytest.fixture
def told(hiring):
    """The lead has submitted; HR, who rates too, has a draft."""
    score(hiring.by_lead, 4, 2, 5, words=CANARY)
    rate(hiring.by_hr, 1)
    return hiring


@pytest.mark.walk
def test_the_canary_is_seen_by_its_author_only(told, cast):
    everything = urls(told, cast)
    assert len(everything) > 70
    for role in ROLES:
        seen = where_it_is_seen(getattr(cast, role), everything)
        own = reverse("scorecard_paper", args=[told.by_lead.uid])
        panel = reverse("panel", args=[told.candidate.uid])
        assert set(seen) == ({own, panel} if role == "manager" else set()), role


def test_nothing_of_it_is_in_the_editors_part(told, cast):
    """As an administrator, who has every right an editor has; nobody else gets in (`tests/test_cms_access.py`)."""
    assert where_it_is_seen(cast.administrator, addresses()) == []


def test_no_export_holds_it(told, cast):
    for person in cast.by_role().values():
        assert CANARY not in str(export_of(person))


def test_a_draft_is_seen_by_its_author_only(hiring, cast):
    rate(hiring.by_lead, 4, 2, 5, words=CANARY)
    hiring_pages = [path for path in urls(hiring, cast) if path.startswith("/hiring/")]
    for role in ROLES:
        seen = where_it_is_seen(getattr(cast, role), hiring_pages)
        assert bool(seen) == (role == "manager"), (role, seen)
        assert all(path.startswith(f"/hiring/interview/{hiring.by_lead.uid}/") for path in seen)


TALKED = "canary-chizh-5502"


class TestTheRoleplayOfACandidate:
    """Played by a link with a canary in its own words: it sways no rating."""

    @pytest.fixture
    def guest(self, hiring, cast):
        return played(hiring.candidate, cast.hr, *WELL, said=TALKED)[0]

    @pytest.mark.walk
    @pytest.mark.parametrize(
        "where", [("/hiring/", "/roleplay/", "/talk/"), pytest.param("/", marks=pytest.mark.proof)]
    )
    def test_before_anybody_has_rated_nobody_reads_it(self, hiring, cast, guest, where):
        everything = [path for path in urls(hiring, cast) if path.startswith(where)]
        assert f"/roleplay/guest/{guest.uid}/" in everything
        for role in ROLES:
            seen = canary.where_they_are_seen(getattr(cast, role), everything, TALKED, "A strong talk")
            assert seen == {TALKED: [], "A strong talk": []}, role
        assert where_it_is_seen(cast.administrator, addresses()) == []

    def test_each_reads_it_after_their_own_ratings(self, hiring, cast, guest):
        result = reverse("roleplay_guest", args=[guest.uid])
        panel = reverse("panel", args=[hiring.candidate.uid])
        home = reverse("candidate", args=[hiring.candidate.uid])
        score(hiring.by_lead, 4, 2, 5)
        paths = [result, panel, home]
        told = "A strong talk"
        assert canary.where_they_are_seen(cast.manager, paths, TALKED, told) == {
            TALKED: [result],
            told: [result, panel],
        }
        assert canary.where_they_are_seen(cast.hr, paths, TALKED, told) == {TALKED: [], told: []}
        score(hiring.by_hr, 4, 3, 5)
        assert canary.where_they_are_seen(cast.hr, paths, TALKED, told) == {TALKED: [result], told: paths}
        assert canary.where_they_are_seen(cast.administrator, paths, TALKED, told) == {TALKED: [], told: []}

    def test_hr_who_does_not_rate_reads_it_at_once_and_cannot_rate_then(self, hiring, cast, guest):
        from lms.people.actions import grant_role

        grant_role(person=cast.editor, role=RoleGrant.Role.HR, by=cast.administrator)
        result = reverse("roleplay_guest", args=[guest.uid])
        assert canary.where_it_is_seen(cast.editor, [result], TALKED) == [result]
        with pytest.raises(ValidationError, match="how the candidate talked"):
            ask_interviewer(candidate=hiring.candidate, interviewer=cast.editor, by=cast.hr)

    def test_a_late_interviewer_reads_nothing_when_the_panel_is_closed(self, hiring, cast, guest):
        close_panel(candidate=hiring.candidate, by=cast.hr)
        result = reverse("roleplay_guest", args=[guest.uid])
        assert canary.where_it_is_seen(cast.manager, [result], TALKED) == []
        assert canary.where_it_is_seen(cast.hr, [result], TALKED) == [result]

    def test_no_export_holds_it(self, cast, guest):
        for person in cast.by_role().values():
            assert TALKED not in str(export_of(person))


PAPER_AND_PANEL = [("panel", "candidate"), ("scorecard_paper", "by_lead")]


def statuses(hiring, person) -> set[int]:
    client = signed_in(person)
    return {client.get(reverse(name, args=[getattr(hiring, of).uid])).status_code for name, of in PAPER_AND_PANEL}


class TestWhenTheyOpen:
    def test_to_hr_who_rates_after_their_own(self, told, cast):
        assert statuses(told, cast.hr) == {404}
        score(told.by_hr, 3, 3, 3)
        assert statuses(told, cast.hr) == {200}

    def test_to_an_administrator_never(self, told, cast):
        score(told.by_hr, 3, 3, 3)
        assert statuses(told, cast.administrator) == {404}

    def test_an_administrator_who_is_made_an_interviewer_rates_first(self, told, cast):
        row = ask_interviewer(candidate=told.candidate, interviewer=cast.administrator, by=cast.hr)
        assert statuses(told, cast.administrator) == {404}
        score(row, 2, 2, 2)
        assert statuses(told, cast.administrator) == {200}

    def test_to_hr_who_does_not_rate_once_all_are_in(self, told, cast):
        release_interviewer(interviewing=told.by_hr, by=cast.hr)
        assert statuses(told, cast.hr) == {200}
        ask_interviewer(candidate=told.candidate, interviewer=cast.agent, by=cast.hr)
        assert statuses(told, cast.hr) == {404}

    def test_to_hr_who_closes_it_and_then_never_rates(self, told, cast):
        close_panel(candidate=told.candidate, by=cast.hr)
        assert statuses(told, cast.hr) == {200}
        row = Interviewing.objects.get(pk=told.by_hr.pk)
        client = signed_in(cast.hr)
        assert client.post(reverse("interview", args=[row.uid])).status_code == 302
        assert not row.scorecards.filter(submitted_at__isnull=False).exists()
        assert "Rating is over" in client.get(reverse("interview", args=[row.uid])).content.decode()

    def test_a_late_interviewer_outside_hr_reads_nothing_when_it_is_closed(self, hiring, cast):
        score(hiring.by_hr, 3, 3, 3, words=CANARY)
        close_panel(candidate=hiring.candidate, by=cast.hr)
        client = signed_in(cast.manager)
        assert client.get(reverse("panel", args=[hiring.candidate.uid])).status_code == 404
        assert client.get(reverse("scorecard_paper", args=[hiring.by_hr.uid])).status_code == 404

    def test_a_draft_of_a_new_version_is_not_on_the_panel(self, told, cast):
        score(told.by_hr, 3, 3, 3)
        rate(told.by_lead, 1, 1, 1, words="second thoughts")
        html = signed_in(cast.hr).get(reverse("panel", args=[told.candidate.uid])).content.decode()
        assert "second thoughts" not in html and CANARY in html

    def test_the_role_of_hr_alone_opens_nothing_early(self, told, cast):
        from lms.people.actions import grant_role

        grant_role(person=cast.editor, role=RoleGrant.Role.HR, by=cast.administrator)
        assert statuses(told, cast.editor) == {404}


def test_somebody_elses_interview_is_not_found(hiring, cast):
    begin(interviewing=hiring.by_lead)
    client = signed_in(cast.hr)
    for name, args in (("interview", []), ("interview_question", [1])):
        url = reverse(name, args=[hiring.by_lead.uid, *args])
        assert client.get(url).status_code == client.post(url, {"score": 1}).status_code == 404
    assert client.post(reverse("submit_ratings", args=[hiring.by_lead.uid])).status_code == 404

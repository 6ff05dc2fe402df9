from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.learning.actions import assign, assign_many, move_due, restore, withdraw
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.models import Assignment
from lms.learning.queries import assignable, open_assignments, open_in
from lms.learning.verbs import COMPLETED
from lms.ops.models import AuditEntry
from lms.people.models import Membership, User
from lms.people.queries import today_of

MONDAY = date(2026, 11, 16)


class TestActions:
    def test_a_wish_twice_is_one_with_the_newer_day(self, cast, activity):
        first = assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY, reason="Why")
        again = assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY + timedelta(days=1))
        assert again == first
        row = Assignment.objects.get()
        assert (row.due_on, row.reason, row.by) == (MONDAY + timedelta(days=1), "", cast.manager)
        verbs = AuditEntry.objects.filter(subject_type="learning.assignment").order_by("pk")
        assert list(verbs.values_list("verb", flat=True)) == ["assigned", "assignment changed"]

    def test_the_very_same_leaves_no_trace(self, cast, activity):
        for _ in range(2):
            assign(activity=activity, team=cast.team, by=cast.manager, due_on=MONDAY)
        assert AuditEntry.objects.filter(subject_type="learning.assignment").count() == 1

    def test_after_withdrawing_it_is_a_new_one(self, cast, activity):
        first = assign(activity=activity, person=cast.agent, by=cast.manager)
        withdraw(assignment=first, by=cast.manager)
        assert assign(activity=activity, person=cast.agent, by=cast.manager) != first

    def test_restoring(self, cast, activity):
        row = assign(activity=activity, person=cast.agent, by=cast.manager)
        withdraw(assignment=row, by=cast.manager)
        restore(assignment=row, by=cast.manager)
        assert len(open_assignments(cast.agent, MONDAY)) == 1

    def test_restoring_what_was_asked_again_changes_nothing(self, cast, activity):
        old = assign(activity=activity, person=cast.agent, by=cast.manager)
        withdraw(assignment=old, by=cast.manager)
        assign(activity=activity, person=cast.agent, by=cast.manager)
        restore(assignment=old, by=cast.manager)
        assert Assignment.objects.filter(withdrawn_at=None).count() == 1

    def test_moving_notes_both_days(self, cast, activity):
        row = assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY, reason="Why")
        move_due(assignment=row, due_on=MONDAY + timedelta(days=2), by=cast.manager)
        row.refresh_from_db()
        assert (row.due_on, row.reason) == (MONDAY + timedelta(days=2), "Why")
        entry = AuditEntry.objects.get(verb="due day moved")
        assert (entry.actor, entry.data) == (cast.manager, {"was": "2026-11-16", "now": "2026-11-18"})

    def test_many_say_what_was_before(self, cast, activity):
        assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY, reason="Old")
        given = assign_many(
            activity=activity, people=[cast.agent, cast.new_hire], teams=[cast.team], by=cast.manager, reason="New"
        )
        assert [item.was for item in given] == [(MONDAY, "Old"), None, None]
        assert Assignment.objects.filter(reason="New").count() == 3


class TestWhatCanBeAskedFor:
    def test_words_in_either_language_whatever_the_case(self, make):
        both = make("Calm down", ru="Приём жалоб: ещё раз")
        make("Solve")
        for query in ("CALM", "жалоб прием", "ЕЩЕ", "calm раз", ""):
            assert both in assignable(query)
        assert assignable("calm solve") == []
        assert assignable("Жалоба") == []

    def test_not_what_is_retired_or_not_meant_for_it(self, make, monkeypatch):
        monkeypatch.setitem(
            activity_kinds, "inner", ActivityKind("inner", "Inner", "book", lambda activity: "/", assignable=False)
        )
        make("Inner", kind="inner")
        make("Gone", kind="gone")
        retired = make("Retired")
        retired.live = False
        retired.save()
        assert assignable() == []

    def test_whole_ones_before_their_parts(self, make):
        whole = make("Whole")
        second, first = make("Two", parent=whole, position=2), make("One", parent=whole, position=1)
        assert assignable() == [whole, first, second]


def test_what_is_open_in_a_team(cast, make, note):
    team, late, done = make("Team"), make("Late"), make("Done")
    assign(activity=team, team=cast.team, by=None)
    assign(activity=late, person=cast.agent, by=None, due_on=MONDAY)
    assign(activity=done, person=cast.agent, by=None)
    assign(activity=team, person=cast.other_agent, by=None)
    note(cast.agent, done, COMPLETED, "c")
    rows = open_in([cast.team], [cast.agent, cast.new_hire])
    assert [row.activity for row in rows] == [late, team]


def form(activity, *whom, **fields):
    return {"activity": str(activity.uid), "whom": list(whom), "due_on": "", "reason": "", **fields}


def undo_of(page: str) -> str:
    return page.split('action="/assignments/undo/', 1)[1].split('"', 1)[0]


class TestThePage:
    def test_shows_what_whom_and_a_day(self, cast, activity, visit):
        page = visit(cast.manager).get("/assign/").content.decode()
        assert "Calm down" in page
        assert "Ким Анна" in page
        assert "Снегов" not in page
        assert f'value="team:{cast.team.pk}"' in page
        assert f'value="team:{cast.other_team.pk}"' not in page

    @pytest.mark.parametrize(
        ("today", "due"),
        [
            (date(2026, 11, 16), date(2026, 11, 19)),
            (date(2026, 11, 19), date(2026, 11, 24)),  # over a weekend
        ],
    )
    def test_proposes_the_third_next_working_day(self, cast, activity, visit, time_machine, today, due):
        time_machine.move_to(f"{today}T09:00:00+00:00")
        page = visit(cast.manager).get("/assign/").content.decode()
        assert f'value="{due}"' in page

    def test_asks_people_and_a_team(self, cast, activity, visit):
        due = today_of(cast.manager) + timedelta(days=2)
        answer = visit(cast.manager).post(
            "/assign/",
            form(
                activity,
                str(cast.agent.uid),
                f"team:{cast.team.pk}",
                due_on=due.isoformat(),
                reason="The sale begins",
            ),
            follow=True,
        )
        rows = Assignment.objects.all()
        assert {(row.person, row.team) for row in rows} == {(cast.agent, None), (None, cast.team)}
        assert {(row.due_on, row.reason, row.by) for row in rows} == {(due, "The sale begins", cast.manager)}
        page = answer.content.decode()
        assert "“Calm down” is asked for 2 times." in page
        assert "The sale begins" in page

    def test_can_be_taken_back(self, cast, activity, visit):
        assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY, reason="Old")
        client = visit(cast.manager)
        page = client.post("/assign/", form(activity, str(cast.agent.uid), str(cast.new_hire.uid)), follow=True)
        answer = client.post(f"/assignments/undo/{undo_of(page.content.decode())}", {"next": "/skills/"})
        assert answer.headers["Location"] == "/skills/"
        (row,) = Assignment.objects.filter(withdrawn_at=None)
        assert (row.person, row.due_on, row.reason) == (cast.agent, MONDAY, "Old")

    def test_errors_keep_what_was_typed(self, cast, activity, visit):
        yesterday = today_of(cast.manager) - timedelta(days=1)
        sent = form(activity, str(cast.agent.uid), due_on=yesterday.isoformat(), reason="Because")
        page = visit(cast.manager).post("/assign/", sent).content.decode()
        assert "That day is over. Choose today or a later day." in page
        assert 'value="Because"' in page
        assert f'value="{activity.uid}" checked' in page
        assert f'value="{cast.agent.uid}" checked' in page
        assert not Assignment.objects.exists()

    def test_nothing_chosen_is_said(self, cast, activity, visit):
        page = visit(cast.manager).post("/assign/", {"due_on": "", "reason": ""}).content.decode()
        assert "Choose what is to be done." in page
        assert "Choose at least one person or a whole team." in page

    def test_a_day_that_is_none_is_said(self, cast, activity, visit):
        page = visit(cast.manager).post("/assign/", form(activity, str(cast.agent.uid), due_on="soon"))
        assert "This is not a date." in page.content.decode()

    @pytest.mark.parametrize("whom", ["other_agent", "manager", "other_team"])
    def test_people_one_does_not_lead_are_no_choice(self, cast, activity, visit, whom):
        other = getattr(cast, whom)
        key = str(other.uid) if isinstance(other, User) else f"team:{other.pk}"
        visit(cast.manager).post("/assign/", form(activity, key))
        assert not Assignment.objects.exists()

    def test_an_administrator_may_ask_everybody(self, cast, activity, visit):
        visit(cast.administrator).post("/assign/", form(activity, str(cast.other_agent.uid)))
        assert Assignment.objects.get().person == cast.other_agent

    def test_searching_without_a_script_keeps_the_form(self, cast, make, visit):
        wanted = make("Wanted")
        make("Other")
        query = {"q": "want", "whom": str(cast.agent.uid), "due_on": "2026-12-24", "reason": "Because"}
        page = visit(cast.manager).get("/assign/", query).content.decode()
        assert "Wanted" in page
        assert "Other" not in page
        assert f'value="{cast.agent.uid}" checked' in page
        assert 'value="2026-12-24"' in page
        assert 'value="Because"' in page
        assert str(wanted.uid) in page

    def test_searching_with_htmx_brings_the_list_alone(self, cast, make, visit):
        make("Wanted")
        answer = visit(cast.manager).get("/assign/", {"q": "want"}, headers={"HX-Request": "true"})
        assert "Wanted" in answer.content.decode()
        assert "<html" not in answer.content.decode()
        nothing = visit(cast.manager).get("/assign/", {"q": "zzz"}, headers={"HX-Request": "true"})
        assert "Nothing has these words." in nothing.content.decode()

    def test_a_long_list_says_how_many_more(self, cast, make, visit):
        chosen = [make(f"Exercise {n}") for n in range(11)][-1]
        page = visit(cast.manager).get("/assign/", {"activity": str(chosen.uid)}).content.decode()
        assert "and 3 more: search" in page
        assert f'value="{chosen.uid}" checked' in page

    def test_who_leads_nobody_is_told_so(self, cast, visit):
        Membership.objects.filter(person=cast.manager).update(until=date(2026, 1, 1))
        Membership.objects.create(person=cast.manager, team=cast.team, role="manager", since=date(2100, 1, 1))
        assert "You lead no team at the moment" in visit(cast.manager).get("/assign/").content.decode()

    def test_where_to_go_back_to_must_be_ours(self, cast, activity, visit):
        sent = form(activity, str(cast.agent.uid), next="https://example.com/")
        assert visit(cast.manager).post("/assign/", sent).headers["Location"] == "/assign/"

    def test_only_leads_come_in(self, cast, activity, visit):
        seen = {role: visit(person).get("/assign/").status_code for role, person in cast.by_role().items()}
        assert {role for role, status in seen.items() if status == 200} == {
            "manager",
            "other_manager",
            "administrator",
        }
        assert visit(cast.agent).post("/assign/", form(activity, str(cast.agent.uid))).status_code == 404

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, make, visit, count, django_assert_num_queries):
        for number in range(count):
            person = User.objects.create(username=f"u{number}", given_name="U", started_on=date(2026, 1, 1), zone="UTC")
            Membership.objects.create(person=person, team=cast.team, since=date(2026, 1, 1))
            assign(activity=make(f"A{number}"), person=person, by=cast.manager)
        client = visit(cast.manager)
        with django_assert_num_queries(ASSIGN):
            client.get("/assign/")


ASSIGN = 11


@pytest.fixture
def wish(cast, activity):
    return assign(activity=activity, person=cast.agent, by=cast.manager, due_on=timezone.now().date(), reason="Why")


@pytest.fixture
def team_wish(cast, activity):
    return assign(activity=activity, team=cast.team, by=cast.manager, due_on=timezone.now().date(), reason="All")


class TestMoving:
    def test_to_a_later_day_and_back(self, cast, wish, visit):
        later = today_of(cast.manager) + timedelta(days=5)
        client, before = visit(cast.manager), wish.due_on
        page = client.post(f"/assignments/{wish.pk}/move/", {"due_on": later.isoformat()}, follow=True)
        wish.refresh_from_db()
        assert wish.due_on == later
        assert "is now due" in page.content.decode()
        client.post(f"/assignments/undo/{undo_of(page.content.decode())}")
        wish.refresh_from_db()
        assert (wish.due_on, wish.reason) == (before, "Why")

    def test_to_no_day(self, cast, wish, visit):
        visit(cast.manager).post(f"/assignments/{wish.pk}/move/", {"due_on": ""})
        wish.refresh_from_db()
        assert wish.due_on is None

    def test_not_into_the_past(self, cast, wish, visit):
        past = today_of(cast.manager) - timedelta(days=1)
        page = visit(cast.manager).post(f"/assignments/{wish.pk}/move/", {"due_on": past.isoformat()}, follow=True)
        assert "That day is over." in page.content.decode()
        before = wish.due_on
        wish.refresh_from_db()
        assert wish.due_on == before

    def test_what_the_team_was_asked_moves_for_one(self, cast, team_wish, visit):
        day = today_of(cast.manager)
        later, client = day + timedelta(days=5), visit(cast.manager)
        sent = {"due_on": later.isoformat(), "person": str(cast.agent.uid)}
        page = client.post(f"/assignments/{team_wish.pk}/move/", sent, follow=True).content.decode()
        assert [row.due_on for row in open_assignments(cast.agent, day)] == [later]
        assert [row.reason for row in open_assignments(cast.agent, day)] == ["All"]
        assert [row.due_on for row in open_assignments(cast.new_hire, day)] == [team_wish.due_on]
        client.post(f"/assignments/undo/{undo_of(page)}")
        assert [row.assignment for row in open_assignments(cast.agent, day)] == [team_wish]

    def test_for_one_who_is_led_by_others_it_is_not_there(self, cast, team_wish, visit):
        sent = {"due_on": "", "person": str(cast.other_agent.uid)}
        assert visit(cast.manager).post(f"/assignments/{team_wish.pk}/move/", sent).status_code == 404


class TestWithdrawing:
    def test_and_back(self, cast, wish, visit):
        client = visit(cast.manager)
        page = client.post(f"/assignments/{wish.pk}/withdraw/", follow=True).content.decode()
        assert "is no longer asked for" in page
        assert open_assignments(cast.agent, today_of(cast.agent)) == []
        client.post(f"/assignments/undo/{undo_of(page)}")
        assert len(open_assignments(cast.agent, today_of(cast.agent))) == 1


@pytest.mark.parametrize("what", ["move", "withdraw"])
@pytest.mark.parametrize("whose", ["wish", "team_wish"])
def test_who_may_change_a_wish(cast, visit, request, what, whose):
    row = request.getfixturevalue(whose)
    url = f"/assignments/{row.pk}/{what}/"
    seen = {role: visit(person).post(url, {"due_on": ""}).status_code for role, person in cast.by_role().items()}
    assert {role for role, status in seen.items() if status == 302} == {"manager", "administrator"}
    assert set(seen.values()) == {302, 404}
    assert visit(cast.manager).get(url).status_code == 405
    assert visit(cast.manager).post(f"/assignments/999999/{what}/").status_code == 404


def test_a_foreign_or_spoilt_undo_does_nothing(cast, wish, visit):
    page = visit(cast.manager).post(f"/assignments/{wish.pk}/withdraw/", follow=True).content.decode()
    token = undo_of(page)
    assert visit(cast.other_manager).post(f"/assignments/undo/{token}").status_code == 404
    assert visit(cast.manager).post(f"/assignments/undo/x{token}").status_code == 404
    wish.refresh_from_db()
    assert wish.withdrawn_at is not None


def test_an_undo_is_good_for_an_hour(cast, wish, visit, time_machine):
    time_machine.move_to("2026-11-16T09:00:00+00:00")
    client = visit(cast.manager)
    token = undo_of(client.post(f"/assignments/{wish.pk}/withdraw/", follow=True).content.decode())
    time_machine.move_to("2026-11-16T10:00:02+00:00")
    assert client.post(f"/assignments/undo/{token}").status_code == 404

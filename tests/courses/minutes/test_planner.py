"""A lead plans, and sees who did it by ten."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.minutes import panels
from courses.minutes.actions import make_sets, plan_minutes
from courses.minutes.models import MinuteCard, PlannedMinute
from lms.home.panels import TeamDay
from lms.learning import reminders
from lms.ops.models import AuditEntry
from lms.people import queries as people
from lms.people.actions import set_setting
from lms.people.models import DayOff
from lms.people.working import calendars_of

from .conftest import MONDAY, NINE, activity_of, add_card, later, right_of
from .test_days import reviewed
from .test_minute import shown_in

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NINE, tick=False)


def pick(card: MinuteCard, day=TUESDAY) -> str:
    return f"{day.isoformat()}:{card.translation_key}"


def test_from_tomorrows_plan_to_who_did_it_by_ten(cast, visit, time_machine):
    """The journey: planned from the phone, first on the agent's Today, done, seen by the lead."""
    add_card("Another")
    card = add_card("Apologise without excuses")
    client = visit(cast.manager)
    assert "Apologise without excuses" in client.get("/minute/plan/").content.decode()
    response = client.post("/minute/plan/add/", {"team": cast.team.pk, "pick": pick(card)}, follow=True)
    assert "“Apologise without excuses” is set for tomorrow." in response.content.decode()

    time_machine.move_to(later(1), tick=False)
    client = visit(cast.agent)
    html = client.get("/").content.decode()
    assert "<h2>Apologise without excuses</h2>" in html and "Your lead chose it for today." in html
    answer = {"shown": shown_in(client.get("/minute/").content.decode()), "option": right_of(card), "certainty": "sure"}
    client.post("/minute/answer/", answer)

    client = visit(cast.manager)
    plan = PlannedMinute.objects.get()
    html = client.get(f"/minute/plan/{plan.pk}/").content.decode()
    assert "1 of 2 by 10:00" in html and "09:10" in html and "not yet" in html
    team = client.get(f"/team/{cast.team.pk}/").content.decode()
    panel = team[team.index("Service minutes") :]
    assert "1 of 2 done, 1 by 10:00" in panel and "Ким Анна" in panel.split("Not yet:")[1].split("</small>")[0]
    assert "Орлов" not in panel.split("Not yet:")[1].split("</small>")[0]
    time_machine.move_to(later(1) + timedelta(hours=3), tick=False)
    client = visit(cast.new_hire)
    answer["shown"] = shown_in(client.get("/minute/").content.decode())
    client.post("/minute/answer/", answer)
    html = visit(cast.manager).get(f"/minute/plan/{plan.pk}/").content.decode()
    assert "1 of 2 by 10:00" in html and "Shown from three answers on." in html and "right." not in html


def test_who_is_away_is_not_waited_for(cast, visit):
    card = add_card("Card")
    plan_minutes(team=cast.team, picks=[(MONDAY, activity_of(card))], by=cast.manager)
    DayOff.objects.create(person=cast.new_hire, first=MONDAY, last=MONDAY)
    team = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert "0 of 1 done" in team and "Орлов Борис" in team.split("Not yet:")[1].split("</small>")[0]


def test_suggestions_follow_the_team_s_weakest_skill_and_one_press_plans(cast, visit, apologise):
    for n in range(3):
        add_card(f"Other {n}")
    add_card("Say sorry", skills=(apologise,))
    for n in range(2):
        reviewed(cast.agent, apologise, 0.1, n)
    client = visit(cast.manager)
    html = client.get("/minute/plan/").content.decode()
    first = html[html.index("Suggested") :]
    assert first.index("Say sorry") < first.index("Other")
    assert "The team needs practice in “Apologise”." in first
    picks = re.findall(r'<input type="hidden" name="pick" value="([^"]+)"', html)
    assert len(picks) == 4  # four cards, five working days in seven
    client.post("/minute/plan/add/", {"team": cast.team.pk, "pick": picks})
    assert PlannedMinute.objects.count() == 4
    assert AuditEntry.objects.filter(verb="minute planned", actor=cast.manager).count() == 4


def test_planning_can_be_taken_back_and_so_can_that(cast, visit):
    card = add_card("Card")
    client = visit(cast.manager)
    html = client.post("/minute/plan/add/", {"team": cast.team.pk, "pick": pick(card)}, follow=True).content.decode()
    client.post(re.search(r'action="(/minute/plan/undo/[^"]+)"', html)[1], follow=True)
    plan = PlannedMinute.objects.get()
    assert plan.withdrawn_at
    client.post("/minute/plan/add/", {"team": cast.team.pk, "pick": pick(card)}, follow=True)
    again = PlannedMinute.objects.get(withdrawn_at=None)
    html = client.post(f"/minute/plan/{again.pk}/withdraw/", follow=True).content.decode()
    client.post(re.search(r'action="(/minute/plan/undo/[^"]+)"', html)[1])
    assert PlannedMinute.objects.filter(withdrawn_at=None).get() == again


def test_the_same_card_once_a_day_three_cards_at_most_and_no_past_days(cast, visit):
    cards = [add_card(f"Card {n}") for n in range(4)]
    client = visit(cast.manager)

    def say(*picks: str) -> str:
        data = {"team": cast.team.pk, "pick": list(picks)}
        return client.post("/minute/plan/add/", data, follow=True).content.decode()

    say(*(pick(card) for card in cards[:3]))
    assert "set for that day already" in say(pick(cards[0]))
    assert "Three cards are set for tomorrow already" in say(pick(cards[3]))
    assert "Choose today or a day of the next two months." in say(pick(cards[3], MONDAY - timedelta(days=1)))
    assert "Choose a day in the planner first." in say("nonsense")
    assert PlannedMinute.objects.count() == 3
    assert client.post("/minute/plan/add/", {"pick": f"{TUESDAY}:nonsense"}).status_code == 404


def test_a_lead_chooses_another_card_by_its_title(cast, visit):
    add_card("Ещё раз")
    add_card("Other")
    client = visit(cast.manager)
    url = f"/minute/plan/add/?team={cast.team.pk}&day={TUESDAY}"
    assert "A card for tomorrow" in client.get(url).content.decode()
    html = client.get(url + "&q=еще", HTTP_HX_REQUEST="true").content.decode()
    assert "Ещё раз" in html and "Other" not in html and "<html" not in html


def test_a_lead_writes_a_card_for_a_day(cast, visit, apologise):
    from lms.learning.models import Skill

    child = Skill.objects.create(slug="sorry", name_en="Sorry", name_ru="Жаль", parent=apologise)
    set_setting(key="company.language", value="ru", by=None, valid_from=MONDAY)
    client = visit(cast.manager)
    data = {"team": cast.team.pk, "day": TUESDAY.isoformat(), "kind": "fact", "title": "Наш срок", "text": "Сколько?"}
    data |= {"right": "Три дня", "wrong": "", "why": "Так решили.", "skill": child.pk}
    html = client.post("/minute/plan/write/", data).content.decode()
    assert "Give at least two answers to choose from." in html and "Наш срок" in html
    client.post("/minute/plan/write/", data | {"wrong": "Один\nДва"})
    card = MinuteCard.objects.get()
    assert (card.locale.language_code, card.live, card.options.count()) == ("ru", True, 3)
    assert PlannedMinute.objects.get().activity == activity_of(card)
    client.post("/minute/plan/write/", data | {"kind": "phrase", "right": "жаль\nочень жаль", "day": ""})
    assert MinuteCard.objects.get(kind="phrase").options.filter(right=True).count() == 2


def test_the_lead_hears_of_a_fifth_sure_and_wrong(cast, visit, answered):
    card, other = add_card("Limits"), add_card("Other")
    answered(cast.agent, other, right=False, certainty="think", at=later(-1))
    client = visit(cast.manager)
    assert "Worth a word" not in client.get(f"/team/{cast.team.pk}/").content.decode()
    answered(cast.agent, card, right=False, at=later(-1))
    html = client.get(f"/team/{cast.team.pk}/").content.decode()
    assert "Worth a word before the shift" in html and "1 of 2 was sure of a wrong answer." in html
    assert "Worth a word" not in visit(cast.other_manager).get(f"/team/{cast.other_team.pk}/").content.decode()
    client = visit(cast.manager)
    client.post("/minute/plan/add/", {"team": cast.team.pk, "pick": pick(card)})
    answered(cast.agent, card, right=True, at=NINE)
    assert "Worth a word" not in client.get(f"/team/{cast.team.pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_planner_and_plan_ask_the_same_with_one_and_thirty(count, cast, visit, apologise, answered):
    from lms.people.models import Membership
    from tests.conftest import _person

    cards = [add_card(f"Card {n}", skills=(apologise,)) for n in range(count)]
    for n in range(count):
        person = _person(f"p{n}", f"Family{n}", "Given", 100)
        Membership.objects.create(person=person, team=cast.team, since=MONDAY - timedelta(days=50))
        if n < 5:
            answered(person, cards[0], at=NINE)
    days = [(MONDAY + timedelta(days=n % 10), activity_of(card)) for n, card in enumerate(cards)]
    first, *_ = plan_minutes(team=cast.team, picks=days, by=cast.manager)
    client = visit(cast.manager)
    paths = {"/minute/plan/": 14, f"/minute/plan/{first.pk}/": 13}
    paths[f"/minute/plan/add/?team={cast.team.pk}&day={TUESDAY}"] = 7
    for path, literal in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len(seen) == literal, path
    members = list(people.members_on([cast.team], MONDAY))
    day = TeamDay(cast.manager, cast.team, MONDAY, NINE, "en", members, calendars_of(members))
    with CaptureQueriesContext(connection) as seen:
        assert panels.team_minutes(day) and panels.sure_and_wrong(day) is None
    assert len(seen) == 1


def test_the_daily_letter_has_one_line_while_cards_wait(cast, answered):
    people = [cast.agent, cast.new_hire, cast.manager]
    assert reminders.lines_of(people, MONDAY) == {}
    card = add_card("Card")
    lines = reminders.lines_of(people, MONDAY)
    assert {pk: [(line.text, line.path) for line in some] for pk, some in lines.items()} == {
        person.pk: [("Your service minute, 5 min", "/minute/")] for person in people[:2]
    }
    make_sets(days={cast.agent: MONDAY}, at=NINE)
    answered(cast.agent, card, at=NINE)
    assert set(reminders.lines_of(people, MONDAY)) == {cast.new_hire.pk}
    assert timezone.now() == NINE

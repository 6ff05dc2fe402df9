"""The board: the own band, a shared rank for a tie, nothing counted in the first 30 days, a name one may hide."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gamification.points import queries
from gamification.points.actions import show_name
from gamification.points.models import BoardChoice, PointEntry
from lms.home import panels
from lms.people.actions import forget_person, join_team
from lms.people.models import User

from .conftest import activity, done

pytestmark = pytest.mark.usefixtures("boards")


def colleague(cast, number: int, days: int = 400) -> User:
    day = timezone.now().date() - timedelta(days=days)
    person = User.objects.create(
        username=f"c{number}", family_name=f"Name{number:02}", given_name="Oleg", started_on=day
    )
    join_team(person=person, team=cast.team, role="member", since=day, by=None)
    return person


def names(html: str) -> list[str]:
    from re import S, findall, sub

    rows = findall(r"<li(?: class=\"own\"[^>]*)?>\s*<span class=\"num\">(.*?)</li>", html, S)
    return [" ".join(sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_own_band_is_two_above_and_two_below(cast, visit, lesson_rule, learn):
    for number in range(6):
        learn(colleague(cast, number), 4, ago=0)
    learn(cast.agent, 2)
    html = visit(cast.agent).get("/stars/board/").content.decode()
    assert len(names(html)) == 3
    assert names(html)[-1] == "7 БО You 20 points"
    assert names(html)[0].startswith("1 ")
    assert "The whole board: 7 people" in html
    whole = visit(cast.agent).get("/stars/board/?whole=1").content.decode()
    assert len(names(whole)) == 7


def test_ties_share_a_rank_on_the_page(cast, visit, lesson_rule, learn):
    for number, lessons in enumerate((3, 3, 1)):
        learn(colleague(cast, number), lessons)
    learn(cast.agent, 2)
    rows = names(visit(cast.agent).get("/stars/board/").content.decode())
    assert [row.split()[0] for row in rows] == ["1", "1", "3", "4"]


def test_in_the_first_30_days_there_is_no_rank_and_no_score(cast, visit, lesson_rule, learn):
    learn(cast.new_hire, 3)
    learn(cast.agent, 2)
    html = visit(cast.new_hire).get("/stars/board/").content.decode()
    assert names(html) == [] and "first 30 days" in html
    assert ">30<" not in html and "Level" not in html
    rows = names(visit(cast.agent).get("/stars/board/").content.decode())
    assert len(rows) == 1 and "Ким" not in rows[0]
    today = visit(cast.new_hire).get("/").content.decode()
    assert names(today) == []
    late = timezone.now().date() - timedelta(days=30)
    User.objects.filter(pk=cast.new_hire.pk).update(started_on=late)
    assert len(names(visit(User.objects.get(pk=cast.new_hire.pk)).get("/stars/board/").content.decode())) == 2


def test_who_hides_the_name_stays_on_the_board_without_it(cast, visit, lesson_rule, learn):
    other = colleague(cast, 1)
    done(other, activity("course", "Complaints"))
    learn(cast.agent, 1)
    client = visit(cast.agent)
    assert "Name01" in client.get("/stars/board/").content.decode()
    assert "Oleg finished the course “Complaints”." in client.get("/stars/board/").content.decode()
    assert visit(other).post("/stars/board/name/", {"shown": "no"}).status_code == 302
    html = visit(cast.agent).get("/stars/board/").content.decode()
    assert "Name01" not in html and "A colleague" in html
    assert "A colleague finished the course “Complaints”." in html
    assert "You" in visit(other).get("/stars/board/").content.decode()
    visit(other).post("/stars/board/name/", {"shown": "yes"})
    assert not BoardChoice.objects.get(person=other).hidden


def test_a_board_tells_one_good_thing_a_colleague_did(cast, visit, lesson_rule):
    done(cast.agent, activity("course", "My own"))
    board = queries.board(cast.agent, queries.learners(timezone.now().date()), 202611, timezone.now().date())
    assert board.good is None
    done(cast.other_agent, activity("lesson", "Listen"), timezone.now() - timedelta(days=20))
    told = visit(cast.agent).get("/stars/board/?team=company").content.decode()
    assert "Илья did the lesson “Listen”." in told
    done(cast.other_agent, activity("quiz", "Delivery"), verb="passed", source="quiz", score=0.9)
    html = visit(cast.agent).get("/stars/board/?team=company").content.decode()
    assert "Илья passed “Delivery”." in html
    russian = visit(cast.agent).get("/stars/board/?team=company", headers={"accept-language": "ru"}).content.decode()
    assert "Илья: «Delivery» — зачёт." in russian


def test_months_before_are_kept_and_a_month_to_come_is_this_one(cast, visit, lesson_rule, learn):
    learn(cast.agent, 2, ago=40)
    month = queries.month_of(timezone.localdate() - timedelta(days=40))
    html = visit(cast.agent).get(f"/stars/board/?month={month // 100}-{month % 100:02}").content.decode()
    assert names(html)[0].endswith("20 points")
    for text in ("2999-01", "nonsense", "2026-13", "-", "0000-00"):
        assert visit(cast.agent).get(f"/stars/board/?month={text}").status_code == 200


def test_a_team_board_opens_to_its_people_and_their_lead(cast, visit):
    url = f"/stars/board/?team={cast.team.pk}"
    for person in (cast.agent, cast.manager, cast.administrator):
        assert visit(person).get(url).status_code == 200
    for person in (cast.other_agent, cast.other_manager, cast.hr):
        assert visit(person).get(url).status_code == 404
        assert visit(person).get("/stars/board/?team=company").status_code == 200
    assert visit(cast.administrator).get("/stars/board/?team=x").status_code == 404


def test_points_can_be_corrected_with_a_reason_only(cast, visit, lesson_rule, learn):
    learn(cast.agent, 1)
    client, entry = visit(cast.administrator), PointEntry.objects.get()
    assert "Write why" in client.post(f"/stars/board/corrections/{entry.pk}/", {"text": ""}).content.decode()
    client.post(f"/stars/board/corrections/{entry.pk}/", {"text": "Twice the same lesson"})
    page = client.get("/stars/board/corrections/").content.decode()
    assert "Twice the same lesson" in page and "taken back" in page and "−10" in page
    wrong = client.post("/stars/board/corrections/", {"person": cast.agent.pk, "points": 0, "text": "x"})
    assert "a number other than 0" in wrong.content.decode()
    client.post("/stars/board/corrections/", {"person": cast.agent.pk, "points": -5, "text": "A mistake of ours"})
    assert sum(PointEntry.objects.values_list("points", flat=True)) == -5
    of_agent = client.get(f"/stars/board/corrections/?who={cast.agent.pk}").content.decode()
    of_other = client.get(f"/stars/board/corrections/?who={cast.other_agent.pk}").content.decode()
    assert "A mistake of ours" in of_agent and "A mistake of ours" not in of_other
    forget_person(person=cast.agent, by=cast.administrator)
    assert "A mistake of ours" not in client.get("/stars/board/corrections/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_board_asks_the_same_with_one_and_thirty(cast, visit, lesson_rule, learn, count, django_assert_num_queries):
    for number in range(count):
        person = colleague(cast, number)
        learn(person, 1)
        if number % 3 == 0:
            show_name(person=person, shown=False)
    learn(cast.agent, 2, ago=35)
    client = visit(cast.agent)
    client.get("/stars/board/")
    with django_assert_num_queries(11):
        client.get("/stars/board/")


@pytest.mark.parametrize("count", [1, 30])
def test_corrections_ask_the_same_with_one_and_thirty(
    cast, visit, lesson_rule, learn, count, django_assert_num_queries
):
    for number in range(count):
        learn(colleague(cast, number), 1)
    client = visit(cast.administrator)
    client.get("/stars/board/corrections/")
    with django_assert_num_queries(7):
        client.get("/stars/board/corrections/")


def test_the_panel_asks_one_question(cast, lesson_rule, learn):
    for number in range(5):
        learn(colleague(cast, number), 1)
    now = timezone.now()
    subject = panels.Today(cast.agent, now.date(), now, "en")
    panel = next(item for item in panels.today_panels() if item.name == "near you")
    with CaptureQueriesContext(connection) as seen:
        data = panel.build(subject)
    assert len(seen) == 1 and len(data["rows"]) == 3


def test_the_panel_and_the_place_follow_the_switch(cast, visit, lesson_rule, learn):
    from lms.people.actions import set_setting

    learn(cast.agent, 1)
    html = visit(cast.agent).get("/").content.decode()
    assert "Near you this month" in html and 'href="/stars/board/"' in html
    set_setting(key="feature.boards", value=False, by=None)
    html = visit(cast.agent).get("/").content.decode()
    assert "Near you this month" not in html and 'href="/stars/board/"' not in html


def test_leaderboard_as_a_command(cast, lesson_rule, learn, capsys):
    learn(cast.agent, 2)
    learn(cast.other_agent, 1)
    show_name(person=cast.other_agent, shown=False)
    call_command("leaderboard", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == [
        {"rank": 1, "name": "Орлов Борис", "points": 20},
        {"rank": 2, "name": None, "points": 10},
    ]
    call_command("leaderboard", "--team", "Orders")
    assert capsys.readouterr().out.split() == ["1", "20", "Орлов", "Борис"]
    with pytest.raises(CommandError, match="There are: Orders, Returns"):
        call_command("leaderboard", "--team", "Nobody")
    with pytest.raises(CommandError, match="Write it as 2026-11"):
        call_command("leaderboard", "--month", "November")

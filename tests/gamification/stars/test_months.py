"""A month is counted once: by stored facts and a stored seed, and says so in plain words."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from gamification.stars import queries
from gamification.stars.actions import (
    MonthNotOver,
    choose_reward,
    close_due,
    close_month,
    set_terms,
    take_part,
)
from gamification.stars.models import MonthClose, MonthStanding, RewardChoice, Vote
from lms.home import panels
from lms.ops.models import AuditEntry
from lms.people.actions import forget_person, set_setting
from lms.people.models import DayOff, User

from .conftest import AFTER, MONTH, colleague, voted

pytestmark = pytest.mark.usefixtures("star")


def test_a_month_with_a_clear_best_has_a_star(twelve, tickets):
    close = close_month(month=MONTH, seed=7, at=AFTER)
    assert close.star == twelve[-1]
    rows = {row.person_id: row for row in close.standings.all()}
    assert len(rows) == 12 and rows[twelve[-1].pk].in_circle and rows[twelve[-1].pk].p_top3 >= 0.8
    assert rows[twelve[-1].pk].inputs["votes"] == 30
    assert tickets.asked == [(date(2026, 8, 1), date(2026, 10, 31))]


def test_a_month_without_a_clear_best_has_only_a_circle(twelve, tickets, visit):
    for person in twelve[6:]:
        tickets.of(person, 63, 66, (92.0,) * 8)
    Vote.objects.all().delete()
    for person in twelve:
        voted(person, 10, words=f"Kind to {person.given_name}")
    close = close_month(month=MONTH, seed=7, at=AFTER)
    circle = [row.person for row in close.standings.all() if row.in_circle]
    assert close.star is None and circle and set(circle) <= set(twelve[6:])
    html = visit(twelve[0]).get("/stars/2026-10/").content.decode()
    names = ", ".join(person.given_name for person in sorted(circle, key=lambda person: person.family_name))
    assert f"The difference is too small to name one. Customers thank: {names}." in " ".join(html.split())
    assert f"Kind to {circle[0].given_name}" in html
    russian = visit(twelve[0]).get("/stars/2026-10/", headers={"accept-language": "ru"}).content.decode()
    assert f"Разница слишком мала, чтобы назвать одного. Клиенты благодарят: {names}." in " ".join(russian.split())
    assert "Как посчитано" in russian


def test_closing_again_changes_nothing_and_the_seed_gives_the_same(twelve, tickets):
    close = close_month(month=MONTH, at=AFTER)
    tickets.of(twelve[0], 66, 66, (100.0,) * 20)
    assert close_month(month=MONTH, seed=1, at=AFTER + timedelta(days=5)) == close
    assert MonthClose.objects.count() == 1 and MonthStanding.objects.count() == 12
    stored = {row.person_id: (row.p_half, row.p_top3) for row in MonthStanding.objects.all()}
    again = queries.recomputed(queries.close_of(MONTH))
    assert {item.person: (item.p_half, item.p_top3) for item in again} == stored
    assert AuditEntry.objects.filter(verb="month closed").count() == 1


def test_a_closed_month_is_never_changed(twelve):
    close_month(month=MONTH, at=AFTER)
    with pytest.raises(Exception, match="append-only"):
        MonthStanding.objects.update(p_half=1)


def test_a_month_is_counted_once_it_is_over_and_on_the_third(twelve):
    with pytest.raises(MonthNotOver):
        close_month(month=MONTH, at=datetime.fromisoformat("2026-10-31T23:30+03:00"))
    assert close_due(at=datetime.fromisoformat("2026-11-02T23:30+03:00")) is None
    assert close_due(at=AFTER).month == MONTH
    assert close_due(at=AFTER + timedelta(hours=1)).pk == MonthClose.objects.get().pk
    set_setting(key="feature.star", value=False, by=None, valid_from=date(2020, 1, 2))
    assert close_due(at=AFTER + timedelta(days=30)) is None


def test_who_is_a_candidate(cast, twelve, tickets):
    out, new, away, critical, left, lead = twelve[:6]
    take_part(person=out, yes=False)
    User.objects.filter(pk=new.pk).update(started_on=date(2026, 10, 5))
    DayOff.objects.create(person=away, first=date(2026, 9, 28), last=date(2026, 11, 2))
    tickets.critical = {critical.pk}
    User.objects.filter(pk=left.pk).update(left_on=date(2026, 10, 20))
    lead.memberships.update(role="manager")
    DayOff.objects.create(person=twelve[6], first=date(2026, 10, 1), last=date(2026, 10, 29))
    assert queries.candidates(MONTH) == twelve[6:]


def test_with_nobody_taking_part_the_page_says_so(cast, visit):
    close = close_month(month=MONTH, at=AFTER)
    assert close.star is None and not close.standings.exists()
    assert "too small to name anybody" in visit(cast.agent).get("/stars/2026-10/").content.decode()


def test_learning_of_the_month_counts_each_thing_once(cast, twelve):
    from tests.gamification.points.conftest import activity, done

    person, what = twelve[0], activity()
    at = datetime.fromisoformat("2026-10-12T12:00+03:00")
    for n in range(3):
        done(person, what, at + timedelta(days=n))
    done(person, activity(), at)
    done(person, activity(), at - timedelta(days=40))
    facts = {item.person: item for item in queries.facts_of(twelve, MONTH, 3)}
    for n in range(4):  # two cards on each of two days
        done(person, activity("minute"), at + timedelta(days=n // 2), source="minute")
    assert facts[person.pk].learnt == 2 and facts[twelve[1].pk].learnt == 0
    assert {item.person: item for item in queries.facts_of(twelve, MONTH, 3)}[person.pk].learnt == 4


def test_weights_hold_from_their_day_on(cast, twelve, visit):
    client = visit(cast.administrator)
    form = {"star__quality": "1", "star__votes": "0", "star__learning": "0", "star__months": "1"}
    assert client.post("/stars/counting/", form).status_code == 302
    now = timezone.now().date()
    assert queries.terms_on(now).months == 1 and queries.terms_on(now).weights.quality == 1
    assert queries.terms_on(now - timedelta(days=1)).months == 3
    refused = client.post("/stars/counting/", {**form, "star__quality": "0"}).content.decode()
    assert "At least one of the weights" in refused
    set_terms(values={"star.months": 2}, by=cast.administrator)
    assert queries.terms_on(now).months == 2


def test_an_administrator_counts_the_last_month_by_hand(cast, twelve, visit):
    client, last = visit(cast.administrator), queries.month_before(timezone.localdate())
    response = client.post("/stars/counting/close/")
    assert response.url == f"/stars/{last:%Y-%m}/"
    assert MonthClose.objects.get().by == cast.administrator
    assert client.post("/stars/counting/close/").url == response.url
    assert "Counted" in client.get("/stars/counting/").content.decode()


def test_figures_are_for_whom_they_concern(cast, twelve, visit):
    close = close_month(month=MONTH, seed=7, at=AFTER)
    star, other = twelve[-1], twelve[0]
    own = visit(other).get("/stars/2026-10/").content.decode()
    assert f"seed {close.seed}" in own and "66/66" not in own and "55/66" in own and star.get_full_name() in own
    assert twelve[1].get_full_name() not in own
    for reader in (cast.manager, cast.administrator):
        every = visit(reader).get("/stars/2026-10/").content.decode()
        assert "66/66" in every and twelve[1].get_full_name() in every
    assert "55/66" not in visit(cast.other_manager).get("/stars/2026-10/").content.decode()


def test_the_star_chooses_a_reward_and_nobody_else_does(cast, twelve, visit):
    close = close_month(month=MONTH, seed=7, at=AFTER)
    star = twelve[-1]
    assert "Choose what you would like" in visit(star).get("/stars/").content.decode()
    assert visit(twelve[0]).post("/stars/2026-10/reward/", {"reward": "spa"}).status_code == 404
    visit(star).post("/stars/2026-10/reward/", {"reward": "nonsense"})
    assert not RewardChoice.objects.exists()
    visit(star).post("/stars/2026-10/reward/", {"reward": "dinner"})
    visit(star).post("/stars/2026-10/reward/", {"reward": "day_off"})
    assert RewardChoice.objects.get().reward == "day_off"
    assert "a day off of your choice" in visit(cast.agent).get("/stars/2026-10/").content.decode()
    with pytest.raises(ValueError, match="Only the star"):
        choose_reward(close=close, person=cast.agent, reward="spa")


def test_a_month_that_was_not_counted_is_not_found(cast, visit):
    for text in ("2026-09", "2026-13", "0000-00"):
        assert visit(cast.agent).get(f"/stars/{text}/").status_code == 404


def test_taking_part_is_ones_own_choice(cast, visit):
    client = visit(cast.agent)
    assert "It is up to you" in client.get("/stars/").content.decode()
    client.post("/stars/part/", {"part": "yes"})
    assert queries.takes_part(cast.agent)
    client.post("/stars/part/", {"part": "no"})
    assert not queries.takes_part(cast.agent)


def test_the_card_is_for_oneself_and_the_lead(cast, visit):
    url = f"/stars/card/{cast.agent.uid}/"
    assert "There is no code yet" in visit(cast.agent).get(url).content.decode()
    visit(cast.agent).post(f"{url}new/")
    first = queries.link_of(cast.agent)
    assert first.token in visit(cast.manager).get(url).content.decode()
    visit(cast.manager).post(f"{url}new/")
    second = queries.link_of(cast.agent)
    assert second.token != first.token and second.made_by == cast.manager
    assert visit(cast.other_manager).get(url).status_code == 404
    assert visit(cast.other_manager).post(f"{url}new/").status_code == 404


def test_words_reach_the_person_and_a_lead_may_hide_them(cast, visit):
    voted(cast.agent, 1, timezone.now() - timedelta(days=1), words="He knew at once what to do")
    vote = Vote.objects.get()
    assert "He knew at once" in visit(cast.agent).get("/stars/").content.decode()
    assert visit(cast.agent).post(f"/stars/words/{vote.pk}/hide/").status_code == 404
    card = f"/stars/card/{cast.agent.uid}/"
    assert "He knew at once" in visit(cast.manager).get(card).content.decode()
    visit(cast.manager).post(f"/stars/words/{vote.pk}/hide/")
    assert "He knew at once" not in visit(cast.agent).get("/stars/").content.decode()
    assert Vote.objects.count() == 1


def test_forgetting_a_person_takes_the_words_and_the_link(cast, twelve, visit):
    star = twelve[-1]
    voted(star, 1, words="Wonderful Given11")
    close_month(month=MONTH, seed=7, at=AFTER)
    forget_person(person=star, by=cast.administrator)
    assert not Vote.objects.exclude(words="").exists() and Vote.objects.filter(person=star).count() == 31
    html = visit(cast.administrator).get("/stars/2026-10/").content.decode()
    assert "Given11" not in html and "A colleague" in html


@pytest.mark.parametrize("count", [2, 30])
def test_pages_ask_the_same_with_one_and_thirty(cast, visit, tickets, count, django_assert_num_queries):
    from gamification.stars.actions import make_link, raise_concern

    for number in range(count):
        person = colleague(cast, number)
        tickets.of(person, 60, 66, (80.0,))
        voted(person, 2, words="Kind words")
        raise_concern(person=person, form=f"c{number}", words="Late")
    tickets.of(person, 198, 200, (99.0,) * 20)
    voted(person, 40)
    voted(cast.agent, count, words="Kind words")
    make_link(person=cast.agent, by=None)
    assert close_month(month=MONTH, at=AFTER).standings.filter(in_circle=True).exists()
    for person, path, asked in (
        (cast.agent, "/stars/", 10),
        (cast.manager, "/stars/2026-10/", 9),
        (cast.manager, f"/stars/card/{cast.agent.uid}/", 8),
    ):
        client = visit(person)
        client.get(path)
        with django_assert_num_queries(asked):
            client.get(path)


@pytest.mark.parametrize("count", [1, 30])
def test_counting_asks_the_same_with_one_and_thirty(cast, tickets, count, django_assert_num_queries):
    for number in range(count):
        tickets.of(colleague(cast, number), 60, 66, (80.0,))
    with django_assert_num_queries(16):
        close_month(month=MONTH, at=AFTER)


def test_each_panel_asks_one_question(cast, django_assert_num_queries):
    now = timezone.now()
    voted(cast.agent, 1, now, words="Kind")
    team = panels.TeamDay(cast.manager, cast.team, now.date(), now, "en", [cast.agent, cast.new_hire])
    ours = [panel for panel in panels.team_panels() if panel.template.startswith("stars/")]
    for panel in ours:
        with django_assert_num_queries(1):
            panel.build(team)
    assert len(ours) == 2


def test_the_place_and_the_panels_follow_the_switch(cast, visit):
    voted(cast.agent, 1, timezone.now(), words="Kind")
    html = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert 'href="/stars/"' in html and "Thanks in seven days" in html
    after = visit(cast.manager).get(f"/team/{cast.team.pk}/panel/thanks/").content.decode()
    assert f"/stars/card/{cast.agent.uid}/" in after
    set_setting(key="feature.star", value=False, by=None, valid_from=date(2020, 1, 2))
    html = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert 'href="/stars/"' not in html and "Thanks in seven days" not in html
    assert visit(cast.agent).get("/stars/").status_code == 200

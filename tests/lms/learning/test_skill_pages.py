from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lms.learning import pages
from lms.learning.mastery import Level
from lms.learning.models import Skill
from lms.learning.queries import latest_evidence, mastery_then, skills_in_use
from lms.learning.verbs import ANSWERED
from lms.people.models import Membership, User

from .conftest import NOON

TODAY = NOON.date()


@pytest.fixture
def tree(db):
    """Two upper skills, the first with two of its own."""
    upper = Skill.objects.create(slug="complaints", name_en="Complaints", name_ru="Жалобы", order=1)
    alone = Skill.objects.create(slug="tone", name_en="Tone", name_ru="Тон", order=2)
    calm = Skill.objects.create(slug="calm", name_en="Calming", name_ru="Успокоение", order=2, parent=upper)
    listen = Skill.objects.create(slug="listen", name_en="Listening", name_ru="Слушание", order=1, parent=upper)
    return {"upper": upper, "alone": alone, "calm": calm, "listen": listen}


def test_skills_follow_their_upper_one(tree):
    assert [skill.slug for skill in skills_in_use()] == ["complaints", "listen", "calm", "tone"]


class TestHowItWasCounted:
    def test_newest_first_at_most_so_many_of_each(self, cast, activity, tree, note):
        for n in range(7):
            at = NOON - timedelta(days=n)
            note(cast.agent, activity, ANSWERED, f"k{n}", evidence={tree["calm"]: n / 10, tree["listen"]: 1.0}, at=at)
        found = latest_evidence(cast.agent, TODAY, most=5)
        assert [piece.score for piece in found[tree["calm"].pk]] == [0.0, 0.1, 0.2, 0.3, 0.4]
        assert len(found[tree["listen"].pk]) == 5
        assert (found[tree["calm"].pk][0].source, found[tree["calm"].pk][0].weight) == ("quiz", 1.0)

    def test_weights_age(self, cast, activity, tree, note):
        note(cast.agent, activity, ANSWERED, "k", evidence={tree["calm"]: 1.0}, at=NOON - timedelta(days=90))
        (piece,) = latest_evidence(cast.agent, TODAY)[tree["calm"].pk]
        assert (piece.weight, piece.now) == (1.0, 0.5)

    def test_what_was_corrected_is_left_out(self, cast, activity, tree, note):
        note(cast.agent, activity, ANSWERED, "k", evidence={tree["calm"]: 1.0})
        note(cast.agent, activity, ANSWERED, "k2", evidence={tree["calm"]: 0.0}, replaces="k")
        (piece,) = latest_evidence(cast.agent, TODAY)[tree["calm"].pk]
        assert piece.score == 0.0


def test_how_it_stood_before(cast, activity, tree, note):
    early, late = NOON - timedelta(days=40), NOON - timedelta(days=5)
    for n in range(8):
        note(cast.agent, activity, ANSWERED, f"e{n}", evidence={tree["calm"]: 0.2}, at=early)
    then = pages.skill_groups(cast.agent, TODAY - timedelta(days=30))[0].lines[1].found
    for n in range(8):
        note(cast.agent, activity, ANSWERED, f"l{n}", evidence={tree["calm"]: 1.0}, at=late)
    again = mastery_then(cast.agent, TODAY - timedelta(days=30))[tree["calm"].pk]
    assert (again.mean, again.weight) == pytest.approx((then.mean, then.weight), abs=1e-9)
    line = pages.skill_groups(cast.agent, TODAY)[0].lines[1]
    assert line.skill == tree["calm"]
    assert line.trend == 1


def test_groups_and_lines(cast, activity, tree, note):
    for n in range(12):
        note(cast.agent, activity, ANSWERED, f"k{n}", evidence={tree["calm"]: 1.0}, source="roleplay")
    note(cast.agent, activity, ANSWERED, "one", evidence={tree["listen"]: 1.0}, source="quiz")
    groups = pages.skill_groups(cast.agent, TODAY)
    assert [(group.name, [line.skill.slug for line in group.lines]) for group in groups] == [
        ("Complaints", ["listen", "calm"]),
        ("Tone", ["tone"]),
    ]
    listen, calm = groups[0].lines
    assert (listen.level, listen.more, listen.older) == ("", 2, 0)
    assert (calm.found.level, calm.more, calm.older, calm.percent) == (Level.STRONG, 0, 7, 96)
    assert groups[1].lines[0].more == 6


@pytest.fixture
def rated(cast, activity, tree, note):
    for n in range(12):
        note(cast.agent, activity, ANSWERED, f"k{n}", evidence={tree["calm"]: 1.0}, at=timezone.now())
    note(cast.agent, activity, ANSWERED, "one", evidence={tree["listen"]: 1.0}, at=timezone.now())
    return cast


class TestMySkills:
    def test_words_for_oneself_and_how_it_was_counted(self, rated, visit):
        page = visit(rated.agent).get("/skills/").content.decode()
        assert "Strong" in page
        assert "Too few ratings yet: 2 more needed" in page
        assert "Too few ratings yet: 6 more needed" in page
        assert page.count("How it was counted") == 2
        assert "So far that makes 93 of 100, usually" in page
        assert "Calm down" in page
        assert "and 7 older results" in page
        assert '<b class="num">' not in page

    def test_without_any_skills(self, cast, visit):
        assert "No skills yet" in visit(cast.agent).get("/skills/").content.decode()

    def test_the_lead_sees_the_number_with_its_range(self, rated, visit):
        page = visit(rated.manager).get(f"/skills/{rated.agent.uid}/").content.decode()
        assert '<b class="num">93</b>' in page
        assert "usually 79–100" in page

    def test_who_may_see_somebodys(self, rated, visit):
        seen = {
            role: visit(person).get(f"/skills/{rated.agent.uid}/").status_code
            for role, person in rated.by_role().items()
        }
        assert {role for role, status in seen.items() if status == 200} == {"agent", "manager", "administrator"}
        assert set(seen.values()) == {200, 404}
        assert visit(rated.administrator).get(f"/skills/{uuid4()}/").status_code == 404

    def test_strangers_are_sent_to_sign_in(self, cast, client):
        for url in ("/skills/", f"/skills/{cast.agent.uid}/", f"/team/{cast.team.pk}/skills/"):
            assert client.get(url).headers["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, activity, note, visit, count, django_assert_num_queries):
        upper = Skill.objects.create(slug="up", name_en="Up", name_ru="Верх")
        skills = [
            Skill.objects.create(slug=f"s{n}", name_en=f"S{n}", name_ru=f"С{n}", parent=upper) for n in range(count)
        ]
        for n in range(4):
            note(cast.agent, activity, ANSWERED, f"k{n}", evidence=dict.fromkeys(skills, 1.0), at=timezone.now())
        client = visit(cast.agent)
        with django_assert_num_queries(MY_SKILLS):
            client.get("/skills/")


MY_SKILLS = 9
TEAM_SKILLS = 7


class TestTheTeamsSkills:
    def test_people_by_skills(self, rated, visit):
        page = visit(rated.manager).get(f"/team/{rated.team.pk}/skills/").content.decode()
        assert "Орлов Борис" in page
        assert "Ким Анна" in page
        assert "Лис Вера" not in page.split("<main", 1)[1]
        assert "Calming" in page
        assert "Tone" not in page  # nobody has evidence on it
        assert f"/skills/{rated.agent.uid}/" in page
        assert "93" in page
        assert "usually 79–100" in page
        assert "not enough yet" in page

    def test_before_the_first_ratings(self, cast, tree, visit):
        page = visit(cast.manager).get(f"/team/{cast.team.pk}/skills/").content.decode()
        assert "No ratings yet" in page

    def test_before_the_first_people(self, cast, visit):
        Membership.objects.exclude(role="manager").delete()
        page = visit(cast.manager).get(f"/team/{cast.team.pk}/skills/").content.decode()
        assert "Nobody is in this team yet" in page

    def test_who_may_see_it(self, rated, visit):
        seen = {
            role: visit(person).get(f"/team/{rated.team.pk}/skills/").status_code
            for role, person in rated.by_role().items()
        }
        assert {role for role, status in seen.items() if status == 200} == {"manager", "administrator"}
        assert set(seen.values()) == {200, 404}

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, activity, note, visit, tree, count, django_assert_num_queries):
        for number in range(count):
            person = User.objects.create(username=f"u{number}", given_name="U", started_on=date(2026, 1, 1), zone="UTC")
            Membership.objects.create(person=person, team=cast.team, since=date(2026, 1, 1))
            note(person, activity, ANSWERED, f"k{number}", evidence={tree["calm"]: 1.0, tree["listen"]: 0.0})
        client = visit(cast.manager)
        with django_assert_num_queries(TEAM_SKILLS):
            client.get(f"/team/{cast.team.pk}/skills/")


@pytest.mark.parametrize(("mean", "heat"), [(0.2, 0), (0.6, 1), (0.75, 2), (1.0, 3)])
def test_the_heat_of_a_cell(cast, activity, empathy, note, mean, heat):
    for n in range(40):
        note(cast.agent, activity, ANSWERED, f"k{n}", evidence={empathy: mean})
    (row,) = pages.heat([cast.agent], TODAY)["rows"]
    assert row["cells"][0]["level"] == heat

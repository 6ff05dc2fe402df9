"""What a lead sees of the team's quizzes."""

import re

import pytest
from django.urls import reverse

from lms.people.actions import join_team
from lms.people.models import Membership
from tests.conftest import _person

from .conftest import Made


def results(client, made: Made, **query):
    return client.get(reverse("quiz_results", args=[made.activity.uid]), query)


def row_of(page: str, name: str) -> str:
    found = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if name in row)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_lead_sees_attempts_best_last_and_who_has_none(made: Made, cast, visit):
    made.taken(cast.agent, right=3)
    made.taken(cast.agent, right=0)
    made.taken(cast.other_agent)
    page = results(visit(cast.manager), made, team=cast.team.pk).content.decode()
    line = row_of(page, "Орлов")
    assert "2" in line and "100 %" in line and "0 %" in line and "Passed" in line
    assert "not taken" in row_of(page, "Ким") and "Снегов" not in page


def test_a_lead_sees_only_own_teams(made: Made, cast, visit):
    client = visit(cast.manager)
    assert results(client, made, team=cast.other_team.pk).status_code == 404
    assert results(client, made, team="x").status_code == 404
    assert results(visit(cast.administrator), made, team=cast.other_team.pk).status_code == 200
    for person in (cast.agent, cast.hr, cast.editor):
        assert results(visit(person), made, team=cast.team.pk).status_code == 404


def test_the_teams_page_counts_who_passed(made: Made, cast, visit):
    url = reverse("team_panel", args=[cast.team.pk, "quizzes"])
    assert "Nothing to say here today" in visit(cast.manager).get(url).content.decode()
    made.taken(cast.agent)
    made.taken(cast.new_hire, right=0)
    page = visit(cast.manager).get(url).content.decode()
    assert (
        "1 of 2 passed" in page and f"{reverse('quiz_results', args=[made.activity.uid])}?team={cast.team.pk}" in page
    )


@pytest.mark.parametrize("people", [1, 30])
def test_results_ask_no_more_with_more_people(people, made: Made, cast, visit, django_assert_num_queries):
    for n in range(people - 1):
        person = _person(f"p{n}", f"Family{n}", "Given", 100)
        join_team(person=person, team=cast.team, role=Membership.Role.MEMBER, since=person.started_on, by=None)
        made.taken(person, right=n % 4)
    client = visit(cast.manager)
    client.get("/")
    with django_assert_num_queries(11):
        results(client, made, team=cast.team.pk)

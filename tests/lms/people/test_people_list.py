"""Finding people, and adding one."""

from datetime import date

import pytest
from django.urls import reverse

from lms.people.models import Membership, User
from tests.conftest import Cast

LIST = "/people/"


def _crowd(team, count: int) -> None:
    for number in range(count):
        person = User.objects.create(
            username=f"crowd{number}", given_name="Толпа", family_name=f"Я{number:03}", started_on=date(2026, 1, 1)
        )
        Membership.objects.create(person=person, team=team, since=date(2026, 1, 1))


def _names(response) -> set[str]:
    return {row["person"].username for row in response.context["rows"]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ким", {"anna"}),
        ("КИМ", {"anna"}),
        ("Ясная", {"dina"}),
        ("орл", {"boris"}),
        ("анна ким", {"anna"}),
        ("BORIS", {"boris"}),
        ("ким орлов", set()),
        ("семенов", {"semen"}),
        ("Семёнов", {"semen"}),
        ("П-17", {"semen"}),
        ("%", set()),
    ],
)
def test_search(cast: Cast, visit, typed, found):
    User.objects.create(
        username="semen",
        given_name="Семён",
        family_name="Семёнов",
        started_on=date(2026, 1, 1),
        personnel_number="п-17",
    )
    assert _names(visit(cast.administrator).get(LIST, {"q": typed})) == found


def test_filters(cast: Cast, visit):
    client = visit(cast.administrator)
    assert _names(client.get(LIST, {"team": cast.other_team.pk})) == {"zahar", "ilya"}
    assert _names(client.get(LIST, {"role": "manager"})) == {"vera", "zahar"}
    assert _names(client.get(LIST, {"role": "editor"})) == {"egor"}
    assert _names(client.get(LIST, {"team": cast.team.pk, "role": "manager"})) == {"vera"}
    assert _names(client.get(LIST, {"left": "1"})) == set()


def test_who_has_left_is_apart(cast: Cast, visit):
    User.objects.filter(pk=cast.agent.pk).update(left_on=date(2026, 1, 1), is_active=False)
    client = visit(cast.administrator)
    assert "boris" not in _names(client.get(LIST))
    assert _names(client.get(LIST, {"left": "1"})) == {"boris"}


def test_pages_of_fifty(cast: Cast, visit):
    _crowd(cast.team, 60)
    client = visit(cast.administrator)
    first = client.get(LIST, {"team": cast.team.pk})
    assert len(first.context["rows"]) == 50
    assert f"?team={cast.team.pk}&amp;page=2" in first.content.decode()
    second = client.get(LIST, {"team": cast.team.pk, "page": 2})
    assert len(second.context["rows"]) == 13
    assert not _names(first) & _names(second)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_list(cast: Cast, visit, count, django_assert_num_queries):
    _crowd(cast.team, count)
    client = visit(cast.administrator)
    with django_assert_num_queries(10):
        client.get(LIST)


def test_htmx_gets_the_fragment(cast: Cast, visit):
    response = visit(cast.administrator).get(LIST, {"q": "ким"}, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Ким Анна" in response.content.decode()


def _new(**values) -> dict:
    return {"family_name": "Ёлкина", "given_name": "Щука", "started_on": "2026-10-01", "team_role": "member"} | values


def test_add_a_person(cast: Cast, visit):
    client = visit(cast.administrator)
    response = client.post(reverse("add_person"), _new(team=cast.team.pk, phone="8 912 345-67-89"))
    person = User.objects.get(username="shchuka.elkina")
    assert response.url == reverse("invite", args=[person.uid])
    assert person.phone == "+79123456789"
    assert not person.has_usable_password()
    membership = person.memberships.get()
    assert (membership.team, membership.since) == (cast.team, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("given_name", "", "required"),
        ("username", "Anna", "Somebody signs in with this name"),
        ("username", "a b", "without spaces"),
        ("email", "ANNA@example.com", "Somebody else has this e-mail"),
        ("phone", "12", "not a phone number"),
        ("started_on", "2099-01-01", "more than a year ahead"),
        ("started_on", "soon", "not a date"),
    ],
)
def test_what_cannot_be_added(cast: Cast, visit, field, value, said):
    before = User.objects.count()
    response = visit(cast.administrator).post(reverse("add_person"), _new(**{field: value}))
    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors[field])
    assert 'value="Ёлкина"' in response.content.decode()
    assert User.objects.count() == before


def test_two_of_one_name_get_two_sign_in_names(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(reverse("add_person"), _new())
    client.post(reverse("add_person"), _new())
    assert set(User.objects.filter(given_name="Щука").values_list("username", flat=True)) == {
        "shchuka.elkina",
        "shchuka.elkina2",
    }

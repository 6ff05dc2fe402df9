"""All roleplays to choose from, by words, skill, channel, difficulty and language."""

import re

import pytest

from roleplays.models import Scenario

from .conftest import SMALL, WELL, play, published

pytestmark = pytest.mark.django_db
PHONE = (
    SMALL.replace("cold-soup", "lost-parcel").replace("channel: counter", "channel: phone")
    .replace("difficulty: 1", "difficulty: 3").replace("Cold soup", "Lost parcel").replace("Холодный суп", "Потерян")
)  # fmt: skip


def titles(client, **wish):
    html = client.get("/roleplay/", wish).content.decode()
    return re.findall(r'<h2><a href="/roleplay/[\w-]+/">([^<]+)', html)


@pytest.fixture
def two(skills):
    return published(SMALL), published(PHONE)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, ["Cold soup", "Lost parcel"]),
        ({"q": "soup is COLD"}, ["Cold soup", "Lost parcel"]),
        ({"q": "потерян"}, ["Lost parcel"]),
        ({"channel": "phone"}, ["Lost parcel"]),
        ({"difficulty": "1"}, ["Cold soup"]),
        ({"skill": "apologise"}, ["Cold soup", "Lost parcel"]),
        ({"skill": "thank"}, ["Cold soup", "Lost parcel"]),  # nothing trains it: as if it were not there
        ({"language": "ru", "difficulty": "3"}, ["Lost parcel"]),
        ({"channel": "nonsense"}, ["Cold soup", "Lost parcel"]),
        ({"q": "giraffe"}, []),
    ],
)
def test_by_what_one_looks_for(two, cast, visit, wish, expected):
    assert titles(visit(cast.new_hire), **wish) == expected


def test_what_is_not_done_comes_first_and_tells_ones_best(two, cast, visit):
    play(cast.new_hire, two[0], *WELL)
    client = visit(cast.new_hire)
    assert titles(client) == ["Lost parcel", "Cold soup"]
    assert "Done, best 100 of 100" in client.get("/roleplay/").content.decode()


def test_in_the_readers_language_else_the_other(two, cast, visit):
    client = visit(cast.new_hire)
    client.cookies["language"] = "ru"
    assert titles(client) == ["Потерян", "Холодный суп"][::-1]
    Scenario.objects.get(slug="lost-parcel", locale__language_code="ru").unpublish()
    assert titles(client) == ["Холодный суп", "Lost parcel"]
    assert titles(client, language="ru") == ["Холодный суп"]


def test_it_is_found_from_practice_and_a_lead_may_ask_for_one(two, cast, visit):
    assert 'href="/roleplay/"' in visit(cast.new_hire).get("/practice/").content.decode()
    assert f"activity={two[0].uid}" in visit(cast.manager).get("/roleplay/").content.decode()


def test_nothing_yet(cast, visit):
    assert "No roleplays yet" in visit(cast.new_hire).get("/roleplay/").content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_it_asks_the_same_with_many(skills, cast, visit, count, django_assert_num_queries):
    for n in range(count):
        published(SMALL.replace("cold-soup", f"soup-{n}"))
    client = visit(cast.new_hire)
    client.get("/roleplay/")
    with django_assert_num_queries(9):
        client.get("/roleplay/")

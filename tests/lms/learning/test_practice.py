"""The practice library: everything one can practise on its own."""

import pytest

from lms.learning.actions import record
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.verbs import PASSED


@pytest.fixture(autouse=True)
def drills(monkeypatch):
    drill = ActivityKind("drill", "Drill", "book", lambda activity: f"/drill/{activity.uid}/", practice=1)
    part = ActivityKind("part", "Part", "book", lambda activity: "/part/", practice=2, part=True)
    for kind in (drill, part):
        monkeypatch.setitem(activity_kinds, kind.name, kind)


def test_it_lists_what_stands_on_its_own(cast, make, empathy, visit):
    make("Calm down", kind="drill", skills=[empathy])
    make("Page one", kind="part", skills=[empathy])
    make("Exam", kind="exam")
    html = visit(cast.agent).get("/practice/").content.decode()
    assert "Calm down" in html and "Page one" not in html and "Exam</a>" not in html


def test_by_words_skill_and_kind(cast, make, empathy, solving, visit):
    make("Calm down", kind="drill", skills=[empathy], ru="Ещё раз спокойно")
    make("Find a way", kind="drill", skills=[solving])
    client = visit(cast.agent)
    for query, shown in (
        ("?q=еще", "Calm down"),
        ("?skill=solving", "Find a way"),
        ("?kind=drill&q=way", "Find a way"),
    ):
        html = client.get(f"/practice/{query}").content.decode()
        assert [title for title in ("Calm down", "Find a way") if title in html] == [shown], query
    assert "Nothing found" in client.get("/practice/?q=zzz").content.decode()


def test_what_is_not_done_comes_first_and_the_best_result_is_said(cast, make, empathy, visit):
    done, _other = make("Calm down", kind="drill", skills=[empathy]), make("Find a way", kind="drill")
    record(person=cast.agent, verb=PASSED, activity=done, key="k", source="quiz", score=0.8)
    html = visit(cast.agent).get("/practice/").content.decode()
    assert html.index("Find a way") < html.index("Calm down") and "Done, best 80 of 100" in html


def test_leads_may_ask_for_it(cast, make, visit):
    activity = make("Calm down", kind="drill")
    assert f"/assign/?activity={activity.uid}" in visit(cast.manager).get("/practice/").content.decode()
    assert "/assign/" not in visit(cast.agent).get("/practice/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_the_same_with_one_and_thirty(cast, make, empathy, visit, count, django_assert_num_queries):
    for n in range(count):
        make(f"Drill {n}", kind="drill", skills=[empathy])
    client = visit(cast.agent)
    client.get("/practice/")
    with django_assert_num_queries(8):
        client.get("/practice/")


def test_the_fragment_is_the_list_alone(cast, make, visit):
    make("Calm down", kind="drill")
    html = visit(cast.agent).get("/practice/", headers={"HX-Request": "true"}).content.decode()
    assert "Calm down" in html and "<html" not in html

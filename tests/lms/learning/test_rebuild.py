import json
import random
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.learning import rebuilding
from lms.learning.actions import record
from lms.learning.models import ActivityState, LearningRecord, Mastery, Skill
from lms.learning.rebuilding import Difference, Projection, differences
from lms.learning.verbs import ANSWERED, COMPLETED, FAILED, PASSED, STARTED

from .conftest import NOON

VERBS = (STARTED, ANSWERED, COMPLETED, PASSED, FAILED)
SOURCES = ("lesson", "quiz", "roleplay", "review", "minute")


@pytest.fixture(autouse=True)
def only_our_own(monkeypatch):
    """What rooms above register has tests of its own there."""
    known = rebuilding._PROJECTIONS.items()
    own = {name: item for name, item in known if item.model._meta.app_label == "learning"}
    monkeypatch.setattr(rebuilding, "_PROJECTIONS", own)


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("rebuild", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


def history(seed: int, people, activities, skills, length: int) -> Iterator[dict]:
    """As life brings them: of any moment, in any order, some twice, corrected, or corrected before they come."""
    dice = random.Random(seed)
    known: dict[str, object] = {}  # keys nobody has corrected yet, and whose they are
    promised: dict[str, object] = {}  # keys a correction has named before they came
    for number in range(length):
        person, key, replaces = dice.choice(people), f"r{number}", ""
        mine = [old for old, owner in known.items() if owner == person]
        chance = dice.random()
        if chance < 0.15 and mine:
            replaces = dice.choice(mine)
            del known[replaces]
        elif chance < 0.25:
            replaces = f"late{number}"
            promised[replaces] = person
        elif chance < 0.35 and promised:
            key, person = promised.popitem()
        elif chance < 0.4 and mine:
            key = dice.choice(mine)
        if key.startswith("r"):
            known[key] = person
        yield {
            "person": person,
            "activity": dice.choice(activities),
            "verb": dice.choice(VERBS),
            "key": key,
            "replaces": replaces,
            "source": dice.choice(SOURCES),
            "score": dice.choice([None, 0.0, 1.0, dice.random()]),
            "evidence": {skill: dice.random() for skill in dice.sample(skills, dice.randrange(len(skills) + 1))},
            "at": NOON + timedelta(minutes=dice.randrange(-400_000, 400_000)),
        }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stored_equals_recomputed_after_any_history(cast, make, seed):
    people = [cast.agent, cast.new_hire, cast.other_agent]
    activities = [make("One"), make("Two"), make("Exam", kind="exam")]
    names = ("calm", "solve", "thank")
    skills = [Skill.objects.create(slug=n, name_en=n, name_ru=n, order=i) for i, n in enumerate(names)]
    for step, wish in enumerate(history(seed, people, activities, skills, 300)):
        record(**wish)
        if step % 50 == 49:
            assert run("--check") == (
                0,
                "activity state: equal to the facts\nmastery: equal to the facts\nfocus: equal to the facts\n",
            )
    assert LearningRecord.objects.exclude(replaces="").count() > 20
    assert LearningRecord.objects.filter(key__startswith="late").count() > 10
    assert ActivityState.objects.count() == 9
    assert Mastery.objects.count() == 9


@pytest.fixture
def facts(cast, make, empathy, solving, note):
    """Two people, two activities, two skills."""
    first, second = make("One"), make("Two")
    for person in (cast.agent, cast.new_hire):
        for number, activity in enumerate((first, second)):
            key = f"{person.pk}-{number}"
            both = {empathy: 0.8, solving: 0.2}
            note(person, activity, PASSED, key, score=0.7, evidence=both, at=NOON - timedelta(days=number))
    return cast


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("best_score", 0.1, "best_score: stored 0.1, from the facts 0.7"),
        ("last_score", None, "last_score: stored None, from the facts 0.7"),
        ("times_done", 7, "times_done: stored 7, from the facts 1"),
        ("done_at", None, "done_at: stored None, from the facts 2026-11-16 09:00:00+00:00"),
    ],
)
def test_a_corrupted_state_is_named_and_mended(facts, column, value, said):
    row = ActivityState.objects.get(person=facts.agent, activity__title_en="One")
    sql(f"UPDATE learning_activitystate SET {column} = %s WHERE id = %s", value, row.pk)
    code, words = run("--check")
    assert code == 1
    assert f"activity state person_id={row.person_id} activity_id={row.activity_id} differs: {said}" in words
    assert words.count("differs:") == 1
    assert "1 stored rows differ" in words
    assert run() == (
        0,
        "activity state: 4 rows written from the facts\n"
        "mastery: 4 rows written from the facts\n"
        "focus: 0 rows written from the facts\n",
    )
    assert run("--check")[0] == 0
    mended = ActivityState.objects.get(person=facts.agent, activity__title_en="One")
    assert getattr(mended, column) == getattr(row, column)


@pytest.mark.parametrize(
    ("column", "change"), [("good", "good + 0.000001"), ("bad", "bad * 1.5"), ("pieces", "pieces + 1")]
)
def test_a_corrupted_mastery_is_named_and_mended(facts, column, change):
    row = Mastery.objects.get(person=facts.new_hire, skill__slug="empathy")
    sql(f"UPDATE learning_mastery SET {column} = {change} WHERE id = %s", row.pk)
    code, words = run("--check")
    assert code == 1
    assert f"mastery person_id={row.person_id} skill_id={row.skill_id} differs: {column}: stored" in words
    assert words.count("differs:") == 1
    run()
    assert run("--check")[0] == 0


def test_sums_may_be_stated_at_another_date_or_be_off_by_a_rounding(facts):
    row = Mastery.objects.get(person=facts.new_hire, skill__slug="empathy")
    sql(
        "UPDATE learning_mastery SET good = good / 2 + 1e-12, bad = bad / 2, as_of = %s WHERE id = %s",
        row.as_of + timedelta(days=90),
        row.pk,
    )
    assert run("--check")[0] == 0


def test_a_date_moved_alone_is_a_difference(facts):
    row = Mastery.objects.get(person=facts.new_hire, skill__slug="empathy")
    sql("UPDATE learning_mastery SET as_of = %s WHERE id = %s", row.as_of - timedelta(days=1), row.pk)
    assert run("--check")[0] == 1


def test_rows_too_many_and_too_few_are_named(facts, make):
    gone = ActivityState.objects.get(person=facts.agent, activity__title_en="One")
    sql("DELETE FROM learning_activitystate WHERE id = %s", gone.pk)
    stray = make("Stray")
    ActivityState.objects.create(person=facts.agent, activity=stray, last_at=NOON)
    code, words = run("--check")
    assert code == 1
    assert f"activity state person_id={gone.person_id} activity_id={gone.activity_id} missing:" in words
    assert f"activity state person_id={facts.agent.pk} activity_id={stray.pk} extra:" in words
    run()
    assert run("--check")[0] == 0


def test_for_machines(facts):
    sql("UPDATE learning_activitystate SET times_done = 9 WHERE person_id = %s", facts.agent.pk)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild", "--check", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["equal"] is False
    assert [item["fields"] for item in said["differences"]["activity state"]] == [
        {"times_done": {"stored": 9, "computed": 1}}
    ] * 2
    assert said["differences"]["mastery"] == []
    out = StringIO()
    call_command("rebuild", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"rebuilt": {"activity state": 4, "mastery": 4, "focus": 0}}


def test_a_failure_on_the_way_leaves_everything(facts, monkeypatch):
    def stop():
        yield ActivityState(person=facts.agent, activity_id=1, last_at=NOON)
        raise RuntimeError

    kept = list(ActivityState.objects.order_by("pk").values())
    broken = [Projection("broken", ActivityState, ("person_id", "activity_id"), stop)]
    monkeypatch.setattr("lms.learning.actions.projections.projections", lambda: broken)
    with pytest.raises(RuntimeError):
        run()
    assert list(ActivityState.objects.order_by("pk").values()) == kept


@pytest.mark.parametrize("people", [1, 30])
def test_the_number_of_queries_does_not_grow(cast, make, empathy, note, people, django_assert_num_queries):
    from lms.people.models import User

    one = make("One")
    for number in range(people):
        user = User.objects.create(username=f"u{number}", given_name="U", started_on=NOON.date(), zone="UTC")
        note(user, one, PASSED, f"k{number}", evidence={empathy: 1.0})
    locks = 3 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(12 + locks):  # stored and computed of each, within a savepoint
        run("--check")


def test_a_room_above_adds_its_own(facts):
    def counted():
        people = LearningRecord.objects.values_list("person_id", flat=True)
        for person in sorted(set(people)):
            yield Mastery(person_id=person, skill_id=0, good=1, bad=0, pieces=0, as_of=NOON.date())

    own = Projection("own", Mastery, ("person_id", "skill_id"), counted)
    found = list(differences(own))
    assert {item.what for item in found} == {"missing", "extra"}
    assert all(isinstance(item, Difference) for item in found)

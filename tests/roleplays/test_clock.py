"""The seconds for a reply: shown, counted by the server, looked back at; they change neither the talk nor the score."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.actions import issue_pass
from roleplays.actions import start_run, try_again
from roleplays.clock import LONGEST, SHORTEST, clock
from roleplays.files import file_of, written
from roleplays.formats import scenario_yaml
from roleplays.formats.problems import Refused
from roleplays.formats.reading import Asked, read
from roleplays.models import Run, Scenario
from roleplays.waiting import length

from .conftest import SMALL, WELL, play, published, say, snapshot_of

pytestmark = pytest.mark.django_db
HURRIED = SMALL.replace("minutes: 4", "minutes: 4\nreply_seconds: 30").replace("channel: counter", "channel: phone")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hurried(skills):
    return published(HURRIED)


def talked(person, activity, *seconds: int, at, **fields) -> Run:
    """The strong talk, each reply after so many seconds."""
    run = start_run(person=person, snapshot=snapshot_of(activity), at=at, **fields)
    for text, wait in zip(WELL, seconds, strict=True):
        at += timedelta(seconds=wait)
        run = say(run, text, at=at)
    return run


def test_the_time_is_kept_and_changes_nothing(hurried, cast, now):
    quick, slow = (talked(cast.agent, hurried, 12, wait, at=now, official=True) for wait in (29, 45))
    assert [step["took"] for step in slow.steps] == [12, 45]
    assert quick.score == slow.score == 1.0
    assert [step["choice"] for step in quick.steps] == [step["choice"] for step in slow.steps]


def test_looking_back_says_where_the_customer_waited(hurried, cast, visit, now):
    run = talked(cast.new_hire, hurried, 30, 45, at=now, official=True)
    html = visit(cast.manager).get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    assert html.count("The customer waited") == 1
    assert "The customer waited 45 s; here one answers within 30 s." in html.split('id="turn-2"')[1]


@pytest.mark.parametrize(("text", "times"), [(HURRIED, 1), (SMALL, 0)], ids=["with a clock", "without"])
def test_a_guest_is_told_of_the_clock_before_beginning(text, times, skills, cast, client):
    _, secret = issue_pass(activity=published(text), language="en", room="tests", subject=uuid4(), by=cast.hr)
    html = client.get(f"/talk/{secret}/").content.decode()
    assert html.count("Here one answers within 30 s. Who takes longer loses nothing") == times


def test_who_left_the_talk_did_not_keep_anybody_waiting(hurried, cast, visit, now):
    run = talked(cast.new_hire, hurried, 12, 90_000, at=now)
    html = visit(cast.new_hire).get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    assert "The customer waited" not in html and "The talk was left here and taken up later." in html


def test_a_talk_without_a_clock_keeps_no_times(small, cast, visit, now):
    run = talked(cast.new_hire, small, 12, 45, at=now)
    assert not any("took" in step for step in run.steps)
    assert "customer waited" not in visit(cast.new_hire).get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    assert "reply_seconds" not in run.snapshot.body  # what has no clock is the version it was before there were any


def test_practice_may_be_without_the_clock_a_talk_for_the_record_not(hurried, cast, visit, now):
    client = visit(cast.new_hire)
    assert "Without the clock" in client.get(f"/roleplay/{hurried.uid}/").content.decode()
    for kind, off in (("practice", True), ("official", False)):
        client.post(f"/roleplay/{hurried.uid}/start/", {"kind": kind, "unhurried": "1"})
        run = Run.objects.get(official=kind == "official")
        html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
        assert run.unhurried == off == ("Here one answers within 30 s." not in html)
        assert ("took" not in say(run, "Cold indeed").steps[0]) == off
    assert try_again(run=Run.objects.get(unhurried=True), turn=1).unhurried
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(official=True).update(unhurried=True)


def test_the_customer_says_one_waiting_line_in_the_words_of_the_talk(hurried, cast, visit, now):
    run = start_run(person=cast.new_hire, snapshot=snapshot_of(hurried), at=now - timedelta(seconds=20))
    client = visit(cast.new_hire)
    html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert 'data-clock="30"' in html and 'id="waiting" hidden' in html and "Have you put me on hold?" in html
    Run.objects.update(moved_at=now - timedelta(seconds=31))
    late = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert 'data-left="0"' in late and 'id="waiting">' in late  # there without a script too
    russian = play(cast.new_hire, hurried, at=now, official=True)
    Run.objects.filter(pk=russian.pk).update(snapshot=snapshot_of(hurried, "ru"))
    html = client.get(f"/roleplay/run/{russian.uid}/").content.decode()
    assert "Have you put me on hold?" not in html and 'id="waiting" hidden' in html


def test_an_editor_gives_it_between_ten_seconds_and_ten_minutes(hurried):
    row = Scenario.objects.filter(slug="cold-soup").first()
    for seconds, fits in ((None, True), (SHORTEST, True), (LONGEST, True), (9, False), (601, False)):
        row.reply_seconds = seconds
        errors = {} if fits else {"reply_seconds"}
        try:
            row.clean_fields()
        except Exception as error:  # noqa: BLE001
            assert set(error.message_dict) == errors
        else:
            assert fits


def test_it_comes_through_files_and_back(hurried):
    file = file_of("cold-soup")
    assert file.reply_seconds == 30 and scenario_yaml.read(scenario_yaml.write(file)) == file
    text, _lost = written(file, "twee", "en")
    assert read("x.twee", text.encode(), Asked("twee")).file.reply_seconds == 30
    assert scenario_yaml.read(SMALL).reply_seconds is None and "reply_seconds" not in scenario_yaml.write(
        scenario_yaml.read(SMALL)
    )


@pytest.mark.parametrize("word", ["0", "9", "601", "soon", "-30"])
def test_what_cannot_be_is_refused_with_its_line(word):
    with pytest.raises(Refused) as refused:
        scenario_yaml.read(HURRIED.replace("reply_seconds: 30", f"reply_seconds: {word}"))
    (problem,) = refused.value.problems
    assert problem.line == 6 and problem.values["name"] == "reply_seconds"


@given(st.integers(SHORTEST, LONGEST), st.floats(-5, 100_000))
def test_the_ring_never_shows_more_or_less_than_there_is(seconds, gone):
    found = clock(seconds, gone)
    assert 0 <= found.left <= seconds and 0 <= found.percent <= 100
    assert found.out == (seconds - gone < 0.5 or round(seconds - gone) == 0)
    assert clock(0, gone) is None


def test_lengths_in_words():
    assert [length(n) for n in (9, 95, 180, 200)] == ["9 s", "95 s", "3 min", "3 min 20 s"]

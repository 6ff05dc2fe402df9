"""Passes of people without an account: given, begun, done, taken back, run out, erased."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lms.learning.actions import (
    GuestPassGone,
    begin_pass,
    erase_passes,
    finish_pass,
    issue_pass,
    retire_activity,
    revoke_pass,
    revoke_passes,
)
from lms.learning.guests import GuestRoom, guest_rooms, may_read, pass_behind, passes_of
from lms.learning.kinds import ActivityKind, GuestDoor, activity_kinds
from lms.learning.models import GuestPass, LearningRecord
from lms.learning.queries import for_guests
from lms.ops.models import AuditEntry

from .conftest import NOON

SUBJECT = uuid4()


@pytest.fixture
def give(activity, cast, time_machine):
    time_machine.move_to(NOON, tick=False)

    def issue(**fields):
        return issue_pass(
            **{"activity": activity, "language": "en", "room": "tests", "subject": SUBJECT, "by": cast.hr} | fields
        )

    return issue


def test_the_secret_is_stored_nowhere(give):
    guest, secret = give()
    assert pass_behind(secret) == guest and pass_behind(secret[:-1]) is None
    assert secret not in str(GuestPass.objects.values()) + str(AuditEntry.objects.values())
    assert guest.state == "open" and guest.works


def test_from_begun_to_done_makes_no_record(give):
    guest, _secret = give()
    begin_pass(guest=guest, at=NOON)
    assert begin_pass(guest=guest, at=NOON + timedelta(hours=1)).started_at == NOON
    finish_pass(guest=guest, score=0.7, seconds=300, at=NOON + timedelta(minutes=5))
    again = finish_pass(guest=guest, score=0.1, seconds=1)
    assert (again.state, again.score, again.seconds) == ("done", 0.7, 300)
    assert not LearningRecord.objects.exists()
    with pytest.raises(GuestPassGone):
        begin_pass(guest=guest)


def test_it_runs_out_unless_it_is_done(give, time_machine):
    left, done = give(subject=uuid4())[0], give()[0]
    begin_pass(guest=done)
    finish_pass(guest=done, score=1.0, seconds=60)
    time_machine.move_to(NOON + timedelta(days=14), tick=False)
    states = [GuestPass.objects.get(pk=row.pk).state for row in (left, done)]
    assert states == ["expired", "done"]
    with pytest.raises(GuestPassGone):
        begin_pass(guest=left)


def test_what_is_taken_back_can_be_neither_begun_nor_done(give, cast):
    guest, _secret = give()
    begin_pass(guest=guest)
    revoke_pass(guest=guest, by=cast.hr)
    for act in (lambda: begin_pass(guest=guest), lambda: finish_pass(guest=guest, score=1.0, seconds=1)):
        with pytest.raises(GuestPassGone):
            act()
    assert passes_of("tests", SUBJECT) == []


def test_the_newest_counts_and_what_is_done_stays(give, cast, make):
    done, other = give()[0], give(activity=make("Other"))[0]
    begin_pass(guest=done)
    finish_pass(guest=done, score=0.5, seconds=1)
    first, second = give()[0], give()[0]
    states = {row: GuestPass.objects.get(pk=row.pk).state for row in (done, first, second, other)}
    assert list(states.values()) == ["done", "revoked", "open", "open"]
    revoke_passes(room="tests", subject=SUBJECT, by=cast.hr)
    assert passes_of("tests", SUBJECT) == [done]
    assert AuditEntry.objects.filter(verb="guest pass revoked").count() == 3


def test_erasing_takes_those_of_one_thing_only(give):
    give(), give(room="another"), give(subject=uuid4())
    erase_passes(room="tests", subject=SUBJECT)
    assert GuestPass.objects.count() == 2


def test_the_database_wants_a_score_with_the_end(give):
    guest, _secret = give()
    for wrong in ({"score": 0.5}, {"finished_at": NOON}, {"finished_at": NOON, "started_at": NOON, "score": 2.0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuestPass.objects.filter(pk=guest.pk).update(**wrong)


def test_who_reads_is_what_the_room_says_and_nobody_without_it(give, cast, monkeypatch):
    guest, _secret = give()
    assert not may_read(cast.hr, guest)
    room = GuestRoom("tests", "Told.", lambda person, row: person == cast.hr, str, lambda person, row: "/")
    monkeypatch.setitem(guest_rooms, "tests", room)
    assert may_read(cast.hr, guest) and not may_read(cast.administrator, guest)


def test_only_live_things_of_kinds_with_a_door_are_offered(make, monkeypatch):
    door = GuestDoor(lambda secret: f"/x/{secret}/", lambda guest: "/", lambda score: ("Good", "good"))
    open_kind = ActivityKind("open", "Open", "chat", lambda activity: "/", guests=door)
    monkeypatch.setitem(activity_kinds, "open", open_kind)
    gone = make("Gone", kind="open")
    retire_activity(uid=gone.uid)
    make("Closed"), make("Offered", kind="open")
    assert [row.title for row in for_guests()] == ["Offered"]

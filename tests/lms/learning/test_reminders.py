from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.learning import reminders
from lms.learning.actions import assign, remind, withdraw
from lms.learning.reminders import add_source
from lms.learning.tasks import remind as task
from lms.learning.verbs import COMPLETED
from lms.ops.models import Notification
from lms.ops.work import send_notification
from lms.people.models import DayOff, Membership, Roster, RosterAssignment, Swap, User

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 14)
MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), MOSCOW)


def letters() -> set[str]:
    return set(Notification.objects.values_list("person__username", flat=True))


@pytest.fixture
def wish(cast, activity):
    return assign(activity=activity, person=cast.agent, by=cast.manager, due_on=MONDAY, reason="The sale begins")


@pytest.fixture
def source(monkeypatch):
    """What a room above says, by user name."""
    said: dict[str, list[tuple[str, str]]] = {}
    monkeypatch.setattr(reminders, "_SOURCES", {})
    add_source("test", lambda people, day: {p.pk: said[p.username] for p in people if p.username in said})
    return said


def test_from_the_hour_on_once_a_day(cast, wish):
    assert remind(at=moscow(8, 59)) == 0
    assert remind(at=moscow(9, 0)) == 1
    assert remind(at=moscow(9, 5)) == 0
    assert remind(at=moscow(17, 59)) == 0
    assert remind(at=moscow(9, 0, MONDAY + timedelta(days=1))) == 1
    assert set(Notification.objects.values_list("key", flat=True)) == {
        f"daily:{cast.agent.pk}:2026-11-16",
        f"daily:{cast.agent.pk}:2026-11-17",
    }


def test_after_a_breakdown_until_six_and_not_later(cast, wish):
    assert remind(at=moscow(18, 0)) == 0
    assert remind(at=moscow(23, 59)) == 0
    assert remind(at=moscow(17, 59)) == 1


def test_somebody_with_a_late_hour_has_that_hour(cast, wish):
    User.objects.update(reminder_hour=19)
    assert remind(at=moscow(18, 59)) == 0
    assert remind(at=moscow(20, 0)) == 0
    assert remind(at=moscow(19, 30)) == 1


def test_an_hour_in_the_quiet_time_waits_for_its_end(cast, wish):
    User.objects.update(reminder_hour=6)
    assert remind(at=moscow(6, 10)) == 1
    assert Notification.objects.get().not_before == moscow(8)


def test_nothing_to_say_no_letter(cast, activity, wish, note, source):
    note(cast.agent, activity, COMPLETED, "done")
    assert remind(at=moscow(10)) == 0
    assert letters() == set()


def test_everybody_in_the_team_with_their_own_hour_and_zone(cast, activity):
    assign(activity=activity, team=cast.team, by=cast.manager)
    assign(activity=activity, team=cast.other_team, by=cast.manager)
    User.objects.filter(pk=cast.other_agent.pk).update(zone="Asia/Vladivostok")
    User.objects.filter(pk=cast.new_hire.pk).update(reminder_hour=11)
    assert remind(at=moscow(2, 5)) == 1  # nine in Vladivostok
    assert letters() == {"ilya"}
    assert remind(at=moscow(9)) == 1
    assert letters() == {"ilya", "boris"}
    assert remind(at=moscow(11)) == 1
    assert letters() == {"ilya", "boris", "anna"}


@pytest.mark.parametrize(
    "change",
    [{"wants_reminders": False}, {"is_active": False}, {"forgotten_at": datetime(2026, 1, 1, tzinfo=UTC)}],
)
def test_those_who_do_not_want_or_are_gone_get_none(cast, wish, change):
    User.objects.filter(pk=cast.agent.pk).update(**change)
    assert remind(at=moscow(10)) == 0


def test_only_on_days_one_works(cast, wish):
    assert remind(at=moscow(10, day=SATURDAY)) == 0
    Swap.objects.create(person=cast.agent, day=SATURDAY, shifts=["09:00-18:00"])
    assert remind(at=moscow(10, day=SATURDAY)) == 1
    DayOff.objects.create(person=cast.agent, first=MONDAY, last=MONDAY)
    assert remind(at=moscow(10)) == 0


def test_a_cyclic_roster_is_followed(cast, wish):
    roster = Roster.objects.create(
        name_en="2/2",
        name_ru="2/2",
        kind=Roster.Kind.CYCLIC,
        data={"anchor": "2026-11-14", "cycle": [["09:00-21:00"], ["09:00-21:00"], [], []]},
        observes_holidays=False,
    )
    RosterAssignment.objects.create(person=cast.agent, roster=roster, since=date(2026, 1, 1))
    assert [remind(at=moscow(10, day=SATURDAY + timedelta(days=n))) for n in range(5)] == [1, 1, 0, 0, 1]


def test_without_an_address_the_ledger_says_why_not(cast, wish):
    User.objects.filter(pk=cast.agent.pk).update(email="")
    remind(at=moscow(10))
    row = Notification.objects.get()
    assert (row.state, row.why_not, row.finished_at) == ("not_sent", "no_address", moscow(10))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),  # an hour is skipped
        ("Europe/Berlin", date(2026, 10, 25)),  # an hour comes twice
        ("America/New_York", date(2026, 11, 1)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour is skipped
    ],
)
@pytest.mark.parametrize("hour", [1, 2, 3, 9])
def test_when_the_clocks_change_still_once_and_not_early(cast, wish, zone, day, hour):
    User.objects.filter(pk=cast.agent.pk).update(zone=zone, reminder_hour=hour)
    Swap.objects.create(person=cast.agent, day=day, shifts=["09:00-18:00"])
    start = datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)
    written = []
    for step in range(11 * 12):
        now = start + timedelta(minutes=5 * step)
        local = now.astimezone(ZoneInfo(zone))
        if local.date() == day and remind(at=now):
            written.append(local)
    assert len(written) == 1
    assert written[0].hour >= hour
    assert written[0].hour <= hour + 1


def send() -> mail.EmailMultiAlternatives:
    mail.outbox.clear()
    assert send_notification(Notification.objects.get().pk) == "sent"
    return mail.outbox[0]


def test_what_the_letter_says(cast, activity, wish, source, make):
    source["boris"] = [("Next lesson: Five whys", "/learn/five/")]
    later = make("Later")
    assign(activity=later, team=cast.team, by=cast.manager, due_on=MONDAY + timedelta(days=1))
    User.objects.filter(pk=cast.agent.pk).update(patronymic="Петрович", language="en")
    User.objects.exclude(pk=cast.agent.pk).update(wants_reminders=False)
    with time_machine.travel(moscow(9, 2), tick=False):
        task()
        letter = send()
    assert letter.to == ["boris@example.com"]
    assert letter.subject == "Today: Calm down and 2 more"
    html = letter.alternatives[0].content
    for body in (letter.body, html):
        assert "Борис Петрович" in body
        assert "Monday, 16 November" in body
        assert "The sale begins" in body
        assert body.index("Calm down") < body.index("Later") < body.index("Next lesson: Five whys")
        assert "due today" in body
        assert "due tomorrow" in body
        assert f"{settings.BASE_URL}/exercise/{activity.uid}/" in body
        assert f"{settings.BASE_URL}/learn/five/" in body
        assert f"{settings.BASE_URL}/me/" in body
    assert "style=" not in html
    assert "<" not in letter.body


def test_the_letter_is_in_the_persons_language(cast, activity, wish):
    activity.title_ru = "Успокоить"
    activity.save()
    User.objects.filter(pk=cast.agent.pk).update(language="ru")
    with time_machine.travel(moscow(9, 2), tick=False):
        task()
        letter = send()
    assert "Успокоить" in letter.body
    assert "16 ноября" in letter.body
    assert '<html lang="ru">' in letter.alternatives[0].content


@pytest.mark.parametrize("what", ["done", "withdrawn", "switched off", "the day is over"])
def test_a_letter_that_came_too_late_is_not_sent(cast, activity, wish, note, what):
    with time_machine.travel(moscow(9, 2), tick=False) as clock:
        task()
        if what == "done":
            note(cast.agent, activity, COMPLETED, "done")
        elif what == "withdrawn":
            withdraw(assignment=wish, by=cast.manager)
        elif what == "switched off":
            User.objects.filter(pk=cast.agent.pk).update(wants_reminders=False)
        else:
            clock.move_to(moscow(9, 2, MONDAY + timedelta(days=1)))
        assert send_notification(Notification.objects.get().pk) == "not sent"
    assert Notification.objects.get().why_not == "nothing_left_to_say"
    assert mail.outbox == []


def test_the_task_has_the_name_that_beat_calls():
    entry = settings.CELERY_BEAT_SCHEDULE["remind"]
    assert entry["task"] == task.name


@pytest.mark.parametrize("count", [1, 30, 499])
def test_the_number_of_questions_does_not_grow(cast, activity, make, count, source):
    """One for the people, five for their calendars, one for what is open; then rows by the packet."""
    zones = ("Europe/Moscow", "Asia/Yekaterinburg", "America/New_York")
    people = User.objects.bulk_create(
        User(username=f"u{n}", given_name="U", email=f"u{n}@example.com", zone=zones[n % 3], started_on=MONDAY)
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(person=person, team=cast.team, since=date(2026, 1, 1)) for person in people
    )
    User.objects.exclude(username__startswith="u").update(wants_reminders=False)
    for number in range(3):
        assign(activity=make(f"A{number}"), team=cast.team, by=cast.manager)
    with CaptureQueriesContext(connection) as asked:
        written = remind(at=moscow(10))
    assert written == count - count // 3  # it is night in New York
    assert sum(query["sql"].startswith("SELECT") for query in asked) == 7
    assert sum(query["sql"].startswith("INSERT") for query in asked) <= 1 + count // 60

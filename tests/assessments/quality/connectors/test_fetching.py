"""Turns of fetching: what happens when the other side asks to wait, fails, refuses, or we stop half-way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from assessments.quality import fetching
from assessments.quality.actions import add_connection, change_connection, pause_connection, start_connection
from assessments.quality.actions import fetching as actions
from assessments.quality.connectors import CONNECTORS
from assessments.quality.connectors.asking import Ask, Trouble, retry_after
from assessments.quality.connectors.reading import address, further, moment_of
from assessments.quality.connectors.systems.bitrix24 import hook_address
from assessments.quality.connectors.systems.freshdesk import rating_of
from assessments.quality.health import health_of
from assessments.quality.models import AgentMatch, Connection, Ticket
from assessments.quality.tasks import pull_due
from lms.ops.models import AuditEntry, Notification
from lms.ops.work import send_notification

from .conftest import SYSTEMS, differences

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("system", SYSTEMS)
def test_tickets_come_with_people_talk_and_ratings_masked(system, desk, cast):
    cast.agent.email = "agent8@example.com"
    cast.agent.save()
    one = desk(system)
    one.world.happen(120)
    one.world.now += timedelta(minutes=5)
    one.until_done()
    assert differences(one) == []
    assert Ticket.objects.filter(agent=cast.agent, agent_ref="8").exists()
    assert AgentMatch.objects.get(source=system, agent_ref="7").name == "Борис Орлов"
    talked = Ticket.objects.exclude(messages=[]).filter(solved_at__isnull=False)
    text = str([row.messages for row in talked])
    assert talked and "[адрес почты]" in text and "[телефон]" in text and "canary" not in text
    assert talked[0].messages[0]["author"] == "customer" and Ticket.objects.exclude(customer_key="").exists()
    assert Ticket.objects.filter(csat=1.0).exists() and Ticket.objects.filter(csat=0.0).exists()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_late_rating_comes_by_itself(system, desk):
    one = desk(system)
    one.world.happen(60)
    one.world.now += timedelta(minutes=5)
    one.until_done()
    case = next(case for case in one.world.cases.values() if case.solved and not case.rating)
    one.world.now += timedelta(hours=3)
    one.world._change("rate", case)
    one.world.now += timedelta(minutes=5)
    one.until_done()
    assert differences(one) == [] and Ticket.objects.get(external_id=case.number).csat is not None


@pytest.mark.parametrize("system", SYSTEMS)
def test_looking_again_changes_nothing(system, desk):
    one = desk(system)
    one.world.happen(80)
    one.world.now += timedelta(minutes=5)
    one.until_done()
    taken, before = one.now().taken, list(Ticket.objects.values_list("pk", "digest"))
    one.until_done()
    assert one.now().taken == taken and list(Ticket.objects.values_list("pk", "digest")) == before


def test_a_worker_killed_after_a_page_loses_nothing(desk, monkeypatch):
    one = desk("freshdesk")
    one.world.happen(400)
    real, pages = actions.take_page, []

    def dies(**what):
        real(**what)
        pages.append(what["cursor"])
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching.actions, "take_page", dies)
    with pytest.raises(KeyboardInterrupt):
        one.turn()
    assert one.now().cursor == pages[0] and Ticket.objects.count() > 0
    monkeypatch.undo()
    assert one.turn() == "not free"  # its lease holds for a minute
    one.world.now += timedelta(seconds=61)
    one.until_done()
    assert differences(one) == []


def test_a_page_that_cannot_be_stored_leaves_the_cursor(desk, monkeypatch):
    one = desk("omnidesk")
    one.world.happen(100)
    monkeypatch.setattr(actions, "take_rows", lambda **what: 1 / 0)
    assert one.turn() == "failed"
    assert one.now().cursor == {} and not Ticket.objects.exists() and one.connection.last_pull_at is None
    assert "on our side" in health_of(one.connection, one.world.now).sentence
    monkeypatch.undo()
    one.until_done()
    assert differences(one) == []


def test_two_workers_never_fetch_the_same(desk):
    one = desk("freshdesk").connection
    Connection.objects.update(next_at=NOW)
    assert actions.claim_connection(one.pk, at=NOW)
    assert actions.claim_connection(one.pk, at=NOW) is None
    assert actions.claim_connection(one.pk, at=NOW + timedelta(seconds=61))


def test_a_worker_that_was_too_slow_stores_nothing(desk):
    one = desk("freshdesk").connection
    Connection.objects.update(next_at=NOW)
    slow = actions.claim_connection(one.pk, at=NOW)
    actions.claim_connection(one.pk, at=NOW + timedelta(seconds=61))
    with pytest.raises(actions.Lost):
        actions.take_page(connection=slow, rows=[], problems=[], cursor={"x": 1}, last=True, at=NOW)
    actions.turn_failed(connection=slow, code="broken", wait=None, at=NOW)
    actions.end_turn(connection=slow, seconds=1, delay=1, at=NOW)
    one.refresh_from_db()
    assert one.cursor == {} and one.lease_token and not one.last_error


def test_pausing_stops_whoever_is_at_it(desk, cast):
    one = desk("omnidesk")
    claimed = actions.claim_connection(one.connection.pk, at=one.world.now)
    pause_connection(connection=one.connection, by=cast.administrator)
    with pytest.raises(actions.Lost):
        actions.keep_connection(connection=claimed, at=one.world.now)
    assert fetching.fetch(one.connection.pk, now=lambda: one.world.now) == "not free"


def test_the_wait_a_help_desk_asks_for_is_kept(desk):
    one = desk("zendesk")
    one.world.happen(30)
    one.emulator._decide = lambda *args: (429, {}, {"Retry-After": "93"})
    Connection.objects.update(next_at=one.world.now)
    assert fetching.fetch(one.connection.pk, now=lambda: one.world.now, pause=one.emulator.pause) == "failed"
    assert one.emulator.calls == 1 and one.emulator.waited == 0
    assert one.now().next_at == one.world.now + timedelta(seconds=93)
    assert one.connection.last_error == "too_many" and one.connection.failures == 0
    assert health_of(one.connection, one.world.now).state == "waiting"
    assert fetching.fetch(one.connection.pk, now=lambda: one.world.now) == "not free"


def test_failing_waits_longer_each_time_and_is_told_once(desk, cast):
    one = desk("freshdesk")
    one.emulator.down = True
    waits = []
    for _ in range(5):
        assert one.turn() == "failed"
        waits.append((one.now().next_at - one.world.now).total_seconds() / 60)
    assert waits == [1, 2, 4, 8, 16] and one.connection.failures == 5 and one.connection.last_error == "broken"
    letters = Notification.objects.filter(kind=actions.FAILING)
    assert [letter.person for letter in letters] == [cast.administrator]
    one.emulator.down = False
    assert one.turn() == "done" and one.now().failures == 0 and not one.connection.failing_since
    one.world.now += timedelta(hours=1)
    one.emulator.down = True
    for _ in range(3):
        one.turn()
    assert letters.all().count() == 2  # another time it fails


def test_a_refused_key_stops_it_until_somebody_mends_it(desk, cast, mailoutbox):
    one = desk("omnidesk")
    one.emulator.locked = True
    assert one.turn() == "failed"
    calls = one.emulator.calls
    assert one.turn() == "not free" and one.emulator.calls == calls
    health = health_of(one.now(), one.world.now)
    assert health.state == "stopped" and "does not accept the key" in health.sentence
    send_notification(Notification.objects.get(kind=actions.FAILING).pk)
    assert "omnidesk" in mailoutbox[0].body.casefold() and "/quality/connections/" in mailoutbox[0].body
    one.emulator.locked = False
    change_connection(
        connection=one.connection,
        name="Desk",
        options=one.connection.options,
        secret={"api_key": "omnidesk-key-4711"},
        by=cast.administrator,
        at=one.world.now,
    )
    assert one.turn() == "done"
    assert "4711" not in str(list(AuditEntry.objects.values()))


def test_a_letter_is_not_written_when_it_works_again(desk, cast):
    one = desk("omnidesk")
    one.emulator.locked = True
    one.turn()
    start_connection(connection=one.connection, by=cast.administrator)
    row = Notification.objects.get(kind=actions.FAILING)
    assert send_notification(row.pk) == "not sent"


def test_an_answer_that_is_no_answer_is_said_so(desk):
    one = desk("bitrix24")
    one.emulator.answer = lambda *args: (200, {"surprise": []})
    assert one.turn() == "failed" and one.now().last_error == "odd"
    one.emulator.answer = lambda *args: (200, b"<html>sign in</html>")
    assert one.turn() == "failed" and one.now().last_error == "odd"


def test_a_silent_help_desk_is_given_up_in_time(desk, monkeypatch):
    import time

    one = desk("freshdesk")
    monkeypatch.setattr(one.emulator, "answer", lambda *args: time.sleep(0.4) or (200, []))
    ask = Ask(one.address, auth=("freshdesk-key-4711", "X"), timeout=(1, 0.1), pause=one.emulator.pause)
    with pytest.raises(Trouble) as caught:
        ask.get("api/v2/tickets")
    assert caught.value.code == "unreachable" and one.emulator.waited > 0


def test_without_the_key_it_was_sealed_with_it_stops_with_a_sentence(desk, settings):
    one = desk("freshdesk")
    settings.SECRET_KEY = "another" * 10
    assert one.turn() == "failed" and one.now().last_error == "sealed"


@pytest.mark.parametrize("host", ["10.0.0.8", "192.168.1.4", "169.254.169.254", "[::1]", "127.0.0.1"])
def test_addresses_of_our_own_network_are_not_asked(host, settings):
    settings.CONNECTIONS_ALLOW_LOOPBACK = False
    with pytest.raises(Trouble) as caught:
        Ask(f"https://{host}").get("api")
    assert caught.value.code == "blocked"


def test_one_broken_ticket_spoils_no_other_and_is_told(desk):
    one = desk("freshdesk")
    one.world.happen(40)
    real, lists = one.emulator.answer, []

    def spoiled(method, path, query, body):
        status, data = real(method, path, query, body)
        if path.endswith("/tickets") and not lists:  # the first list only: it is looked at again after the ratings
            lists.append(path)
            unrated = [ticket for ticket in data if not one.world.cases[ticket["id"]].rating]
            unrated[0]["created_at"], unrated[1]["stats"] = "canary77@example.com", "none"
        return status, data

    one.emulator.answer = spoiled
    assert one.turn() == "done"
    assert Ticket.objects.count() == len(one.world.cases) - 2
    assert one.now().unread == 2 and "canary" not in str(one.connection.problems)


def test_the_sweep_takes_what_is_due_and_only_that(desk, monkeypatch):
    desk("freshdesk"), desk("omnidesk"), desk("zendesk", started=False)
    Connection.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    Connection.objects.filter(system="omnidesk").update(next_at=timezone.now() + timedelta(hours=1))
    assert pull_due() == 1
    assert Connection.objects.get(system="freshdesk").last_pull_at


def test_many_pages_take_many_turns(desk):
    one = desk("omnidesk")
    one.world.happen(1200)
    assert one.turn() == "more"
    assert one.now().next_at == one.world.now + timedelta(seconds=60)
    assert health_of(one.connection, one.world.now).state == "catching_up"
    one.until_done()
    assert differences(one) == [] and one.now().next_at == one.world.now + timedelta(seconds=300)


def test_a_second_help_desk_of_a_kind_has_tickets_of_its_own(db):
    made = [add_connection(system="zendesk", name="x", options={}, secret={}, by=None) for _ in range(3)]
    assert [one.source for one in made] == ["zendesk", "zendesk-2", "zendesk-3"]
    assert Ticket(source="zendesk-2").source_label == "Zendesk 2"


# small things --------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("-5", 0),
        ("Mon, 02 Nov 2026 12:01:30 GMT", 90),
        ("Mon, 02 Nov 2026 11:00:00 GMT", 0),
        ("99999", 3600),
        ("", 30),
        ("soon", 30),
        ("nan", 30),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(header, seconds):
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("typed", "address_"),
    [
        ("company", "https://company.zendesk.com"),
        (" Company.zendesk.com ", "https://company.zendesk.com"),
        ("https://company.zendesk.com/agent/dashboard", "https://company.zendesk.com"),
        ("https://help.company.ru:8443", "https://help.company.ru:8443"),
    ],
)
def test_addresses_as_people_type_them(typed, address_):
    assert address(typed, "zendesk.com") == address_


@pytest.mark.parametrize(
    "typed", ["http://company.zendesk.com", "https://user:pass@company.com", "https://", "ftp://x.y"]
)
def test_addresses_that_are_not_taken(typed):
    with pytest.raises(ValueError, match="address"):
        address(typed, "zendesk.com")


def test_a_bitrix24_webhook_is_cut_to_its_key():
    typed = "https://Shop.bitrix24.ru/rest/1/AbC123/profile.json"
    assert hook_address(typed) == "https://shop.bitrix24.ru/rest/1/AbC123"
    for wrong in ("https://shop.bitrix24.ru/", "https://shop.bitrix24.ru/rest/x/y", "http://shop.bitrix24.ru/rest/1/x"):
        with pytest.raises(ValueError, match="address"):
            hook_address(wrong)


def test_a_list_is_walked_without_gaps():
    since = {"since": "2026-11-02T06:00:00+00:00", "page": 1}
    later, minute = moment_of("2026-11-02T07:00:00Z"), timedelta(minutes=1)
    assert further(since, [later], full=True, overlap=minute) == (
        {"since": "2026-11-02T07:00:00+00:00", "page": 1},
        False,
    )
    same = [moment_of(since["since"])] * 50  # all in one moment: only then the page is turned
    assert further(since, same, full=True, overlap=minute) == ({**since, "page": 2}, False)
    assert further(since, [later], full=False, overlap=minute)[0]["since"] == "2026-11-02T06:59:00+00:00"
    assert further(since, [], full=False, overlap=minute) == (since, True)


def test_freshdesk_faces_on_one_line():
    assert [rating_of({"default_question": given}) for given in (-103, 100, 103, 7)] == [0.0, 0.5, 1.0, None]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_test_says_what_works_and_what_is_missing(system, desk):
    one = desk(system, started=False)
    connector, settings = CONNECTORS[system], fetching.settings_of(one.connection)
    assert all(finding.good for finding in connector.test(settings, connector.ask(settings)))
    one.emulator.locked = True
    with pytest.raises(Trouble):
        connector.test(settings, connector.ask(settings))


def test_what_is_missing_is_named(desk):
    zendesk, freshdesk, bitrix24 = desk("zendesk"), desk("freshdesk"), desk("bitrix24")
    zendesk.emulator.role = "agent"
    freshdesk.emulator.names = False
    bitrix24.emulator.scopes = ("crm",)
    told = []
    for one in (zendesk, freshdesk, bitrix24):
        connector, settings = CONNECTORS[one.connection.system], fetching.settings_of(one.connection)
        told += [finding.text for finding in connector.test(settings, connector.ask(settings)) if not finding.good]
    assert ["administrator" in told[0], "Names of agents" in told[1], len(told)] == [True, True, 4]

"""Files as help desks give them: taken twice, late, out of order, broken; nothing raw is kept."""

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.quality.actions import importing, match_agent
from assessments.quality.imports import FileProblem, check
from assessments.quality.models import AgentMatch, DayRollup, ImportRun, Ticket
from assessments.quality.options import options
from lms.ops.models import AuditEntry
from lms.people.models import Membership
from tests.assessments.quality.conftest import HEADINGS, line, table, take, ticket, zendesk

pytestmark = pytest.mark.django_db


def totals() -> list[tuple[Any, ...]]:
    names = (
        "external_id",
        "agent",
        "team",
        "solved_on",
        "csat",
        "first_response",
        "resolution",
        "customer_key",
        "digest",
    )
    return list(Ticket.objects.order_by("external_id").values_list(*names))


class TestSpreadsheet:
    def test_a_line_is_a_ticket(self, cast):
        take(table([line(1, Оценка="5", **{"Комментарий к оценке": "Спасибо, звоните 8 912 345-67-89"})]))
        row = Ticket.objects.get()
        assert (row.external_id, row.agent, row.team, row.solved_on) == (
            "T-1",
            cast.agent,
            cast.team,
            date(2026, 11, 2),
        )
        assert (row.first_response, row.resolution, row.csat, row.csat_raw) == (12, 120, 1, "5")
        assert row.csat_comment == "Спасибо, звоните [телефон]"
        assert [item["author"] for item in row.messages] == ["customer", "agent"]
        assert row.created_at.isoformat() == "2026-11-02T07:00:00+00:00"  # the company's zone

    def test_twice_is_once(self, cast):
        content = table([line(n, Оценка=str(n % 5 + 1)) for n in range(30)])
        first = take(content)
        before = totals()
        second = take(content)
        assert (first.created, second.created, second.changed, second.unchanged) == (30, 0, 0, 30)
        assert totals() == before
        assert ImportRun.objects.count() == 2

    def test_an_xlsx_says_the_same_as_a_csv(self, cast):
        book, rows = Workbook(), [line(1), line(2)]
        book.active.append(HEADINGS)
        for row in rows:
            book.active.append([row.get(heading, "") for heading in HEADINGS])
        content = io.BytesIO()
        book.save(content)
        assert take(content.getvalue()).created == 2
        before = totals()
        assert take(table(rows)).changed == 0
        assert totals() == before

    def test_columns_under_other_names_by_a_map(self, cast, saved, capsys):
        rows = [{"№ тикета": "A1", "Пришло": "2026-11-02T10:00:00+03:00", "Кто": "boris", "Балл": "9"}]
        path = saved(table(rows, rows[0]))
        named = {"external_id": "№ тикета", "created_at": "Пришло", "agent": "Кто", "csat": "Балл"}
        map_path = saved(yaml.safe_dump({"columns": named, "channel": "chat", "csat_scale": "10"}).encode(), "map.yaml")
        call_command("import_tickets", path, source="generic", map=map_path, json=True)
        assert json.loads(capsys.readouterr().out)["created"] == 1
        row = Ticket.objects.get()
        assert (row.agent, row.channel, round(row.csat, 3)) == (cast.agent, "chat", 0.889)

    def test_a_rating_that_comes_late(self, cast):
        take(table([line(1)]))
        take(table([line(1, Оценка="2", Изменено="05.11.2026 12:00")]))
        assert Ticket.objects.get().csat == 0.25

    def test_a_rating_in_an_older_version_still_counts_and_none_takes_it_away(self, cast):
        take(table([line(1, Тема="Newest", Изменено="06.11.2026 12:00")]))
        take(table([line(1, Тема="Older", Оценка="5", Изменено="05.11.2026 12:00")]))
        row = Ticket.objects.get()
        assert (row.subject, row.csat) == ("Newest", 1)
        take(table([line(1, Тема="Later", Изменено="07.11.2026 12:00")]))
        row = Ticket.objects.get()
        assert (row.subject, row.csat) == ("Later", 1)

    def test_an_older_version_changes_nothing(self, cast):
        take(table([line(1, Тема="New", Изменено="06.11.2026 12:00")]))
        assert take(table([line(1, Тема="Old")])).unchanged == 1
        assert Ticket.objects.get().subject == "New"

    def test_in_one_file_the_newest_version_wins(self, cast):
        take(table([line(1, Тема="New", Изменено="06.11.2026 12:00"), line(1, Тема="Old")]))
        assert Ticket.objects.get().subject == "New"


class TestReassignment:
    def test_whoever_solved_it_keeps_it(self, cast):
        take(table([line(1)]))
        other = {"Сотрудник": "Илья Снегов", "Почта сотрудника": "ilya@example.com", "Изменено": "03.11.2026 12:00"}
        take(table([line(1, **other)]))
        row = Ticket.objects.get()
        assert (row.agent, row.agent_name, row.team) == (cast.agent, "Борис Орлов", cast.team)

    def test_opened_again_and_solved_by_somebody_else(self, cast):
        take(table([line(1)]))
        other = {"Сотрудник": "Илья Снегов", "Почта сотрудника": "ilya@example.com"}
        take(table([line(1, **other, Решено="", Изменено="03.11.2026 12:00")]))
        row = Ticket.objects.get()
        assert (row.agent, row.solved_on) == (cast.other_agent, None)
        take(table([line(1, **other, Решено="04.11.2026 12:00", Изменено="04.11.2026 12:00")]))
        row = Ticket.objects.get()
        assert (row.agent, row.team, row.solved_on) == (cast.other_agent, cast.other_team, date(2026, 11, 4))

    def test_not_solved_yet_it_goes_to_the_new_one(self, cast):
        take(table([line(1, Решено="")]))
        take(table([line(1, Решено="", Изменено="03.11.2026 12:00", **{"Почта сотрудника": "ilya@example.com"})]))
        assert Ticket.objects.get().agent == cast.other_agent


class TestUnknownAgents:
    def test_their_tickets_wait_and_are_matched_without_a_new_import(self, cast):
        unknown = {"Сотрудник": "Оксана Рябова", "Почта сотрудника": "oksana@example.com"}
        done = take(table([line(n, **unknown) for n in range(8)]))
        assert done.unknown == 1
        assert Ticket.objects.filter(agent__isnull=True).count() == 8
        match = AgentMatch.objects.get(person=None)
        assert (match.name, "oksana" in match.agent_ref) == ("Оксана Рябова", False)
        assert match_agent(match=match, person=cast.agent, by=cast.administrator) == 8
        assert set(Ticket.objects.values_list("agent", "team")) == {(cast.agent.pk, cast.team.pk)}
        assert take(table([line(9, **unknown)])).unknown == 0
        assert Ticket.objects.get(external_id="T-9").agent == cast.agent

    def test_the_team_is_the_one_of_that_time(self, cast):
        membership = Membership.objects.get(person=cast.agent)
        membership.until = date(2026, 11, 1)
        membership.save()
        Membership.objects.create(person=cast.agent, team=cast.other_team, since=date(2026, 11, 2))
        take(table([line(1), line(2, Создано="30.10.2026 10:00", Решено="", **{"Первый ответ": ""})]))
        teams = dict(Ticket.objects.values_list("external_id", "team"))
        assert teams == {"T-1": cast.other_team.pk, "T-2": cast.team.pk}

    def test_a_forgotten_person_is_not_written_again(self, cast):
        take(table([line(1)]))
        cast.agent.forgotten_at = timezone.now()
        cast.agent.save()
        take(table([line(1, Изменено="09.11.2026 12:00")]))
        row = Ticket.objects.get()
        assert (row.messages, row.agent_name, row.subject) == ([], "", "")


class TestZendesk:
    def test_an_export_with_all_its_parts(self, cast):
        content = zendesk(
            ticket(1, subject="Parcel for anna@example.com"),
            metric_sets=[
                {
                    "ticket_id": 1,
                    "solved_at": "2026-11-02T08:30:00Z",
                    "reopens": 1,
                    "reply_time_in_minutes": {"calendar": 20, "business": 5},
                    "full_resolution_time_in_minutes": {"calendar": 90, "business": 30},
                }
            ],
            comments=[
                {
                    "ticket_id": 1,
                    "author_id": 900,
                    "created_at": "2026-11-02T07:00:00Z",
                    "public": True,
                    "body": "Where?",
                },
                {"ticket_id": 1, "author_id": 7, "created_at": "2026-11-02T07:20:00Z", "public": True, "body": "Here."},
                {"ticket_id": 1, "author_id": 7, "created_at": "2026-11-02T07:21:00Z", "public": False, "body": "Hm"},
            ],
            satisfaction_ratings=[
                {"ticket_id": 1, "score": "bad", "comment": "Slow", "updated_at": "2026-11-04T08:00:00Z"},
            ],
        )
        take(content, "zendesk")
        row = Ticket.objects.get()
        assert (row.external_id, row.agent, row.agent_ref, row.channel) == ("1", cast.agent, "7", "e-mail")
        assert (row.first_response, row.first_response_business, row.resolution_business, row.reopened) == (
            20,
            5,
            30,
            1,
        )
        assert (row.csat, row.csat_raw, row.csat_comment, row.category) == (0, "bad", "Slow", "delivery")
        assert [item["author"] for item in row.messages] == ["customer", "agent", "note"]
        assert row.subject == "Parcel for [e-mail]"
        assert row.first_reply_at.isoformat() == "2026-11-02T07:20:00+00:00"

    def test_pages_in_a_list_and_a_page_a_line(self, cast):
        page = json.loads(zendesk(ticket(1)))
        second = json.loads(zendesk(ticket(2), ticket(1, subject="Newer", updated_at="2026-11-09T09:00:00Z")))
        assert take(json.dumps([page, second]).encode(), "zendesk").created == 2
        assert Ticket.objects.get(external_id="1").subject == "Newer"
        lines = "\n".join(json.dumps(item) for item in (page, second)).encode()
        assert take(lines, "zendesk").unchanged == 3  # rows: one ticket stands there in two versions

    def test_matched_by_personnel_number_where_there_is_no_mail(self, cast):
        cast.agent.personnel_number, cast.agent.email = "0017", ""
        cast.agent.save()
        data = json.loads(zendesk(ticket(1)))
        data["users"][0] |= {"email": None, "external_id": "0017"}
        take(json.dumps(data).encode(), "zendesk")
        assert Ticket.objects.get().agent == cast.agent

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"{", "not whole JSON"),
            (b'{"people": []}', "not a Zendesk export"),
            (b'{"tickets": [], "users": [{"id": 1}]}', "no tickets"),
            ("{\n\n«".encode("cp1251"), "Line 3: The letters here are not UTF-8"),
            (zendesk(ticket(1), ticket(2, created_at="yesterday")), "tickets.created_at, item 2: “yesterday”"),
            (zendesk(ticket(1, assignee_id=88)), "tickets.assignee_id, item 1: User 88"),
            (zendesk(ticket(1, updated_at=None)), "tickets.updated_at, item 1: This must not be empty"),
        ],
    )
    def test_a_broken_export_is_refused_with_its_place(self, content, told, cast, saved):
        with pytest.raises(CommandError, match="Nothing was taken") as refused:
            call_command("import_tickets", saved(content, "export.json"), source="zendesk")
        assert told in str(refused.value)
        assert not Ticket.objects.exists() and not AgentMatch.objects.exists() and not ImportRun.objects.exists()


class TestBrokenSpreadsheets:
    def refused(self, content: bytes, saved: Any) -> str:
        with pytest.raises(CommandError, match="Nothing was taken") as refused:
            call_command("import_tickets", saved(content), source="generic")
        assert not Ticket.objects.exists() and not AgentMatch.objects.exists() and not ImportRun.objects.exists()
        return str(refused.value)

    def test_a_bad_date_on_line_17(self, cast, saved):
        rows = [line(n) for n in range(30)]
        rows[15]["Создано"] = "32.11.2026"
        told = self.refused(table(rows), saved)
        assert "Line 17, Создано: “32.11.2026” is not a moment we can read. Write it as" in told
        assert told.count("Line ") == 1

    def test_a_missing_column(self, saved):
        told = self.refused(table([line(1)], [h for h in HEADINGS if h != "Создано"]), saved)
        assert "The column for “created_at” is missing" in told

    def test_a_wrong_encoding(self, saved):
        content = b"id;created\n1;2026-11-02\n2;2026-11-02;" + "тема".encode("cp1251")
        assert "Line 3: The letters here are not UTF-8" in self.refused(content, saved)

    def test_every_bad_line_is_named(self, cast, saved):
        rows = [line(1, Создано=""), line(2, Оценка="семь"), line(3, Решено="вчера"), line(4)]
        told = self.refused(table(rows), saved)
        assert "Line 2, Создано: This must not be empty" in told
        assert "Line 3, Оценка: “семь” is not a rating" in told
        assert "Line 4, Решено: “вчера” is not a moment we can read" in told
        assert "Line 5" not in told

    def test_a_formula_and_a_file_without_tickets(self, saved):
        assert "holds a formula" in self.refused(table([line(1, Оценка="=A1")]), saved)
        assert "no tickets" in self.refused(table([]), saved)

    def test_what_a_problem_repeats_is_masked(self, cast, saved):
        told = self.refused(table([line(1, Создано="anna@example.com")]), saved)
        assert "anna@" not in told and "[e-mail]" in told

    def test_a_map_with_unknown_names(self, saved):
        path = saved(yaml.safe_dump({"columns": {"customer_phone": "Телефон"}}).encode(), "map.yaml")
        with pytest.raises(CommandError, match="The map is not as expected"):
            call_command("import_tickets", saved(table([line(1)])), source="generic", map=path)

    def test_a_dry_run_takes_nothing(self, cast, saved, capsys):
        call_command("import_tickets", saved(table([line(1)])), source="generic", dry_run=True)
        assert "Would be taken: 1 tickets of 1 agents" in capsys.readouterr().out
        assert not Ticket.objects.exists() and not AgentMatch.objects.exists()


class TestManyBatches:
    """Read while the batch before is written (on PostgreSQL), which nobody sees before its end."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(importing, "BATCH", 5)

    def refused(self, path: Any) -> str:
        with pytest.raises(CommandError, match="Nothing was taken") as refused:
            call_command("import_tickets", path, source="generic")
        assert not Ticket.objects.exists() and not AgentMatch.objects.exists() and not ImportRun.objects.exists()
        assert not DayRollup.objects.exists() and not AuditEntry.objects.filter(verb="tickets imported").exists()
        return str(refused.value)

    def test_a_problem_after_many_good_lines_takes_all_of_it_back(self, cast, saved):
        told = self.refused(saved(table([*map(line, range(32)), line(32, Решено="вчера"), *map(line, range(33, 50))])))
        assert "Line 34, Решено: “вчера” is not a moment" in told

    def test_so_does_a_file_that_cannot_be_read_to_its_end(self, cast, saved):
        content = table(map(line, range(40))) + "T-41;тема".encode("cp1251")
        assert "Line 42: The letters here are not UTF-8" in self.refused(saved(content))

    def test_agents_come_up_later(self, cast, saved, capsys):
        other = {"Сотрудник": "Илья Снегов", "Почта сотрудника": "ilya@example.com"}
        unknown = {"Сотрудник": "Оксана Рябова", "Почта сотрудника": "oksana@example.com"}
        rows = [*map(line, range(12)), *(line(n, **other) for n in range(12, 24)), line(24, **unknown), line(25)]
        call_command("import_tickets", saved(table(rows)), source="generic", json=True)
        done = json.loads(capsys.readouterr().out)
        assert (done["created"], done["waiting"], done["unknown_agents"]) == (26, 1, 1)
        assert Ticket.objects.filter(agent=cast.agent, team=cast.team).count() == 13
        assert Ticket.objects.filter(agent=cast.other_agent, team=cast.other_team).count() == 12

    @pytest.mark.parametrize("there", [[0], [13], [11, 12, 29], range(30)])
    def test_lines_known_among_new_ones(self, cast, saved, capsys, there):
        take(table(map(line, there)))
        call_command("import_tickets", saved(table([*map(line, range(30)), line(7)])), source="generic", json=True)
        done = json.loads(capsys.readouterr().out)
        many = len(there)
        assert (done["read"], done["created"], done["updated"], done["unchanged"]) == (31, 30 - many, 0, many + 1)
        assert Ticket.objects.count() == 30 == sum(DayRollup.objects.values_list("tickets", flat=True))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["generic", "zendesk"]))
def test_any_bytes_are_read_or_refused_in_words(content, source):
    try:
        check(content, source, options())
    except FileProblem as problem:
        assert str(problem).strip().endswith((".", "them.", "it."))


def test_thousands_a_second(cast, django_assert_max_num_queries):
    content = table([line(n) for n in range(1600)])
    checked = check(content, "generic", options())
    assert checked.count == 1600
    with django_assert_max_num_queries(84):
        take(content)
    assert Ticket.objects.count() == 1600


def test_the_day_is_the_companys(cast):
    take(table([line(1, Решено="2026-11-02T22:30:00Z", Изменено="")]))
    row = Ticket.objects.get()
    assert row.solved_on == date(2026, 11, 3) and row.updated_at == row.solved_at
    assert row.resolution == pytest.approx(timedelta(hours=15, minutes=30).total_seconds() / 60)

"""A map names columns, constants, what values mean, formats, the zone; what is missing or cannot be is counted."""

import io
import json
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from assessments.quality.imports import FileProblem, check
from assessments.quality.models import AgentMatch, ImportRun, Ticket
from assessments.quality.options import options
from tests.assessments.quality.conftest import line, table, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(saved: Any, capsys: Any) -> Any:
    """`imported(content, map)`: the report of the command, as JSON."""

    def run(content: bytes, data: Any = None, name: str = "tickets.csv", source: str = "generic") -> dict[str, Any]:
        path = saved(yaml.safe_dump(data or {}, allow_unicode=True).encode(), "map.yaml")
        try:
            call_command("import_tickets", saved(content, name), source=source, map=path, json=True)
        except CommandError as refused:
            assert "Nothing was taken" in str(refused)
        return json.loads(capsys.readouterr().out)

    return run


def test_a_foreign_file_by_a_map(cast, imported):
    rows = [
        {
            "Ticket ID": "7",
            "Opened": "11/02/2026 10:00 AM",
            "Agent": "boris",
            "Via": "Social media",
            "Mood": "Very happy",
            "First Response Time": "11/02/2026 10:20 AM",
            "Time to Resolution": "11/02/2026 12:00 PM",
        },
        {"Ticket ID": "8", "Opened": "11/03/2026 09:00 AM", "Agent": "boris", "Via": "", "Mood": "no answer"},
    ]
    report = imported(
        table(rows, rows[0]),
        {
            "columns": {
                "external_id": "Ticket ID",
                "created_at": "Opened",
                "agent": "Agent",
                "channel": "Via",
                "csat": "Mood",
                "first_reply_at": "First Response Time",
                "solved_at": "Time to Resolution",
            },
            "constants": {"channel": "phone", "category": "Import of 2026"},
            "values": {"channel": {"social media": "chat"}, "csat": {"Very happy": 5, "no answer": None}},
            "dates": ["%m/%d/%Y %I:%M %p"],
            "zone": "Asia/Yekaterinburg",
        },
    )
    assert (report["read"], report["created"], report["no_rating"]) == (2, 2, 1)
    first, second = Ticket.objects.order_by("external_id")
    assert (first.channel, first.csat, first.category, first.agent) == ("chat", 1, "Import of 2026", cast.agent)
    assert (first.first_response, first.resolution) == (20, 120)
    assert first.created_at.isoformat() == "2026-11-02T05:00:00+00:00"
    assert (second.channel, second.csat, second.solved_at) == ("phone", None, None)


def test_the_report_counts_everything(cast, imported):
    rows = [line(1, Оценка="5"), line(2), line(3, **{"Сотрудник": "Оксана", "Почта сотрудника": "oksana@example.com"})]
    report = imported(table(rows))
    names = ("read", "created", "updated", "unchanged", "waiting", "unknown_agents", "refused", "no_rating", "taken")
    assert [report[name] for name in names] == [3, 3, 0, 0, 1, 1, 0, 2, True]
    rows[0]["Тема"], rows[0]["Изменено"] = "Новая", "03.11.2026 12:00"
    report = imported(table(rows))
    assert [report[name] for name in names[:5]] == [3, 0, 1, 2, 1]
    run = ImportRun.objects.first()
    assert (run.read, run.changed, run.waiting, run.unrated, run.impossible) == (3, 1, 1, 2, 0)


def test_refused_lines_have_a_place_and_a_reason_and_nothing_is_taken(cast, imported):
    report = imported(table([line(1), line(2, Создано="вчера"), line(3, Оценка="семь")]))
    assert (report["read"], report["refused"], report["created"], report["taken"]) == (3, 2, 0, False)
    assert [(p["line"], p["column"]) for p in report["problems"]] == [(3, "Создано"), (4, "Оценка")]
    assert "is not a moment we can read" in report["problems"][0]["reason"]
    assert not Ticket.objects.exists() and not AgentMatch.objects.exists()


def test_impossible_moments_are_counted_and_no_minutes_guessed(cast, imported):
    report = imported(
        table(
            [
                line(1),
                line(2, **{"Первый ответ": "02.11.2026 09:00"}),
                line(3, Решено="02.11.2026 10:05"),
                line(4, Решено="01.11.2026 10:00", **{"Первый ответ": ""}),
            ]
        )
    )
    assert (report["created"], report["refused"], report["impossible_times"]) == (4, 0, 3)
    assert report["impossible"] == [
        {"line": 3, "reason": "reply before created"},
        {"line": 4, "reason": "solved before reply"},
        {"line": 5, "reason": "solved before created"},
    ]
    minutes = Ticket.objects.order_by("external_id").values_list("first_response", "resolution")
    assert list(minutes) == [(12, 120), (None, 120), (None, None), (None, None)]
    assert Ticket.objects.filter(solved_on__isnull=False).count() == 4


class TestJSON:
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "id": n,
                "created": "2026-11-02T10:00:00+03:00",
                "assignee": {"email": "boris@example.com"},
                "tags": ["a", "b"],
                "text": "mail me: anna@example.com",
                "rating": None if n % 2 else 4,
            }
            for n in range(250)
        ]

    def test_a_list_and_a_line_each(self, cast, imported):
        data = {"columns": {"agent_email": "assignee.email", "category": "tags"}}
        rows = self.rows()
        report = imported(json.dumps(rows).encode(), data, "tickets.json")
        assert (report["created"], report["no_rating"]) == (250, 125)
        row = Ticket.objects.get(external_id="3")
        assert (row.agent, row.category, row.messages[0]["text"]) == (cast.agent, "a, b", "mail me: [e-mail]")
        lines = "\n".join(json.dumps(row, indent=1) for row in rows).encode()
        assert imported(lines, data, "tickets.json")["unchanged"] == 250

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b'[{"id": 1, "created": "2026-11-02"},', "not whole JSON"),
            (b'[{"id": 1, "created": "2026-11-02"}', "not whole JSON (it ends too early)"),
            (b"[1, 2]", "not a list of tickets"),
            (b"[]", "no tickets"),
            (b'[{"id": 1, "created": "2026-11-02"}]\n\xff\xfe', "not UTF-8"),
        ],
    )
    def test_a_broken_one_is_refused(self, content, told, cast):
        with pytest.raises(FileProblem) as refused:
            take(content)
        assert told in str(refused.value)

    def test_a_bad_value_is_told_by_its_item(self, cast, imported):
        report = imported(b'[{"id": 1, "created": "2026-11-02"}, {"id": 2, "created": "soon"}]', name="t.json")
        assert report["problems"][0]["line"] == 2 and not Ticket.objects.exists()


class TestMapsThatAreWrong:
    @pytest.mark.parametrize(
        ("data", "told"),
        [
            ({"colums": {}}, "The map is not as expected"),
            ({"columns": ["id"]}, "The map is not as expected"),
            ({"constants": {"colour": "red"}}, "The map is not as expected"),
            ({"values": {"csat": "good"}}, "values.csat must say what becomes what"),
            ({"dates": ["%Q"]}, "is no date format"),
            ({"zone": "Mars/Phobos"}, "is not a time zone"),
            ({"csat_scale": "7"}, "is not a scale"),
            ("columns", "The map is not as expected"),
        ],
    )
    def test_say_so(self, data, told, cast):
        with pytest.raises(FileProblem) as refused:
            options(data)
        assert told in str(refused.value)


FRESHDESK = {
    "tickets": [
        {
            "id": 11,
            "subject": "Broken vase, call 8 912 345-67-89",
            "status": 5,
            "source": 2,
            "type": "Complaint",
            "responder_id": 70,
            "requester_id": 900,
            "requester": {"email": "client@example.org"},
            "created_at": "2026-11-02T07:00:00Z",
            "updated_at": "2026-11-02T09:30:00Z",
            "stats": {"first_responded_at": "2026-11-02T07:10:00Z", "resolved_at": "2026-11-02T09:00:00Z"},
            "description_text": "It came broken. anna@example.com",
        },
        {
            "id": 12,
            "subject": "Still open",
            "status": 2,
            "source": 7,
            "created_at": "2026-11-02T07:00:00Z",
            "updated_at": "2026-11-02T07:00:00Z",
        },
    ],
    "agents": [{"id": 70, "contact": {"name": "Борис", "email": "boris@example.com"}}],
    "satisfaction_ratings": [
        {
            "ticket_id": 11,
            "ratings": {"default_question": -103},
            "updated_at": "2026-11-03T07:00:00Z",
            "feedback": "Slow",
        }
    ],
    "conversations": [
        {"ticket_id": 11, "body_text": "A new one goes out.", "incoming": False, "created_at": "2026-11-02T07:10:00Z"}
    ],
}


class TestFreshdesk:
    def test_tickets_with_their_parts(self, cast):
        done = take(json.dumps(FRESHDESK).encode(), "freshdesk")
        assert done.created == 2 and done.run.unrated == 1
        row = Ticket.objects.get(external_id="11")
        assert (row.agent, row.channel, row.subject) == (cast.agent, "form", "Broken vase, call [phone]")
        assert (row.first_response, row.resolution, row.csat, row.csat_comment) == (10, 120, 0, "Slow")
        assert [item["author"] for item in row.messages] == ["customer", "agent"]
        assert row.messages[0]["text"].endswith("[e-mail]")
        assert Ticket.objects.get(external_id="12").solved_at is None

    def test_a_plain_list_and_its_spreadsheet(self, cast):
        assert take(json.dumps(FRESHDESK["tickets"]).encode(), "freshdesk").created == 2
        rows = [
            {
                "Ticket ID": "13",
                "Subject": "Vase",
                "Source": "Email",
                "Agent": "boris",
                "Created time": "2026-11-02 10:00:00",
                "Resolved time": "2026-11-02 11:00:00",
                "Initial response time": "2026-11-02 10:10:00",
                "Last update time": "2026-11-02 11:00:00",
            }
        ]
        take(table(rows, rows[0]), "freshdesk")
        assert Ticket.objects.get(external_id="13").resolution == 60

    @pytest.mark.parametrize("content", [b'{"people": []}', b'{"tickets": [1]}', b"{", b"[{]"])
    def test_what_is_none_is_refused(self, content, cast):
        with pytest.raises(FileProblem):
            take(content, "freshdesk")


def test_memory_does_not_grow_with_the_file(cast):
    """Lines are kept aside on disk; only a few rows and the agents stay."""
    content = table(line(n, Тема="x" * 200) for n in range(12_000))
    checked = check(io.BytesIO(content), "generic", options())
    assert checked.count == 12_000 and len(checked.first) == 6 and len(checked.agents) == 1
    assert checked.lines.file._rolled
    assert sum(1 for _ in checked.lines) == sum(1 for _ in checked.lines) == 12_000
    checked.lines.close()

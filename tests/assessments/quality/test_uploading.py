"""The same import in the browser, and a crawl for canaries: nothing raw in the database, logs or task arguments."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from assessments.quality.actions.spool import spool, spooled, sweep_spool
from assessments.quality.models import ImportRun, Ticket
from assessments.quality.tasks import sweep_uploads
from lms.ops.models import Job
from lms.ops.work import run_job

from .conftest import line, table, ticket, zendesk


@pytest.fixture(autouse=True)
def private(settings, tmp_path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


def upload(client, content: bytes, source: str = "generic", name: str = "tickets.csv"):
    return client.post(reverse("quality_import"), {"file": SimpleUploadedFile(name, content), "source": source})


def waiting(folder: Path) -> list[Path]:
    return list((folder / "spool" / "tickets").glob("*"))


def test_upload_look_take(cast, visit, private):
    client = visit(cast.administrator)
    answer = upload(client, table([line(n) for n in range(20)]))
    assert len(waiting(private)) == 1
    page = client.get(answer.url).content.decode()
    assert "T-0" in page and "Разбитая ваза" in page and "Take all 20 tickets" in page
    assert not Ticket.objects.exists()
    columns = {"external_id": "#1", "created_at": "#2", "agent_email": "#4", "solved_at": "#10", "updated_at": "#11"}
    taken = client.post(answer.url, {**columns, "take": "1"})
    job = Job.objects.get()
    assert taken.url == reverse("job", args=[job.uid])
    assert run_job(job.pk) == "done"
    assert Ticket.objects.filter(agent=cast.agent).count() == 20
    assert Ticket.objects.first().subject == ""  # the column was not named
    job.refresh_from_db()
    assert (job.result["created"], job.result["unknown"]) == (20, 0)
    assert "20 new, 0 changed, 0 as they were" in client.get(taken.url).content.decode()


def test_the_file_is_deleted_when_it_is_taken(cast, visit, private, django_capture_on_commit_callbacks):
    client = visit(cast.reviewer)
    answer = upload(client, zendesk(ticket(1), ticket(2)), "zendesk", "export.json")
    client.post(answer.url, {"take": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        assert run_job(Job.objects.get().pk) == "done"
    assert waiting(private) == [] and Ticket.objects.count() == 2
    assert ImportRun.objects.get().by == cast.reviewer
    assert client.get(answer.url).status_code == 410


def test_a_broken_file_is_shown_line_by_line_and_never_taken(cast, visit):
    client = visit(cast.administrator)
    rows = [line(n) for n in range(30)]
    rows[15]["Создано"] = "32.11.2026"
    answer = upload(client, table(rows))
    page = client.get(answer.url).content.decode()
    assert "Line 17, Создано" in page and "is not a moment we can read" in page and 'name="take"' not in page
    columns = {"external_id": "#1", "created_at": "#2"}
    assert client.post(answer.url, {**columns, "take": "1"}).status_code == 200
    assert not Job.objects.exists() and not Ticket.objects.exists()


def test_another_column_can_be_named(cast, visit):
    client = visit(cast.administrator)
    rows = [{"Ключ": "A1", "Пришло": "02.11.2026 10:00"}]
    answer = upload(client, table(rows, rows[0]))
    page = client.get(answer.url).content.decode()
    assert "The column for “external_id” is missing" in page or "Колонка" in page
    page = client.post(answer.url, {"external_id": "#1", "created_at": "#2", "look": "1"}).content.decode()
    assert "Take the 1 ticket" in page
    client.post(answer.url, {"external_id": "#1", "created_at": "#2", "take": "1"})
    assert run_job(Job.objects.get().pk) == "done"
    assert Ticket.objects.get().external_id == "A1"


def test_a_file_that_cannot_be_read(cast, visit):
    client = visit(cast.administrator)
    page = client.get(upload(client, "id;created\nтема".encode("cp1251")).url).content.decode()
    assert "Line 2: The letters here are not UTF-8" in page
    page = client.get(upload(client, b"PK\x03\x04nothing", name="t.xlsx").url).content.decode()
    assert "This Excel file cannot be opened" in page


def test_thrown_away_and_somebody_elses(cast, visit, private):
    client = visit(cast.administrator)
    answer = upload(client, table([line(1)]))
    token = answer.url.split("/")[-2]
    assert visit(cast.reviewer).get(answer.url).status_code == 410
    client = visit(cast.administrator)
    answer = upload(client, table([line(1)]))
    client.post(answer.url, {"discard": "1"})
    assert not (private / "spool" / "tickets" / f"{cast.administrator.pk}-{token}").exists()
    assert not Ticket.objects.exists()


def test_what_nobody_came_back_for_goes_after_a_day(cast, private):
    token = uuid4()
    spool(by=cast.administrator, token=token, content=b"x")
    assert sweep_uploads() == 0 and spooled(owner=cast.administrator.pk, token=token)
    assert sweep_spool(now=waiting(private)[0].stat().st_mtime + 25 * 3600) == 1
    assert spooled(owner=cast.administrator.pk, token=token) is None


def test_a_file_gone_meanwhile_fails_with_a_sentence(cast, visit, private):
    client = visit(cast.administrator)
    answer = upload(client, zendesk(ticket(1)), "zendesk")
    client.post(answer.url, {"take": "1"})
    waiting(private)[0].unlink()
    job = Job.objects.get()
    assert run_job(job.pk) == "failed"
    job.refresh_from_db()
    assert "Загрузите его ещё раз" in job.error and not Ticket.objects.exists()


# canaries --------------------------------------------------------------------

SECRETS = ("canary.bird@example.com", "8 (912) 345-67-89", "+79123456789", "4111 1111 1111 1111")
LEFTOVERS = ("canary.bird", "345-67-89", "9123456789", "4111 1111", "41111111")


def dump() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            rows += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(rows)


def secret_files() -> dict[str, tuple[bytes, str]]:
    words = "Пишите " + ", ".join(SECRETS)
    rows = [
        line(
            1,
            Клиент=SECRETS[0],
            Тема=words,
            Сообщение=words,
            Ответ=words,
            **{"Комментарий к оценке": words, "Оценка": "1"},
        )
    ]
    rows += [line(2, Клиент=SECRETS[1], Сотрудник=f"Неизвестный {SECRETS[1]}", **{"Почта сотрудника": SECRETS[0]})]
    broken = [*rows, line(3, Создано=words)]
    data = json.loads(zendesk(ticket(1, subject=words, tags=[words])))
    data["users"][0] |= {"name": f"Agent {SECRETS[1]}", "email": SECRETS[0]}
    data["users"][1] |= {"name": SECRETS[0], "email": SECRETS[0], "phone": SECRETS[2]}
    data["comments"] = [
        {"ticket_id": 1, "author_id": 900, "created_at": "2026-11-02T07:00:00Z", "public": True, "body": words}
    ]
    data["satisfaction_ratings"] = [
        {"ticket_id": 1, "score": "bad", "comment": words, "updated_at": "2026-11-02T09:00:00Z"}
    ]
    return {
        "good": (table(rows), "generic"),
        "broken": (table(broken), "generic"),
        "zendesk": (json.dumps(data).encode(), "zendesk"),
        "headless": (table([{words: "1", SECRETS[0]: "2"}], [words, SECRETS[0]]), "generic"),
    }


@pytest.mark.parametrize("name", ["good", "broken", "zendesk", "headless"])
def test_no_canary_in_database_logs_or_task_arguments(name, cast, visit, monkeypatch, caplog, saved, private, capsys):
    sent = []
    monkeypatch.setattr("lms.ops.actions.jobs.nudge", lambda *args: sent.append(args))
    caplog.set_level("DEBUG")
    content, source = secret_files()[name]
    client = visit(cast.administrator)
    answer = upload(client, content, source)
    pages = client.get(answer.url).content.decode()
    pages += client.post(answer.url, {"external_id": "#1", "created_at": "#2", "take": "1"}).content.decode()
    for job in Job.objects.all():
        run_job(job.pk)
        pages += client.get(reverse("job", args=[job.uid])).content.decode()
    for path in ("quality_tickets", "quality_who", "quality_import"):
        pages += client.get(reverse(path)).content.decode()
    try:
        call_command("import_tickets", saved(content, "file"), source=source)
    except CommandError as refused:
        pages += str(refused)
    captured = capsys.readouterr()
    everything = {
        "database": dump(),
        "logs": caplog.text,
        "tasks": str(sent),
        "pages": pages,
        "out": captured.out + captured.err,
    }
    found = {(where, left) for where, text in everything.items() for left in LEFTOVERS if left in text}
    assert found == set()
    if name == "good":
        assert Ticket.objects.count() == 2 and "[телефон]" in everything["database"]
        assert Ticket.objects.get(external_id="T-1").customer_key

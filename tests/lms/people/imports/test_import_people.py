"""Taking a list: on screen, by command, in one transaction."""

import io
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.ops.actions.files import private_path
from lms.ops.models import AuditEntry, Notification
from lms.people import queries
from lms.people.actions import grant_role, import_people
from lms.people.imports import make_plan, read_table
from lms.people.models import Invitation, Membership, RoleGrant, Team, User
from tests.conftest import Cast
from tests.lms.people.imports.files import csv, thirty, xlsx

PAGE = "/people/import/"


def _spooled() -> list[Path]:
    folder = private_path("spool/people-import")
    return list(folder.iterdir()) if folder.is_dir() else []


def _upload(client, content: bytes, name: str = "people.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def _good() -> list[list[object]]:
    rows = thirty()
    return [row for number, row in enumerate(rows) if number not in (6, 19)]


# on screen


def test_thirty_people_two_bad_lines_refused_by_line(cast: Cast, visit):
    client = visit(cast.administrator)
    preview = _upload(client, xlsx(thirty())).url
    text = client.get(preview).content.decode()
    for words in ("Line 8, Имя", "The given name is missing", "Line 21, Дата выхода", "32.13.2026"):
        assert words in text
    assert "Take the 28 good lines" in text
    before = User.objects.count()
    client.post(preview)
    assert User.objects.count() == before
    assert client.get(preview).status_code == 200

    done = client.post(preview, {"skip_bad": "1"})
    assert done.url == reverse("import_done")
    assert User.objects.count() == before + 28
    assert not _spooled()
    assert client.get(preview).status_code == 410
    text = client.get(done.url).content.decode()
    assert "28" in text
    assert "28 people have an e-mail address" in text


def test_a_clean_list(cast: Cast, visit):
    client = visit(cast.administrator)
    preview = _upload(client, xlsx(_good())).url
    assert "Take all 28 lines" in client.get(preview).content.decode()
    client.post(preview)
    person = User.objects.get(personnel_number="1000")
    assert person.username == "petr.sotrudnikova"
    assert not person.has_usable_password()
    membership = person.memberships.get()
    assert (membership.team, membership.since) == (cast.team, date(2026, 11, 2))


def test_uploading_again_changes_nothing(cast: Cast, visit):
    client = visit(cast.administrator)
    for _time in range(2):
        preview = _upload(client, xlsx(_good())).url
        shown = client.get(preview).context["plan"]
        client.post(preview)
    assert (len(shown.new), len(shown.changed), shown.unchanged) == (0, 0, 28)
    assert User.objects.filter(given_name="Пётр").count() == 28


def test_new_teams_are_asked_about(cast: Cast, visit):
    client = visit(cast.administrator)
    preview = _upload(client, csv("Имя;Команда\nПётр;Курьеры\n"), "p.csv").url
    assert "This team does not exist yet: Курьеры" in client.get(preview).content.decode()
    assert "A new team is created: Курьеры" in client.get(preview, {"create_teams": "1"}).content.decode()
    client.post(preview, {"create_teams": "1"})
    assert Membership.objects.get(team__name="Курьеры").person.given_name == "Пётр"


def test_throwing_it_away(cast: Cast, visit):
    client = visit(cast.administrator)
    preview = _upload(client, xlsx(_good())).url
    assert len(_spooled()) == 1
    assert client.post(preview, {"discard": "1"}).url == PAGE
    assert not _spooled()
    assert not User.objects.filter(given_name="Пётр").exists()


def test_a_file_nobody_can_read(cast: Cast, visit):
    response = _upload(visit(cast.administrator), b"\xd0\xcf\x11\xe0 old excel", "people.xls")
    assert "old Excel format" in response.content.decode()
    assert not _spooled()


def test_only_who_uploaded_it_sees_it(cast: Cast, visit):
    preview = _upload(visit(cast.administrator), xlsx(_good())).url
    grant_role(person=cast.hr, role="administrator", by=None)
    assert visit(cast.hr).get(preview).status_code == 410
    assert visit(cast.manager).get(preview).status_code == 404


def test_what_was_uploaded_does_not_wait_for_ever(cast: Cast, visit):
    client = visit(cast.administrator)
    _upload(client, xlsx(_good()))
    old = _spooled()[0]
    two_days_ago = timezone.now().timestamp() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    _upload(client, xlsx(_good()))
    assert old not in _spooled()
    assert len(_spooled()) == 1


def test_the_sample_is_a_good_list(cast: Cast, visit):
    client = visit(cast.administrator)
    sample = client.get(reverse("import_sample")).content
    shown = client.get(_upload(client, sample, "people.csv").url).context["plan"]
    assert (len(shown.new), shown.problems, shown.ignored) == (1, (), ())


def test_cards_and_letters_for_all(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(_upload(client, xlsx(_good())).url)
    cards = client.post(reverse("import_done"), {"how": "qr"})
    assert cards.content.decode().count('class="qr"') == 28
    assert Invitation.objects.filter(kind="qr", withdrawn_at__isnull=True).count() == 28
    assert not mail.outbox
    client.post(reverse("import_done"), {"how": "mail"})
    assert Notification.objects.filter(kind="people.invitation", state="waiting").count() == 28


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_preview(cast: Cast, visit, count, django_assert_num_queries):
    client = visit(cast.administrator)
    preview = _upload(client, xlsx(_good()[:count])).url
    with django_assert_num_queries(8):
        client.get(preview)


# the action


def _plan(rows, **options):
    return make_plan(read_table(xlsx(rows)), queries.known_staff(timezone.now().date()), **options)


def test_few_queries_for_many_people(cast: Cast):
    def row(number: int) -> list[object]:
        return [f"Ф{number}", "Пётр", "", f"p{number}@example.com", "", "Orders", "member, hr", "", number + 5000]

    def taken(numbers: range) -> int:
        plan = _plan([row(number) for number in numbers])
        with CaptureQueriesContext(connection) as captured:
            done = import_people(plan=plan, by=cast.administrator)
        assert len(done.new) == len(numbers)
        return len(captured)

    few = taken(range(2))
    assert few < 12
    assert taken(range(100, 500)) < few + 20  # SQLite takes 999 values a statement, so batches of about 50


def test_roles_groups_and_audit(cast: Cast):
    import_people(
        plan=_plan([["Новый", "Пётр", "", "", "", "Orders", "руководитель, редактор", "", 5]]), by=cast.administrator
    )
    person = User.objects.get(personnel_number="5")
    assert person.memberships.get().role == "manager"
    assert queries.company_roles(person) == {"editor"}
    assert list(person.groups.values_list("name", flat=True)) == ["editor"]
    verbs = AuditEntry.objects.filter(actor=cast.administrator).values_list("verb", flat=True)
    assert sorted(verbs) == ["joined team", "person created", "role granted"]


def test_a_move_ends_the_team_before(cast: Cast):
    User.objects.filter(pk=cast.agent.pk).update(personnel_number="7")
    import_people(plan=_plan([[None, "Борис", "", "", "", "Returns", "", "", 7]]), by=cast.administrator)
    today = queries.today_of(cast.administrator)
    old, new = cast.agent.memberships.order_by("since")
    assert (old.team, old.until) == (cast.team, today - timedelta(days=1))
    assert (new.team, new.role, new.since, new.until) == (cast.other_team, "member", today, None)


def test_a_manager_keeps_the_teams_they_manage(cast: Cast):
    User.objects.filter(pk=cast.manager.pk).update(personnel_number="8")
    import_people(plan=_plan([[None, "Вера", "", "", "", "Returns", "manager", "", 8]]), by=cast.administrator)
    assert {team.name for team in queries.teams_led_by(cast.manager, queries.today_of(cast.manager))} == {
        "Orders",
        "Returns",
    }


def test_all_or_nothing(cast: Cast, visit):
    client = visit(cast.administrator)
    preview = _upload(client, xlsx(_good())).url
    plan = _plan(_good())
    User.objects.create(username="late", given_name="П", started_on=date(2026, 1, 1), email="petr29@example.com")
    before = User.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        import_people(plan=plan, by=cast.administrator)
    assert (User.objects.count(), Team.objects.count()) == (before, 2)
    assert len(client.get(preview).context["plan"].changed) == 1


# the command


def _file(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    return str(path)


def _run(*args: str) -> str:
    out = io.StringIO()
    call_command("import_people", *args, stdout=out)
    return out.getvalue()


def test_the_command_refuses_by_line(cast: Cast, tmp_path):
    before = User.objects.count()
    with pytest.raises(CommandError) as caught:
        _run(_file(tmp_path, xlsx(thirty())))
    assert "Line 8, Имя: The given name is missing." in str(caught.value)
    assert "2 of 30 lines cannot be taken; nothing was changed." in str(caught.value)
    assert User.objects.count() == before


def test_the_command_dry_skipping_and_for_machines(cast: Cast, tmp_path):
    before = User.objects.count()
    path = _file(tmp_path, xlsx(thirty("Новая")))
    dry = json.loads(_run(path, "--dry-run", "--skip-bad", "--create-teams", "--json"))
    assert (dry["new"], dry["left_out"], dry["created"]) == (28, 2, [])
    assert [problem["line"] for problem in dry["problems"]] == [8, 21]
    assert User.objects.count() == before
    said = _run(path, "--skip-bad", "--create-teams")
    assert "Taken: 28 new, 0 changed, 0 unchanged, 2 left out." in said
    assert User.objects.count() == before + 28
    assert RoleGrant.objects.count() == 4


@pytest.mark.parametrize(("content", "said"), [(b"", "no lines"), (None, "cannot be read")])
def test_the_command_on_bad_files(cast: Cast, tmp_path, content, said):
    path = _file(tmp_path, content) if content is not None else str(tmp_path / "missing.csv")
    with pytest.raises(CommandError, match=said):
        _run(path)

"""Forgetting: none of the person's words is left in any table or file, and what others need stays."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from lms.ops.actions import notify, store_file
from lms.ops.actions.files import private_path, write_private
from lms.ops.models import AuditEntry, PrivateFile
from lms.people.actions import forget_person, invite, join_team, set_photo, take_leave
from lms.people.models import Invitation, User
from tests.conftest import Cast

CANARIES = ("Канарейкин", "Кенар", "Кенарович", "kenar.canary", "kenar@canary.example", "+79995550101", "C-4711")


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def kenar(cast: Cast) -> User:
    person = User(
        username="kenar.canary",
        family_name="Канарейкин",
        given_name="Кенар",
        patronymic="Кенарович",
        email="kenar@canary.example",
        phone="+79995550101",
        personnel_number="C-4711",
        language="ru",
        started_on=date(2026, 1, 1),
    )
    person.set_password("tall green lighthouse")
    person.save()
    join_team(person=person, team=cast.team, role="mentor", since=date(2026, 1, 1), by=cast.administrator)
    take_leave(person=person, first=date(2026, 3, 1), last=date(2026, 3, 5), kind="sick", by=cast.manager)
    invite(person=person, kind="link", by=cast.manager)
    notify(person=person, kind="people.invitation", key="canary", reason="invited", args={"by": cast.manager.pk})
    set_photo(person=person, content=_photo(), by=person)
    store_file(
        kind="certificate",
        path="certificates/canary.pdf",
        content="Канарейкин Кенар Кенарович".encode(),
        download_name="Канарейкин.pdf",
        content_type="application/pdf",
        owner=person,
    )
    EmailAddress.objects.create(user=person, email=person.email)
    TOTP.activate(person, generate_totp_secret())
    profile = UserProfile.get_for_user(person)
    profile.avatar = SimpleUploadedFile("kenar.canary.png", _photo())
    profile.save()
    Client().post(reverse("account_login"), {"login": "kenar.canary", "password": "tall green lighthouse"})
    signed_in = Client()
    signed_in.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    write_private("spool/people-import/1-x", "Канарейкин;Кенар".encode())
    return person


def _stored() -> str:
    """Everything in every table, as text."""
    rows = []
    for model in apps.get_models(include_auto_created=True, include_swapped=False):
        if not model._meta.proxy and model._meta.managed:
            rows += [str(row) for row in model._base_manager.values()]
    return "\n".join(rows)


def _files() -> dict[Path, bytes]:
    roots = (Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT), Path(settings.EMAIL_FILE_PATH or "/nonexistent"))
    return {path: path.read_bytes() for root in roots if root.exists() for path in root.rglob("*") if path.is_file()}


def _write_letters(kenar: User, cast: Cast) -> None:
    options = {"connection": None}
    from django.core.mail import get_connection

    for to, text in (
        (kenar.email, "Здравствуйте, Кенар Кенарович"),
        (cast.agent.email, "Канарейкин Кенар Кенарович приглашает вас"),
        (cast.agent.email, "Здравствуйте, Борис"),
    ):
        options["connection"] = get_connection("django.core.mail.backends.filebased.EmailBackend")
        EmailMessage("Письмо", text, to=[to], connection=options["connection"]).send()


def test_no_canary_is_left(cast: Cast, kenar, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    _write_letters(kenar, cast)
    before = _stored()
    assert all(canary in before for canary in CANARIES)
    assert len(list((tmp_path / "mail").iterdir())) == 3
    assert any("Канарейкин".encode() in content for content in _files().values())

    forget_person(person=kenar, by=cast.administrator)

    after = _stored()
    for canary in CANARIES:
        assert canary not in after, canary
        for path, content in _files().items():
            assert canary.encode() not in content, path
            assert canary not in path.name
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_the_row_stays_blank_and_the_dates_stay(cast: Cast, kenar):
    forget_person(person=kenar, by=cast.administrator)
    person = User.objects.get(pk=kenar.pk)
    assert person.username == f"forgotten-{person.pk}"
    assert not person.is_active
    assert not person.has_usable_password()
    assert person.forgotten_at is not None
    assert person.memberships.get().since == date(2026, 1, 1)
    assert person.memberships.get().until is not None
    assert person.days_off.get().kind == "other"
    assert not Invitation.objects.filter(person=person).exists()
    assert not PrivateFile.objects.filter(owner=person).exists()
    assert AuditEntry.objects.filter(verb="person forgotten", subject_id=str(person.pk)).count() == 1


def test_files_and_sessions_go(cast: Cast, kenar):
    client = Client()
    client.force_login(kenar, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/me/").status_code == 200
    paths = [private_path(file.path) for file in PrivateFile.objects.filter(owner=kenar)]
    assert len(paths) == 2
    forget_person(person=kenar, by=cast.administrator)
    assert client.get("/me/").status_code == 302
    assert not any(path.exists() for path in paths)
    assert not any("kenar" in path.name for path in _files())


def test_others_keep_theirs(cast: Cast, kenar):
    colleague = Client()
    colleague.force_login(cast.agent, backend="django.contrib.auth.backends.ModelBackend")
    invite(person=cast.agent, kind="link", by=None)
    forget_person(person=kenar, by=cast.administrator)
    assert colleague.get("/me/").status_code == 200
    assert Invitation.objects.filter(person=cast.agent).exists()
    assert User.objects.get(pk=cast.agent.pk).family_name == "Орлов"


# through the front door


def test_the_button_asks_once(cast: Cast, kenar, visit):
    client = visit(cast.administrator)
    address = reverse("forget_person", args=[kenar.uid])
    assert "cannot be undone" in client.get(address).content.decode()
    assert User.objects.get(pk=kenar.pk).forgotten_at is None
    assert client.post(address).url == "/people/"
    assert User.objects.get(pk=kenar.pk).forgotten_at is not None
    assert client.get(reverse("person", args=[kenar.uid])).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["manager", "hr", "editor", "agent"])
def test_only_administrators(cast: Cast, kenar, visit, who):
    assert visit(getattr(cast, who)).post(reverse("forget_person", args=[kenar.uid])).status_code == 404
    assert User.objects.get(pk=kenar.pk).forgotten_at is None


def test_nobody_forgets_themselves(cast: Cast, visit):
    client = visit(cast.administrator)
    text = client.post(reverse("forget_person", args=[cast.administrator.uid]), follow=True).content.decode()
    assert "Ask another administrator" in text
    assert User.objects.get(pk=cast.administrator.pk).forgotten_at is None


def test_the_command(cast: Cast, kenar, monkeypatch):
    with pytest.raises(CommandError, match="Nobody signs in as"):
        call_command("forget_person", "nobody", "--yes")
    monkeypatch.setattr("builtins.input", lambda: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("forget_person", "kenar.canary")
    with pytest.raises(CommandError, match="only administrator"):
        call_command("forget_person", cast.administrator.username, "--yes")
    assert User.objects.get(pk=cast.administrator.pk).is_active
    out = io.StringIO()
    call_command("forget_person", "Kenar.Canary", "--yes", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"forgotten": kenar.pk}
    assert "Канарейкин" not in _stored()


def test_every_field_of_this_room_is_declared():
    from lms.ops.personal_data import declaration_of

    for model in apps.get_app_config("people").get_models():
        declaration = declaration_of(model)
        assert declaration is not None, model
        fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
        assert fields == declaration.declared(), model

"""A person's own page."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lms.ops.actions.files import private_path
from lms.ops.kinds import file_kinds
from lms.ops.models import PrivateFile
from lms.people.actions import invite, take_leave
from lms.people.models import CompanySetting, Team, User
from tests.conftest import Cast

ME = "/me/"


def _picture(size=(900, 600), kind="JPEG", **options) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return SimpleUploadedFile("holiday.jpg", out.getvalue(), "image/jpeg")


def _with_place() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    return _picture(exif=exif)


def test_own_settings(cast: Cast, visit):
    client = visit(cast.agent)
    client.cookies["language"] = "en"
    values = {"language": "ru", "zone": "Asia/Omsk", "reminder_hour": "10"}
    assert client.post(ME, values).url == ME
    cast.agent.refresh_from_db()
    assert (cast.agent.language, cast.agent.zone, cast.agent.reminder_hour) == ("ru", "Asia/Omsk", 10)
    assert cast.agent.wants_reminders is False
    assert '<html lang="ru">' in client.get(ME).content.decode()


@pytest.mark.parametrize(("field", "value"), [("zone", "Mars/Base"), ("reminder_hour", "3"), ("language", "xx")])
def test_what_cannot_be_chosen(cast: Cast, visit, field, value):
    values = {"language": "ru", "zone": "", "reminder_hour": "10"} | {field: value}
    response = visit(cast.agent).post(ME, values)
    assert response.context["form"].errors[field]
    assert str(getattr(User.objects.get(pk=cast.agent.pk), field)) != value


def test_nothing_else_of_oneself_can_be_changed(cast: Cast, visit):
    visit(cast.agent).post(
        ME, {"language": "", "zone": "", "reminder_hour": "9", "username": "boss", "is_superuser": "on"}
    )
    cast.agent.refresh_from_db()
    assert cast.agent.username == "boris"
    assert not cast.agent.is_superuser


def test_photo_is_drawn_anew(cast: Cast, visit):
    visit(cast.agent).post(reverse("my_photo"), {"photo": _with_place()})
    cast.agent.refresh_from_db()
    file = PrivateFile.objects.get(uid=cast.agent.photo)
    content = private_path(file.path).read_bytes()
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (256, 256))
        assert not picture.getexif()
    assert b"SecretCamera" not in content
    assert (file.kind, file.owner) == ("photo", cast.agent)
    assert f'src="{reverse("private_file", args=[file.uid])}"' in visit(cast.agent).get("/").content.decode()


def test_a_new_photo_takes_the_place_of_the_old(cast: Cast, visit):
    client = visit(cast.agent)
    client.post(reverse("my_photo"), {"photo": _picture()})
    old = PrivateFile.objects.get()
    client.post(reverse("my_photo"), {"photo": _picture(kind="PNG")})
    new = PrivateFile.objects.get()
    assert new.uid != old.uid
    assert not private_path(old.path).exists()
    client.post(reverse("my_photo"), {"remove": "1"})
    assert not PrivateFile.objects.exists()
    assert not private_path(new.path).exists()
    assert User.objects.get(pk=cast.agent.pk).photo is None


@pytest.mark.parametrize("content", [b"<svg/>", b"GIF89a", b""])
def test_what_is_no_photo(cast: Cast, visit, content):
    client = visit(cast.agent)
    response = client.post(
        reverse("my_photo"), {"photo": SimpleUploadedFile("x.jpg", content, "image/jpeg")}, follow=True
    )
    text = response.content.decode()
    assert "not a photo we can read" in text or "Choose a photo first" in text
    assert not PrivateFile.objects.exists()


def test_colleagues_see_it_and_nobody_else(cast: Cast, visit):
    visit(cast.agent).post(reverse("my_photo"), {"photo": _picture()})
    file = PrivateFile.objects.get()
    may = file_kinds["photo"].may_fetch
    assert may(cast.new_hire, file)
    cast.new_hire.is_active = False
    assert not may(cast.new_hire, file)


def test_colleagues_get_it_by_its_address(cast: Cast, visit, client):
    visit(cast.agent).post(reverse("my_photo"), {"photo": _picture()})
    address = reverse("private_file", args=[User.objects.get(pk=cast.agent.pk).photo])
    response = visit(cast.new_hire).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    client.logout()
    assert client.get(address).status_code in (302, 404)


def test_my_data_is_mine_and_whole(cast: Cast, visit):
    take_leave(person=cast.agent, first=cast.agent.started_on, last=cast.agent.started_on, kind="sick", by=None)
    invite(person=cast.agent, kind="link", by=cast.manager)
    data = visit(cast.agent).get(reverse("my_data")).json()
    assert data["people.user"][0]["family_name"] == "Орлов"
    assert data["people.membership"][0]["team"] == "Orders"
    assert data["people.dayoff"][0]["kind"] == "sick"
    assert data["people.invitation"][0]["kind"] == "link"
    text = str(data)
    assert "secret_hash" not in text
    assert "password" not in data["people.user"][0]
    assert "anna" not in text


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_page(cast: Cast, visit, count, django_assert_num_queries):
    for number in range(count):
        Team.objects.create(name=f"T{number}").memberships.create(person=cast.agent, since=cast.agent.started_on)
    client = visit(cast.agent)
    client.get(ME)
    with django_assert_num_queries(7):
        client.get(ME)


# the company


def _company(**changes) -> dict:
    values = {
        "company__name": "Service Star",
        "company__language": "ru",
        "company__zone": "Europe/Moscow",
        "company__country": "RU",
        "company__require_mfa": "on",
    }
    return values | changes


def test_only_what_changed_is_written(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(reverse("company"), _company(feature__boards="on", company__name="Ромашка"))
    written = dict(CompanySetting.objects.values_list("key", "value"))
    assert written == {"feature.boards": True, "company.name": "Ромашка"}
    assert CompanySetting.objects.first().set_by == cast.administrator
    text = client.post(
        reverse("company"), _company(feature__boards="on", company__name="Ромашка"), follow=True
    ).content.decode()
    assert "Everything stays as it was" in text
    assert CompanySetting.objects.count() == 2


def test_a_country_without_a_calendar(cast: Cast, visit):
    response = visit(cast.administrator).post(reverse("company"), _company(company__country="XX"))
    assert response.context["form"].errors["company__country"]
    assert not CompanySetting.objects.exists()

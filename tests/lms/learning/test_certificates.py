import io
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock
from uuid import uuid4

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.urls import reverse

from lms.learning import certificate_pdf
from lms.learning.actions import issue_certificate, render_again, store_certificate
from lms.learning.models import Certificate
from lms.ops.kinds import JobError, file_kinds, job_kinds
from lms.ops.models import Job, PrivateFile
from lms.ops.work import run_job
from lms.people.actions import set_setting
from lms.people.models import User


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return Path(settings.PRIVATE_ROOT)


@pytest.fixture
def certificate(cast, make):
    set_setting(key="company.name", value="ООО «Звезда»", by=None, valid_from=date(2026, 1, 1))
    course = make("Handling complaints", ru="Работа с жалобами № 1 за 500 ₽")
    at = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)  # the 20th in Moscow
    return issue_certificate(person=cast.new_hire, activity=course, language="ru", at=at)


def read(pdf: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


class TestIssuing:
    def test_what_is_written_down(self, cast, certificate):
        assert certificate.name == "Ким Анна Сергеевна"
        assert certificate.title == "Работа с жалобами № 1 за 500 ₽"
        assert certificate.company == "ООО «Звезда»"
        assert certificate.completed_on == date(2026, 11, 20)
        assert certificate.number == f"2026-{certificate.pk:05}"
        assert (certificate.state, certificate.job.kind) == ("preparing", "certificate.render")
        assert certificate.job.args == {"certificate": certificate.pk}

    def test_once_per_person_and_course(self, cast, certificate):
        again = issue_certificate(person=cast.new_hire, activity=certificate.activity, language="en")
        assert again == certificate
        assert Certificate.objects.count() == Job.objects.count() == 1

    def test_what_is_on_it_stays_when_the_course_and_the_person_change(self, cast, certificate):
        cast.new_hire.family_name = "Белая"
        cast.new_hire.save()
        certificate.refresh_from_db()
        assert certificate.name == "Ким Анна Сергеевна"

    def test_a_title_missing_in_the_language_is_taken_from_the_other(self, cast, make):
        found = issue_certificate(person=cast.agent, activity=make("Only English"), language="ru")
        assert found.title == "Only English"


@pytest.fixture
def pdf(certificate, private):
    assert run_job(certificate.job.pk) == "done"
    certificate.refresh_from_db()
    return (private / certificate.file.path).read_bytes()


class TestThePdf:
    def test_says_the_right_things(self, certificate, pdf):
        words = read(pdf)
        for text in (
            "Ким Анна Сергеевна",
            "Работа с жалобами № 1 за 500 ₽",
            "ООО «Звезда»",
            "20 ноября 2026",
            certificate.number,
            str(certificate.uid),
        ):
            assert text in words

    def test_is_one_a4_landscape_page(self, pdf):
        (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]

    def test_is_accessible(self, certificate, pdf):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            root = document.Root
            assert 'pdfuaid:part="1"' in root.Metadata.read_bytes().decode()
            assert root.Lang == "ru"
            assert bool(root.MarkInfo.Marked) is True
            assert bool(root.ViewerPreferences.DisplayDocTitle) is True
            assert "Ким Анна Сергеевна" in root.Metadata.read_bytes().decode()
            tags, described = set(), []
            collect(root.StructTreeRoot.K, tags, described)
            assert {"/Document", "/H1", "/P", "/Figure", "/Link"} <= tags
            assert described == [certificate_pdf.address(certificate)]
            assert "/L" not in tags

    def test_carries_its_fonts(self, pdf):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontDescriptor" in o]
            assert fonts
            for font in fonts:
                assert "PT-S" in str(font.BaseFont)
                assert "/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor

    def test_links_to_the_page_that_proves_it(self, certificate, pdf):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            links = {str(note.A.URI) for note in document.pages[0].Annots}
        assert links == {f"{settings.BASE_URL}/verify/{certificate.uid}/"}

    def test_is_kept_in_private(self, cast, certificate, pdf, private):
        file = certificate.file
        assert (file.kind, file.path) == ("certificate", f"certificates/{certificate.uid}.pdf")
        assert (file.content_type, file.size, file.owner) == ("application/pdf", len(pdf), cast.new_hire)
        assert file.download_name == f"certificate-{certificate.number}.pdf"
        assert [path.name for path in (private / "certificates").iterdir()] == [f"{certificate.uid}.pdf"]
        job = Job.objects.get()
        assert job.result == {"file": str(file.uid), "url": f"/certificates/{certificate.uid}/"}

    def test_in_english(self, cast, make, private):
        found = issue_certificate(person=cast.new_hire, activity=make("Handling complaints"), language="en")
        words = read(certificate_pdf.render(found))
        assert "This is to certify that Ким Анна Сергеевна completed the course Handling complaints" in words

    @pytest.mark.parametrize("length", [26, 27, 60, 61, 200])
    def test_the_longest_names_stay_on_the_page(self, certificate, length):
        certificate.name = ("Константинопольская-Воскресенская " * 8)[:length]
        certificate.title = ("Как обещать меньше и делать больше " * 8)[:length]
        words = read(certificate_pdf.render(certificate))
        assert certificate.title.split()[-1] in words
        assert certificate.number in words

    def test_a_word_without_a_space_stays_too(self, certificate):
        certificate.name = "Ж" * 250
        certificate.title = "Щ" * 200
        assert certificate.number in read(certificate_pdf.render(certificate))

    def test_nothing_typed_becomes_markup(self, certificate):
        certificate.name = "<img src='http://example.com/x.png'> & Co"
        assert "<img src='http://example.com/x.png'> & Co" in read(certificate_pdf.render(certificate))


def collect(node, tags: set[str], described: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for part in node:
            collect(part, tags, described)
    elif isinstance(node, pikepdf.Dictionary):
        tags.add(str(node.get("/S", "")))
        if "/Alt" in node:
            described.append(str(node.Alt))
        if "/K" in node:
            collect(node.K, tags, described)


def test_nothing_is_fetched_from_anywhere(certificate, monkeypatch, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    page = certificate_pdf.page(certificate).replace(
        "</body>", f'<img src="http://127.0.0.1:1/x.png"><img src="file://{secret}"></body>'
    )
    monkeypatch.setattr(certificate_pdf, "page", lambda certificate: page)
    with mock.patch("socket.socket.connect", side_effect=AssertionError("it went out")):
        pdf = certificate_pdf.render(certificate)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        images = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    assert images == []


class TestWhenTheMachineLacksSomething:
    def test_without_pango_the_job_says_so(self, certificate):
        real = __import__

        def no_library(name, *args, **kwargs):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")
            return real(name, *args, **kwargs)

        with mock.patch("builtins.__import__", no_library):
            assert run_job(certificate.job.pk) == "failed"
        job = Job.objects.get()
        assert job.state == Job.State.FAILED
        assert "Pango" in job.error
        assert "apt install libpango" in job.error

    def test_without_the_fonts_too(self, certificate, monkeypatch):
        plain = certificate_pdf.stylesheet().replace("PT Sans", "DejaVu Sans").replace("PT Serif", "DejaVu Serif")
        monkeypatch.setattr(certificate_pdf, "stylesheet", lambda: plain)
        with pytest.raises(JobError, match="fonts-paratype"):
            certificate_pdf.render(certificate)


class TestTryingAgain:
    def test_after_a_failure_there_is_a_new_job(self, cast, certificate):
        Job.objects.update(state=Job.State.FAILED)
        render_again(certificate=certificate, by=cast.new_hire)
        certificate.refresh_from_db()
        assert Job.objects.count() == 2
        assert certificate.state == "preparing"
        render_again(certificate=certificate, by=cast.new_hire)
        assert Job.objects.count() == 2
        assert run_job(certificate.job.pk) == "done"

    def test_when_it_is_there_nothing_happens(self, cast, certificate, pdf):
        render_again(certificate=certificate, by=cast.new_hire)
        assert Job.objects.count() == 1


def test_a_second_run_leaves_one_file(certificate, private):
    kind = job_kinds["certificate.render"]
    for _ in range(2):
        payload = kind.work(certificate.job, lambda done, total=0: None)
        kind.store(certificate.job, payload)
    assert PrivateFile.objects.count() == 1
    assert len(list((private / "certificates").iterdir())) == 1


def test_a_worker_killed_long_ago_is_waited_for_twenty_seconds():
    kind = job_kinds["certificate.render"]
    assert (kind.lease_seconds, kind.attempts) == (20, 8)


class TestForgotten:
    def test_before_it_is_drawn_nothing_is(self, certificate, private):
        Certificate.objects.update(name="")
        assert run_job(certificate.job.pk) == "done"
        assert not PrivateFile.objects.exists()
        assert not (private / "certificates").exists()

    def test_while_it_is_drawn_nothing_is_kept(self, certificate, private):
        Certificate.objects.update(name="")
        assert store_certificate(certificate=certificate, pdf=b"%PDF") is None
        assert not (private / "certificates").exists()

    def test_everything_of_it_goes(self, cast, certificate, pdf, private, client):
        from lms.people.actions.forget import forget_person

        forget_person(person=cast.new_hire, by=cast.administrator)
        certificate.refresh_from_db()
        assert (certificate.name, certificate.file) == ("", None)
        assert not list((private / "certificates").iterdir())
        page = client.get(reverse("verify", args=[certificate.uid])).content.decode()
        assert "removed at the person" in page
        assert "Ким" not in page


class Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hrefs += [value for name, value in attrs if name == "href"]


class TestPages:
    def test_ones_own_list(self, cast, certificate, visit):
        page = visit(cast.new_hire).get("/certificates/").content.decode()
        assert "Работа с жалобами" in page
        assert "Being prepared" in page
        assert f"/certificates/{certificate.uid}/" in Texts(page).hrefs

    def test_an_empty_list_says_where_one_comes_from(self, cast, certificate, visit):
        page = visit(cast.agent).get("/certificates/").content.decode()
        assert "Работа с жалобами" not in page
        assert "The last lesson of a course brings one." in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_list_asks_little(self, cast, make, visit, count, django_assert_num_queries):
        for number in range(count):
            issue_certificate(person=cast.agent, activity=make(f"C{number}"), language="en")
        client = visit(cast.agent)
        with django_assert_num_queries(LIST):
            client.get("/certificates/")

    def test_while_it_is_prepared_the_page_looks_again_by_itself(self, cast, certificate, visit):
        client, url = visit(cast.new_hire), f"/certificates/{certificate.uid}/"
        page = client.get(url).content.decode()
        assert 'hx-trigger="every 2s"' in page
        assert "Look again" in page
        part = client.get(url, headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert "<html" not in part.content.decode()

    def test_once_ready_it_stops_looking_and_offers_the_file(self, cast, certificate, pdf, visit):
        client, url = visit(cast.new_hire), f"/certificates/{certificate.uid}/"
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 286
        page = client.get(url).content.decode()
        assert "every 2s" not in page
        assert f"/files/{certificate.file.uid}/" in Texts(page).hrefs
        assert "Ким Анна Сергеевна" in page

    def test_a_failure_is_told_with_its_cure(self, cast, certificate, visit):
        Job.objects.update(state=Job.State.FAILED, error="The fonts are missing.")
        client, url = visit(cast.new_hire), f"/certificates/{certificate.uid}/"
        assert "The fonts are missing." in client.get(url).content.decode()
        answer = client.post(f"{url}again/")
        assert answer.headers["Location"] == url
        assert "being prepared" in client.get(url).content.decode()

    def test_who_may_see_it(self, cast, certificate, visit):
        seen = {
            role: visit(person).get(f"/certificates/{certificate.uid}/").status_code
            for role, person in cast.by_role().items()
        }
        assert {role for role, status in seen.items() if status == 200} == {"new_hire", "manager", "administrator"}
        assert set(seen.values()) == {200, 404}

    def test_who_may_fetch_the_file(self, cast, certificate, pdf):
        may = file_kinds["certificate"].may_fetch
        allowed = {
            role for role, person in cast.by_role().items() if may(User.objects.get(pk=person.pk), certificate.file)
        }
        assert allowed == {"new_hire", "manager", "administrator"}

    def test_others_cannot_ask_for_it_again(self, cast, certificate, visit):
        Job.objects.update(state=Job.State.FAILED)
        assert visit(cast.other_manager).post(f"/certificates/{certificate.uid}/again/").status_code == 404
        assert Job.objects.count() == 1

    def test_strangers_are_sent_to_sign_in(self, certificate, client):
        answer = client.get(f"/certificates/{certificate.uid}/")
        assert answer.headers["Location"].startswith("/accounts/login/")


LIST = 5


class TestVerifying:
    def test_anybody_sees_what_was_issued(self, certificate, client):
        answer = client.get(f"/verify/{certificate.uid}/")
        page = answer.content.decode()
        for text in ("Ким Анна Сергеевна", "Работа с жалобами № 1", "ООО «Звезда»", "20 November 2026"):
            assert text in page
        assert "This certificate is real" in page

    def test_search_engines_are_kept_away(self, certificate, client):
        answer = client.get(f"/verify/{certificate.uid}/")
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex">' in answer.content.decode()

    def test_an_unknown_one_is_said_in_words(self, certificate, client):
        answer = client.get(f"/verify/{uuid4()}/")
        assert answer.status_code == 404
        assert "No certificate has this number" in answer.content.decode()

    def test_after_forgetting_only_the_name_is_gone(self, certificate, client):
        Certificate.objects.update(name="")
        page = client.get(f"/verify/{certificate.uid}/").content.decode()
        assert "The name was removed at the person's request." in page
        assert "Работа с жалобами № 1" in page
        assert "Valid" not in page

    def test_it_asks_little(self, certificate, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            client.get(f"/verify/{certificate.uid}/")

"""Own jobs, own letters, own files; another's do not exist."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.ops.actions import enqueue, notify, store_file
from lms.ops.models import Job, Notification

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
JOBS_QUERIES, JOB_QUERIES, LETTERS_QUERIES = 8, 6, 8


def make(owner: Any, number: int = 0, **fields: Any) -> Job:
    job = enqueue(kind="test.job", key=f"job:{number}:{owner and owner.pk}", owner=owner)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() + timedelta(seconds=number), **fields)
    job.refresh_from_db()
    return job


def page(job: Job) -> str:
    return reverse("job", args=[job.uid])


def test_the_list_shows_own_jobs_newest_first(bench: Any, cast: Any, visit: Any) -> None:
    make(cast.other_agent, 9)
    mine = [make(cast.agent, number) for number in range(3)]
    text = visit(cast.agent).get(reverse("jobs")).content.decode()
    places = [text.index(str(job.uid)) for job in reversed(mine)]
    assert places == sorted(places)
    assert text.count("Yearly list") == 3


def test_an_empty_list_says_what_would_be_here(cast: Any, visit: Any) -> None:
    assert "Nothing is being made" in visit(cast.agent).get(reverse("jobs")).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_queries_however_long(bench: Any, cast: Any, visit: Any, count: int) -> None:
    for number in range(count):
        make(cast.agent, number, state="failed", error="x")
    client = visit(cast.agent)
    client.get(reverse("jobs"))
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(reverse("jobs")).status_code == 200
    assert len(found) <= JOBS_QUERIES, [query["sql"] for query in found]


def test_a_long_list_has_pages(bench: Any, cast: Any, visit: Any) -> None:
    for number in range(30):
        make(cast.agent, number)
    client = visit(cast.agent)
    assert client.get(reverse("jobs")).content.decode().count("Yearly list") == 25
    assert client.get(reverse("jobs"), {"page": 2}).content.decode().count("Yearly list") == 5


def test_only_who_looks_after_the_installation_sees_everybodys(
    bench: Any, cast: Any, visit: Any, operators: list[Any]
) -> None:
    other, system = make(cast.other_agent, 1), make(None, 2)
    client = visit(cast.administrator)
    asked = {"whose": "all"}
    assert str(other.uid) not in client.get(reverse("jobs"), asked).content.decode()
    assert client.get(page(other)).status_code == 404
    operators.append(cast.administrator)
    text = client.get(reverse("jobs"), asked).content.decode()
    assert str(other.uid) in text and str(system.uid) in text and "Снегов Илья" in text
    assert client.get(page(other)).status_code == 200
    assert str(other.uid) not in client.get(reverse("jobs")).content.decode()


def test_a_running_job_shows_how_far_and_asks_for_itself_again(bench: Any, cast: Any, visit: Any) -> None:
    job = make(cast.agent, state="running", lease_until=timezone.now(), done=3, total=12)
    client = visit(cast.agent)
    text = client.get(page(job)).content.decode()
    assert 'value="3"' in text and 'max="12"' in text and "3 of 12" in text
    assert 'hx-trigger="every 2s"' in text and "Refresh" in text and "<html" in text
    fragment = client.get(page(job), headers=HTMX).content.decode()
    assert fragment.lstrip().startswith('<section class="card" id="job"') and "<html" not in fragment


def test_a_finished_job_offers_its_file_and_stops_asking(bench: Any, cast: Any, visit: Any, private: Any) -> None:
    file = store_file(
        kind="test.file", path="a.pdf", content=b"x", download_name="a.pdf", content_type="application/pdf"
    )
    result = {"file": str(file.uid), "url": "/learn/"}
    job = make(cast.agent, state="done", result=result, finished_at=timezone.now())
    text = visit(cast.agent).get(page(job)).content.decode()
    assert reverse("private_file", args=[file.uid]) in text and 'href="/learn/"' in text
    assert "hx-trigger" not in text and "Cancel" not in text and "Start again" not in text


def test_a_failed_job_says_what_happened_and_can_start_again(bench: Any, cast: Any, visit: Any) -> None:
    job = make(cast.agent, state="failed", error="Line 3 has no name.", attempt=3, finished_at=timezone.now())
    client = visit(cast.agent)
    assert "Line 3 has no name." in client.get(page(job)).content.decode()
    assert client.post(reverse("job_again", args=[job.uid])).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempt, job.error) == ("waiting", 0, "")


def test_cancelling(bench: Any, cast: Any, visit: Any) -> None:
    job = make(cast.agent)
    client = visit(cast.agent)
    cancel = reverse("cancel_job", args=[job.uid])
    assert client.get(cancel).status_code == 405
    response = client.post(cancel, follow=True)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert response.content.decode().count("Cancelled. Nothing of it is kept.") >= 2, "in the toast and on the page"


@pytest.mark.parametrize("name", ["job", "cancel_job", "job_again"])
def test_anothers_job_does_not_exist(bench: Any, cast: Any, visit: Any, name: str) -> None:
    job = make(cast.agent)
    client = visit(cast.manager)
    ask = client.get if name == "job" else client.post
    assert ask(reverse(name, args=[job.uid])).status_code == 404
    job.refresh_from_db()
    assert job.state == "waiting"


@pytest.mark.parametrize("name", ["jobs", "notifications"])
def test_without_sign_in_one_is_asked_to(client: Any, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith("/accounts/login/")


def test_a_job_page_costs_few_queries(bench: Any, cast: Any, visit: Any) -> None:
    job = make(cast.agent)
    client = visit(cast.agent)
    client.get(page(job))
    with CaptureQueriesContext(connection) as found:
        client.get(page(job))
    assert len(found) <= JOB_QUERIES, [query["sql"] for query in found]


def tell(person: Any, number: int, **fields: Any) -> None:
    row = notify(person=person, kind="test.letter", key=f"{person.pk}:{number}", reason="due")
    Notification.objects.filter(pk=row.pk).update(**fields)


def test_the_ledger_of_letters_says_sent_or_why_not(bench: Any, cast: Any, visit: Any) -> None:
    tell(cast.agent, 1, state="sent")
    tell(cast.agent, 2, state="not_sent", why_not="mail_server")
    tell(cast.agent, 3, state="waiting")
    tell(cast.other_agent, 4, state="not_sent", why_not="no_address")
    text = visit(cast.agent).get(reverse("notifications")).content.decode()
    assert text.count("Morning letter") == 3 and text.count("Something is due.") == 3
    assert "The mail server did not take it." in text and "goes out" in text
    assert "no e-mail address" not in text


def test_no_letters_yet(cast: Any, visit: Any) -> None:
    assert "No letters yet" in visit(cast.agent).get(reverse("notifications")).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_letters_cost_the_same_queries_however_many(bench: Any, cast: Any, visit: Any, count: int) -> None:
    for number in range(count):
        tell(cast.agent, number)
    client = visit(cast.agent)
    client.get(reverse("notifications"))
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("notifications"))
    assert len(found) <= LETTERS_QUERIES, [query["sql"] for query in found]


@pytest.mark.parametrize("path", ["jobs", "notifications"])
def test_in_russian_too(bench: Any, cast: Any, visit: Any, path: str) -> None:
    make(cast.agent)
    tell(cast.agent, 1)
    client = visit(cast.agent)
    client.cookies["language"] = "ru"
    assert client.get(reverse(path)).status_code == 200

"""The fault runs at full size, with their figures printed: `make proof`."""

import signal
import sys
import time
from typing import Any

import pytest

from tests.lms.ops import faults
from tests.lms.ops.conftest import installation, template  # noqa: F401  (fixtures)
from tests.lms.ops.installation import Installation, use_redis, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CERTIFICATES = """
import sys, uuid
from datetime import date
from lms.learning.actions import issue_certificate, publish_activity
from lms.people.actions import create_person
course = publish_activity(uid=uuid.uuid4(), kind="course", titles={"ru": "Работа с жалобами", "en": "Complaints"})
for n in range(int(sys.argv[1])):
    names = {"given_name": "Анна", "family_name": f"Ким-{n}"}
    person = create_person(username=f"p{n}", started_on=date(2026, 1, 5), by=None, **names)
    issue_certificate(person=person, activity=course, language="ru")
"""
REAL = {"script": CERTIFICATES, "include": "tests.proof.ops.watched_certificates", "kind": "certificate.render"}
BROKERS = ["filesystem", pytest.param("redis", marks=pytest.mark.services)]


@pytest.fixture(params=BROKERS)
def broker(request: Any, installation: Installation) -> str:  # noqa: F811
    if request.param == "redis":
        use_redis(installation)
    return str(request.param)


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")


def test_fifty_certificates_three_kills_inside_a_render(installation: Installation, broker: str) -> None:  # noqa: F811
    say(f"{broker}: " + faults.killed_workers(installation, **REAL, jobs=50, kills=3, seconds=120))
    assert installation.count("SELECT count(*) FROM learning_certificate WHERE file_id IS NOT NULL") == 50
    for path in (installation.data / "private").rglob("*.pdf"):
        assert path.read_bytes().startswith(b"%PDF") and b"%%EOF" in path.read_bytes()[-32:]


def test_the_whole_worker_killed_three_times_and_started_again(installation: Installation, broker: str) -> None:  # noqa: F811
    installation.extra["SLOW_SECONDS"] = "0.4"
    installation.python(faults.SLOW, "50")
    include, began = "tests.lms.ops.slow_kind", time.monotonic()
    beat, worker = installation.beat(), installation.worker(include)
    for _ in range(3):
        faults.wait_for_one_inside(installation, worker, [])
        installation.end(worker, signal.SIGKILL)
        worker = installation.worker(include)
    faults.assert_all_done(installation, 50, "test.slow", 120 - (time.monotonic() - began), [worker, beat])
    say(f"{broker}: 50 jobs, the whole worker killed 3 times: all done after {time.monotonic() - began:.1f} s")


def test_eight_processes_times_three_hundred(installation: Installation) -> None:  # noqa: F811
    say(faults.many_writers(installation, processes=8, each=300))


def test_letters_are_not_lost_when_the_worker_is_killed(installation: Installation, broker: str) -> None:  # noqa: F811
    """A worker killed while a slow mail server takes the letter: it comes once the lease is over."""
    from tests.lms.ops.mail_server import mail_server

    with mail_server() as server:
        host, port = server.server_address
        installation.extra["EMAIL_URL"] = f"smtp://{host}:{port}"
        server.seconds = 3
        installation.python(LETTER)
        beat, worker = installation.beat(), installation.worker()
        wait_until(lambda: server.talking, 60, "the letter is on its way", [worker, beat])
        installation.end(worker, signal.SIGKILL)
        assert not server.letters
        server.seconds = 0
        worker = installation.worker()
        sent = "SELECT count(*) FROM ops_notification WHERE state = 'sent'"
        wait_until(lambda: installation.count(sent) == 1, 110, "the letter is sent", [worker, beat])
        assert len(server.letters) == 1


LETTER = """
from datetime import date
from lms.people.actions import create_person
from lms.people.actions.invitations import ask_for_letter
by = create_person(username="lead", given_name="Lead", started_on=date(2026, 1, 5), by=None)
new = create_person(username="new", given_name="New", email="new@example.com", started_on=date(2026, 1, 5), by=None)
ask_for_letter(person=new, by=by)
"""

"""A guest's talk by a link: from outside, without a script, without an account, without a trace in the record."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lms.learning.actions import GuestPassGone, erase_passes, issue_pass, revoke_pass
from lms.learning.guests import GuestRoom, guest_rooms
from lms.learning.models import Evidence, GuestPass, LearningRecord, Mastery
from lms.people.models import RoleGrant
from lms.people.queries import company_roles
from roleplays import queries
from roleplays.actions import keep_words, say, start_guest_run, suggest, try_again
from roleplays.debriefing import debrief
from roleplays.models import OwnWords, Run, Suggestion
from roleplays.talks import talk_of

from .conftest import WELL, play, published, snapshot_of
from .conftest import say as answer
from .test_own_words import NOTHING, PERHAPS, SURELY, TALKATIVE
from .test_pages import SECRETS

SUBJECT = uuid4()


@pytest.fixture(autouse=True)
def room(monkeypatch) -> None:
    """A room that lets HR read, and nobody else."""
    found = GuestRoom(
        "tests",
        "Read by those who hire.",
        lambda person, guest: RoleGrant.Role.HR in company_roles(person),
        lambda guest: "Sofya Roshchina",
        lambda person, guest: "/hiring/",
    )
    monkeypatch.setitem(guest_rooms, "tests", found)


@pytest.fixture
def give(small, cast):
    def issue(activity=small, language="en", **fields):
        guest, secret = issue_pass(
            activity=activity, language=language, room="tests", subject=SUBJECT, by=cast.hr, **fields
        )
        return guest, f"/talk/{secret}/"

    return issue


def guest_run(guest: GuestPass, activity, *texts: str) -> Run:
    run = start_guest_run(guest=guest, snapshot=snapshot_of(activity, guest.language))
    for text in texts:
        run = answer(run, text)
    return run


def choose(client: Client, url: str, text: str, **headers):
    run = Run.objects.get(guest__isnull=False)
    choice = next(option for option in talk_of(run).options if option.text.startswith(text))
    return client.post(url, {"turn": len(run.steps), "choice": choice.uid}, headers=headers)


def test_a_whole_talk_from_outside(give, cast, visit):
    guest, url = give()
    client = Client()
    html = client.get(url).content.decode()
    for words in ("Cold soup", "Mr Reed", "The soup is cold.", "about 4 minutes", "Read by those who hire.", "Begin"):
        assert words in html
    assert not Run.objects.exists() and GuestPass.objects.get().state == "open"
    assert client.post(url, {"start": "1"}).url == url
    html = client.get(url).content.decode()
    assert "This soup is cold." in html and html.count('name="choice"') == 2 and f'action="{url}"' in html
    assert choose(client, url, "Cold indeed").url == f"{url}#now"
    html = client.get(url).content.decode()
    assert "So what now?" in html and not [secret for secret in SECRETS if secret in html]
    assert '<div class="said own">' not in html  # what a reply has shown is not told
    assert choose(client, url, "A hot one").url == url
    html = client.get(url).content.decode()
    assert "Thank you" in html and "works once" not in html and "strong" not in html.lower()
    guest.refresh_from_db()
    assert guest.state == "done" and guest.score == 1.0 and not client.cookies


def test_nothing_about_a_guest_is_in_the_record(give, small, cast):
    run = guest_run(give()[0], small, *WELL)
    assert run.done and run.person is None
    assert not LearningRecord.objects.exists() and not Evidence.objects.exists() and not Mastery.objects.exists()


def test_a_guest_counts_in_no_path_comparison_or_list(give, small, cast):
    for _ in range(2):
        guest_run(give()[0], small, "We cook")
    own = play(cast.new_hire, small, *WELL, official=True)
    assert len(queries.official_talks(own.snapshot, None)) == 1
    assert queries.team_steps(own, timezone.localdate()) == []
    assert queries.run_before(own) is None
    last = Run.objects.filter(guest__isnull=False).latest("pk")
    shown = debrief(last, None)
    assert shown.before is None and not any(moment.usual or moment.last_time for moment in shown.moments)


def test_the_database_knows_one_of_both_and_no_record_for_guests(give, small, cast):
    run = guest_run(give()[0], small)
    for wrong in ({"person": cast.agent}, {"guest": None}, {"official": True}, {"asked_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**wrong)


def test_what_is_about_a_person_is_refused(give, small, cast):
    run = guest_run(give()[0], small, *WELL)
    for act in (lambda: try_again(run=run, turn=0), lambda: suggest(run=run, turn=0, text="x")):
        with pytest.raises(ValueError, match="guest"):
            act()
    assert not Suggestion.objects.exists() and Run.objects.count() == 1


def test_own_words_are_heard_and_never_kept(give, skills):
    talkative = published(TALKATIVE)
    guest, url = give(talkative)
    client, run = Client(), guest_run(guest, talkative)
    html = client.get(url).content.decode()
    assert "without your name" not in html and "understood on this server" in html
    html = client.post(url, {"turn": 0, "said": NOTHING}).content.decode()
    assert "AGAINLINE" in html and "Thank you" not in html
    assert "Did you mean" in client.post(url, {"turn": 0, "said": PERHAPS}).content.decode()
    assert client.post(url, {"turn": 0, "said": PERHAPS, "none": "1"}).status_code == 200
    assert say(run=run, turn=0, words=SURELY).run.steps[0]["said"] == SURELY
    assert keep_words(run=run, words=NOTHING) is None and not OwnWords.objects.exists()


def test_htmx_swaps_the_same_markup(give):
    _guest, url = give()
    client = Client()
    client.post(url, {"start": "1"})
    response = choose(client, url, "Cold indeed", HX_Request="true")
    html = response.content.decode()
    assert "<html" not in html and 'id="talk"' in html and "So what now?" in html
    assert "hx-swap-oob" not in html and "data-focus" in html
    assert choose(client, url, "A hot one", HX_Request="true").headers["HX-Redirect"] == url


def test_two_tabs_and_two_presses_are_one_talk(give):
    guest, url = give()
    first, second = Client(), Client()
    for client in (first, second, first):
        client.post(url, {"start": "1"})
    run = Run.objects.get()
    choices = [option.uid for option in talk_of(run).options]
    first.post(url, {"turn": 0, "choice": choices[1]})
    second.post(url, {"turn": 0, "choice": choices[0]})  # shown before the other went on
    run.refresh_from_db()
    assert [step["choice"] for step in run.steps] == [choices[1]]
    choose(first, url, "A hot one")
    late = second.post(url, {"turn": 1, "choice": choices[0]}, headers={"HX_Request": "true"})
    assert late.headers["HX-Redirect"] == url
    assert second.post(url, {"start": "1"}).url == url and Run.objects.count() == 1
    guest.refresh_from_db()
    assert guest.score == 1.0


def test_made_up_replies_leave_the_talk_as_it_is(give):
    _guest, url = give()
    client = Client()
    assert client.post(url, {"turn": "0", "choice": "x"}).status_code == 302 and not Run.objects.exists()
    client.post(url, {"start": "1"})
    for data in ({}, {"turn": "0", "choice": "x"}, {"turn": "x", "choice": "y"}):
        assert client.post(url, data).status_code == 302
    assert Run.objects.get().steps == []


CLOSED = {
    "expired": (410, "This link has run out"),
    "revoked": (410, "This link does not work any more"),
    "unknown": (404, "We do not know this link"),
}


@pytest.mark.parametrize("reason", CLOSED)
def test_a_link_that_leads_nowhere_says_so_and_what_to_do(reason, give, cast, small):
    guest, url = give(at=timezone.now() - timedelta(days=15) if reason == "expired" else None)
    if reason == "revoked":
        guest_run(guest, small, "Cold indeed")
        revoke_pass(guest=guest, by=cast.hr)
    url = "/talk/no-such-secret/" if reason == "unknown" else url
    status, words = CLOSED[reason]
    client = Client()
    for response in (client.get(url), client.post(url, {"start": "1"}), client.post(url, {"turn": 1, "choice": "x"})):
        html = unescape(response.content.decode())
        assert response.status_code == status and words in html and "whoever sent it to you" in html
        assert "So what now?" not in html
    assert client.post(url, {"start": "1"}, headers={"HX_Request": "true"}).headers["HX-Redirect"] == url


def test_taken_back_while_somebody_replies(give, small, cast, monkeypatch):
    guest, _url = give()
    run = guest_run(guest, small, "Cold indeed")
    revoke_pass(guest=guest, by=cast.hr)
    with pytest.raises(GuestPassGone):
        answer(run, "A hot one")
    run.refresh_from_db()
    assert not run.done and len(run.steps) == 1


def test_a_talk_that_was_taken_from_the_library(give, small):
    from roleplays.models import Scenario

    _guest, url = give()
    Scenario.objects.update(live=False)
    client = Client()
    assert client.get(url).status_code == 410
    assert client.post(url, {"start": "1"}).status_code == 302 and not Run.objects.exists()


def test_in_the_language_of_the_link_and_in_the_other(give):
    _guest, url = give(language="ru")
    client = Client(headers={"Accept-Language": "en"})
    response = client.get(url)
    html = response.content.decode()
    assert 'lang="ru"' in html and "Холодный суп" in html and response["Content-Language"] == "ru"
    english = f"{url}?lang=en"
    assert english in html and f'action="{english}"' in client.get(english).content.decode()
    assert client.post(english, {"start": "1"}).url == english
    html = client.get(english).content.decode()
    assert "Суп холодный." in html and "Your reply" in html and f'hx-post="{english}"' in html
    assert "evil" not in client.get(f"{url}?lang=evil").content.decode()


def test_it_tells_nobody_where_it_was(give, cast, visit):
    _guest, url = give()
    response = Client().get(url)
    assert response["Referrer-Policy"] == "no-referrer" and "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"] and not response.cookies
    assert 'content="noindex"' in response.content.decode() and "http://" not in response.content.decode()


def test_a_flood_from_one_address_is_slowed(give, monkeypatch):
    monkeypatch.setattr("roleplays.guest_views.MOST", 3)
    _guest, url = give()
    client = Client()
    for _ in range(3):
        client.post(url, {"start": "1"})
    response = client.post(url, {"turn": 0, "choice": "x"})
    assert response.status_code == 429 and "Wait a minute" in response.content.decode()
    again = client.post(url, {}, headers={"HX_Request": "true"}).headers["HX-Redirect"]
    assert "Wait a minute" in client.get(again).content.decode()


def test_who_may_look_back(give, small, cast, visit):
    guest, _url = give()
    run = guest_run(guest, small, "Cold indeed")
    url = f"/roleplay/guest/{guest.uid}/"
    assert visit(cast.hr).get(url).status_code == 404  # not before the end
    answer(run, "A hot one")
    html = visit(cast.hr).get(url).content.decode()
    for words in ("Sofya Roshchina", "A strong talk", "FEEDBACKGOOD", "STRONGLISTEN", "Result: 100 of 100", "/hiring/"):
        assert words in html
    assert "roleplay/run/" not in html and "Write beside" not in html and "of a day counts" not in html
    for role in ("administrator", "manager", "new_hire"):
        assert visit(getattr(cast, role)).get(url).status_code == 404
    for page in ("", "debrief/"):
        assert visit(cast.hr).get(f"/roleplay/run/{run.uid}/{page}").status_code == 404
        assert visit(cast.administrator).get(f"/roleplay/run/{run.uid}/{page}").status_code == 404
    assert visit(cast.administrator).post(f"/roleplay/run/{run.uid}/note/", {"turn": 0, "text": "x"}).status_code == 404


def test_it_goes_with_its_pass(give, small, cast):
    guest_run(give()[0], small, *WELL)
    erase_passes(room="tests", subject=SUBJECT)
    assert not Run.objects.exists()


@pytest.mark.parametrize("steps", [0, 1])
def test_few_queries(give, small, steps, django_assert_max_num_queries):
    guest, url = give()
    guest_run(guest, small, *WELL[:steps])
    client = Client()
    client.get(url)
    with django_assert_max_num_queries(6):
        assert client.get(url).status_code == 200

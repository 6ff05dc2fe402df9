"""The customer's page: looking never votes, one browser thanks one person once, nothing to sign in to."""

import gzip
import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image
from time_machine import travel

from gamification.stars.actions import make_link
from gamification.stars.models import Concern, Vote
from lms.ops.models import Notification
from lms.people.actions import leave_company, set_photo
from lms.ui import bundle


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    cache.clear()


def customer(agent: str = "Phone", address: str = "203.0.113.9") -> Client:
    """Somebody with a browser of their own. The tokens of forms are checked as in life."""
    return Client(enforce_csrf_checks=True, headers={"user-agent": agent}, REMOTE_ADDR=address)


def form_of(client: Client, url: str) -> dict[str, str]:
    html = client.get(url).content.decode()
    return {"form": re.search(r'name="form" value="([^"]+)"', html)[1], "lang": "en"}


def test_looking_never_votes(link):
    client, url = customer(), f"/thanks/{link.token}/"
    for _n in range(3):
        response = client.get(url)
    client.head(url)
    client.get(url, form_of(client, url))
    assert response.status_code == 200 and not Vote.objects.exists()
    assert not response.cookies and response["Cache-Control"] == "private, no-store"
    assert client.put(url).status_code == 200 and not Vote.objects.exists()


def test_two_taps_and_it_is_counted_with_words_masked(link, cast):
    client, url = customer(), f"/thanks/{link.token}/"
    words = {"words": "Борис помог, мой телефон +7 916 123-45-67, b@mail.example.com"}
    response = client.post(url, form_of(client, url) | words)
    vote = Vote.objects.get()
    assert response.status_code == 200 and "Thank you" in response.content.decode()
    assert (vote.person, vote.hidden) == (cast.agent, False)
    assert "916" not in vote.words and "@" not in vote.words and "Борис помог" in vote.words


def test_a_second_vote_from_the_same_browser_changes_nothing(link):
    client, url = customer(), f"/thanks/{link.token}/"
    client.post(url, form_of(client, url) | {"words": "first"})
    before = list(Vote.objects.values())
    again = client.post(url, form_of(client, url) | {"words": "second"})
    assert "Thank you" in again.content.decode()
    moved = client.post(url, form_of(client, url), REMOTE_ADDR="198.51.100.7", headers={"user-agent": "Other"})
    assert moved.status_code == 200 and list(Vote.objects.values()) == before


def test_the_same_page_sent_twice_is_once(link):
    client, url = customer(), f"/thanks/{link.token}/"
    form = form_of(client, url)
    client.post(url, form)
    other = customer("Another", "198.51.100.7")
    other.post(url, form)
    assert Vote.objects.count() == 1


def test_without_cookies_the_phone_of_the_day_is_known(link):
    url = f"/thanks/{link.token}/"
    for _n in range(3):
        client = customer()  # no cookie is kept
        client.post(url, form_of(client, url))
    assert Vote.objects.count() == 1
    client = customer("A different phone")
    client.post(url, form_of(client, url))
    assert Vote.objects.count() == 2


def test_one_browser_may_thank_two_people(link, cast):
    other = make_link(person=cast.other_agent, by=None)
    client = customer()
    for one in (link, other):
        client.post(f"/thanks/{one.token}/", form_of(client, f"/thanks/{one.token}/"))
    assert set(Vote.objects.values_list("person", flat=True)) == {cast.agent.pk, cast.other_agent.pk}


def test_a_page_that_is_not_ours_is_given_back_with_the_words(link, cast):
    client, url = customer(), f"/thanks/{link.token}/"
    other = make_link(person=cast.other_agent, by=None)
    forms = ["", "made up", form_of(client, f"/thanks/{other.token}/")["form"]]
    for form in forms:
        response = client.post(url, {"form": form, "words": "Kind words", "lang": "en"})
        html = response.content.decode()
        assert response.status_code == 400 and "Press once more" in html and "Kind words" in html
    assert not Vote.objects.exists()


def test_an_old_page_is_not_taken(link):
    client, url = customer(), f"/thanks/{link.token}/"
    with travel(timezone.now() - timedelta(hours=25)):
        form = form_of(client, url)
    assert client.post(url, form).status_code == 400
    assert client.post(url, form_of(client, url)).status_code == 200 and Vote.objects.count() == 1


def test_a_flood_from_one_address_is_slowed(link):
    url = f"/thanks/{link.token}/"
    answers = []
    for number in range(35):
        client = customer(f"Phone {number}")
        answers.append(client.post(url, form_of(client, url)).status_code)
    assert answers.count(200) == 30 and answers[-1] == 429


def test_an_employee_cannot_thank_themselves(link, cast, visit):
    client, url = visit(cast.agent), f"/thanks/{link.token}/"
    html = client.post(url, form_of(client, url)).content.decode()
    assert "Nothing was counted" in html and not Vote.objects.exists()


def test_the_page_is_light_and_has_no_script(link, cast, visit):
    picture = io.BytesIO()
    Image.effect_noise((600, 600), 90).convert("RGB").save(picture, "PNG")
    set_photo(person=cast.agent, content=picture.getvalue(), by=cast.agent)
    client, url = customer(), f"/thanks/{link.token}/"
    for path in (url, f"{url}wrong/"):
        html = client.get(path).content
        assert b"<script" not in html and b"onclick" not in html and b"htmx" not in html
    shown = client.get(f"{url}photo/")
    assert shown["Content-Type"] == "image/webp"
    style = gzip.compress(bundle.write().read_bytes())
    assert len(html) + len(style) + len(shown.content) <= 30_000
    assert Image.open(io.BytesIO(shown.content)).size == (144, 144)
    assert client.get(f"/media/{cast.agent.photo}").status_code == 404


def test_without_a_photo_there_are_initials(link):
    client = customer()
    assert ">Б<" in client.get(f"/thanks/{link.token}/").content.decode()
    assert client.get(f"/thanks/{link.token}/photo/").status_code == 404


def test_a_customer_sees_a_first_name_only(link):
    html = customer().get(f"/thanks/{link.token}/").content.decode()
    assert "Борис" in html and "Орлов" not in html and "boris" not in html


def test_the_browsers_language_counts_and_can_be_switched(link):
    url = f"/thanks/{link.token}/"
    russian = customer().get(url, headers={"accept-language": "ru-RU,ru;q=0.9"})
    html = russian.content.decode()
    assert russian["Content-Language"] == "ru" and "Что-то не так" in html and "?lang=en" in html
    assert "Accept-Language" in russian["Vary"]
    english = customer().get(f"{url}?lang=en", headers={"accept-language": "ru"}).content.decode()
    assert "Something was wrong" in english
    client = customer()
    sent = client.post(url, form_of(client, url) | {"lang": "ru"}, headers={"accept-language": "en"})
    assert 'lang="ru"' in sent.content.decode()
    assert 'lang="en"' in customer().get(f"{url}?lang=xx").content.decode()


def test_a_link_ends_when_a_new_one_is_made_and_when_the_person_leaves(link, cast):
    newer = make_link(person=cast.agent, by=cast.manager)
    assert customer().get(f"/thanks/{link.token}/").status_code == 404
    assert customer().post(f"/thanks/{link.token}/").status_code == 404
    assert customer().get(f"/thanks/{newer.token}/").status_code == 200
    leave_company(person=cast.agent, last_day=timezone.now().date(), by=None)
    cast.agent.refresh_from_db()
    cast.agent.is_active = False
    cast.agent.save()
    assert customer().get(f"/thanks/{newer.token}/").status_code == 404


def test_something_was_wrong_reaches_the_lead(link, cast, visit, star):
    client, url = customer(), f"/thanks/{link.token}/wrong/"
    empty = client.post(url, form_of(client, url) | {"words": "  "})
    assert empty.status_code == 400 and "Write in a few words" in empty.content.decode()
    assert not Concern.objects.exists()
    form = form_of(client, url) | {"words": "Nobody called back. My phone is +7 916 123-45-67"}
    assert "Thank you for telling us" in client.post(url, form).content.decode()
    client.post(url, form)
    concern = Concern.objects.get()
    assert concern.person == cast.agent and "916" not in concern.words and not Vote.objects.exists()
    letter = Notification.objects.get()
    assert (letter.person, letter.kind, letter.args) == (cast.manager, "concern", {"concern": concern.pk})
    page = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert "Nobody called back" in page
    assert "Nobody called back" not in visit(cast.agent).get("/").content.decode()
    assert "Nobody called back" not in visit(cast.agent).get("/stars/").content.decode()


def test_a_concern_goes_from_new_to_seen_to_handled(link, cast, visit, star):
    client, url = customer(), f"/thanks/{link.token}/wrong/"
    client.post(url, form_of(client, url) | {"words": "The parcel was open"})
    concern, team = Concern.objects.get(), f"/team/{cast.team.pk}/"
    lead = visit(cast.manager)
    assert lead.post(f"/stars/concerns/{concern.pk}/", {"state": "seen", "next": team}).url == team
    concern.refresh_from_db()
    assert (concern.state, concern.by) == ("seen", cast.manager) and concern.seen_at
    assert "The parcel was open" in lead.get(team).content.decode()
    lead.post(f"/stars/concerns/{concern.pk}/", {"state": "handled", "next": "https://elsewhere.example"})
    assert "The parcel was open" not in lead.get(team).content.decode()
    lead.post(f"/stars/concerns/{concern.pk}/", {"state": "seen"})
    concern.refresh_from_db()
    assert concern.state == "handled" and concern.handled_at


def test_the_letter_says_what_happened_and_not_what_was_written(link, cast, mailoutbox):
    from gamification.stars.actions import handle_concern, raise_concern
    from lms.ops.work import send_notification

    raise_concern(person=cast.agent, form="a", words="Very secret words")
    Notification.objects.update(not_before=timezone.now())
    send_notification(Notification.objects.get().pk)
    assert "Орлов Борис" in mailoutbox[0].body and "secret" not in mailoutbox[0].body
    handled = raise_concern(person=cast.agent, form="b", words="Settled at once")
    handle_concern(concern=handled, by=cast.manager)
    Notification.objects.update(not_before=timezone.now())
    send_notification(Notification.objects.last().pk)
    assert len(mailoutbox) == 1


def test_a_concern_about_a_lead_goes_to_the_administrators(cast):
    from gamification.stars.actions import raise_concern

    raise_concern(person=cast.manager, form="a", words="Rude")
    assert list(Notification.objects.values_list("person", flat=True)) == [cast.administrator.pk]

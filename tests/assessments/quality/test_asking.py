"""A customer answers one question; leads make links and read what came of them."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.actions import answer, end_rating_link, make_rating_link
from assessments.quality.asking import summary
from assessments.quality.models import Answer, RatingLink, Ticket
from assessments.quality.signed import address_of
from lms.people.actions import forget_person

from .test_uploading import LEFTOVERS, SECRETS, dump


@pytest.fixture
def link(cast):
    return make_rating_link(kind="csat", name="Returns", channel="chat", person=cast.agent, by=cast.administrator)


def form_of(page) -> str:
    return re.search(r'name="form" value="([^"]+)"', page.content.decode())[1]


def send(client, link, score="5", number="", **data):
    path = address_of(link, number).split("/", 3)[3]
    return client.post(f"/{path}", {"form": form_of(client.get(f"/{path}")), "score": score, **data})


def test_a_rating_is_a_ticket_of_whoever_answers_there(link, cast):
    page = send(Client(), link, "4", comment=f"Быстро, спасибо! {SECRETS[0]}")
    assert page.status_code == 200 and "Thank you" in page.content.decode()
    row = Ticket.objects.get()
    assert (row.source, row.agent, row.team, row.channel, row.csat, row.csat_raw) == (
        "own",
        cast.agent,
        cast.team,
        "chat",
        0.75,
        "4",
    )
    assert row.csat_comment == "Быстро, спасибо! [адрес почты]"
    assert row.solved_on and row.first_response is None and row.resolution is None


def test_looking_writes_nothing_and_needs_no_script_and_little(link, django_assert_max_num_queries):
    before = dump()
    with django_assert_max_num_queries(6):
        page = Client().get(f"/rate/{link.token}/")
    assert page.status_code == 200 and dump() == before and not page.cookies
    text = page.content.decode()
    assert "<script" not in text and len(text) < 10_000
    assert page["Cache-Control"] and "no-store" in page["Cache-Control"]


def test_the_same_browser_on_the_same_day_corrects_itself_and_another_counts(link):
    one, other = Client(), Client()
    send(one, link, "5")
    send(one, link, "2", comment="Later it broke")
    assert Answer.objects.get().score == 2 and Ticket.objects.get().csat == 0.25
    send(other, link, "5")
    assert Answer.objects.count() == Ticket.objects.count() == 2


def test_a_ticket_is_rated_once_whoever_opens_its_link(link):
    send(Client(), link, "5", number="A-17")
    send(Client(), link, "1", number="A-17")
    row = Ticket.objects.get()
    assert (row.external_id, row.csat) == ("A-17", 0)
    assert Answer.objects.get().ticket_number == "A-17"


def test_a_forged_ticket_an_ended_link_and_an_unknown_one_are_not_there(link, cast):
    client = Client()
    assert client.get(f"/rate/{link.token}/A-17/").status_code == 404
    other = make_rating_link(kind="csat", name="x", by=cast.administrator)
    stolen = address_of(other, "A-17").rstrip("/").split("/")[-1]
    assert client.get(f"/rate/{link.token}/{stolen}/").status_code == 404
    assert client.get("/rate/nothing/").status_code == 404
    end_rating_link(link=link, by=cast.administrator)
    assert client.get(f"/rate/{link.token}/").status_code == 404


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "5.0", "٣", "five", "100"])
def test_off_the_scale_is_asked_again(link, score):
    page = send(Client(), link, score, comment="kept")
    assert page.status_code == 400 and "kept" in page.content.decode()
    assert not Answer.objects.exists()


def test_a_page_that_is_not_ours_and_too_many_at_once(link):
    client = Client()
    assert client.post(f"/rate/{link.token}/", {"score": "5", "form": "forged"}).status_code == 400
    cache.clear()
    codes = [client.post(f"/rate/{link.token}/", {"score": "5", "form": "x"}).status_code for _ in range(31)]
    assert codes == [400] * 30 + [429]
    assert not Answer.objects.exists()


def test_nobody_rates_themselves(link, cast, visit):
    page = send(visit(cast.agent), link, "5")
    assert "Nothing was counted" in page.content.decode() and not Answer.objects.exists()


def test_recommending_and_ease_are_no_tickets(cast):
    for kind, score in (("nps", "10"), ("nps", "0"), ("ces", "4")):
        send(Client(), make_rating_link(kind=kind, name=kind, by=cast.administrator), score)
    assert Answer.objects.count() == 3 and not Ticket.objects.exists()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", RatingLink.Kind.values)
def test_in_both_languages(cast, kind, language):
    link = make_rating_link(kind=kind, name=kind, by=cast.administrator)
    page = Client().get(f"/rate/{link.token}/?lang={language}")
    assert page["Content-Language"] == language and f'<html lang="{language}">' in page.content.decode()


def test_no_canary_stays(link, caplog):
    caplog.set_level("DEBUG")
    words = "Пишите " + ", ".join(SECRETS)
    send(Client(), link, "3", comment=words, number=SECRETS[2])
    found = dump() + caplog.text
    assert Answer.objects.count() == 1
    assert [left for left in LEFTOVERS if left in found] == []


def test_a_lead_makes_a_link_prints_it_and_reads_the_answers(cast, visit):
    client = visit(cast.manager)
    data = {"kind": "csat", "name": "Chat of Boris", "channel": "chat", "person": str(cast.agent.uid)}
    made = client.post(reverse("quality_asking"), data)
    link = RatingLink.objects.get()
    assert made.url == reverse("quality_asking_link", args=[link.uid]) and link.person == cast.agent
    for n in range(6):
        answer(link=link, score=5 if n else 1, mark=f"m{n}", comment="Очень долго" if not n else "")
    page = client.get(made.url).content.decode()
    assert "5 of 6 liked it" in page and "Очень долго" in page and f"/rate/{link.token}/" in page
    page = client.get(made.url, {"ticket": "A-17"}).content.decode()
    assert "For ticket A-17" in page and address_of(link, "A-17")[:40] in page
    assert "5 of 6 liked it" in client.get(reverse("quality_asking")).content.decode()
    client.post(reverse("quality_asking_end", args=[link.uid]))
    assert "This link has ended" in client.get(made.url).content.decode()


def test_a_lead_sees_no_link_of_another_team_and_cannot_make_one_about_them(cast, visit):
    foreign = make_rating_link(kind="csat", name="Foreign", person=cast.other_agent, by=cast.administrator)
    client = visit(cast.manager)
    assert client.get(reverse("quality_asking_link", args=[foreign.uid])).status_code == 404
    assert "Foreign" not in client.get(reverse("quality_asking")).content.decode()
    client.post(reverse("quality_asking"), {"kind": "csat", "name": "x", "person": str(cast.other_agent.uid)})
    assert RatingLink.objects.count() == 1


@pytest.mark.parametrize("count", [1, 15])
def test_the_page_of_links_asks_the_same_of_one_and_of_many(cast, visit, count, django_assert_max_num_queries):
    for n in range(count):
        link = make_rating_link(kind="nps", name=f"{n}", by=cast.administrator)
        answer(link=link, score=9, mark="m")
    client = visit(cast.administrator)
    client.get(reverse("quality_asking"))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("quality_asking")).status_code == 200


def test_old_answers_leave_the_figure(link, cast):
    long_ago = timezone.now() - timedelta(days=100)
    for n in range(5):
        answer(link=link, score=1, mark=f"old{n}", at=long_ago)
        answer(link=link, score=5, mark=f"new{n}")
    from assessments.quality import ratings

    found = ratings.summaries([link], timezone.localdate())[link.pk]
    assert (found.n, found.good) == (5, 5)


def test_who_is_forgotten_is_asked_about_no_longer(link, cast):
    answer(link=link, score=5, mark="m", comment="Борис молодец")
    forget_person(person=cast.agent, by=cast.administrator)
    assert Client().get(f"/rate/{link.token}/").status_code == 404
    assert Answer.objects.get().comment == "" and Ticket.objects.get().csat_comment == ""


scores = st.lists(st.integers(0, 10), max_size=30)


@given(scores)
def test_recommending_is_promoters_less_critics(given_scores):
    found = summary("nps", given_scores)
    assert found.n == len(given_scores) and -100 <= found.nps <= 100
    assert found.good == sum(s >= 9 for s in given_scores) and found.critics == sum(s <= 6 for s in given_scores)
    raised = summary("nps", [min(10, s + 1) for s in given_scores])
    assert raised.nps >= found.nps

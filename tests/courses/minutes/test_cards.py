"""Cards: what publishing writes, what an editor may do to them, and that answers outlive it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.minutes.actions import write_card
from courses.minutes.actions.cards import UnfinishedCard
from courses.minutes.models import MinuteCard
from lms.learning.models import Activity, ContentSnapshot, LearningRecord

from .conftest import NINE, activity_of, add_card, right_of, wrong_of


def test_publishing_makes_the_activity_and_a_snapshot(apologise):
    card = add_card("Full stop", skills=(apologise,))
    activity = activity_of(card)
    assert (activity.kind, activity.live, activity.title_en, activity.url) == (
        "minute",
        True,
        "Full stop",
        f"/minute/?card={card.translation_key}",
    )
    assert list(activity.skills.all()) == [apologise]
    body = ContentSnapshot.objects.get(activity=activity).body
    assert [option["uid"] for option in body["options"]] == [str(option.uid) for option in card.options.all()]
    card.save_revision().publish()
    assert ContentSnapshot.objects.filter(activity=activity).count() == 1


def test_both_languages_share_the_activity_and_the_uids_of_the_answers(apologise):
    card = add_card("Full stop")
    russian = card.copy_for_translation(Locale.objects.get(language_code="ru"))
    russian.title, russian.live = "Точка", False
    russian.save()
    russian.save_revision().publish()
    activity = Activity.objects.get()
    assert (activity.title_en, activity.title_ru) == ("Full stop", "Точка")
    uids = [[option["uid"] for option in row.body["options"]] for row in ContentSnapshot.objects.all()]
    assert len(uids) == 2 and uids[0] == uids[1]
    russian.refresh_from_db()
    russian.unpublish()
    assert Activity.objects.get().live
    card.unpublish()
    assert not Activity.objects.get().live


def test_an_answer_stays_readable_when_its_option_and_its_card_are_gone(cast, visit, apologise, time_machine, answered):
    time_machine.move_to(NINE, tick=False)
    card = add_card("Full stop", skills=(apologise,))
    gone = card.options.get(uid=wrong_of(card))
    answered(cast.agent, card, right=False)
    card.options.remove(gone)
    card.text = "Other words"
    card.save_revision().publish()
    client = visit(cast.agent)
    html = client.get(f"/minute/?after={card.translation_key}").content.decode()
    assert gone.text in html and "what is asked?" in html and "Other words" not in html
    card.delete()
    assert gone.text in client.get(f"/minute/?after={card.translation_key}").content.decode()
    assert LearningRecord.objects.get().context["option"] == str(gone.uid)
    assert client.get(f"/minute/?card={card.translation_key}").status_code == 404


def test_a_lead_s_card_is_live_at_once(cast, apologise):
    card = write_card(
        by=cast.manager,
        language="ru",
        kind="phrase",
        title="Извинение",
        text="Мне … , что так вышло.",
        why="Сначала извинение.",
        answers=[("очень жаль", True)],
        skills=[apologise],
    )
    assert card.live and card.latest_revision.user == cast.manager
    assert activity_of(card).title_ru == "Извинение"
    with pytest.raises(UnfinishedCard):
        write_card(by=cast.manager, language="ru", kind="fact", title="x", text="x", why="x", answers=[("a", True)])
    assert MinuteCard.objects.count() == 1


def formset(texts: list[tuple[str, bool]]) -> dict[str, str]:
    data = {"options-TOTAL_FORMS": len(texts), "options-INITIAL_FORMS": 0, "options-MIN_NUM_FORMS": 1}
    for n, (text, right) in enumerate(texts):
        data |= {f"options-{n}-text": text, f"options-{n}-why": "", f"options-{n}-ORDER": n + 1, f"options-{n}-id": ""}
        data |= {f"options-{n}-right": "on"} if right else {}
    return data


def test_an_editor_writes_a_card_and_is_told_what_it_lacks(cast, visit):
    client = visit(cast.editor)
    url = reverse("wagtailsnippets_minutes_minutecard:add")
    fields = {"kind": "fact", "title": "New", "text": "What?", "why": "So.", "seconds": 40, "locale": "en"}
    wrong = client.post(url, fields | formset([("a", True), ("b", True)]) | {"action-publish": "1"})
    assert "Mark exactly one answer as the right one." in wrong.content.decode()
    assert not MinuteCard.objects.exists()
    draft = client.post(url, fields | formset([("a", False)]))
    assert draft.status_code == 302 and not MinuteCard.objects.get().live
    MinuteCard.objects.all().delete()
    right = client.post(url, fields | formset([("a", False), ("b", True)]) | {"action-publish": "1"})
    assert right.status_code == 302
    card = MinuteCard.objects.get()
    assert card.live and right_of(card) and activity_of(card).live
    page = client.get(reverse("wagtailsnippets_minutes_minutecard:edit", args=[card.pk])).content.decode()
    assert "Read after any answer" in page and "snippet" not in page.replace("wagtailsnippets", "").replace(
        "/snippets/", ""
    ).split("<main")[1].split("</main")[0].lower().replace("data-snippet", "")


def test_a_preview_shows_the_card(cast, visit, rf):
    card = add_card("Full stop")
    response = card.make_preview_request(preview_mode="")
    assert response.status_code == 200 and "Full stop: because" in response.content.decode()

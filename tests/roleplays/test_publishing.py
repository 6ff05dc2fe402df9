"""Editing never touches talks that were played: they refer to snapshots."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from lms.learning.models import Activity, ContentSnapshot
from roleplays.actions import save_scenario
from roleplays.formats import scenario_yaml
from roleplays.models import Scenario

from .conftest import SMALL, WELL, play, published, say, snapshot_of


def without(text: str, *, node: str = "", reply: str = "") -> str:
    """The small scenario with a node or a reply taken out."""
    if node:
        text = text.replace("replies: [{when: patience == 0, to: gone}]", "replies: []")
        return "\n".join(line for line in text.splitlines() if not line.startswith(f"  {node}:"))
    start = text.index(f"      - text: {{en: {reply}")
    end = min(n for n in (text.find(mark, start + 5) for mark in ("\n      - text", "\n  gate", "\n  good")) if n > 0)
    return text[:start].rstrip(" ") + text[end + 1 :]


def save(text: str, publish: bool = True) -> list[Scenario]:
    return save_scenario(file=scenario_yaml.read(text), by=None, publish=publish)


def test_publishing_makes_an_activity_and_snapshots(small, skills):
    assert (small.kind, small.title_en, small.seconds) == ("roleplay", "Cold soup", 240)
    assert set(small.skills.all()) == {skills["listen"], skills["apologise"], skills["solve"]}
    assert small.url == f"/roleplay/{small.uid}/" and small.live
    assert ContentSnapshot.objects.filter(activity=small).count() == 2


@pytest.mark.parametrize("change", [{"node": "gone"}, {"reply": "Cold indeed"}])
def test_what_is_taken_out_stays_in_talks_that_were_played(small, cast, visit, change):
    well = play(cast.agent, small, *WELL)
    badly = play(cast.agent, small, "We cook")
    text = without(SMALL, **change)
    if "reply" in change:  # what is left has to be sound by itself
        text = text.replace("patience: -5", "patience: -1").replace("when: secretvar", "when: not secretvar")
    save(text)
    assert snapshot_of(small) != well.snapshot
    client = visit(cast.agent)
    html = client.get(reverse("roleplay_debrief", args=[well.uid])).content.decode()
    assert "Cold indeed. I am sorry." in html and "FEEDBACKGOOD" in html and "He eats." in html
    assert "He leaves." in client.get(reverse("roleplay_debrief", args=[badly.uid])).content.decode()


def test_a_talk_begun_before_is_finished_as_it_was_shown(small, cast, visit):
    run = play(cast.agent, small, "Cold indeed")
    save(SMALL.replace("A hot one in five minutes.", "Something else."))
    html = visit(cast.agent).get(reverse("roleplay_run", args=[run.uid])).content.decode()
    assert "A hot one in five minutes." in html and "Something else." not in html
    assert say(run, "A hot one").score == 1


def test_an_older_version_published_again_is_what_is_played(small):
    first = snapshot_of(small)
    save(SMALL.replace("This soup is cold.", "This soup is frozen."))
    assert snapshot_of(small) != first
    save(SMALL)
    assert snapshot_of(small).body == first.body


def test_a_draft_changes_nothing_for_readers(small):
    first = snapshot_of(small)
    save(SMALL.replace("This soup is cold.", "This soup is frozen."), publish=False)
    assert snapshot_of(small) == first


def test_a_broken_scenario_is_not_published_whichever_way(small):
    scenario = Scenario.objects.get(slug="cold-soup", locale__language_code="en")
    scenario.body[0].value["replies"][0]["to"] = "nowhere"
    revision = scenario.save_revision()
    with pytest.raises(ValidationError, match="Reply 1 at “opening” leads to “nowhere”"):
        revision.publish()
    scenario.refresh_from_db()
    assert scenario.live and scenario.played.body["nodes"][0]["choices"][0]["to"] == "gate"


def test_it_is_retired_with_its_last_language_and_talks_stay(small, cast, visit):
    run = play(cast.agent, small, *WELL)
    english, russian = Scenario.objects.order_by("locale__language_code")
    english.unpublish()
    assert Activity.objects.get(pk=small.pk).live
    assert snapshot_of(small, "ru").language == "ru"
    russian.delete()
    assert not Activity.objects.get(pk=small.pk).live
    client = visit(cast.agent)
    assert client.get(f"/roleplay/{small.uid}/").status_code == 404
    assert client.get(reverse("roleplay_debrief", args=[run.uid])).status_code == 200


def test_a_translation_keeps_the_ids_of_nodes_and_replies(skills):
    activity = published(SMALL)
    Scenario.objects.get(locale__language_code="ru").delete()
    english = Scenario.objects.get(translation_key=activity.uid)
    copy = english.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.save()
    assert [block.id for block in copy.body] == [block.id for block in english.body]
    replies = [[bound.id for bound in row.body[0].value["replies"].bound_blocks] for row in (copy, english)]
    assert replies[0] == replies[1] and copy.slug == english.slug
    copy.save_revision().publish()
    assert {row.language for row in ContentSnapshot.objects.filter(activity=activity)} == {"en", "ru"}

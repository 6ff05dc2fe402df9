from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.kinds import ActivityKind, done_by, register
from lms.learning.models import Activity, ContentSnapshot
from lms.learning.queries import current_snapshot
from lms.learning.verbs import COMPLETED, PASSED

from .conftest import NOON


def test_publishing_again_is_the_same_thing_renewed(empathy, solving, db):
    uid = uuid4()
    first = publish_activity(uid=uid, kind="exercise", titles={"en": "Calm", "ru": "Покой"}, skills=[empathy])
    again = publish_activity(uid=uid, kind="exercise", titles={"en": "Calmer"}, skills=[solving], seconds=90)
    assert again == first
    row = Activity.objects.get()
    assert (row.title_en, row.title_ru, row.seconds, row.minutes) == ("Calmer", "Покой", 90, 2)
    assert list(row.skills.all()) == [solving]


def test_retired_is_no_longer_offered_and_comes_back_by_publishing(activity):
    retire_activity(uid=activity.uid)
    assert not Activity.objects.get().live
    publish_activity(uid=activity.uid, kind="exercise", titles={})
    assert Activity.objects.get().live


def test_the_title_is_in_the_language_on_screen_or_else_the_other(make):
    both, english = make("Calm", ru="Покой"), make("Only")
    with translation.override("ru"):
        assert (both.title, english.title) == ("Покой", "Only")
    with translation.override("en"):
        assert (both.title, english.title) == ("Calm", "Only")


def test_what_a_kind_says(make, monkeypatch):
    monkeypatch.setattr("lms.learning.kinds.activity_kinds", kinds := {})
    register(
        ActivityKind("case", "Case", "flag", lambda activity: f"/case/{activity.pk}/", done_by=frozenset({PASSED}))
    )
    case, stranger = make("A case", kind="case"), make("Stranger", kind="gone")
    assert (kinds["case"].name, case.url, case.kind_title) == ("case", f"/case/{case.pk}/", "Case")
    assert stranger.kind_title == ""
    assert done_by("case") == {PASSED}
    assert done_by("gone") == {COMPLETED, PASSED}


class TestSnapshots:
    def test_the_same_body_is_the_same_row(self, activity):
        first = take_snapshot(activity=activity, language="en", body={"a": 1, "b": ["ё"]}, at=NOON)
        again = take_snapshot(activity=activity, language="en", body={"b": ["ё"], "a": 1}, at=NOON + timedelta(days=1))
        assert again == first
        assert first.at == NOON
        assert len(first.hash) == 64

    def test_another_body_or_language_is_another(self, activity):
        bodies = [("en", {"a": 1}), ("en", {"a": 2}), ("ru", {"a": 1})]
        rows = {take_snapshot(activity=activity, language=code, body=body).pk for code, body in bodies}
        assert len(rows) == 3

    def test_nobody_changes_one(self, activity):
        snapshot = take_snapshot(activity=activity, language="en", body={"a": 1})
        snapshot.body = {"a": 2}
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            snapshot.save()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ContentSnapshot.objects.all()._raw_delete("default")
        assert ContentSnapshot.objects.get().body == {"a": 1}


def test_an_old_text_that_comes_back_is_in_force_again(activity):
    first = take_snapshot(activity=activity, language="en", body={"text": "A"})
    take_snapshot(activity=activity, language="en", body={"text": "B"})
    again = take_snapshot(activity=activity, language="en", body={"text": "A"})
    assert again.pk != first.pk and current_snapshot(activity, "en") == again
    assert take_snapshot(activity=activity, language="en", body={"text": "A"}) == again

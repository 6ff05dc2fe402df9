"""Administrators edit point rules; a change begins a new version."""

import pytest
from django.urls import reverse

from gamification.points.models import PointRule

from .conftest import activity, done

FORM = {
    "name_en": "Lesson done",
    "name_ru": "Урок пройден",
    "verb": "completed",
    "source": "lesson",
    "kind": "lesson",
    "points": 10,
    "daily_cap": 40,
    "repeats": "once",
    "live": "on",
}


@pytest.fixture
def client_of_admin(cast, visit):
    return visit(cast.administrator)


def test_a_rule_is_written_and_changed(client_of_admin, cast):
    response = client_of_admin.post(reverse("point_rule:add"), FORM)
    assert response.status_code == 302, response.context["form"].errors
    rule = PointRule.objects.get()
    done(cast.agent, activity())
    client_of_admin.post(reverse("point_rule:edit", args=[rule.pk]), {**FORM, "points": 20})
    assert list(PointRule.objects.values_list("points", flat=True)) == [10, 20]
    page = client_of_admin.get(reverse("point_rule:index")).content.decode()
    assert "Lesson done" in page and "nippet" not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": "", "kind": ""}, "Say where it happens"),
        ({"daily_cap": 5}, "raise it to 10"),
        ({"low": 90, "high": 80}, "The upper end lies below"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(client_of_admin, change, said):
    response = client_of_admin.post(reverse("point_rule:add"), {**FORM, **change})
    assert said in response.content.decode()
    assert not PointRule.objects.exists()


def test_editors_have_no_part_in_it(cast, visit):
    client = visit(cast.editor)
    assert client.get(reverse("point_rule:index")).status_code == 302
    assert client.post(reverse("point_rule:add"), FORM).status_code == 302
    assert not PointRule.objects.exists()

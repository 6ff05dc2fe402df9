"""A strict reviewer is found out, and nobody pays for having met one (measures §1)."""

import numpy
import pytest
from django.urls import reverse

from assessments.quality.severity import fitted

from .conftest import make_review

TRUE = {"mild": 6.0, "middling": 0.0, "strict": -6.0}


def rows(seed: int, people: int = 12, each: int = 24):
    dice = numpy.random.default_rng(seed)
    levels = dice.normal(75, 7, people)
    names = list(TRUE)
    for person in range(people):
        for _ in range(each):  # the first half of the people mostly meet the strict one
            share = (0.1, 0.2, 0.7) if person < people // 2 else (0.7, 0.2, 0.1)
            reviewer = names[dice.choice(3, p=share)]
            yield person, reviewer, float(levels[person] + TRUE[reviewer] + dice.normal(0, 10))
    return levels


def test_the_order_and_the_size_of_strictness_are_found():
    found = fitted(list(rows(4)))
    assert found.reviewers["mild"].value > found.reviewers["middling"].value > found.reviewers["strict"].value
    difference = found.reviewers["mild"].value - found.reviewers["strict"].value
    assert difference == pytest.approx(12, abs=3)


def test_people_come_closer_to_the_truth_than_their_plain_means():
    better = 0
    for seed in range(10):
        dice = numpy.random.default_rng(seed)
        levels = dice.normal(75, 7, 12)
        data = list(rows(seed))
        found = fitted(data)
        plain = [numpy.mean([total for who, _, total in data if who == person]) for person in range(12)]
        adjusted = [found.people[person].value for person in range(12)]
        centred = levels - levels.mean()
        better += (
            numpy.abs(adjusted - numpy.mean(adjusted) - centred).mean()
            < numpy.abs(plain - numpy.mean(plain) - centred).mean()
        )
    assert better >= 9


def test_the_range_holds_about_nine_times_in_ten():
    held = seen = 0
    for seed in range(40):
        levels = numpy.random.default_rng(seed).normal(75, 7, 12)
        found = fitted(list(rows(seed)))
        mild = found.reviewers["mild"].value - TRUE["mild"]
        for person in range(12):
            one = found.people[person]
            seen += 1
            held += one.low - abs(mild) <= levels[person] <= one.high + abs(mild)
    assert held / seen > 0.85


def test_one_reviewer_alone_is_not_compared():
    assert fitted([(1, "a", 80.0), (2, "a", 70.0), (3, "a", 60.0)]) is None
    assert fitted([]) is None


def test_all_the_same_is_no_difference():
    found = fitted([(person, reviewer, 80.0) for person in range(3) for reviewer in "ab"])
    assert found.mean == pytest.approx(80) and abs(found.reviewers["a"].value) < 1e-6


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_shows_it_beside_the_plain_mean(cast, scorecard, visit, count, django_assert_max_num_queries):
    for _ in range(count):
        make_review(cast.agent, cast.reviewer, (5, 1, 4))
        make_review(cast.agent, cast.administrator, (5, 5, 4))
        make_review(cast.other_agent, cast.administrator, (5, 5, 4))
    client = visit(cast.reviewer)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("quality_strictness"))
    text = page.content.decode()
    assert "Ясная Дина" in text and "Орлов Борис" in text and "allowing for" in text.lower()

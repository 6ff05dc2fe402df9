"""What people reply at each place: shares, the places where points are left behind, strong talks against weak ones."""

import pytest
from django.urls import reverse

from roleplays.paths import FEWEST, paths_of
from roleplays.talks import script_of

from .conftest import BADLY, SO_SO, WELL, play, snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(small, cast):
    """Six talks for the record: three well, two so-so, one badly; and practice, which is nobody's business."""
    for texts in (WELL, WELL, WELL, SO_SO, SO_SO, BADLY):
        play(cast.new_hire, small, *texts, official=True)
    play(cast.new_hire, small, *BADLY)
    return small


def page(client, activity):
    return client.get(reverse("roleplay_paths", args=[activity.uid])).content.decode()


def test_shares_and_points_left_behind(talks):
    from roleplays import queries

    snapshot = snapshot_of(talks)
    paths = paths_of(script_of(snapshot), queries.official_talks(snapshot, None))
    opening, after = paths.places
    assert (paths.talks, opening.visits, after.visits) == (6, 6, 5)
    assert [given.times for given in opening.given] == [1, 5] and [given.times for given in after.given] == [3, 2]
    assert opening.lost == pytest.approx((3 - -2) / 6) and after.lost == pytest.approx(2 * 3 / 6)
    assert paths.losing == [after, opening]
    assert paths.weights["opening", "gate"] == 6 and paths.weights["next", "good"] == 3
    assert sum(times for (start, _end), times in paths.weights.items() if start == "gate") == 6


def test_talks_of_another_version_and_broken_ones_are_left_out(talks):
    snapshot = snapshot_of(talks)
    paths = paths_of(script_of(snapshot), [([{"node": "gone", "choice": "gone"}], 1.0)])
    assert (paths.talks, paths.places) == (0, ())


def test_the_page_tells_where_the_customer_is_lost(talks, cast, visit):
    html = page(visit(cast.manager), talks)
    lost = html.split("Where the customer is lost")[1].split("</section>")[0]
    assert "I shall ask." in lost and "40 % reply" in lost
    assert 'stroke-width="14.0"' in html and "Ким" not in html.split('id="drawing"')[1]


def test_below_five_talks_nothing_is_told(small, cast, visit):
    for _ in range(FEWEST - 1):
        play(cast.new_hire, small, *WELL, official=True)
    assert "Too few talks yet" in page(visit(cast.manager), small)


def test_a_lead_sees_their_people_others_who_write_everybody(talks, cast, visit):
    assert "Too few talks yet" in page(visit(cast.other_manager), talks)
    assert "Where the customer is lost" in page(visit(cast.editor), talks)


def test_it_is_linked_where_one_may_see_it(talks, cast, visit):
    url = reverse("roleplay_paths", args=[talks.uid])
    scene = reverse("roleplay", args=[talks.uid])
    assert url in visit(cast.manager).get(scene).content.decode()
    assert url not in visit(cast.new_hire).get(scene).content.decode()


def test_it_asks_no_more_with_many(small, cast, visit, django_assert_max_num_queries):
    for _ in range(30):
        play(cast.new_hire, small, *WELL, official=True)
    client = visit(cast.manager)
    with django_assert_max_num_queries(12):
        page(client, small)

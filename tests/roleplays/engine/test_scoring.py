"""0 and 1 are attained in every sound scenario, nothing lies outside, equal choices earn the same on every path."""

from hypothesis import assume, given

from roleplays.engine import check, earned, plain_bounds, read_bounds

from .scripts import body, choice, fewer, node, runs, scenarios, sound


def test_by_hand():
    report = check(sound())
    assert report.findings == () and report.bounds
    bounds = report.bounds
    # the second reply costs all patience, the customer is gone: only listen −1 is earned
    assert (bounds.total.worst, bounds.total.best) == (-1, 3)
    assert {tag: (found.worst, found.best) for tag, found in bounds.tags.items()} == {
        "listen": (-1, 1),
        "apologise": (-1, 2),
    }
    assert (bounds.runs, bounds.shortest, bounds.longest) == (3, 1, 2)
    assert [bounds.score(turns) for turns in runs(report.script)] == [1, 0.25, 0]
    assert [bounds.shares(turns)["apologise"] for turns in runs(report.script)] == [1, 0, 1 / 3]


@fewer
@given(scenarios())
def test_the_bounds_are_those_of_all_complete_runs(scenario):
    report = check(scenario)
    assume(not report.errors)
    complete = list(runs(report.script))
    scores = [report.bounds.score(turns) for turns in complete]
    assert min(scores) == 0 and max(scores) == 1 and all(0 <= score <= 1 for score in scores)
    assert len(complete) == report.bounds.runs
    assert min(map(len, complete)) == report.bounds.shortest and max(map(len, complete)) == report.bounds.longest
    for tag, bounds in report.bounds.tags.items():
        points = [earned(turns).get(tag, 0) for turns in complete]
        assert (min(points), max(points)) == (bounds.worst, bounds.best)
        assert all(0 <= report.bounds.shares(turns).get(tag, 0) <= 1 for turns in complete)


@fewer
@given(scenarios())
def test_a_clean_scenario_has_no_error_but_that_all_ways_may_be_worth_the_same(scenario):
    assert {finding.kind for finding in check(scenario).errors} <= {"flat"}


@fewer
@given(scenarios())
def test_bounds_are_kept_and_read_alike(scenario):
    report = check(scenario)
    assume(report.bounds)
    assert read_bounds(plain_bounds(report.bounds)) == report.bounds


def test_a_loop_that_is_worth_nothing_is_walked_once():
    report = check(
        body(
            node("start", choice("again", "other", shows={"listen": 1}), choice("out", "end", shows={"solve": 2})),
            node("other", choice("back", "start", shows={"listen": -1}), choice("off", "end")),
            node("end", kind="end"),
            variables=(),
        )
    )
    assert report.errors == ()
    assert (report.bounds.total.worst, report.bounds.total.best, report.bounds.runs) == (1, 2, None)
    assert report.bounds.longest is None and report.bounds.shortest == 1


def test_a_loop_that_pays_is_an_error():
    nodes = [
        node("start", choice("again", "other", shows={"listen": 1}), choice("out", "end")),
        node("other", choice("back", "start")),
        node("end", kind="end"),
    ]
    (finding,) = check(body(*nodes, variables=())).errors
    assert finding.kind == "score_loop" and finding.node in ("start", "other")


def test_a_loop_that_moves_points_between_skills_is_an_error_too():
    nodes = [
        node(
            "start",
            choice("again", "start", shows={"listen": 1, "solve": -1}),
            choice("out", "end", shows={"solve": 1}),
        ),
        node("end", kind="end"),
    ]
    assert [finding.kind for finding in check(body(*nodes, variables=())).errors] == ["score_loop"]


def test_patience_ends_a_loop():
    """Asking again costs patience; at 0 the loop would go on for ever, so the check has to be there."""
    again = choice("again", "gate", shows={"listen": -1}, effects={"patience": -1})
    nodes = [
        node("start", again, choice("out", "end", shows={"listen": 1})),
        node("gate", choice("gone", "end", when="patience == 0"), kind="check", to="start"),
        node("end", kind="end"),
    ]
    report = check(body(*nodes))
    assert report.errors == () and (report.bounds.total.worst, report.bounds.total.best) == (-2, 1)
    nodes[0]["choices"] = (
        choice("again", "start", shows={"listen": -1}, effects={"patience": -1}),
        choice("out", "end"),
    )
    assert [finding.kind for finding in check(body(*nodes)).errors] == ["score_loop"]

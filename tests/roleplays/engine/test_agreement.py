"""The checker in arrays says what the simple one says; what it promises about the score is kept by real runs."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from roleplays.engine import check, earned, replay, space

from .clean import Size, clean
from .scripts import body, choice, fewer, node, scenarios, wild
from .simple import Simple, agrees

seeds = st.integers(0, 10_000_000)


def test_it_agrees_with_the_simple_one_whatever_the_scenario():
    kinds = set()
    for seed in range(400):
        report = check(wild(Random(seed)))
        agrees(report)
        kinds |= {finding.kind for finding in report.findings} | ({"sound"} if report.bounds else set())
    assert kinds >= {"sound", "stuck", "loop", "score_loop", "missing_target", "unreachable", "never_enabled"}
    assert "flat" in kinds


@fewer
@given(scenarios())
def test_it_agrees_with_the_simple_one_where_replies_lead_forward(scenario):
    agrees(check(scenario))


@fewer
@given(seeds)
def test_0_and_100_are_attained_in_every_clean_scenario(seed):
    report = check(clean(seed))
    assert report.findings == () and report.bounds
    simple = Simple(report.script)
    for sign, share in ((1, 1.0), (-1, 0.0)):
        talk = replay(report.script, simple.run(sign))
        assert talk.over and report.bounds.score(talk.turns) == share


@fewer
@given(seeds)
def test_equal_replies_earn_the_same_on_every_path(seed):
    report, dice = check(clean(seed)), Random(seed)
    worth: dict[str, dict[str, int]] = {}
    for _ in range(12):
        steps: list[dict[str, str]] = []
        talk = replay(report.script, steps)
        while talk.options and len(steps) < 40:
            before, reply = earned(talk.turns), dice.choice(talk.options)
            steps.append({"node": talk.node.uid, "choice": reply.uid})
            talk = replay(report.script, steps)
            after = earned(talk.turns)
            gained = {tag: points - before.get(tag, 0) for tag, points in after.items() if points != before.get(tag, 0)}
            assert worth.setdefault(reply.uid, gained) == gained
        total = report.bounds.total
        assert sum(earned(talk.turns).values()) == sum(sum(worth[step["choice"]].values()) for step in steps)
        if talk.over:
            share = report.bounds.score(talk.turns)
            assert 0 <= share <= 1
            assert round(total.worst + share * (total.best - total.worst), 6) == sum(earned(talk.turns).values())


def test_larger_ones_of_which_there_may_be_more_states_than_fit_a_table():
    """Numbers of states are kept in another way then; nothing else may change."""
    scenario = clean(5, Size(turns=5, patience=6, trust=6, flags=2))
    plain, states = check(scenario), Simple(check(scenario).script).clicks
    wide = clean(5, Size(turns=5, patience=6, trust=6, flags=2))
    wide["variables"] += [
        {"name": f"still{n}", "kind": "number", "low": -1000, "high": 1000, "start": n, "shown": True} for n in range(8)
    ]
    again = check(wide)
    assert plain.findings == again.findings == () and plain.bounds == again.bounds
    assert plain.states == again.states == len(states)


def test_a_condition_over_very_many_values():
    """Too many answers to keep: it is asked state by state, and says the same."""
    far = [{"name": name, "kind": "number", "low": -300, "high": 300, "start": 0, "shown": True} for name in "ab"]
    parts = [
        choice("up", "gate", effects={"a": 100}),
        choice("down", "gate", effects={"b": -150, "a": 50}),
        choice("leave", "end", shows={"listen": 1}, when="not (a > 200 and b < -100)"),
        choice("stay", "end", when="a > 200 or b == 0"),
    ]
    gate = node("gate", choice("far", "end", when="a == 300 and b <= -300"), kind="check", to="start")
    agrees(check(body(node("start", *parts), gate, node("end", kind="end"), variables=tuple(far))))


def test_several_changes_of_one_thing_are_made_one_after_the_other():
    """Each is kept within the bounds before the next."""
    for typed, value in (
        ("patience +3, patience -1", 3),
        ("patience = 0, patience +1", 1),
        ("patience +9, patience -9, patience +1", 1),
    ):
        nodes = [node("start", choice("a", "end", effects=typed)), node("end", kind="end")]
        report = check(body(*nodes))
        found = space.explore(report.script, 100)
        assert found.values[1].tolist() == [value, 0] == list(replay(report.script, Simple(report.script).run()).values)


def test_too_large_by_any_measure_stops_soon_and_names_what_to_make_coarser():
    flags = tuple({"name": f"f{n}", "kind": "yesno", "start": 0, "shown": True} for n in range(70))
    parts = [choice(f"c{n}", "start", effects={f"f{n}": True}) for n in range(70)]
    report = check(body(node("start", *parts), variables=flags), most=5000)
    (finding,) = report.errors
    assert finding.kind == "too_large" and set(finding.detail.split(", ")) <= {f"f{n}" for n in range(70)}
    assert 5000 < report.states < 100_000 and report.bounds is None and report.minutes is None


def test_a_talk_longer_than_any_talk_stops_too(monkeypatch):
    monkeypatch.setattr(space, "MOST_ROUNDS", 50)
    turns = [node(f"k{n}", choice(f"c{n}", f"k{n + 1}")) for n in range(100)]
    told = [node(f"k{n}", kind="narration", to=f"k{n + 1}") for n in range(100)]
    for nodes in (turns, told):
        report = check(body(*nodes, node("k100", kind="end"), variables=()))
        assert [finding.kind for finding in report.errors] == ["too_long"] and report.states <= 100

"""Each kind of defect is found, at its node, with the shortest way to it; a sound scenario has no finding."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplays.engine import check, read_script, replay
from roleplays.engine.drawing import draw

from .scripts import PATIENCE, body, choice, fewer, node, scenarios, sound


def clicks(finding: Any) -> list[str]:
    return [step.choice for step in finding.path]


def spoiled(change: Callable[[list[dict[str, Any]]], None]) -> dict[str, Any]:
    scenario = sound()
    change(scenario["nodes"])
    return scenario


def send(nodes: list[dict[str, Any]], at: int, reply: int, to: str) -> None:
    nodes[at]["choices"][reply]["to"] = to


def test_a_reply_that_leads_nowhere():
    (finding,) = check(spoiled(lambda nodes: send(nodes, 0, 0, "nowhere"))).errors
    assert (finding.kind, finding.node, finding.number, finding.detail) == ("missing_target", "start", 1, "nowhere")


def test_a_dead_end_with_the_way_to_it():
    scenario = spoiled(lambda nodes: nodes.append(node("hole")))
    send(scenario["nodes"], 2, 1, "hole")
    (finding,) = check(scenario).errors
    assert (finding.kind, finding.node, clicks(finding)) == ("stuck", "hole", ["a", "d"])


def test_a_dead_end_that_only_some_states_reach():
    def spoil(nodes: list[dict[str, Any]]) -> None:
        nodes[0]["choices"].append(choice("calm", "gate", shows={"listen": 0}))
        nodes[2]["choices"][1]["when"] = "promised"

    (finding,) = check(spoiled(spoil)).errors
    assert (finding.kind, finding.node, clicks(finding)) == ("stuck", "more", ["calm"])


def test_a_loop_without_a_way_out():
    def spoil(nodes: list[dict[str, Any]]) -> None:
        nodes += [node("round", choice("x", "about")), node("about", to="round")]
        send(nodes, 2, 1, "round")

    found = check(spoiled(spoil)).errors
    assert {(finding.kind, finding.node) for finding in found} == {("loop", "round"), ("loop", "about")}
    assert clicks(found[0]) == ["a", "d"]


def test_what_nobody_ever_reaches_or_may_choose():
    def spoil(nodes: list[dict[str, Any]]) -> None:
        nodes.append(node("lonely", kind="end"))
        nodes[2]["choices"][1]["when"] = "patience == 1"

    found = check(spoiled(spoil)).findings
    assert [(f.kind, f.level, f.node, f.number) for f in found] == [
        ("never_enabled", "warning", "more", 2),
        ("unreachable", "warning", "lonely", 0),
    ]


def test_a_branch_of_a_check_that_is_never_taken():
    def spoil(nodes: list[dict[str, Any]]) -> None:
        nodes[1]["choices"].append(choice("never", "gone", when="patience == 0"))

    assert [(f.kind, f.node, f.number) for f in check(spoiled(spoil)).findings] == [("never_enabled", "gate", 2)]


def test_names_of_nodes_are_needed_once_each():
    def spoil(nodes: list[dict[str, Any]]) -> None:
        nodes += [node("good", kind="end"), node("", kind="end"), node("a b", kind="end")]

    kinds = [finding.kind for finding in check(spoiled(spoil)).errors]
    assert kinds == ["double_key", "no_key", "bad_key"]


def test_nothing_at_all():
    assert [finding.kind for finding in check(body()).errors] == ["no_nodes"]


def test_all_ways_worth_the_same():
    assert [f.kind for f in check(body(node("start", choice("a", "end")), node("end", kind="end"))).errors] == ["flat"]


def test_a_skill_nobody_knows():
    (finding,) = check(sound(), {"listen": "listen"}).errors[:1]
    assert (finding.kind, finding.node, finding.detail) == ("unknown_skill", "more", "apologise")


def test_a_skill_may_be_called_by_its_name():
    called = {"listen": "listen", "извиниться": "apologise", "apologise": "apologise"}
    scenario = sound()
    scenario["nodes"][2]["choices"][0]["shows"] = "Извиниться +2"
    assert check(scenario, called).findings == ()


@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ({"name": ""}, "bad_variable"),
        ({"name": "and"}, "bad_variable"),
        ({"name": "no way"}, "bad_variable"),
        ({"name": "patience"}, "double_variable"),
        ({"name": "trust", "low": 5, "high": 3, "start": 5}, "bad_bounds"),
        ({"name": "trust", "low": 0, "high": 3, "start": 9}, "bad_bounds"),
        ({"name": "trust", "low": 0, "high": 3, "start": 2}, "unused_variable"),
    ],
)
def test_variables(variable, kind):
    scenario = sound()
    scenario["variables"].append(variable)
    assert [finding.kind for finding in check(scenario).findings] == [kind]


def test_habits_that_give_the_best_reply_away():
    def turn(n: int) -> dict[str, Any]:
        best = choice(f"a{n}", f"k{n + 1}", shows={"listen": 1}) | {"text": "A long and careful reply"}
        return node(f"k{n}", best, choice(f"b{n}", f"k{n + 1}"))

    nodes = [*(turn(n) for n in range(3)), node("k3", kind="end")]
    assert [f.kind for f in check(body(*nodes, variables=())).findings] == ["longest_best", "first_best"]
    nodes[1]["choices"] = nodes[1]["choices"][::-1]
    assert [f.kind for f in check(body(*nodes, variables=())).findings] == ["longest_best"]


def test_too_large_to_prove_names_what_to_make_coarser():
    meters = [{"name": f"m{n}", "kind": "number", "low": 0, "high": 9 - n, "start": 0} for n in range(3)]
    parts = [choice(f"c{n}", "start", effects={f"m{n}": 1}) for n in range(3)]
    scenario = body(node("start", *parts, choice("out", "end")), node("end", kind="end"), variables=tuple(meters))
    (finding,) = check(scenario, most=200).errors
    assert finding.kind == "too_large" and finding.detail.split(", ")[0] in {"m0", "m1", "m2"}


@fewer
@given(scenarios(), st.data())
def test_a_spoiled_target_is_always_found_where_it_is(scenario, data):
    nodes = [item for item in scenario["nodes"] if item["choices"]]
    item = data.draw(st.sampled_from(nodes))
    number = data.draw(st.integers(1, len(item["choices"])))
    item["choices"][number - 1]["to"] = "nowhere"
    errors = check(scenario).errors
    assert ("missing_target", item["key"], number) in {(f.kind, f.node, f.number) for f in errors}


@fewer
@given(scenarios(), st.data())
def test_a_path_shown_leads_there(scenario, data):
    """A node made a dead end is found when it can be reached, and its path replays to it."""
    spot = data.draw(st.integers(1, len(scenario["nodes"]) - 1))
    scenario["nodes"][spot] |= {"kind": "customer", "choices": [], "to": ""}
    key = scenario["nodes"][spot]["key"]
    report = check(scenario)
    stuck = [finding for finding in report.errors if finding.kind == "stuck"]
    seen = key not in {finding.node for finding in report.findings if finding.kind == "unreachable"}
    assert [finding.node for finding in stuck] == ([key] if seen else [])
    script, _ = read_script(scenario)
    for finding in stuck:
        steps = [{"node": script.nodes[step.node].uid, "choice": step.choice} for step in finding.path]
        assert replay(script, steps).node.key == key


@fewer
@given(scenarios())
def test_every_node_has_a_place_in_the_drawing(scenario):
    script, _ = read_script(scenario)
    drawing = draw(script)
    assert {box.node.key for box in drawing.boxes} == set(script.nodes)
    assert len({(box.x, box.y) for box in drawing.boxes}) == len(script.nodes)
    assert all(box.x < drawing.width and box.y < drawing.height for box in drawing.boxes)


def test_a_meter_is_a_use_of_a_variable():
    assert (
        check(
            body(
                node("a", choice("x", "e", shows={"listen": 1}), choice("y", "e")),
                node("e", kind="end"),
                variables=(PATIENCE,),
            )
        ).findings
        == ()
    )

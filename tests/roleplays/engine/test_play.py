import pytest
from hypothesis import given

from roleplays.engine import NotOffered, plain, read_script, replay

from .scripts import body, choice, fewer, node, runs, scenarios, sound


def step(key: str, uid: str) -> dict[str, str]:
    return {"node": f"n-{key}", "choice": uid}


def test_a_talk_goes_from_node_to_node():
    script, found = read_script(sound())
    talk = replay(script, [])
    assert found == [] and talk.node.key == "start" and not talk.over
    assert [option.uid for option in talk.options] == ["a", "b"]
    talk = replay(script, [step("start", "a")])
    assert (talk.node.key, talk.values) == ("more", (3, 1))
    assert [option.uid for option in talk.options] == ["c", "d"]
    assert replay(script, [step("start", "b")]).node.key == "gone"  # patience went to 0, so the check sent them off
    assert replay(script, [step("start", "a"), step("more", "c")]).over


def test_variables_stay_within_their_bounds():
    script, _ = read_script(
        body(
            node("start", choice("a", "start", effects={"patience": -9}), choice("b", "end", effects={"patience": 9})),
            node("end", kind="end"),
        )
    )
    assert replay(script, [step("start", "a")] * 3).values == (0, 0)
    assert replay(script, [step("start", "b")]).values == (4, 0)


@pytest.mark.parametrize("wrong", [step("start", "c"), step("more", "a"), {"node": "n-start", "choice": ""}])
def test_a_reply_that_is_not_offered_is_refused(wrong):
    script, _ = read_script(sound())
    with pytest.raises(NotOffered):
        replay(script, [wrong])


def test_a_reply_whose_guard_does_not_hold_is_refused():
    nodes = sound()["nodes"]
    nodes[0]["choices"] = [choice("a", "more")]
    script, _ = read_script(body(*nodes))
    with pytest.raises(NotOffered):
        replay(script, [step("start", "a"), step("more", "c")])


def test_several_bubbles_follow_each_other():
    script, _ = read_script(body(node("one", to="two"), node("two", choice("a", "end")), node("end", kind="end")))
    assert [said.key for said in replay(script, []).said] == ["one", "two"]


def test_effects_and_points_may_be_typed():
    typed = sound()
    typed["nodes"][0]["choices"][0] |= {"effects": "patience +1, promised = да", "shows": "listen +1"}
    typed["nodes"][0]["choices"][1] |= {"effects": "patience −2", "shows": "listen -1"}
    assert plain(read_script(typed)[0]) == plain(read_script(sound())[0])


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"effects": "patience"}, "bad_effect"),
        ({"effects": "patience 2"}, "bad_effect"),
        ({"effects": "patience = yes"}, "bad_effect"),
        ({"effects": "anger +1"}, "unknown_variable"),
        ({"shows": "listen much"}, "bad_points"),
        ({"when": "patience >"}, "bad_condition"),
        ({"when": "anger > 1"}, "unknown_variable"),
        ({"text": " "}, "no_text"),
        ({"to": ""}, "no_target"),
    ],
)
def test_what_is_typed_wrong_is_a_finding_with_its_place(fields, kind):
    wrong = sound()
    wrong["nodes"][2]["choices"][1] |= fields
    found = read_script(wrong)[1]
    assert [(finding.kind, finding.node, finding.number) for finding in found] == [(kind, "more", 2)]


@fewer
@given(scenarios())
def test_what_was_read_is_written_and_read_alike(scenario):
    script, found = read_script(scenario)
    again, nothing = read_script(plain(script))
    assert found == nothing == []
    assert plain(again) == plain(script)
    assert list(runs(again))[:50] is not None

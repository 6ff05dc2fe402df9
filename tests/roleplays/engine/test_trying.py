"""A draft tried out: from any node, with any values, and through its holes."""

from roleplays.engine import read_script
from roleplays.engine.trying import attempt, within

from .scripts import body, choice, node


def script():
    return read_script(
        body(
            node("start", choice("a", "gate", effects={"patience": -3}), choice("b", "shop", when="patience >= 5")),
            node("gate", choice("", "gone", when="patience <= 1"), kind="check", to="shop"),
            node("shop", choice("c", "nowhere"), choice("d", "gone", when="patience > 9"), choice("e", "hall")),
            node("hall", to="cellar"),
            node("shut", choice("f", "gone", when="patience > 9")),
            node("gone", kind="end"),
            variables=[{"name": "patience", "kind": "number", "low": 0, "high": 10, "start": 5}],
        )
    )[0]


def test_it_goes_as_the_talk_itself_would_forks_included():
    talk = script()
    trial = attempt(talk, "start", talk.values, [1])
    assert [shown.key for shown in trial.last.shown] == ["gate", "shop"] and trial.last.values == (2,)
    assert [number for number, _choice in trial.options] == [1, 3]
    assert [choice.when.text for _number, choice in trial.withheld] == ["patience > 9"]


def test_it_begins_anywhere_with_values_within_their_bounds():
    talk = script()
    assert within(talk, {"patience": 99, "unheard": 3}) == (10,) and within(talk, {}) == (5,)
    low = attempt(talk, "gate", within(talk, {"patience": -7}), [])
    assert low.ended and low.node.key == "gone" and low.options == () == low.withheld


def test_holes_of_a_draft_are_named():
    talk = script()
    assert attempt(talk, "shop", talk.values, [1]).last.nowhere == "nowhere"
    onward = attempt(talk, "shop", talk.values, [3])
    assert onward.last.shown[0].key == "hall" and onward.last.nowhere == "cellar" and onward.node is None
    assert attempt(talk, "shut", talk.values, []).stuck


def test_a_reply_that_is_not_offered_any_more_ends_the_trial_there():
    talk = script()
    trial = attempt(talk, "start", talk.values, [1, 2, 3])
    assert trial.lost == 2 and len(trial.beats) == 2
    assert attempt(talk, "start", talk.values, [7]).lost == 1
    assert attempt(talk, "gone", talk.values, [1]).lost == 1

"""Clean scenarios spoiled in one place: every kind of defect in measures §9, and where it has to be found."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from roleplays.engine import CHECK, END, read_script

from .scripts import choice, node
from .simple import Place, Simple, State

Body = dict[str, Any]
Node = dict[str, Any]
MUCH = 9  # points no reply of a clean scenario is worth


class Spoiling:
    """`at` says where the defect is to be found; None: this scenario has no place for it."""

    def __init__(self, body: Body, dice: Random) -> None:
        self.body, self.dice = deepcopy(body), dice
        self.nodes: list[Node] = self.body["nodes"]
        self.by_key = {item["key"]: item for item in self.nodes}
        self.simple = Simple(read_script(body)[0])

    def some(self, fits: Callable[[Node], bool]) -> Node | None:
        found = [item for item in self.nodes if fits(item)]
        return self.dice.choice(found) if found else None

    def turn(self) -> Node | None:
        return self.some(lambda item: bool(item["choices"]) and item["kind"] != CHECK)

    def open_turn(self) -> Node | None:
        """One where some reply is always offered."""
        return self.some(lambda item: bool(item["choices"]) and item["kind"] != CHECK and not item["to"])

    def add(self, *nodes: Node) -> None:
        self.nodes += nodes

    def walk(self) -> list[tuple[State, Any]]:
        """The best replies from the start to an end: (state, the reply chosen there)."""
        simple = self.simple
        high = simple.most()
        state, found = (simple.script.start, simple.script.values), []
        while not simple.is_end(state):
            ways = [way for way in simple.onward(state) if not way[0][0].endswith("-aside")]
            best = max(ways, key=lambda way: (simple.points(way[1]), high[way[0]]))
            found += [(state, best[1])] if best[1] else []
            state = best[0]
        return found


def missing_reply(spoiling: Spoiling) -> Place | None:
    item = spoiling.some(lambda item: bool(item["choices"]))
    number = spoiling.dice.randint(1, len(item["choices"]))
    item["choices"][number - 1]["to"] = "nowhere"
    return "missing_target", item["key"], number


def missing_onward(spoiling: Spoiling) -> Place | None:
    item = spoiling.some(lambda item: bool(item["to"]))
    if item is None:
        return None
    item["to"] = "nowhere"
    return "missing_target", item["key"], 0


def orphan(spoiling: Spoiling) -> Place | None:
    aim = spoiling.dice.choice(spoiling.nodes)["key"]
    spoiling.add(node("orphan", choice("orphan-0", aim)))
    return "unreachable", "orphan", 0


def cut_off(spoiling: Spoiling) -> Place | None:
    """All that led to a node leads to an end."""
    end = next(item["key"] for item in spoiling.nodes if item["kind"] == END)
    item = spoiling.dice.choice([item for item in spoiling.nodes[1:] if item["key"] != end])
    for other in spoiling.nodes:
        for part in (other, *other["choices"]):
            if part["to"] == item["key"]:
                part["to"] = end
    return "unreachable", item["key"], 0


def emptied(spoiling: Spoiling) -> Place | None:
    item = spoiling.some(lambda item: item["kind"] != END)
    item |= {"choices": [], "to": "", "kind": "customer"}
    return "stuck", item["key"], 0


def guarded(spoiling: Spoiling) -> Place | None:
    """In some states only, no reply is offered."""
    item = spoiling.turn()
    _key, values = spoiling.dice.choice(spoiling.simple.at(item["key"]))
    name, value = spoiling.body["variables"][0]["name"], values[0]
    for reply in item["choices"]:
        reply["when"] = f"({reply['when']}) and {name} != {value}" if reply.get("when") else f"{name} != {value}"
    item["to"] = ""
    return "stuck", item["key"], 0


def no_otherwise(spoiling: Spoiling) -> Place | None:
    item = spoiling.some(lambda item: item["kind"] == CHECK)
    if item is None:
        return None
    item["to"] = ""
    return "stuck", item["key"], 0


def trap(spoiling: Spoiling) -> Place | None:
    """A reply, or a branch, leads into a round of two nodes."""
    branch = spoiling.dice.choice(spoiling.some(lambda item: bool(item["choices"]))["choices"])
    branch["to"] = "round"
    spoiling.add(node("round", choice("round-0", "about")), node("about", kind="narration", to="round"))
    return "loop", "about", 0


def carousel(spoiling: Spoiling) -> Place | None:
    """The talk goes round by itself."""
    spoiling.dice.choice(spoiling.some(lambda item: bool(item["choices"]))["choices"])["to"] = "round"
    spoiling.add(node("round", kind="narration", to="about"), node("about", kind="narration", to="round"))
    return "loop", "round", 0


def turning_back(spoiling: Spoiling) -> Place | None:
    item = spoiling.turn()
    for reply in item["choices"]:
        reply |= {"to": item["key"], "when": ""}
    return "loop", item["key"], 0


def never_held(spoiling: Spoiling) -> Place | None:
    item, variable = spoiling.turn(), spoiling.body["variables"][0]
    never = spoiling.dice.choice([f"{variable['name']} > {variable['high']}", f"{variable['name']} < 0"])
    item["choices"].append(choice("never", item["choices"][0]["to"], when=never))
    return "never_enabled", item["key"], len(item["choices"])


def never_taken(spoiling: Spoiling) -> Place | None:
    """A branch that stands behind one which holds whenever it does."""
    item = spoiling.some(lambda item: item["kind"] == CHECK)
    if item is None:
        return None
    first = item["choices"][0]
    item["choices"].append(choice("never", item["to"], when=f"{first['when']} and yes"))
    return "never_enabled", item["key"], len(item["choices"])


def unread(spoiling: Spoiling) -> Place | None:
    spoiling.body["variables"].append({"name": "unread", "kind": "number", "low": 0, "high": 2, "start": 0})
    spoiling.dice.choice(spoiling.turn()["choices"])["effects"] = {"unread": 1}
    return "unused_variable", "", 0


def richer_detour(spoiling: Spoiling) -> Place | None:
    """The second best reply opens one more turn, and is worth more in the end."""
    state, best = spoiling.dice.choice([step for step in spoiling.walk() if not spoiling.by_key[step[0][0]]["to"]])
    worth = spoiling.simple.points(best)
    replies = spoiling.by_key[state[0]]["choices"]
    effects = next(reply["effects"] for reply in replies if reply["uid"] == best.uid)
    replies.append(choice("detour", "detour", shows={"listen": worth - 1}, effects=effects))
    spoiling.add(node("detour", choice("detour-0", best.to, shows={"solve": MUCH})))
    return "unattainable_top", state[0], 0


def shut_out(spoiling: Spoiling) -> Place | None:
    """The best reply at one node takes away the best reply of a later one."""
    walk = spoiling.walk()
    state, best = walk[0]
    spoiling.body["variables"].append({"name": "burnt", "kind": "yesno", "start": 0})
    for reply in spoiling.by_key[state[0]]["choices"]:
        if spoiling.simple.points(
            spoiling.simple.script.nodes[state[0]].choice(reply["uid"])
        ) == spoiling.simple.points(best):
            reply["effects"] = dict(reply.get("effects") or {}) | {"burnt": True}
    last = choice("prize", "prized", when="not burnt", shows={"thank": MUCH})
    for item in spoiling.nodes:
        if item["kind"] == END and item["key"] != "gone":
            item |= {"kind": "customer", "choices": [deepcopy(last), choice("plain", "prized")]}
            for number, reply in enumerate(item["choices"]):
                reply["uid"] = f"{item['key']}-{number}"
    spoiling.add(node("prized", kind="end"))
    return "unattainable_top", state[0], 0


def habit(spoiling: Spoiling, change: Callable[[Node, Any], None]) -> bool:
    """Done to every node whose replies differ in worth, if these are enough to judge by."""
    found = []
    for item in spoiling.simple.script.nodes.values():
        worths = [spoiling.simple.points(reply) for reply in item.choices]
        if item.kind != CHECK and len(set(worths)) > 1:
            found.append((spoiling.by_key[item.key], worths.index(max(worths))))
    for item, place in found:
        change(item, place)
    return len(found) >= 3


def longest(spoiling: Spoiling) -> Place | None:
    def change(item: Node, place: int) -> None:
        item["choices"][place]["text"] = "and so on " * 30

    return ("longest_best", "", 0) if habit(spoiling, change) else None


def first(spoiling: Spoiling) -> Place | None:
    def change(item: Node, place: int) -> None:
        item["choices"].insert(0, item["choices"].pop(place))

    return ("first_best", "", 0) if habit(spoiling, change) else None


def paying_round(spoiling: Spoiling) -> Place | None:
    """One can say it again, and it pays each time."""
    item = spoiling.open_turn()
    points = spoiling.dice.choice([MUCH, -MUCH])
    item["choices"].append(choice("again", item["key"], shows={"listen": points}))
    return "score_loop", item["key"], 0


def paying_return(spoiling: Spoiling) -> Place | None:
    """From a later turn back to the start, with points."""
    item = spoiling.open_turn()
    item["choices"].append(choice("again", spoiling.nodes[0]["key"], shows={"solve": MUCH * 9}))
    return "score_loop", "", 0


def moving_round(spoiling: Spoiling) -> Place | None:
    """It comes to nothing altogether, but moves points from one skill to another."""
    item = spoiling.open_turn()
    item["choices"].append(choice("again", item["key"], shows={"listen": 1, "solve": -1}))
    return "score_loop", item["key"], 0


def worthless(spoiling: Spoiling) -> Place | None:
    for item in spoiling.nodes:
        for reply in item["choices"]:
            reply["shows"] = {}
    return "flat", "", 0


KINDS: tuple[Callable[[Spoiling], Place | None], ...] = (
    missing_reply,
    missing_onward,
    orphan,
    cut_off,
    emptied,
    guarded,
    no_otherwise,
    trap,
    carousel,
    turning_back,
    never_held,
    never_taken,
    unread,
    richer_detour,
    shut_out,
    longest,
    first,
    paying_round,
    paying_return,
    moving_round,
    worthless,
)


def spoil(body: Body, kind: Callable[[Spoiling], Place | None], seed: int) -> tuple[Body, Place] | None:
    """(the spoiled scenario, what has to be found in it); an empty node stands for any."""
    spoiling = Spoiling(body, Random(seed))
    at = kind(spoiling)
    return (spoiling.body, at) if at else None

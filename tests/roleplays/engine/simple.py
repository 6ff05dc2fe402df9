"""The checker once more, one state after the other and without a thought for speed: the fast one is held against it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pytest import approx

from roleplays.engine import CHECK, END, Choice, Finding, Report, Script, replay
from roleplays.engine.conditions import Values
from roleplays.engine.play import by_itself, enabled

State = tuple[str, Values]
Way = tuple[State, Choice | None]  # None: by itself, or a branch of a check
Place = tuple[str, str, int]  # kind of the finding, node, number of the reply


@dataclass
class Simple:
    script: Script

    def ways(self, state: State) -> list[Way]:
        node, values = self.script.nodes[state[0]], state[1]
        moved = by_itself(self.script, node, values)
        found: list[Way] = [(moved, None)] if moved else []
        if not moved and node.kind != END:
            after = self.script.after
            found = [((choice.to, after(values, choice.effects)), choice) for choice in enabled(node, values)]
        return [way for way in found if way[0][0] in self.script.nodes]

    @cached_property
    def clicks(self) -> dict[State, int]:
        """All states with the fewest replies that lead there."""
        start = (self.script.start, self.script.values)
        found, queue = {start: 0}, deque([start])
        while queue:
            state = queue.popleft()
            for to, choice in self.onward(state):
                cost = found[state] + (choice is not None)
                if cost < found.get(to, cost + 1):
                    found[to] = cost
                    queue.append(to) if choice else queue.appendleft(to)
        return found

    def onward(self, state: State) -> list[Way]:
        if not hasattr(self, "_ways"):
            self._ways: dict[State, list[Way]] = {}
        if state not in self._ways:
            self._ways[state] = self.ways(state)
        return self._ways[state]

    @cached_property
    def ahead(self) -> dict[State, set[State]]:
        """All states that come after each."""
        found: dict[State, set[State]] = {state: set() for state in self.clicks}
        order, changed = sorted(found, key=lambda state: -self.clicks[state]), True
        while changed:
            changed = False
            for state in order:
                size = len(found[state])
                for to, _choice in self.onward(state):
                    found[state].add(to)
                    found[state] |= found[to]
                changed |= len(found[state]) > size
        return found

    def is_end(self, state: State) -> bool:
        return self.script.nodes[state[0]].kind == END

    @cached_property
    def good(self) -> set[State]:
        return {s for s in self.clicks if self.is_end(s) or any(map(self.is_end, self.ahead[s]))}

    def nearest(self, states: list[State]) -> int | None:
        return min((self.clicks[state] for state in states), default=None)

    def at(self, key: str) -> list[State]:
        return [state for state in self.clicks if state[0] == key]

    def offered(self, key: str, number: int) -> list[State]:
        """Where the reply, or the branch, is one that can be taken."""
        node = self.script.nodes[key]
        if not number:
            return self.at(key)
        found = []
        for state in self.at(key):
            open_now = enabled(node, state[1])
            if node.choices[number - 1] in (open_now[:1] if node.kind == CHECK else open_now):
                found.append(state)
        return found

    # findings

    def expected(self) -> dict[Place, int]:
        """Each finding that names a node, with the number of clicks of the shortest way to it; 0 where there is none.

        Without `score_loop` and `unattainable_top`, which may name one of several nodes.
        """
        found: dict[Place, int] = {}
        for key, node in self.script.nodes.items():
            aims = [(number, choice.to) for number, choice in enumerate(node.choices, 1)]
            for number, to in [*aims, *([(0, node.to)] if node.to else [])]:
                states = self.offered(key, number)
                if to not in self.script.nodes:
                    found["missing_target", key, number] = self.nearest(states or self.at(key)) or 0
                elif number and self.at(key) and not states:
                    found["never_enabled", key, number] = self.nearest(self.at(key)) or 0
            if not self.at(key):
                found["unreachable", key, 0] = 0
            for kind, clicks in self.trap(key):
                found[kind, key, 0] = clicks
        return found

    def trap(self, key: str) -> Iterator[tuple[str, int]]:
        bad = [state for state in self.at(key) if state not in self.good]
        stands = self.nearest([state for state in bad if not self.onward(state)])
        rounds = self.nearest([state for state in bad if state in self.ahead[state]])
        node = self.script.nodes[key]
        aims = [choice.to for choice in node.choices] + ([node.to] if node.to else [])
        if stands is not None and all(aim in self.script.nodes for aim in aims):
            yield "stuck", stands
        if rounds is not None:
            yield "loop", rounds

    # points

    def points(self, choice: Choice | None, tag: str = "") -> int:
        if choice is None:
            return 0
        return choice.shows.get(tag, 0) if tag else sum(choice.shows.values())

    def words(self, state: State) -> int:
        """What is read there: what is said, and the replies on offer."""
        node = self.script.nodes[state[0]]
        if node.kind == CHECK:
            return 0
        offered = [choice.text for _to, choice in self.onward(state) if choice]
        return sum(len(text.split()) for text in (node.text, *offered))

    def time(self, state: State, choice: Choice | None) -> int:
        return self.words(state) + (12 if choice else 0)

    @cached_property
    def endless(self) -> list[State]:
        """On a round that does not come to nothing."""
        rounds = [state for state in self.good if state in self.ahead[state]]
        return [state for state in rounds if any(self.uneven(state, tag) for tag in ("", *self.script.tags))]

    def uneven(self, first: State, tag: str) -> bool:
        sums, queue = {first: 0}, [first]
        while queue:
            state = queue.pop()
            for to, choice in self.onward(state):
                if first not in self.ahead[to] and to != first:
                    continue
                total = sums[state] + self.points(choice, tag)
                if to not in sums:
                    sums[to] = total
                    queue.append(to)
                elif sums[to] != total:
                    return True
        return False

    def most(self, tag: str = "", sign: int = 1) -> dict[State, int]:
        """Per good state the most (`sign` −1: the least, negated) that can still be earned."""
        found: dict[State, int] = {state: 0 for state in self.good if self.is_end(state)}
        changed = True
        while changed:
            changed = False
            for state in self.good:
                ways = [sign * self.points(c, tag) + found[to] for to, c in self.onward(state) if to in found]
                if ways and max(ways) > found.get(state, max(ways) - 1):
                    found[state], changed = max(ways), True
        return found

    def run(self, sign: int = 1) -> list[dict[str, str]]:
        """Steps of a shortest run that earns the most (`sign` −1: the least)."""
        high, start = self.most("", sign), (self.script.start, self.script.values)
        came: dict[State, list[dict[str, str]]] = {start: []}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if self.is_end(state):
                return came[state]
            for to, choice in self.onward(state):
                if sign * self.points(choice) + high[to] == high[state] and to not in came:
                    step = {"node": self.script.nodes[state[0]].uid, "choice": choice.uid} if choice else None
                    came[to] = [*came[state], *([step] if step else [])]
                    queue.append(to)
        raise AssertionError("no run earns what has been said to be earned")

    def top_apart(self) -> set[tuple[str, int]]:
        """(node, clicks) where the replies with the most points lead away from the full score."""
        high = self.most()
        start = (self.script.start, self.script.values)
        best: dict[State, set[State]] = {}
        queue, leaving = [start], set()
        while queue:
            state = queue.pop()
            if self.is_end(state):
                return set()
            ways = self.onward(state)
            most = max(self.points(choice) for _to, choice in ways)
            full = [(to, choice) for to, choice in ways if self.points(choice) + high[to] == high[state]]
            best[state] = {to for to, choice in full if self.points(choice) == most}
            leaving |= {state for _to, choice in full if self.points(choice) < most}
            queue += best[state] - best.keys()
        ahead = {state: _spread(best, state) for state in best}
        last = [state for state in leaving if all(state in ahead[to] for to in ahead[state])]
        least = self.nearest(last)
        return {(state[0], self.clicks[state]) for state in last if self.clicks[state] == least}


def _spread(ways: dict[State, set[State]], start: State) -> set[State]:
    found, queue = {start}, [start]
    while queue:
        new = ways[queue.pop()] - found
        found |= new
        queue += new
    return found


def agrees(report: Report) -> Simple:
    """Every finding is there, no other, each at its node and with a way that is shortest and leads there."""
    simple = Simple(report.script)
    named = {place(finding): len(finding.path) for finding in report.findings if finding.node}
    others = ("score_loop", "unattainable_top")
    assert {at: clicks for at, clicks in named.items() if at[0] not in others} == simple.expected()
    assert len(named) == sum(bool(finding.node) for finding in report.findings)
    for finding in report.findings:
        leads_there(report.script, finding)
        if finding.kind == "score_loop":
            states = [state for state in simple.endless if state[0] == finding.node]
            assert simple.nearest(states) == len(finding.path)
        if finding.kind == "unattainable_top":
            assert (finding.node, len(finding.path)) in simple.top_apart()
    kinds = {finding.kind for finding in report.findings}
    assert ("score_loop" in kinds) == bool(simple.endless)
    if report.bounds:
        assert ("unattainable_top" in kinds) == bool(simple.top_apart())
        same_bounds(report, simple)
    return simple


def place(finding: Finding) -> Place:
    return finding.kind, finding.node, finding.number


def leads_there(script: Script, finding: Finding) -> None:
    """Its clicks can be made, and after the last of them the node is shown."""
    talk = replay(script, [{"node": script.nodes[step.node].uid, "choice": step.choice} for step in finding.path])
    last = max((n for n, part in enumerate(talk.said) if part in talk.turns), default=-1)
    shown = [part.key for part in talk.said[last + 1 :]]
    assert not finding.path or finding.node in shown
    if finding.kind == "stuck":
        assert talk.node.key == finding.node and talk.over and talk.node.kind != END


def same_bounds(report: Report, simple: Simple) -> None:
    start, bounds = (report.script.start, report.script.values), report.bounds
    assert bounds is not None
    for tag, found in (("", bounds.total), *bounds.tags.items()):
        assert (-simple.most(tag, -1)[start], simple.most(tag)[start]) == (found.worst, found.best)
    loops = any(state in simple.ahead[state] for state in simple.good)
    assert (bounds.runs is None) == (bounds.longest is None) == loops
    assert bounds.shortest == simple.nearest([state for state in simple.clicks if simple.is_end(state)])
    assert report.states == len(simple.clicks)
    assert (report.minutes is not None and report.minutes[1] is None) == loops
    same_minutes(report, simple)
    if not loops:
        assert (bounds.runs, bounds.longest) == counted(simple, start, {})


def same_minutes(report: Report, simple: Simple) -> None:
    """180 words a minute, and 12 words' time for each reply."""
    ends = {state: simple.words(state) for state in simple.clicks if simple.is_end(state)}
    found, changed = dict(ends), True
    while changed:
        changed = False
        for state in simple.good:
            ways = [simple.time(state, choice) + found[to] for to, choice in simple.onward(state) if to in found]
            if ways and min(ways) < found.get(state, min(ways) + 1):
                found[state], changed = min(ways), True
    start = (report.script.start, report.script.values)
    assert report.minutes and report.minutes[0] * 180 == approx(found[start])
    if report.minutes[1] is not None:
        assert report.minutes[1] * 180 == approx(_longest(simple, start, ends))


def _longest(simple: Simple, state: State, known: dict[State, int]) -> int:
    if state not in known:
        ways = [simple.time(state, choice) + _longest(simple, to, known) for to, choice in simple.onward(state)]
        known[state] = max(ways)
    return known[state]


def counted(simple: Simple, state: State, known: dict[State, tuple[int, int]]) -> tuple[int, int]:
    """(complete runs from here, replies of the longest)."""
    if simple.is_end(state):
        return 1, 0
    if state not in known:
        found = [(counted(simple, to, known), choice is not None) for to, choice in simple.onward(state)]
        known[state] = sum(runs for (runs, _n), _c in found), max(n + click for (_runs, n), click in found)
    return known[state]

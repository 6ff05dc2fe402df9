"""A run as the talk it is."""

from lms.learning.models import ContentSnapshot

from .engine import Script, Talk, read_script, replay
from .models import Run

KEPT = 32
_scripts: dict[str, Script] = {}  # by the hash of the snapshot: what it holds never changes


def script_of(snapshot: ContentSnapshot) -> Script:
    found = _scripts.get(snapshot.hash)
    if found is None:
        if len(_scripts) >= KEPT:
            _scripts.clear()
        found = _scripts[snapshot.hash] = read_script(snapshot.body)[0]
    return found


def talk_of(run: Run) -> Talk:
    """As far as it got, word for word as it was shown then."""
    return replay(script_of(run.snapshot), run.steps)

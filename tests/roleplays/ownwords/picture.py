"""The calibration as a drawing: `python -m tests.roleplays.ownwords.picture` writes `docs/pictures/own-words.svg`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .evaluation import TEST, Bin, calibration

PATH = Path("docs/pictures/own-words.svg")
SIDE, LEFT, TOP = 320, 64, 24
WIDTH, HEIGHT = SIDE + 2 * LEFT + 150, SIDE + TOP + 56
LOOKS = {"with the model": "#1f6f8b", "by the words alone": "#b5651d"}


def draw(lines: dict[str, Sequence[Bin]]) -> str:
    """Confidence to the right, share that was right upwards; on the diagonal one is as often right as one says."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        "<style>text { font-size: 12px; }</style>",
        "<title>Own words: how sure, and how often right</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_axes(),
    ]
    for n, (name, bins) in enumerate(lines.items()):
        parts += _line(bins, LOOKS[name], n)
        parts += _legend(name, n)
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> float:
    return round(LEFT + SIDE * value, 1)


def _y(value: float) -> float:
    return round(TOP + SIDE * (1 - value), 1)


def _axes() -> Iterator[str]:
    for tick in (0, 0.25, 0.5, 0.75, 1):
        yield f'<path d="M{_x(0)} {_y(tick)}H{_x(1)}M{_x(tick)} {_y(0)}V{_y(1)}" stroke="#ddd" fill="none"/>'
        yield f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:.0%}</text>'
        yield f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:.0%}</text>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="4 4" fill="none"/>'
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 42}" text-anchor="middle">how sure it says it is</text>'
    middle = f"{_x(0) - 46} {_y(0.5)}"
    yield f'<text transform="translate({middle}) rotate(-90)" text-anchor="middle">how often it is right</text>'


def _line(bins: Sequence[Bin], colour: str, n: int) -> Iterator[str]:
    points = " ".join(f"{_x(one.confidence)},{_y(one.right)}" for one in bins)
    dashes = ' stroke-dasharray="7 3"' if n else ""
    yield f'<polyline points="{points}" stroke="{colour}" stroke-width="2"{dashes} fill="none"/>'
    for one in bins:
        told = f"{one.right:.0%} right of {one.count}, {one.confidence:.0%} sure"
        place = f'cx="{_x(one.confidence)}" cy="{_y(one.right)}"'
        yield f'<circle {place} r="4" fill="{colour}"><title>{told}</title></circle>'


def _legend(name: str, n: int) -> Iterator[str]:
    x, y = _x(1) + 24, TOP + 16 + 22 * n
    yield f'<circle cx="{x}" cy="{y}" r="5" fill="{LOOKS[name]}"/><text x="{x + 12}" y="{y + 4}">{name}</text>'


if __name__ == "__main__":
    names = zip(LOOKS, (True, False), strict=True)
    PATH.write_text(draw({name: calibration(TEST, model=model) for name, model in names}), encoding="utf-8")

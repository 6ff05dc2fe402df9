"""A scorecard as it stands in a snapshot. No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .scoring import Category, Scored, review_score

MINUTES = 8


@dataclass(frozen=True)
class Line:
    """One category with its words. `skills`: slugs. `causes`: what to choose from below the top."""

    uid: str
    title: str
    help: str
    weight: int
    scale: int
    critical: bool
    may_skip: bool
    skills: tuple[str, ...]
    bonus: bool = False
    causes: tuple[str, ...] = ()

    @property
    def category(self) -> Category:
        return Category(self.uid, self.weight, self.scale, self.critical, self.may_skip, self.bonus)

    @property
    def points(self) -> range:
        return range(1, self.scale + 1)

    def fits(self, chosen: int | None) -> bool:
        """Whether that may be answered; None: it does not fit the ticket."""
        return self.may_skip if chosen is None else 1 <= chosen <= self.scale

    def cause(self, number: int | None) -> str:
        """The n-th cause of the list, from 1."""
        return self.causes[number - 1] if number and 0 < number <= len(self.causes) else ""


def lines_of(body: Mapping[str, Any]) -> list[Line]:
    """The categories of a snapshot's body, in their order."""
    return [
        Line(
            uid=item["uid"],
            title=item["title"],
            help=item.get("help", ""),
            weight=item["weight"],
            scale=item["scale"],
            critical=item["critical"],
            may_skip=item["may_skip"],
            skills=tuple(item.get("skills", ())),
            bonus=item.get("bonus", False),
            causes=tuple(item.get("causes", ())),
        )
        for item in body.get("categories", ())
    ]


def score(body: Mapping[str, Any], ratings: Mapping[str, int | None]) -> Scored:
    """As the scorecard of that snapshot counts."""
    return review_score([line.category for line in lines_of(body)], ratings, body.get("above_100", False))


def kept_ratings(lines: Iterable[Line], ratings: Mapping[str, int | None]) -> dict[str, int | None]:
    """Without those off the scale and of categories that are not there."""
    return {line.uid: ratings[line.uid] for line in lines if line.uid in ratings and line.fits(ratings[line.uid])}


def minutes(body: Mapping[str, Any]) -> int:
    """How long one review takes."""
    return int(body.get("minutes", MINUTES))


def made_for(body: Mapping[str, Any], channel: str) -> bool:
    """Named for this channel, in whichever language and spelling: “E-mail”, “email” and “почта” are one."""
    return _plain(channel) in {_plain(name) for name in body.get("channels", ())}


def made_for_any(body: Mapping[str, Any]) -> bool:
    return not body.get("channels")


OTHER_NAMES = {
    "чат": "chat",
    "почта": "email",
    "письмо": "email",
    "телефон": "phone",
    "звонок": "phone",
    "call": "phone",
    "voice": "phone",
    "форма": "form",
    "web": "form",
}


def _plain(channel: str) -> str:
    plain = "".join(letter for letter in channel.casefold() if letter.isalnum())
    return OTHER_NAMES.get(plain, plain)


DETAIL_WORDS = 300


def kept_details(lines: Iterable[Line], details: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Per category {cause, well, text}, only what says something; a cause the category does not name is dropped."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        given = details.get(line.uid, {})
        cause, text = given.get("cause"), str(given.get("text", "")).strip()[:DETAIL_WORDS]
        kept: dict[str, Any] = {"cause": cause} if line.cause(cause) else {}
        kept |= {"well": True} if given.get("well") else {}
        kept |= {"text": text} if text else {}
        if kept:
            found[line.uid] = kept
    return found

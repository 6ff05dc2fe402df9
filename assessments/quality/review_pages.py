"""What the page of a review shows, put together from queries. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import disputes, queries, review_queries, words
from .models import Coaching, Dispute, Look, Reply, Review
from .scorecards import Line, lines_of
from .talk import talk


@dataclass(frozen=True)
class ReadLine:
    """One category as it was rated, with what was said about it."""

    line: Line
    chosen: int | None
    percent: float | None
    detail: Mapping[str, Any]
    own: int | None  # as the agent had rated it
    own_given: bool
    dispute: "Asked | None"

    @property
    def word(self) -> Any:
        return "" if self.percent is None else words.word_of(self.percent)

    @property
    def tone(self) -> str:
        return "" if self.percent is None else words.tone_of(self.percent)

    @property
    def cause(self) -> str:
        return self.line.cause(self.detail.get("cause")) if self.percent != 100 else ""


@dataclass(frozen=True)
class Asked:
    """A second look with the words of its category."""

    row: Dispute
    line: Line


@dataclass(frozen=True)
class ReviewPage:
    lines: Sequence[ReadLine]
    asked: Sequence[Asked]
    replies: Sequence[Reply]
    coachings: Sequence[tuple[Coaching, bool]]
    versions: Sequence[Review]
    look: Look | None
    recording: Any
    drawn: bool
    last_day: date | None

    @property
    def waiting(self) -> list[Asked]:
        return [one for one in self.asked if one.row.state == disputes.OPEN]

    @property
    def askable(self) -> list[Line]:
        """What a second look may still be asked for."""
        return [row.line for row in self.lines if row.dispute is None] if self.last_day else []

    @property
    def well(self) -> list[ReadLine]:
        return [row for row in self.lines if row.detail.get("well")]


def review_page(review: Review, look: Look | None) -> ReviewPage:
    """Three queries, one more with other versions. `look`: the agent's own, where it may be seen beside."""
    lines = {line.uid: line for line in lines_of(review.snapshot.body)}
    asked = [Asked(row, lines[str(row.category)]) for row in review_queries.disputes_of(review)]
    of_category = {one.line.uid: one for one in asked}
    own = look.ratings if look and look.submitted_at else {}
    in_time = disputes.in_time(review.reviewed_on, queries.company_today()) and not review.superseded_at
    return ReviewPage(
        lines=[
            ReadLine(
                line,
                review.ratings.get(uid),
                review.percents.get(uid),
                review.details.get(uid, {}),
                own.get(uid),
                uid in own,
                of_category.get(uid),
            )
            for uid, line in lines.items()
        ],
        asked=asked,
        replies=list(review_queries.replies_of(review)),
        coachings=review_queries.coachings_of(review),
        versions=_versions(review),
        look=look if own else None,
        recording=review_queries.recording_of(review.ticket),
        drawn=review.drawn,  # type: ignore[attr-defined]  # of `whole`
        last_day=disputes.last_day(review.reviewed_on) if in_time and review.reviewed_on else None,
    )


def _versions(review: Review) -> list[Review]:
    if not review.corrects_id and getattr(review, "corrected_by", None) is None:
        return [review]
    return list(review_queries.versions(review).filter(submitted_at__isnull=False))


def decision(found: Dispute, line: Line) -> dict[str, Any]:
    """For whoever decides."""
    standing = review_queries.standing_version(found.review)
    return {
        "dispute": found,
        "review": standing,
        "line": line,
        "chosen": standing.ratings.get(line.uid),
        "detail": standing.details.get(line.uid, {}),
        "recording": review_queries.recording_of(standing.ticket),
        "talk": talk(standing.ticket, standing.pins),
    }

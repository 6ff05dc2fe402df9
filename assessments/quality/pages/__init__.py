"""What the pages of ticket quality show, put together from queries. Nothing here writes."""

from .own import months_back, person_page
from .reviews import FEW, ReviewLine
from .strictness import strictness_page
from .team import team_page
from .tickets import comments_page, late_page

__all__ = [
    "FEW",
    "ReviewLine",
    "comments_page",
    "late_page",
    "months_back",
    "person_page",
    "strictness_page",
    "team_page",
]

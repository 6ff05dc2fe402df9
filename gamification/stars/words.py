"""The settings of the star, and their words."""

from django.utils.translation import gettext_lazy as _

from .circle import Weights

WEIGHTS = (
    ("star.quality", _("How much quality counts"), Weights.quality),
    ("star.votes", _("How much customers' thanks count"), Weights.votes),
    ("star.learning", _("How much learning counts"), Weights.learning),
)
MONTHS = ("star.months", _("Over how many months"), 3)

from .board import BoardChoice, Standing
from .entry import PointEntry, PointNote
from .rule import PointRule

__all__ = ["BoardChoice", "PointEntry", "PointNote", "PointRule", "Standing"]

from .learning import answer_check, complete_lesson, enrol, finish_course, open_lesson
from .publishing import publish_page, unpublish_page
from .tree import ensure_tree

__all__ = [
    "answer_check",
    "complete_lesson",
    "enrol",
    "ensure_tree",
    "finish_course",
    "open_lesson",
    "publish_page",
    "unpublish_page",
]

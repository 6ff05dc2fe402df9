from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_parts(context: dict[str, Any], page: Any) -> list[tuple[Any, Any]]:
    """Blocks of a lesson, each with how far the reader is: a quick check's state, an exercise's (None in preview)."""
    reader = getattr(context["request"], "reader", None)
    if reader is None:
        return [(block, None) for block in page.body]
    return [(block, reader.checks.get(block.id) or reader.exercises.get(_exercise(block))) for block in page.body]


def _exercise(block: Any) -> int | None:
    return block.value["activity"].pk if block.block_type == "exercise" and block.value["activity"] else None

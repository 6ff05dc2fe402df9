from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_parts(context: dict[str, Any], page: Any) -> list[tuple[Any, Any]]:
    """Blocks of a lesson, each with the reader's check state (None for other blocks and in preview)."""
    reader = getattr(context["request"], "reader", None)
    states = reader.checks if reader else {}
    return [(block, states.get(block.id)) for block in page.body]

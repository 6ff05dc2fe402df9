from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template


@pytest.fixture
def draw() -> Callable[..., str]:
    """`draw('<c-tag tone="good">…</c-tag>', name=value)`: the component's HTML."""
    from django_cotton.compiler_regex import CottonCompiler

    def draw(source: str, **context: Any) -> str:
        return Template(CottonCompiler().process("{% load ui %}" + source)).render(Context(context)).strip()

    return draw

"""A canary in what nobody may read: looked for at every address of ours, as whoever, in pages, exports and PDFs."""

import io
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from itertools import product
from typing import Any

import pypdf
from django.test import Client
from django.urls import reverse

from lms.people.models import User
from lms.urls import ROOMS

Values = Callable[[str], Mapping[str, list[Any]]]
"""The route of an address -> what each of its parts may be asked with, by the part's name."""


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response: Any) -> str:
    """What a reader of the answer sees, of a PDF too."""
    content = b"".join(response) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


def urls(values_for: Values, asked_with_something: Iterable[str], otherwise: list[Any]) -> list[str]:
    """All that can answer here: of rooms whose things do not exist in the test, what asks for none."""
    found = []
    for room in ROOMS:
        for pattern in import_module(f"{room}.urls").urlpatterns:
            converters = pattern.pattern.converters
            wants = pattern.pattern.regex.groups
            if pattern.name in ("wagtail_serve", "styleguide") or (wants and room not in asked_with_something):
                continue
            values = values_for(str(pattern.pattern))
            choices = [
                [value for value in values.get(name, otherwise) if _fits(kind, value)]
                for name, kind in converters.items()
            ]
            found += [
                reverse(pattern.name, kwargs=dict(zip(converters, chosen, strict=True))) for chosen in product(*choices)
            ]
    return found


def _fits(kind: Any, value: Any) -> bool:
    try:
        kind.to_python(kind.to_url(value) if not isinstance(value, str) else value)
    except ValueError:
        return False
    return True


def where_it_is_seen(person: User, paths: Iterable[str], canary: str) -> list[str]:
    return where_they_are_seen(person, paths, canary)[canary]


def where_they_are_seen(person: User, paths: Iterable[str], *canaries: str) -> dict[str, list[str]]:
    """Several in one walk: by canary."""
    client, found = signed_in(person), {canary: [] for canary in canaries}
    for path in paths:
        response = client.get(path)
        text = text_of(response) if response.status_code == 200 else ""
        for canary in canaries:
            if canary in text:
                found[canary].append(path)
    return found

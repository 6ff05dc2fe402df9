"""The main menu: rooms register their places; a person sees those open to them, at most five on a phone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """`prefix`: the path under which this place counts as current. `phone`: also in the bottom bar."""

    name: str
    label: Any
    icon: str
    url_name: str
    prefix: str
    order: int
    visible: Callable[[HttpRequest], bool] = lambda request: True
    phone: bool = True

    @property
    def url(self) -> str:
        return reverse(self.url_name)


ON_PHONE = 5

_PLACES: dict[str, Place] = {}


def register(*places: Place) -> None:
    for place in places:
        _PLACES[place.name] = place


@dataclass(frozen=True)
class Shown:
    label: Any
    icon: str
    url: str
    current: bool
    phone: bool


def menu(request: HttpRequest) -> list[Shown]:
    if not request.user.is_authenticated:
        return []
    places = sorted((p for p in _PLACES.values() if p.visible(request)), key=lambda p: p.order)
    current = max((p for p in places if _holds(p, request.path)), key=lambda p: len(p.prefix), default=None)
    phone = [p for p in places if p.phone][:ON_PHONE]
    return [Shown(p.label, p.icon, p.url, p is current, p in phone) for p in places]


def _holds(place: Place, path: str) -> bool:
    """The front page is its own place only, not that of everything below it."""
    return path == "/" if place.prefix == "/" else path.startswith(place.prefix)

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .navigation import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the app shell draws on every page."""
    if request.path.startswith("/cms/") or not hasattr(request, "user"):
        return {}
    places = menu(request)
    return {
        "menu": places,
        "menu_rest": [place for place in places if not place.phone],
        "languages": settings.LANGUAGES,
        "theme": request.COOKIES.get("theme", ""),
    }

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person what happened. `undo`: a path on this site that takes it back by POST."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")

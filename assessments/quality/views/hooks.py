"""Calls of help desks: something changed there. What the call says is not read, only that it is genuine."""

from hmac import compare_digest
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from assessments.quality.actions.connecting import PATH
from assessments.quality.actions.fetching import take_call
from assessments.quality.connection_queries import connection_called
from assessments.quality.connectors import CONNECTORS, HookRefused
from assessments.quality.fetching import settings_of
from assessments.quality.models import Connection
from assessments.quality.sealing import SealBroken

LARGEST = 1024 * 1024


@csrf_exempt
@require_POST
def hook(request: HttpRequest, uid: UUID, path: str) -> HttpResponse:
    """204; or 401 not theirs, 403 too old or here before, 404 no such address or paused, 413 too large."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    connection = connection_called(uid)
    if connection is None or not connection.enabled:
        return HttpResponse(status=404)
    try:
        return HttpResponse(status=_taken(request, connection, path))
    except SealBroken:
        return HttpResponse(status=404)
    except HookRefused as refused:
        return HttpResponse(status=refused.status)


def _taken(request: HttpRequest, connection: Connection, path: str) -> int:
    settings, connector = settings_of(connection), CONNECTORS[connection.system]
    if not connector.hook_steps or not compare_digest(settings.get(PATH, "").encode(), path.encode()):
        return 404
    now = timezone.now()
    key = connector.check_hook(request.headers, request.body, settings, now)
    return 204 if take_call(connection=connection, key=key, delay=connector.hook_delay, at=now) else 403

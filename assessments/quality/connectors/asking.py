"""How we ask other systems over HTTP: politely, with time-outs, and never addresses inside our own network."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    import requests

LARGEST_ANSWER = 64 * 1024 * 1024
TRIES = 4
USUAL_WAIT = 30.0  # seconds, where a system says “too many” without saying how long
LONGEST_WAIT = 3600.0


class Trouble(Exception):
    """Asking did not work. `code`: see `health.TROUBLES`. `wait`: seconds the other side wants us to stay away."""

    def __init__(self, code: str, *, wait: float | None = None, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.wait, self.status = code, wait, status


class Ask:
    """JSON from one system. A short wait the system asks for is waited here, a long one is `Trouble("too_many")`.

    `between` is called before every request, for keeping a lease. `patience`: seconds that may be waited in all.
    """

    def __init__(
        self,
        base: str,
        *,
        auth: tuple[str, str] | None = None,
        between: Callable[[], None] = lambda: None,
        pause: Callable[[float], None] = time.sleep,
        patience: float = 20.0,
        timeout: tuple[float, float] = (5.0, 20.0),
    ) -> None:
        from requests_hardened import Config, Manager  # it brings `requests`: most processes ask nobody

        self.base, self.between, self.pause, self.patience = base.rstrip("/"), between, pause, patience
        self.session = Manager(
            Config(
                ip_filter_enable=True,
                ip_filter_allow_loopback_ips=settings.CONNECTIONS_ALLOW_LOOPBACK,
                never_redirect=True,
                default_timeout=timeout,
                user_agent_override="ServiceStar",
            )
        ).get_session()
        self.session.trust_env = False
        self.session.auth = auth
        self.timeout = timeout

    def close(self) -> None:
        self.session.close()

    def get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", path, params=params)

    def post(self, path: str, data: Any) -> Any:
        return self._ask("POST", path, json=data)

    def _ask(self, method: str, path: str, **what: Any) -> Any:
        for attempt in range(1, TRIES + 1):
            self.between()
            try:
                return self._once(method, path, **what)
            except Trouble as trouble:
                wait = _wait_after(trouble, attempt)
                if attempt == TRIES or wait is None or wait > self.patience:
                    raise
                self.patience -= wait
                self.pause(wait)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, method: str, path: str, **what: Any) -> Any:
        from requests import RequestException
        from requests_hardened.ip_filter import InvalidIPAddress

        try:
            with self.session.request(
                method, f"{self.base}/{path}", timeout=self.timeout, stream=True, **what
            ) as response:
                body = _whole(response)
        except InvalidIPAddress as error:
            raise Trouble("blocked") from error
        except RequestException as error:
            raise Trouble("unreachable") from error
        _look_at(response, body)
        try:
            return parsed(body)
        except ValueError as error:
            raise Trouble("odd") from error


def parsed(body: bytes) -> Any:
    """JSON whose texts can be stored: half a surrogate pair becomes “?”. Raises ValueError."""
    try:
        data = json.loads(body.decode())
        return _storable(data) if b"\\ud" in body.lower() else data
    except RecursionError as error:
        raise ValueError from error


def _storable(data: Any) -> Any:
    if isinstance(data, str):
        return data.encode(errors="replace").decode()
    if isinstance(data, dict):
        return {_storable(key): _storable(value) for key, value in data.items()}
    return [_storable(value) for value in data] if isinstance(data, list) else data


def _whole(response: "requests.Response") -> bytes:
    """Raises Trouble for an answer beyond reason."""
    parts, size = [], 0
    for part in response.iter_content(64 * 1024):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Trouble("odd")
        parts.append(part)
    return b"".join(parts)


def _look_at(response: "requests.Response", body: bytes) -> None:
    status = response.status_code
    if status < 300:
        return
    if status == 429 or (status == 503 and ("Retry-After" in response.headers or b"QUERY_LIMIT" in body[:2000])):
        raise Trouble("too_many", wait=retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC)))
    if status in (401, 403):
        raise Trouble("not_allowed", status=status)
    if status >= 500:
        raise Trouble("broken", status=status)
    raise Trouble("refused", status=status)


def retry_after(value: str, now: datetime) -> float:
    """Seconds, from seconds or an HTTP date (RFC 9110, 10.2.3); never more than an hour."""
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - now).total_seconds()
        except (ValueError, TypeError):
            seconds = USUAL_WAIT
    return min(LONGEST_WAIT, max(0.0, seconds)) if seconds == seconds else USUAL_WAIT


def _wait_after(trouble: Trouble, attempt: int) -> float | None:
    """None: asking again at once is no use."""
    if trouble.wait is not None:
        return trouble.wait
    return 0.25 * 2**attempt if trouble.code in ("unreachable", "broken") else None

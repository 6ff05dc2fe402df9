"""An OpenAI-compatible endpoint, as a small server on this machine: good answers, bad ones, slow ones, none."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from roleplays.ownwords import NONE, SURE, UNSURE
from roleplays.ownwords.endpoint import LARGEST, PAUSE, Endpoint, NoAnswer, Settings

from .test_matching import ENGLISH


class Listener:
    """What it was asked, and what it answers: `status`, `body`, after `delay` seconds; `trickle`: a byte at a time."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status, self.body, self.delay, self.trickle = 200, b"", 0.0, False

    def says(self, content: Any) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        self.body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()


def serve(listener: Listener) -> tuple[ThreadingHTTPServer, str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            listener.headers.append(dict(self.headers))
            listener.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(listener.delay)
            self.send_response(listener.status)
            if listener.status in (301, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            try:
                for part in [listener.body[n : n + 1] for n in range(40)] if listener.trickle else [listener.body]:
                    self.wfile.write(part)
                    self.wfile.flush()
                    time.sleep(0.02 if listener.trickle else 0)
            except OSError:
                pass

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/v1"


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    server, found.url = serve(found)
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def asks(listener: Listener) -> Callable[..., Endpoint]:
    return lambda **fields: Endpoint(Settings(listener.url, "small-model", "key-4711", **fields))


@pytest.mark.parametrize(
    ("reply", "confidence", "kind"),
    [(2, 0.95, SURE), (2, 0.5, UNSURE), (2, 0.1, NONE), (0, 0.99, NONE), (3, 1, SURE)],
)
def test_its_word_is_taken_for_the_confidence(listener, asks, reply, confidence, kind):
    listener.says({"reply": reply, "confidence": confidence})
    heard = asks().hear("tomorrow then", ENGLISH, "When does it come?")
    assert heard.kind == kind
    if kind != NONE:
        assert heard.guesses[0].uid == ENGLISH[reply - 1].uid


def test_it_is_told_the_replies_and_the_words_and_nothing_else(listener, asks):
    listener.says('Sure! {"reply": 1, "confidence": 0.9}')
    assert asks().hear("your money, today", ENGLISH, "When does it come?").kind == SURE
    (asked,), (headers,) = listener.asked, listener.headers
    told = asked["messages"][1]["content"]
    assert set(asked) == {"model", "temperature", "max_tokens", "messages"} and asked["model"] == "small-model"
    assert "your money, today" in told and "When does it come?" in told
    assert all(f"{n}. {one.texts[0]}" in told for n, one in enumerate(ENGLISH, 1)) and ENGLISH[0].uid not in told
    assert headers["Authorization"] == "Bearer key-4711" and "Cookie" not in headers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": "I would say the second one"}}]}',
        b"x" * (LARGEST + 5000),
        b"[" * 50_000,
    ],
)
def test_a_bad_answer_is_none(listener, asks, body):
    listener.body = body
    with pytest.raises(NoAnswer):
        asks().hear("hello there", ENGLISH)


@pytest.mark.parametrize(
    "content",
    [
        {"reply": 9, "confidence": 0.9},
        {"reply": -1, "confidence": 0.9},
        {"reply": "2", "confidence": 0.9},
        {"reply": True, "confidence": 0.9},
        {"reply": 2},
        {"reply": 2, "confidence": 7},
        {"reply": 2, "confidence": None},
        '{"reply": 2, "confidence": NaN}',
    ],
)
def test_a_number_that_was_not_asked_for_is_no_answer(listener, asks, content):
    listener.says(content)
    with pytest.raises(NoAnswer):
        asks().hear("hello there", ENGLISH)


@pytest.mark.parametrize("status", [301, 307, 401, 404, 429, 500, 503])
def test_any_other_status_is_no_answer_and_nothing_is_followed(listener, asks, status):
    listener.says({"reply": 1, "confidence": 1})
    listener.status = status
    with pytest.raises(NoAnswer, match=str(status)):
        asks().hear("hello there", ENGLISH)
    assert len(listener.asked) == 1


def test_who_is_slow_or_away_is_not_waited_for(listener, asks):
    listener.says({"reply": 1, "confidence": 1})
    listener.delay = 1.0
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        asks(patience=0.1).hear("hello there", ENGLISH)
    listener.delay, listener.trickle = 0.0, True
    with pytest.raises(NoAnswer):
        asks(patience=0.1).hear("hello there", ENGLISH)
    with pytest.raises(NoAnswer):
        Endpoint(Settings("http://127.0.0.1:9/v1", "m")).hear("hello there", ENGLISH)
    assert time.monotonic() - started < 2


def test_after_a_failure_nobody_is_asked_for_a_while(listener):
    moment = [0.0]
    endpoint = Endpoint(Settings(listener.url, "m"), now=lambda: moment[0])
    listener.status = 429
    for _ in range(3):
        with pytest.raises(NoAnswer):
            endpoint.hear("hello there", ENGLISH)
    assert len(listener.asked) == 1
    listener.status = 200
    listener.says({"reply": 1, "confidence": 1})
    moment[0] = PAUSE + 1
    assert endpoint.hear("hello there", ENGLISH).kind == SURE and len(listener.asked) == 2

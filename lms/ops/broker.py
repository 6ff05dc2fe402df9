"""The filesystem broker, mended, for a worker that must survive anything.

kombu's own lets a worker read a message that is still being written, and the worker then stops. Here a message
appears whole, and two workers never take the same one. kombu's own also makes the worker use a pool whose
children share one lock: killing the idle child that holds it stops the worker silently, for ever. Here the
worker runs its event loop, where every child has a pipe of its own (both tried).
"""

import os
import tempfile
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any
from uuid import uuid4

from celery import current_app
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

NAME = "filesystem"


class Channel(filesystem.Channel):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{time_ns()}_{uuid4()}.{queue}.msg"
        part = folder / f".put-{name}"
        part.write_text(dumps(payload))
        part.rename(folder / name)

    def _get(self, queue: str) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".got-{name}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            text = taken.read_text()
            taken.unlink()
            return loads(text)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
    default_connection_params: dict[str, Any] = {}  # there is no host to warn about
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        loop.call_repeatedly(self.polling_interval, self._take_waiting)

    def _take_waiting(self) -> None:
        """Everything that waits, up to what the worker may hold."""
        try:
            while True:
                self.cycle.get(self._deliver, timeout=0)
        except Empty:
            return


def refuse_unwritable() -> None:
    """Raises OSError when messages cannot be written."""
    if current_app.conf.broker_url.startswith(f"{NAME}://"):
        with tempfile.TemporaryFile(dir=current_app.conf.broker_transport_options["data_folder_out"]):
            pass


def use() -> None:
    TRANSPORT_ALIASES[NAME] = f"{__name__}:Transport"

import fcntl
import socket
import sys
from io import StringIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.ops import checks, startup
from lms.ops.processes import Child, Company

THREADS = 8
AS_ROOT = "ignore:You're running the worker with superuser"  # `make run` in a container


class Command(BaseCommand):
    help = "Runs the web server, the worker and the clock as one foreground command. Ctrl-C stops all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--workers", type=int, default=2, help=f"web processes, {THREADS} threads each (2)")
        parser.add_argument(
            "--no-worker", action="store_true", help="only the web: letters and certificates wait in the queue"
        )
        parser.add_argument("--banner-file", type=Path, help="a text to print once the port answers")
        parser.add_argument(
            "--demo", choices=["en", "ru"], help="first bring the database and the demo company up to date"
        )

    def handle(self, *, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        _refuse_a_taken_port(host, port)
        if options["demo"]:
            said = {"language": options["demo"], "sign_ins": options["banner_file"]}
            call_command("demo", migrate=True, stdout=StringIO(), **said)
        self._refuse(no_worker)
        lock = _only_one()
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
        try:
            company = Company(_children(host, port, workers, no_worker), self.stdout._out)
            dead = company.run(
                when_up=lambda: _answers(host, port),
                then=lambda: company.say(_banner(host, port, options["banner_file"])),
            )
        finally:
            lock.close()
        if dead:
            raise CommandError(
                f"The {dead.name} process ended by itself (code {dead.process.returncode}), so all stopped. "
                "Its last lines above say why."
            )
        self.stdout.write("Stopped.")

    def _refuse(self, no_worker: bool) -> None:
        try:
            startup.refuse_a_broken_installation()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        trouble = "" if no_worker else startup.broker_trouble()
        if trouble:
            raise CommandError(trouble)


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used: {error.strerror}. Choose another port with --port, "
                "or stop the program that has it."
            ) from error


def _only_one() -> IO[str]:
    """Held while serving; with it in hand, what an earlier run left is stale and goes."""
    data = Path(settings.DATA_DIR)
    lock = (data / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CommandError(
            f"Service Star already runs from {data}. Stop it first, or set DATA_DIR to another folder."
        ) from error
    for stale in (*data.glob("beat-schedule*"), *data.glob("*.pid")):
        stale.unlink(missing_ok=True)
    return lock


def _children(host: str, port: int, workers: int, no_worker: bool) -> list[Child]:
    web = [sys.executable, "-m", "gunicorn", "lms.wsgi:application", f"--bind={host}:{port}"]
    web += ["--worker-class=gthread", f"--workers={workers}", f"--threads={THREADS}"]
    web += ["--graceful-timeout=5", "--timeout=60", "--log-level=warning", "--no-control-socket", "--preload"]
    if Path("/dev/shm").is_dir():  # noqa: S108
        web += ["--worker-tmp-dir=/dev/shm"]
    children = [Child("web", web)]
    if not no_worker:
        python = [sys.executable] if checks.in_production() else [sys.executable, "-W", AS_ROOT]
        celery = [*python, "-m", "celery", "-q", "-A", "lms.celery"]
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING")
        schedule = f"--schedule={settings.CELERY_BEAT_SCHEDULE_FILENAME}"
        children.append(Child("worker", [*celery, "worker", *quiet]))
        children.append(Child("beat", [*celery, "beat", schedule, "--pidfile=", "--loglevel=WARNING"]))
    return children


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((_own(host), port), timeout=1):
            return True
    except OSError:
        return False


def _own(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104


def _banner(host: str, port: int, file: Path | None) -> str:
    text = file.read_text().rstrip() + "\n" if file and file.exists() else ""
    return f"{text}http://{_own(host)}:{port}\nCtrl-C stops."

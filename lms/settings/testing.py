"""The suite: SQLite in a file (real locks, real WAL) unless DATABASE_URL says otherwise; a data folder of its own.

Each parallel worker has a data folder and a Redis database of its own, so that one worker's `cache.clear()` never
empties another's counts. What a worker starts inherits the worker's.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

PREFIX = "service-star-test-"
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix=PREFIX)
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and Path(os.environ["DATA_DIR"]).name.startswith(PREFIX):
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / worker)
    if "REDIS_URL" in os.environ:
        number = 1 + int(worker.removeprefix("gw"))
        os.environ["REDIS_URL"] = re.sub(r"/(\d+)$", lambda db: f"/{int(db[1]) + number}", os.environ["REDIS_URL"])
from .base import *
from .base import DATA_DIR, DATABASES

if os.environ.get("WITHOUT_GAMIFICATION"):  # the rest must live without it: see the suite's test of that
    INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("gamification")]
Path(DATA_DIR).mkdir(parents=True, exist_ok=True)
TESTING = True
SECRET_KEY = "only-for-tests-" + "x" * 40
STYLEGUIDE = True
REQUIRE_MFA = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
OWN_WORDS_BUNDLED_MODEL = False  # whether the extra is installed changes no test; those of the model ask for it
OWN_WORDS_URL = ""
CONNECTIONS_ALLOW_LOOPBACK = True  # the help desks of the suite run on this machine
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}

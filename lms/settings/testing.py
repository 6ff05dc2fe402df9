"""The suite: SQLite in a file (real locks, real WAL) unless DATABASE_URL says otherwise; a data folder of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="service-star-test-"))
from .base import *
from .base import DATA_DIR, DATABASES

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
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}

"""`make run`: one machine, a key of its own in the data folder, letters as files."""

from .base import *
from .base import DATA_DIR, ENV
from .keys import local_secret_key

DEBUG = False
SECRET_KEY = ENV.secret_key or local_secret_key(DATA_DIR)
REQUIRE_MFA = False
STYLEGUIDE = True
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

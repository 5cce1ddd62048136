"""For the test suite: like the demo, but quick to hash passwords and without built static files."""

import os

from severshop.config.settings.demo import *  # noqa: F403 - settings modules build on one another
from severshop.config.settings.demo import DATABASE_URL, DATABASES, MIDDLEWARE, STORAGES, VAR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [name for name in MIDDLEWARE if "servestatic" not in name]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASE_URL.startswith("sqlite"):
    # A file, not memory: threads, the write-ahead log and the writer's ticket are as in the shop.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"

# Every test has tables of its own.
CALENDARS_FRESH_SECONDS = 0

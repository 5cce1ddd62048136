"""For the test suite: like the demo, but quick to hash passwords and without built static files."""

from severshop.config.settings.demo import *  # noqa: F403 - settings modules build on one another
from severshop.config.settings.demo import DATABASES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("servestatic.")]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 0

"""For the demo, for development and for tests: works at once, and is safe on this machine only."""

from severshop.config import environment
from severshop.config.settings.base import *  # noqa: F403 - settings modules build on one another
from severshop.config.settings.base import CARRIER_HOOK_SECRETS, LEARN_EVERY_SECONDS, MAIL_HOOK_SECRET

DEMO = True
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.text("SECRET_KEY", "demo-secret-key-that-production-refuses")
LINK_KEY = environment.text("LINK_KEY", "demo-link-key-that-production-refuses")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *environment.words("ALLOWED_HOSTS")]
CARRIER_HOOK_SECRETS = {
    carrier: secret or f"demo-{carrier}-credential" for carrier, secret in CARRIER_HOOK_SECRETS.items()
}
"""The simulated carriers show these."""
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
MAIL_HOOK_SECRET = MAIL_HOOK_SECRET or "demo-mail-credential"
"""The demo's mailbox shows it, where a reader answers a mail."""
LEARN_EVERY_SECONDS = min(LEARN_EVERY_SECONDS, 3600)
"""A demo is seldom left on overnight: what a day taught is there within an hour of being started again."""
PUSH_LOCAL_ALLOWED = True

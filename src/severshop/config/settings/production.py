"""For a shop that sells. Refuses to start with what only a demo may have."""

from django.core.exceptions import ImproperlyConfigured

from severshop.config import environment
from severshop.config.settings.base import *  # noqa: F403 - settings modules build on one another
from severshop.config.settings.base import (
    CARRIER_HOOK_SECRETS,
    GATEWAY_SECRET,
    MAIL_HOOK_SECRET,
    PUBLIC_URL,
    VAPID_PRIVATE_KEY,
)
from severshop.infra.webpush.vapid import BadKeyError, public_key

SHORTEST_SECRET = 16

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY")
LINK_KEY = environment.text("LINK_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

SECURE_SSL_REDIRECT = environment.flag("HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# Whether the whole domain is HTTPS only, and for ever, is not the shop's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True


def _refuse_what_only_a_demo_may_have() -> None:
    secrets = {"SECRET_KEY": SECRET_KEY, "LINK_KEY": LINK_KEY, "GATEWAY_SECRET": GATEWAY_SECRET}
    # A carrier without a secret has a closed hook, which is safe; the labels are UPS's, so UPS must be set.
    secrets |= {
        f"{carrier.upper()}_HOOK_SECRET": secret
        for carrier, secret in CARRIER_HOOK_SECRETS.items()
        if secret or carrier == "ups"
    }
    secrets |= {"MAIL_HOOK_SECRET": MAIL_HOOK_SECRET} if MAIL_HOOK_SECRET else {}
    for name, secret in secrets.items():
        if secret.startswith("demo-") or len(secret) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"{name} is a demo value or shorter than {SHORTEST_SECRET} characters. Set a secret of your own."
            )
    try:
        if VAPID_PRIVATE_KEY:
            public_key(VAPID_PRIVATE_KEY)
    except BadKeyError as error:
        raise ImproperlyConfigured(f"VAPID_PRIVATE_KEY: {error}") from error
    if environment.flag("DEBUG", default=False):
        raise ImproperlyConfigured("DEBUG is on. Production never runs with it: unset DEBUG.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the shop's own host names, such as shop.example.com.")
    if not PUBLIC_URL.startswith("https://"):
        raise ImproperlyConfigured(f"PUBLIC_URL is {PUBLIC_URL}; it must begin with https:// for links in mails.")


_refuse_what_only_a_demo_may_have()

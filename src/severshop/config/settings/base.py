"""What every environment shares. `demo` and `production` add what differs."""

from pathlib import Path

from django.utils.csp import CSP

from severshop.config import environment
from severshop.config.settings import accounts
from severshop.config.settings.accounts import (  # noqa: F401 - Django reads them here
    ACCOUNT_ADAPTER,
    ACCOUNT_CHANGE_EMAIL,
    ACCOUNT_EMAIL_NOTIFICATIONS,
    ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS,
    ACCOUNT_EMAIL_VERIFICATION,
    ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED,
    ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS,
    ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND,
    ACCOUNT_FORMS,
    ACCOUNT_LOGIN_BY_CODE_ENABLED,
    ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
    ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND,
    ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    ACCOUNT_LOGIN_METHODS,
    ACCOUNT_LOGIN_ON_PASSWORD_RESET,
    ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED,
    ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS,
    ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT,
    ACCOUNT_PREVENT_ENUMERATION,
    ACCOUNT_RATE_LIMITS,
    ACCOUNT_REAUTHENTICATION_REQUIRED,
    ACCOUNT_REAUTHENTICATION_TIMEOUT,
    ACCOUNT_SESSION_REMEMBER,
    ACCOUNT_SIGNUP_FIELDS,
    ACCOUNT_USER_MODEL_USERNAME_FIELD,
    ALLAUTH_USER_CODE_FORMAT,
    AUTHENTICATION_BACKENDS,
    LOGIN_REDIRECT_URL,
    LOGIN_URL,
    LOGOUT_REDIRECT_URL,
    MFA_ADAPTER,
    MFA_FORMS,
    MFA_PASSKEY_LOGIN_ENABLED,
    MFA_RATE_LIMITS,
    MFA_SUPPORTED_TYPES,
    MFA_TOTP_TOLERANCE,
    MFA_WEBAUTHN_USER_VERIFICATION,
)
from severshop.infra.logs import configure_logs

PACKAGE = Path(__file__).resolve().parents[2]
VAR = Path(environment.text("SEVERSHOP_VAR", "var")).resolve()

SHOP_HALF = environment.flag("SEVERSHOP_SHOP", default=True)
"""Off: only the post-purchase half, for a shop that sells elsewhere."""
OTHER_SIZES = "severshop.usecases.buying.other_sizes.find" if SHOP_HALF else ""
"""Who tells which other sizes of a shoe there are, so that an order's can be changed: see `reading.other_sizes`."""

DATABASE_URL = environment.text("DATABASE_URL", f"sqlite:///{VAR / 'shop.sqlite3'}")
DATABASES = {"default": environment.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

POST_PURCHASE_ROOMS = [
    "customers",
    "orders",
    "fulfilment",
    "tracking",
    "promises",
    "watch",
    "audit",
    "policies",
    "snapshots",
    "notifications",
    "support",
    "payments",
    "inventory",
    "shipping",
    "returns",
    "withdrawals",
    "claims",
]
SHOP_ROOMS = ["catalogue", "baskets"]

INSTALLED_APPS = [
    "severshop.config.admin.ShopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *accounts.SIGN_IN_APPS,
    "severshop.infra.outbox",
    "severshop.infra.jobs",
    "severshop.infra.throttle",
    *[f"severshop.domain.{room}" for room in POST_PURCHASE_ROOMS],
    *[f"severshop.domain.{room}" for room in SHOP_ROOMS if SHOP_HALF],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "severshop.config.order_pages.OrderPagesMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "severshop.config.signed_in.SignedInMarkMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "severshop.config.languages.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "severshop.config.urls"
WSGI_APPLICATION = "severshop.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "look" / "templates", *sorted((PACKAGE / "interfaces").glob("*/templates"))],
        "OPTIONS": {"environment": "severshop.look.environment.make_environment"},
    },
    {
        # Only Django's own admin is written in this language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
"""Keys of before: what was sealed or signed with them is still read."""
AUTH_USER_MODEL = "customers.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
"""Each by its own name, as the switch in the footer shows it."""
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "look" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
SHOP_TIME_ZONE = "Europe/Berlin"
"""The warehouse's: handling days and cut-offs are counted here."""
WAREHOUSE_STREET = environment.text("WAREHOUSE_STREET", "Widdersdorfer Straße 190")
WAREHOUSE_POSTAL_CODE = environment.text("WAREHOUSE_POSTAL_CODE", "50825")
WAREHOUSE_CITY = environment.text("WAREHOUSE_CITY", "Cologne")
WAREHOUSE_COUNTRY = environment.text("WAREHOUSE_COUNTRY", "DE")
WAREHOUSE_REGION = environment.text("WAREHOUSE_REGION", "NW")
"""ISO 3166-2 without the country: whose public holidays the warehouse keeps."""
SELLER_VAT_ID = environment.text("SELLER_VAT_ID", "")
"""Stands on invoices."""
WAREHOUSE_CUTOFF_HOUR = int(environment.text("WAREHOUSE_CUTOFF_HOUR", "14"))
"""Until this hour of its day the warehouse still turns to an order on the same day, while no calendar says more."""
CALENDARS_FRESH_SECONDS = 2.0
"""For so long calendars are taken for unchanged without looking; 0 reads them at every question."""
LEARN_EVERY_SECONDS = int(environment.text("LEARN_EVERY_SECONDS", "86400"))
"""How often the shop learns from its deliveries how long things take."""

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "look" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}

# The browser goes to the gateway itself when a card needs a second step.
GATEWAY_URL = environment.text("GATEWAY_URL", "http://localhost:8001")
GATEWAY_SECRET = environment.text("GATEWAY_SECRET", "demo-gateway-secret")
REFUND_APPROVAL_LIMIT = int(environment.text("REFUND_APPROVAL_LIMIT", "20000"))
"""Minor units: what the staff pay back beyond it needs a second person."""
CARRIER_URL = environment.text("CARRIER_URL", "http://localhost:8002")
CARRIER_HOOK_SECRETS = {
    "ups": environment.text("UPS_HOOK_SECRET", "demo-ups-credential"),
    "fedex": environment.text("FEDEX_HOOK_SECRET", ""),
    "usps": environment.text("USPS_HOOK_SECRET", ""),
    "dhl": environment.text("DHL_HOOK_SECRET", ""),
    "generic": environment.text("GENERIC_HOOK_SECRET", ""),
}
"""Of the carriers that push. Without a secret a carrier's hook is closed: it answers 401 to everybody."""

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "severshop.config.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SHOP_NAME = "BestShoeSeverShop"
SHOP_EMAIL = environment.text("SHOP_EMAIL", "help@bestshoesevershop.example")
DEFAULT_FROM_EMAIL = f"{SHOP_NAME} <{SHOP_EMAIL}>"
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": environment.text("SMTP_HOST", "localhost"),
            "port": int(environment.text("SMTP_PORT", "8025")),
            "username": environment.text("SMTP_USER", ""),
            "password": environment.text("SMTP_PASSWORD", ""),
            "use_tls": environment.flag("SMTP_TLS", default=False),
            "timeout": 20,
        },
    }
}

MAIL_HOOK_SECRET = environment.text("MAIL_HOOK_SECRET", "")
"""Whoever brings in mails shows it. Without one the hook is closed: it answers 401 to everybody."""

VAPID_PRIVATE_KEY = environment.text("VAPID_PRIVATE_KEY", "")
"""Signs what goes to browsers (`severshop keys push` makes one). Without it push is not offered."""
VAPID_CONTACT = environment.text("VAPID_CONTACT", f"mailto:{SHOP_EMAIL}")
"""Whom a push service asks when something is wrong."""
PUSH_LOCAL_ALLOWED = False
"""Whether a push service may be on this machine: in the demo and in tests only."""

TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
"""Whose `X-Forwarded-For` is believed when guessing is slowed down by address."""

PUBLIC_URL = environment.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
"""Where people reach the shop; every link in a mail begins with it."""
MFA_TOTP_ISSUER = SHOP_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://localhost:")
"""Browsers make passkeys on localhost without HTTPS too; a shop that sells has HTTPS (see `production`)."""

TAX_RETENTION_YEARS = int(environment.text("TAX_RETENTION_YEARS", "8"))
"""How long the books keep what was sold, from the end of its year. Germany: eight years for invoices and vouchers
(Abgabenordnung § 147 (3), Umsatzsteuergesetz § 14b (1), both as of 1 January 2025; BGBl. 2024 I No. 323)."""

RAW_MESSAGE_DAYS = int(environment.text("RAW_MESSAGE_DAYS", "180"))
"""How long carriers' messages are kept as they came: they may name who took a parcel.
Long enough for claims and disputes."""

METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
DEMO = False

LOGGING_CONFIG = None
configure_logs(level=environment.text("LOG_LEVEL", "INFO"))

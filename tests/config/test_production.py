"""Production refuses to start with what only a demo may have, and says what to mend."""

import ast
import os
import subprocess
import sys

import pytest

READY = {
    "DJANGO_SETTINGS_MODULE": "severshop.config.settings.production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "LINK_KEY": "l" * 40,
    "GATEWAY_SECRET": "g" * 40,
    "UPS_HOOK_SECRET": "u" * 40,
    "ALLOWED_HOSTS": "shop.example.com",
    "PUBLIC_URL": "https://shop.example.com",
}


def start(tmp_path, **changes):
    environment = {"PATH": os.environ["PATH"], "SEVERSHOP_VAR": str(tmp_path), **READY, **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    code = "import django; django.setup(); from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_it_starts_when_everything_is_set(tmp_path):
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_carrier_without_a_secret_has_a_closed_hook(tmp_path):
    code = "import django; django.setup(); from django.conf import settings; print(settings.CARRIER_HOOK_SECRETS)"
    environment = {"PATH": os.environ["PATH"], "SEVERSHOP_VAR": str(tmp_path), **READY, "USPS_HOOK_SECRET": "s" * 40}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ast.literal_eval(told.stdout) == {"ups": "u" * 40, "fedex": "", "usps": "s" * 40, "dhl": "", "generic": ""}


def test_cookies_travel_by_https_only_and_no_script_reads_the_session(tmp_path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
    names += ["SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"]
    code = f"import django; django.setup(); from django.conf import settings; print([getattr(settings, name) for name in {names}])"
    environment = {"PATH": os.environ["PATH"], "SEVERSHOP_VAR": str(tmp_path), **READY}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ast.literal_eval(told.stdout) == [True, True, True, "Lax", "Lax"]


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"LINK_KEY": "short"}, "LINK_KEY is a demo value or shorter"),
        ({"GATEWAY_SECRET": None}, "GATEWAY_SECRET is a demo value"),
        ({"UPS_HOOK_SECRET": "demo-ups-credential"}, "UPS_HOOK_SECRET is a demo value"),
        ({"DHL_HOOK_SECRET": "demo-dhl-credential"}, "DHL_HOOK_SECRET is a demo value"),
        ({"GENERIC_HOOK_SECRET": "short"}, "GENERIC_HOOK_SECRET is a demo value or shorter"),
        ({"UPS_HOOK_SECRET": None}, "UPS_HOOK_SECRET is a demo value"),
        ({"MAIL_HOOK_SECRET": "demo-mail-credential"}, "MAIL_HOOK_SECRET is a demo value"),
        ({"VAPID_PRIVATE_KEY": "nonsense"}, "make a pair with: severshop keys push"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "Set ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"PUBLIC_URL": "http://shop.example.com"}, "must begin with https://"),
        ({"DATABASE_URL": "mysql://localhost/shop"}, "sqlite:///... or postgresql://"),
        ({"DEBUG": "perhaps"}, "write 1 or 0"),
    ],
)
def test_it_refuses_and_names_the_mend(tmp_path, changes, mend):
    result = start(tmp_path, **changes)
    assert result.returncode != 0
    assert mend in result.stderr

"""The shopper's door: what django-allauth does, and what of it the shop does itself."""

from typing import Any

SIGN_IN_APPS = ["allauth.account", "allauth.mfa", "allauth.usersessions"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
"""One for both doors: with two, every wrong password would be hashed twice."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my-orders/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "severshop.interfaces.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
"""An address is enough: who leaves the password out signs in by code."""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
"""A mail goes out whether or not there is an account, so that the page need not say."""
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
"""allauth's own are kept in the cache of one process; the shop counts in the database (ADR 0021)."""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True

CODE_SECONDS = 15 * 60
CODE_TRIES = 5
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = CODE_TRIES
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = CODE_TRIES
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = CODE_TRIES

MFA_ADAPTER = "severshop.interfaces.account.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
"""A passkey is the whole sign-in, so the device must know its owner: by face, finger or PIN."""
MFA_TOTP_TOLERANCE = 1

_FORMS = "severshop.interfaces.account.forms"
ACCOUNT_FORMS: dict[str, Any] = {
    "login": f"{_FORMS}.SignInForm",
    "signup": f"{_FORMS}.SignUpForm",
    "request_login_code": f"{_FORMS}.AskForCodeForm",
    "confirm_login_code": f"{_FORMS}.SignInCodeForm",
    "confirm_email_verification_code": f"{_FORMS}.ProveAddressForm",
    "confirm_password_reset_code": f"{_FORMS}.ResetCodeForm",
    "reset_password": f"{_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
    "add_email": f"{_FORMS}.ChangeAddressForm",
}
_KEY_FORMS = "severshop.interfaces.account.key_forms"
_PASSKEY_FORMS = "severshop.interfaces.account.passkey_forms"
MFA_FORMS: dict[str, Any] = {
    "authenticate": f"{_KEY_FORMS}.SecondStepForm",
    "reauthenticate": f"{_KEY_FORMS}.SecondStepAgainForm",
    "activate_totp": f"{_KEY_FORMS}.ActivateAppForm",
    "add_webauthn": f"{_PASSKEY_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_PASSKEY_FORMS}.RenamePasskeyForm",
    "login_webauthn": f"{_PASSKEY_FORMS}.PasskeySignInForm",
    "reauthenticate_webauthn": f"{_PASSKEY_FORMS}.PasskeyAgainForm",
}

"""What the shop says where allauth would speak."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from severshop.vocabulary.account_letters import AccountLetter

Sentence = str | Promise

LETTERS = {
    "account/email/email_confirmation_signup": AccountLetter.SIGN_UP_CODE,
    "account/email/email_confirmation": AccountLetter.ADDRESS_CODE,
    "account/email/login_code": AccountLetter.SIGN_IN_CODE,
    "account/email/password_reset_code": AccountLetter.RESET_CODE,
    "account/email/unknown_account": AccountLetter.NO_ACCOUNT,
    "account/email/account_already_exists": AccountLetter.HAS_ACCOUNT,
    "account/email/password_changed": AccountLetter.PASSWORD_CHANGED,
    "account/email/password_set": AccountLetter.PASSWORD_CHANGED,
    "account/email/password_reset": AccountLetter.PASSWORD_CHANGED,
    "account/email/email_changed": AccountLetter.ADDRESS_CHANGED,
    "mfa/email/webauthn_added": AccountLetter.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": AccountLetter.PASSKEY_REMOVED,
    "mfa/email/totp_activated": AccountLetter.APP_ADDED,
    "mfa/email/totp_deactivated": AccountLetter.APP_REMOVED,
    "mfa/email/recovery_codes_generated": AccountLetter.NEW_RECOVERY_CODES,
}
"""allauth's name of a mail, and our letter."""

SAID: dict[str, Sentence] = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your password is changed. Every other place was signed out."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/unverified_primary_email.txt": _("This address is not confirmed yet."),
    "mfa/messages/totp_activated.txt": _("From now on signing in takes a second step: the code from your app."),
    "mfa/messages/totp_deactivated.txt": _("The second step is off."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is added. Next time you sign in with it alone."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("Signed out there."),
}
"""What is said on the next page. What is not here stands on the page itself, and is not said twice."""

WRONG: dict[str, Sentence] = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("This is the address of your account. Enter a new one first."),
    "duplicate_email": _("This is already your address."),
    "email_password_mismatch": _("This e-mail and password do not belong together. Please check both."),
    "email_taken": _("This address cannot be used here."),
    "enter_current_password": _("This is not your password of today."),
    "incorrect_code": _("This is not the right code. Please look at it again."),
    "incorrect_password": _("This is not your password."),
    "invalid_login": _("This e-mail and password do not belong together. Please check both."),
    "invalid_or_expired_key": _("This code no longer works. Please ask for a new one."),
    "invalid_password_reset": _("This code no longer works. Please ask for a new one."),
    "max_email_addresses": _("An account has one address."),
    "same_as_current": _("This is already your address."),
    "too_many_login_attempts": _("Too many tries. Please ask for a new code."),
    "unknown_email": _("This e-mail and password do not belong together. Please check both."),
    "unverified_primary_email": _("This address is not confirmed yet."),
    "rate_limited": _("Too many tries. Please wait a few minutes and try again."),
}
"""By allauth's name of an error."""

WRONG_WITH_KEYS: dict[str, Sentence] = {
    "add_email_blocked": _("Please finish changing your address first."),
    "cannot_delete_authenticator": _("This cannot be removed now."),
    "cannot_generate_recovery_codes": _("Recovery codes belong to a second step. Set it up first."),
    "incorrect_code": _("This is not the right code. Please look at it again."),
    "rate_limited": _("Too many tries. Please wait a few minutes and try again."),
    "unverified_email": _("Please confirm your e-mail address first."),
}

STAFF_DOOR: Sentence = _("You work here: please sign in at the staff's own door. It is this one.")
AGAIN: Sentence = _("Before this, please show once more that it is you: we mail you a code.")
WAYS: dict[str, Sentence] = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
"""By allauth's name of a way to show once more who one is."""

"""The letters about an account."""

from enum import StrEnum

ACCOUNT_LETTER = "account"
"""The kind under which the outbox keeps them all."""


class AccountLetter(StrEnum):
    """What a letter about an account tells."""

    SIGN_UP_CODE = "sign_up_code"
    ADDRESS_CODE = "address_code"
    """To an address that somebody wants to change to."""
    SIGN_IN_CODE = "sign_in_code"
    RESET_CODE = "reset_code"
    NO_ACCOUNT = "no_account"
    """Somebody asked for a code for an address that has no account."""
    HAS_ACCOUNT = "has_account"
    """Somebody wanted to sign up with an address that has an account."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a name
    ADDRESS_CHANGED = "address_changed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    NEW_RECOVERY_CODES = "new_recovery_codes"


WITH_CODE = frozenset(
    {AccountLetter.SIGN_UP_CODE, AccountLetter.ADDRESS_CODE, AccountLetter.SIGN_IN_CODE, AccountLetter.RESET_CODE}
)
ASKED_BY_ANYBODY = WITH_CODE | {AccountLetter.NO_ACCOUNT, AccountLetter.HAS_ACCOUNT}
"""Somebody who only typed an address can have these sent to it."""

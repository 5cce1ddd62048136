"""Letters about an account: a code in large figures, or news of how the account is entered."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look.mail.render import Letter, rendered
from severshop.vocabulary.account_letters import WITH_CODE, AccountLetter

SIGN_IN = "/account/login/"
SIGN_UP = "/account/signup/"
RESET = "/account/password/reset/"
KEYS = "/account/2fa/"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWords:
    """What such a letter says. `code` and `link` are empty where there is none."""

    subject: str
    headline: str
    lead: str
    why: str
    code: str = ""
    link: str = ""
    button: str = ""


def account_letter(letter: AccountLetter, *, code: str = "", to_email: str = "") -> Letter:
    """Write a letter in the language in force."""
    told = _with_code(letter, code) if letter in WITH_CODE else _without_code(letter, to_email)
    return rendered("account", subject=told.subject, values={"words": told})


def _with_code(letter: AccountLetter, code: str) -> AccountWords:
    shown = code.replace("-", " ")
    facts = {"shop": settings.SHOP_NAME, "code": shown}
    keep = _(
        "It works once, for 15 minutes, in the window where you asked for it. Nobody from us ever asks you for it."
    )
    if letter is AccountLetter.SIGN_UP_CODE:
        subject, headline = _("%(code)s confirms your address at %(shop)s"), _("Welcome")
        why = _("Somebody is making an account at %(shop)s with this address. If it was not you, do nothing.")
    elif letter is AccountLetter.ADDRESS_CODE:
        subject, headline = _("%(code)s confirms your new address at %(shop)s"), _("Your new address")
        why = _("Somebody wants to use this address for an account at %(shop)s. If it was not you, do nothing.")
    elif letter is AccountLetter.RESET_CODE:
        subject, headline = _("%(code)s lets you choose a new password at %(shop)s"), _("A new password")
        why = _("Somebody asked for a new password for your account at %(shop)s. If it was not you, do nothing.")
    else:
        subject, headline = _("%(code)s is your code for %(shop)s"), _("Sign in")
        why = _("Somebody wants to sign in to your account at %(shop)s. If it was not you, do nothing.")
    return AccountWords(subject=subject % facts, headline=headline, lead=keep, why=why % facts, code=shown)


def _without_code(letter: AccountLetter, to_email: str) -> AccountWords:
    facts = {"shop": settings.SHOP_NAME, "to": to_email}
    if letter is AccountLetter.NO_ACCOUNT:
        return AccountWords(
            subject=_("There is no account with this address at %(shop)s") % facts,
            headline=_("No account yet"),
            lead=_(
                "You asked for a code, but this address has no account. Perhaps you used another one, or none at all."
            ),
            why=_("Somebody typed this address at %(shop)s. If it was not you, do nothing.") % facts,
            link=_address(SIGN_UP),
            button=_("Make an account"),
        )
    if letter is AccountLetter.HAS_ACCOUNT:
        return AccountWords(
            subject=_("You have an account at %(shop)s already") % facts,
            headline=_("You have an account already"),
            lead=_(
                "You wanted to make one with this address. Sign in instead; if the password is lost, by a mailed code."
            ),
            why=_("Somebody typed this address at %(shop)s. If it was not you, do nothing.") % facts,
            link=_address(SIGN_IN),
            button=_("Sign in"),
        )
    return _news(letter, facts)


def _news(letter: AccountLetter, facts: dict[str, str]) -> AccountWords:
    subject, lead = {
        AccountLetter.PASSWORD_CHANGED: (
            _("Your password at %(shop)s was changed"),
            _("Other browsers were signed out."),
        ),
        AccountLetter.ADDRESS_CHANGED: (
            _("Your account at %(shop)s has another address"),
            _("It is now %(to)s. Letters no longer come to this one."),
        ),
        AccountLetter.PASSKEY_ADDED: (
            _("A passkey was added to your account at %(shop)s"),
            _("Whoever has that device and can unlock it can sign in."),
        ),
        AccountLetter.PASSKEY_REMOVED: (
            _("A passkey was removed from your account at %(shop)s"),
            _("It no longer opens your account."),
        ),
        AccountLetter.APP_ADDED: (
            _("Signing in at %(shop)s now takes a second step"),
            _("Beside the password it takes a code from your app."),
        ),
        AccountLetter.APP_REMOVED: (
            _("Signing in at %(shop)s takes no second step any more"),
            _("The codes from your app are no longer asked for."),
        ),
        AccountLetter.NEW_RECOVERY_CODES: (
            _("New recovery codes for your account at %(shop)s"),
            _("The older ones no longer work."),
        ),
    }[letter]
    return AccountWords(
        subject=subject % facts,
        headline=subject % facts,
        lead=lead % facts,
        why=_("If it was you, do nothing. If not, choose a new password at once, and write to us.") % facts,
        link=_address(RESET if letter is not AccountLetter.ADDRESS_CHANGED else SIGN_IN),
        button=_("It was not me: choose a new password")
        if letter is not AccountLetter.ADDRESS_CHANGED
        else _("Sign in"),
    )


def _address(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"

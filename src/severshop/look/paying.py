"""Paying at the gateway in words: its cards, and why something was not paid."""

from django.utils.translation import gettext as _


def method_words(method: str) -> tuple[str, str]:
    """Return the name of a sandbox card and what it does."""
    return {
        "card_ok": (_("Visa ending in 4242"), _("is accepted at once")),
        "card_challenge": (_("Visa ending in 3155"), _("asks for a second step at the bank")),
        "card_declined": (_("Visa ending in 0002"), _("is declined: not enough money")),
        "card_timeout": (_("Visa ending in 0119"), _("answers late: the shop has to ask again")),
    }.get(method, (method, ""))


def decline_sentence(code: str) -> str:
    """Return why nothing was charged."""
    return {
        "insufficient_funds": _("The bank says there is not enough money on this card. Nothing was charged."),
        "cancelled": _("The payment was not finished. Nothing was charged."),
        "authentication_refused": _("The second step was refused. Nothing was charged."),
    }.get(code, _("The bank did not accept this card. Nothing was charged."))

"""The receipt of a withdrawal: its content, its day and its time (Directive 2011/83/EU, Art. 11a(4))."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import withdrawal as sentences
from severshop.look.mail.render import Letter, rendered
from severshop.look.withdrawal import Following


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalLetter:
    """What was declared, as it was. `following` is none where it is not sure whose order it is."""

    number: str
    received_at: datetime
    """By the shop's clock."""
    name: str
    email: str
    is_whole: bool
    pieces: tuple[str, ...]
    words: str
    following: Following | None
    is_to_order: bool = False
    """It goes to the order's own address, because somebody gave another one."""
    link: str = ""
    """The order's page about it; empty for whoever must not know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalWords:
    """What the letter says."""

    subject: str
    headline: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    follows: tuple[str, ...]
    link: str
    why: str


def receipt_letter(told: WithdrawalLetter) -> Letter:
    """Write the receipt in the language in force."""
    facts = {"number": told.number, "shop": settings.SHOP_NAME, "email": settings.SHOP_EMAIL}
    lead = (
        _(
            "Somebody withdrew from this order and gave another e-mail address than the order's. A person looks at it"
            " before anything is done. If it was not you, answer this mail."
        )
        if told.is_to_order
        else _("We have received your withdrawal. Keep this mail: it says what you declared, and when it reached us.")
    )
    subject = (
        _("Somebody withdrew from your order %(number)s")
        if told.is_to_order
        else _("Your withdrawal has arrived: order %(number)s")
    )
    words = WithdrawalWords(
        subject=subject % facts,
        headline=_("Receipt of a withdrawal"),
        lead=lead,
        facts=(
            (_("Received"), sentences.received(told.received_at)),
            (_("Order"), told.number),
            (_("Withdrawn from"), sentences.what(is_whole=told.is_whole, pieces=told.pieces, words=told.words)),
            (_("Name"), told.name),
            (_("E-mail"), told.email),
        ),
        follows=_follows(told),
        link=told.link,
        why=_("You get this e-mail because a withdrawal was declared at %(shop)s with this address.") % facts
        if not told.is_to_order
        else _("You get this e-mail because it is about your order at %(shop)s.") % facts,
    )
    return rendered("withdrawal", subject=words.subject, values={"words": words})


def _follows(told: WithdrawalLetter) -> tuple[str, ...]:
    if told.is_to_order:
        # Whether its reader has anything to do with it is what is to be found out.
        return ()
    return sentences.what_follows(told.following) if told.following else (sentences.people(),)

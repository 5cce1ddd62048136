"""The letters about what was cancelled and about money on its way back."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.render import Letter, rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLetter:
    """What these letters are made of. `things` are articles, `amount_minor` is what goes back, 0 for nothing."""

    number: str
    link: str
    """The page that shows what became of it."""
    things: tuple[str, ...] = ()
    is_whole: bool = False
    """Nothing of the order is left to be sent."""
    amount_minor: int = 0
    currency: str = "EUR"
    back_on: date | None = None
    card: str = ""
    note: str = ""

    @property
    def amount(self) -> str:
        return formats.money(self.amount_minor, self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyWords:
    """What the letter says."""

    subject: str
    headline: str
    lead: str
    things: tuple[str, ...]
    money: str
    note: str
    link: str
    button: str
    why: str


def cancelled_letter(told: MoneyLetter) -> Letter:
    """Say what was cancelled, and what goes back for it."""
    if told.is_whole:
        headline, lead = _("Your order is cancelled"), _("Nothing more of it will be sent. This was called off:")
    else:
        headline = _("A part of your order is cancelled")
        lead = _("The rest comes as planned. This was called off:")
    subject = _("Order %(number)s: cancelled") if told.is_whole else _("Order %(number)s: partly cancelled")
    return _letter(told, subject=subject, headline=headline, lead=lead, money=_goes_back(told))


def left_letter(told: MoneyLetter) -> Letter:
    """Say that it had left before anybody could stop it, and what can be done instead."""
    lead = _(
        "You asked us to cancel, and the parcel went to the carrier before we could take it out. We cannot call it"
        " back. You can refuse it at the door, or send it back to us when it has arrived; then you get your money back."
    )
    return _letter(
        told,
        subject=_("Order %(number)s: it had left already"),
        headline=_("It had left before we could stop it"),
        lead=lead,
        money="",
    )


def refused_letter(told: MoneyLetter) -> Letter:
    """Say that the staff did not cancel, in their words, and what can be done instead."""
    lead = _("We looked at it and could not cancel it. You can still send it back when it has arrived.")
    return _letter(
        told,
        subject=_("Order %(number)s: we could not cancel it"),
        headline=_("We could not cancel it"),
        lead=lead,
        money="",
    )


def refund_letter(told: MoneyLetter) -> Letter:
    """Say that money is on its way, how much, and by when to expect it."""
    return _letter(
        told,
        subject=_("Order %(number)s: your refund is on its way"),
        headline=_("%(amount)s are on their way back to you") % {"amount": told.amount},
        lead=_by_when(told),
        money="",
    )


def _goes_back(told: MoneyLetter) -> str:
    if not told.amount_minor:
        return _("Nothing was paid to this shop for it, so nothing goes back from here.")
    return _("%(amount)s go back to you.") % {"amount": told.amount} + " " + _by_when(told)


def _by_when(told: MoneyLetter) -> str:
    facts = {"card": told.card, "day": formats.day(told.back_on) if told.back_on else ""}
    if not told.back_on:
        return _("We write to you as soon as it is on its way.")
    if told.card:
        return _("It goes to the card that you paid with (%(card)s). Most banks show it by %(day)s.") % facts
    return _("It goes back the way that you paid. Most banks show it by %(day)s.") % facts


def _letter(told: MoneyLetter, *, subject: str, headline: str, lead: str, money: str) -> Letter:
    facts = {"number": told.number, "shop": settings.SHOP_NAME}
    words = MoneyWords(
        subject=subject % facts,
        headline=headline,
        lead=lead,
        things=told.things,
        money=money,
        note=told.note,
        link=told.link,
        button=_("See how it stands"),
        why=_("You get this e-mail because it is about your order and your money at %(shop)s.") % facts,
    )
    return rendered("money", subject=words.subject, values={"words": words})

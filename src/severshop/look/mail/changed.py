"""The letter about what a shopper changed of an order before it was packed."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.money import MoneyWords
from severshop.look.mail.render import Letter, rendered
from severshop.vocabulary.changing import ChangeKind
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLetter:
    """What the letter is made of: `was` and `now_is` as lines for people. Amounts in minor units."""

    number: str
    kind: ChangeKind
    link: str
    was: tuple[str, ...]
    now_is: tuple[str, ...]
    total_minor: int
    currency: str
    window: DeliveryWindow | None = None
    """The dates that hold now."""
    dates_changed: bool = False
    back_minor: int = 0
    back_on: date | None = None
    card: str = ""
    paid_minor: int = 0
    """What was paid for it, and with which card."""
    paid_card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLateLetter:
    """What the letter about a change is made of that was paid too late: `why` in words. Amounts in minor units."""

    number: str
    link: str
    why: str
    wanted: tuple[str, ...]
    back_minor: int
    currency: str
    back_on: date | None
    card: str


def changed_letter(told: ChangeLetter) -> Letter:
    """Say what was, what is, when it arrives, and what goes back."""
    headline, lead = {
        ChangeKind.ADDRESS: (_("It goes to another address now"), _("You changed where your order goes.")),
        ChangeKind.SIZE: (_("Another size or colour is kept for you"), _("You changed what we send you.")),
        ChangeKind.DELIVERY: (_("It comes another way now"), _("You changed how your order is shipped.")),
        ChangeKind.CONTACT: (_("We reach you elsewhere now"), _("You changed how we reach you about your order.")),
    }[told.kind]
    things = (
        _("Before: %(was)s") % {"was": " · ".join(told.was)},
        _("Now: %(now)s") % {"now": " · ".join(told.now_is)},
        _("In all: %(total)s") % {"total": formats.money(told.total_minor, told.currency)},
    )
    words = MoneyWords(
        subject=_("Order %(number)s: changed") % {"number": told.number},
        headline=headline,
        lead=" ".join(part for part in (lead, _arrives(told)) if part),
        things=things,
        money=_was_paid(told) or _goes_back(told),
        note="",
        link=told.link,
        button=_("See your order"),
        why=_why(),
    )
    return rendered("money", subject=words.subject, values={"words": words})


def moved_away_letter(*, number: str, contact_link: str) -> Letter:
    """Tell the old address that messages go elsewhere, without saying where to, and what to do if that is wrong."""
    words = MoneyWords(
        subject=_("Order %(number)s: messages go to another address now") % {"number": number},
        headline=_("We write to another address from now on"),
        lead=_(
            "Somebody who had proved to hold this address changed it. The link to the order that you had from us no"
            " longer opens. If that was you, there is nothing to do. If it was not, write to us at once."
        ),
        things=(),
        money="",
        note="",
        link=contact_link,
        button=_("That was not me"),
        why=_why(),
    )
    return rendered("money", subject=words.subject, values={"words": words})


def _arrives(told: ChangeLetter) -> str:
    if told.window is None:
        return ""
    days = {"days": formats.days(told.window)}
    if told.dates_changed:
        return _("We now promise it for %(days)s.") % days
    return _("The dates stay as they were: %(days)s.") % days


def too_late_letter(told: TooLateLetter) -> Letter:
    """Say that the order stays as it was, and that the money for the change goes back."""
    words = MoneyWords(
        subject=_("Order %(number)s: not changed, and your money goes back") % {"number": told.number},
        headline=_("It was too late to change your order"),
        lead=told.why,
        things=(_("You wanted: %(what)s") % {"what": " · ".join(told.wanted)},),
        money=_all_of_it(told),
        note="",
        link=told.link,
        button=_("See your order"),
        why=_why(),
    )
    return rendered("money", subject=words.subject, values={"words": words})


def _all_of_it(told: TooLateLetter) -> str:
    facts = {
        "amount": formats.money(told.back_minor, told.currency),
        "card": told.card,
        "day": formats.day(told.back_on) if told.back_on else "",
    }
    if not told.back_on:
        return _("The %(amount)s that you paid for it go back to you.") % facts
    if told.card:
        return _("The whole %(amount)s go back to your card (%(card)s). Most banks show it by %(day)s.") % facts
    return _("The whole %(amount)s go back the way that you paid. Most banks show it by %(day)s.") % facts


def _was_paid(told: ChangeLetter) -> str:
    if not told.paid_minor:
        return ""
    facts = {"amount": formats.money(told.paid_minor, told.currency), "card": told.paid_card}
    if told.paid_card:
        return _("It costs more now: you paid %(amount)s (%(card)s).") % facts
    return _("It costs more now: you paid %(amount)s.") % facts


def _goes_back(told: ChangeLetter) -> str:
    if not told.back_minor:
        return ""
    facts = {
        "amount": formats.money(told.back_minor, told.currency),
        "card": told.card,
        "day": formats.day(told.back_on) if told.back_on else "",
    }
    if not told.back_on:
        return _("It costs less now: %(amount)s go back to you.") % facts
    if told.card:
        return (
            _("It costs less now: %(amount)s go back to your card (%(card)s). Most banks show it by %(day)s.") % facts
        )
    return _("It costs less now: %(amount)s go back the way that you paid. Most banks show it by %(day)s.") % facts


def _why() -> str:
    return _("You get this e-mail because it is about your order at %(shop)s.") % {"shop": settings.SHOP_NAME}

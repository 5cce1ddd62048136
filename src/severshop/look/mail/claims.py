"""The letters about what went wrong with a parcel: that we look at it, what was given, what became of the parcel."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import claiming, formats
from severshop.look.mail.money import MoneyWords
from severshop.look.mail.render import Letter, rendered
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLetter:
    """What these letters are made of. `things` are articles, `amount` is what goes back; empty for nothing."""

    number: str
    link: str
    """The page that shows what became of it."""
    kind: ClaimKind
    wish: Remedy
    things: tuple[str, ...]
    answer_by: date
    end: ClaimEnd | None = None
    amount: str = ""
    back_on: date | None = None
    card: str = ""
    replacement: str = ""
    """The number of the order that is sent instead."""
    window: DeliveryWindow | None = None
    why_refused: WhyClaimRefused | None = None
    note: str = ""


def received_letter(told: ClaimLetter) -> Letter:
    """Say that it is here, and by when a person answers."""
    answer = _("A person looks at it and answers by %(day)s. Nothing else is needed from you.")
    return _letter(
        told,
        subject=_("Order %(number)s: we look at it"),
        headline=_("We have it, and look at it"),
        lead=f"{claiming.about(told.kind)}. {claiming.wished(told.wish)}",
        money=answer % {"day": formats.day(told.answer_by)},
    )


def decided_letter(told: ClaimLetter) -> Letter:
    """Say what was decided."""
    write = {
        ClaimEnd.REFUND: _refunded,
        ClaimEnd.REPLACEMENT: _replaced,
    }.get(told.end or ClaimEnd.REFUSED, _refused)
    return write(told)


def found_letter(told: ClaimLetter) -> Letter:
    """Say that the parcel was found before anything was given."""
    if told.kind is ClaimKind.LATE:
        headline, lead = (
            _("Your parcel has arrived"),
            _("It came before we had decided, so there is nothing to make good."),
        )
    else:
        headline = _("Your parcel was found")
        lead = _("A carrier has it in hand again and brings it on to you, so there is nothing to make good.")
    return _letter(
        told,
        subject=_("Order %(number)s: your parcel was found"),
        headline=headline,
        lead=lead,
        money=_("Should it go astray again, or come damaged, tell us on the same page."),
    )


def turned_up_letter(told: ClaimLetter) -> Letter:
    """Say that the parcel arrived after it was made good."""
    return _letter(
        told,
        subject=_("Order %(number)s: the parcel came after all"),
        headline=_("The parcel came after all"),
        lead=_("Its carrier says so. What we gave you for it stays yours, and you owe nothing."),
        money=_("Please leave it unopened if you can. A person here looks at it and writes to you what is to be done."),
    )


def send_back_letter(told: ClaimLetter) -> Letter:
    """Say how what turned up comes back."""
    return _letter(
        told,
        subject=_("Order %(number)s: please send back what came late"),
        headline=_("Please send back what came late"),
        lead=_("It was made good before it came, so it is ours. The way back costs you nothing."),
        money=_("The label, or a code for the counter, is on the page of your return."),
        button=_("Get the label"),
    )


def keep_letter(told: ClaimLetter) -> Letter:
    """Say that what turned up may be kept."""
    return _letter(
        told,
        subject=_("Order %(number)s: keep what came late"),
        headline=_("Keep it"),
        lead=_("What came late is yours, and costs you nothing. Thank you for your patience."),
        money="",
    )


def _refunded(told: ClaimLetter) -> Letter:
    day = formats.day(told.back_on) if told.back_on else ""
    facts = {"amount": told.amount, "card": told.card, "day": day}
    money = _("We write to you as soon as it is on its way.")
    if day and told.card:
        money = _("It goes to the card that you paid with (%(card)s). Most banks show it by %(day)s.") % facts
    elif day:
        money = _("It goes back the way that you paid. Most banks show it by %(day)s.") % facts
    return _letter(
        told,
        subject=_("Order %(number)s: your money goes back"),
        headline=_("%(amount)s go back to you") % facts,
        lead=_("We are sorry that it went wrong. This is what we pay back:"),
        money=money,
    )


def _replaced(told: ClaimLetter) -> Letter:
    facts = {"number": told.replacement, "days": formats.days(told.window) if told.window else ""}
    money = _("Order %(number)s brings it, at no cost.") % facts
    if told.window:
        money = _("Order %(number)s brings it, at no cost: %(days)s.") % facts
    return _letter(
        told,
        subject=_("Order %(number)s: it comes once more"),
        headline=_("It comes once more"),
        lead=_("We are sorry that it went wrong. This is packed for you again, before all others:"),
        money=money,
    )


def _refused(told: ClaimLetter) -> Letter:
    why = claiming.refused(told.why_refused) if told.why_refused else ""
    return _letter(
        told,
        subject=_("Order %(number)s: we could not grant it"),
        headline=_("We could not grant it"),
        lead=why,
        money=_("If you see it otherwise, write to us from the same page: another person looks at it."),
    )


def _letter(told: ClaimLetter, *, subject: str, headline: str, lead: str, money: str, button: str = "") -> Letter:
    facts = {"number": told.number, "shop": settings.SHOP_NAME}
    words = MoneyWords(
        subject=subject % facts,
        headline=headline,
        lead=lead,
        things=told.things,
        money=money,
        note=told.note,
        link=told.link,
        button=button or _("See how it stands"),
        why=_("You get this e-mail because something went wrong with your order at %(shop)s.") % facts,
    )
    return rendered("money", subject=words.subject, values={"words": words})

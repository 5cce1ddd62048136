"""The letters about what comes back: what to do now, that it has arrived, what was found."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.money import MoneyWords
from severshop.look.mail.render import Letter, rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLetter:
    """What these letters are made of. `things` are articles; `link` leads to the return's page."""

    number: str
    link: str
    things: tuple[str, ...]
    send_by: date
    settled_by: date
    has_label: bool = False
    """The shop pays the way back and has its label."""
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    """What is kept to be sent in exchange."""
    wants_money: bool = True
    """Something of it is to be paid back, not exchanged."""
    is_paid: bool = False
    """It was paid back at the first scan."""


def announced_letter(told: ReturnLetter) -> Letter:
    """Say what to do now: print the label or show the code, hand the parcel in by a day."""
    if told.has_label:
        lead = _(
            "Your label is ready, and the way back is paid. Print it, or show the code on your phone where you hand the"
            " parcel in. Please do so by %(day)s. This comes back:"
        )
        subject, button = _("Return %(number)s: your label"), _("Open label and code")
    else:
        lead = _(
            "The slip and our address are ready. Put the slip into the parcel and send it with a carrier of your choice"
            " by %(day)s. This comes back:"
        )
        subject, button = _("Return %(number)s: your slip"), _("Open the slip")
    return _letter(
        told,
        subject=subject,
        headline=_("Your return is announced"),
        lead=lead % {"day": formats.day(told.send_by)},
        then=_("We write to you as soon as it is here. The money goes back the way that you paid.")
        if told.wants_money
        else _("We write to you as soon as it is here. Once it is accepted, the other pair leaves."),
        button=button,
    )


def arrived_letter(told: ReturnLetter) -> Letter:
    """Say that it is here, and by when the money follows."""
    then = _("We look at it now. What is to be paid back is on its way by %(day)s at the latest.")
    if told.is_paid:
        then = f"{_('We look at it now.')} {_('Your money is on its way.')}"
    elif not told.wants_money:
        then = _("We look at it now. Then your other pair, which we keep for you, leaves.")
    return _letter(
        told,
        subject=_("Return %(number)s: it has arrived"),
        headline=_("Your return is back with us"),
        lead=_("Thank you for sending it. This is what you announced:"),
        then=then % {"day": formats.day(told.settled_by)},
        button=_("See how it stands"),
    )


def found_letter(told: ReturnLetter) -> Letter:
    """Say what was found, where it is not what the shopper expects."""
    return _letter(
        told,
        subject=_("Return %(number)s: what we found"),
        headline=_("We have looked at your return"),
        lead=_("This is what we found:"),
        then=_("If you see it differently, answer this e-mail: a person reads it."),
        button=_("See how it stands"),
    )


def _letter(told: ReturnLetter, *, subject: str, headline: str, lead: str, then: str, button: str) -> Letter:
    words = MoneyWords(
        subject=subject % {"number": told.number},
        headline=headline,
        lead=lead,
        things=told.findings or (*told.things, *(_("In exchange: %(pair)s") % {"pair": pair} for pair in told.pairs)),
        money=then,
        note="\n".join(told.notes),
        link=told.link,
        button=button,
        why=_("You get this e-mail because it is about your return to %(shop)s.") % {"shop": settings.SHOP_NAME},
    )
    return rendered("money", subject=words.subject, values={"words": words})

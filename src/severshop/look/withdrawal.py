"""The sentences about withdrawing: what was declared, and what follows. The same on pages and in letters.

The law words two of them itself (Directive 2011/83/EU, Art. 11a(1) and (3)): the names of the function and of its
button. See docs/explanation/withdrawal.md before a word of them is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.look import formats
from severshop.vocabulary.policies import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What follows from a withdrawal whose order is sure. Days are the warehouse's; pieces are ready to be read."""

    cancelled: tuple[str, ...] = ()
    being_cancelled: tuple[str, ...] = ()
    to_send_back: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    """To be sent back as a return, about which the order's page and a letter of its own say how."""
    send_back_by: date | None = None
    refund_by: date | None = None
    send_to: tuple[str, ...] = ()
    way_back_paid_by: Payer | None = None
    ended_on: date | None = None
    """The last day to withdraw, where it had passed."""


def function() -> str:
    """Return the name of the function, as the law words it."""
    return _("Withdraw from contract here")


def button() -> str:
    """Return what the one button says, as the law words it."""
    return _("Confirm withdrawal")


def received(moment: datetime) -> str:
    """`Tue 24 November 2026, 09:00:05 (UTC+01:00)`: exact, for both sides."""
    offset = f"UTC{moment:%:z}"
    facts = {"day": formats.day(moment.date(), year=True), "time": f"{moment:%H:%M:%S}", "offset": offset}
    return _("%(day)s, %(time)s (%(offset)s)") % facts


def what(*, is_whole: bool, pieces: Sequence[str], words: str) -> str:
    """Say what is withdrawn from, as it was declared."""
    if is_whole:
        return _("the whole order")
    return words or formats.listed(pieces)


def until(last_day: date | None, *, days: int) -> str:
    """Say how long one can withdraw."""
    if last_day:
        return _("You can withdraw until %(day)s.") % {"day": formats.day(last_day)}
    return ngettext(
        "You can withdraw from now on, until %(n)d day after the last piece has come.",
        "You can withdraw from now on, until %(n)d days after the last piece has come.",
        days,
    ) % {"n": days}


def over(last_day: date) -> str:
    """Say that the time has passed, and that it is taken in all the same."""
    return _(
        "The time to withdraw ended on %(day)s. You can still declare it here: a person looks at it and answers you."
    ) % {"day": formats.day(last_day)}


def what_follows(told: Following) -> tuple[str, ...]:
    """Say what happens now and by when, a sentence or two for each thing."""
    if told.ended_on:
        return (over_now(told.ended_on),)
    said = [*_called_off(told), *_sent_back(told)]
    if not said:
        return (people(),)
    if told.refund_by:
        said.append(
            _(
                "You get back what you paid for it by %(day)s, the way that you paid. With the whole order goes back"
                " what its standard delivery cost."
            )
            % {"day": formats.day(told.refund_by)}
        )
    if told.to_send_back or told.announced:
        said.append(
            _("We may wait with it until we have the pieces, or until you show us that they are on their way to us.")
        )
    return tuple(said)


def over_now(ended_on: date) -> str:
    """Say that it came late, and who answers."""
    return _("The time to withdraw had ended on %(day)s. A person looks at it and answers you.") % {
        "day": formats.day(ended_on)
    }


def people() -> str:
    """Say that a person goes on with it."""
    return _("A person looks at it and writes to you. You need not do anything until then.")


def _called_off(told: Following) -> list[str]:
    said = []
    if told.cancelled:
        said.append(
            _("%(things)s: it had not left our warehouse and is called off. Nothing of it will come.")
            % {"things": formats.listed(told.cancelled)}
        )
    if told.being_cancelled:
        said.append(
            _("%(things)s: the warehouse has it in hand and takes it out. If it has left by then, we tell you.")
            % {"things": formats.listed(told.being_cancelled)}
        )
    return said


def _sent_back(told: Following) -> list[str]:
    if not told.send_back_by or not (told.to_send_back or told.announced):
        return []
    day, said = formats.day(told.send_back_by), []
    if told.announced:
        said.append(
            _(
                "%(things)s: please send it back by %(day)s. How, and the label where we pay for it, comes in a mail of"
                " its own and stands on the order's page."
            )
            % {"things": formats.listed(told.announced), "day": day}
        )
    if told.to_send_back:
        facts = {"things": formats.listed(told.to_send_back), "day": day, "address": ", ".join(told.send_to)}
        said.append(_("%(things)s: please send it back by %(day)s, to %(address)s.") % facts)
    if told.way_back_paid_by is Payer.SHOP:
        said.append(_("We pay for the way back."))
    if told.way_back_paid_by is Payer.SHOPPER:
        said.append(_("You pay for the way back."))
    return said

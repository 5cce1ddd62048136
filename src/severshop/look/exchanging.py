"""The sentences about exchanges: which pair cannot be had, what is kept, what is sent."""

from django.utils.translation import gettext as _

from severshop.vocabulary.returning import WhyNotExchanged


def why_not(why: WhyNotExchanged) -> str:
    """Say why a pair is not given in exchange, and what can be done instead."""
    return {
        WhyNotExchanged.NOT_OFFERED: _("This is not on offer in exchange. You can choose another one, or your money."),
        WhyNotExchanged.SOLD_OUT: _(
            "There is not enough of it left any more. Nothing was announced: choose another one, or your money."
        ),
        WhyNotExchanged.COSTS_MORE: _(
            "It costs more than yours, and that cannot be paid here. You can order it, and send yours back for money."
        ),
        WhyNotExchanged.PAID_ELSEWHERE: _("It costs less, but the difference cannot be paid back from here."),
    }[why]


def chip(why: WhyNotExchanged | None, *, is_same: bool) -> str:
    """Say beside a size what there is to say of it, in a word or two; empty for nothing."""
    if why is WhyNotExchanged.SOLD_OUT:
        return _("sold out")
    if why is WhyNotExchanged.COSTS_MORE:
        return _("costs more")
    if why:
        return _("not here")
    return _("the same again") if is_same else ""


def kept(state: str) -> str:
    """Say of a pair what became of it; `state` as the public JSON has it."""
    return {
        "kept": _("kept for you on our shelf"),
        "sent": _("sent in an order of its own"),
        "let_go": _("no longer kept"),
    }.get(state, "")

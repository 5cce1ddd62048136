"""What can be changed of an order and why not, in words: for its pages, its letters and the staff."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.status.words import delivery_option_word
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged


def name_of(kind: ChangeKind) -> str:
    """Return what is changed, as a heading."""
    return {
        ChangeKind.ADDRESS: _("Delivery address"),
        ChangeKind.SIZE: _("Size or colour"),
        ChangeKind.DELIVERY: _("Way to ship"),
        ChangeKind.CONTACT: _("E-mail and phone"),
    }[kind]


def lines_of(kind: ChangeKind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what was or is, line by line; empty once the person was forgotten."""
    if not values:
        return ()
    lines: tuple[str, ...]
    match kind:
        case ChangeKind.ADDRESS:
            town = f"{values['postal_code']} {values['city']}"
            names = (values["name"], values["company"], values["street"], values["extra"], town, values["region"])
            lines = (*names, formats.country(values["country"]))
        case ChangeKind.SIZE:
            lines = (values["name"], values["variant"])
        case ChangeKind.DELIVERY:
            lines = (delivery_option_word(values["option"]),)
        case ChangeKind.CONTACT:
            lines = (values["email"], values["phone"])
    return tuple(line.strip() for line in lines if line.strip())


def why_not(why: WhyNotChanged, *, more_minor: int = 0, currency: str = "EUR") -> str:
    """Say why a change is not made, and what can be done instead; `more_minor` is what it would cost beside."""
    if why is WhyNotChanged.COSTS_MORE and more_minor > 0:
        sentence = _(
            "It would cost %(amount)s more, and the difference cannot be paid here: you can cancel, free of charge, and"
            " order again."
        )
        return sentence % {"amount": formats.money(more_minor, currency)}
    return {
        WhyNotChanged.BEGUN: _("The warehouse has begun, so it goes out as it is. You can still write to us about it."),
        WhyNotChanged.CANCEL_ASKED: _("You asked us to cancel. Until that is decided, nothing is changed."),
        WhyNotChanged.PARTLY_CANCELLED: _(
            "A part of this order was cancelled and paid back, so its sums stay as they are."
        ),
        WhyNotChanged.INVOICED: _(
            "The invoice was given out, and what it says must stay true. You can cancel, free of charge, and order"
            " again."
        ),
        WhyNotChanged.COSTS_MORE: _(
            "It would cost more, and the difference cannot be paid here: you can cancel, free of charge, and order"
            " again."
        ),
        WhyNotChanged.PAID_ELSEWHERE: _("It would cost less, but the difference cannot be paid back from here."),
        WhyNotChanged.OTHER_COUNTRY: _(
            "An order cannot move to another country: tax and carriers differ. You can cancel, free of charge, and"
            " order again to there."
        ),
        WhyNotChanged.SOLD_OUT: _("There is not enough of it left. Nothing was changed; what you have is still yours."),
        WhyNotChanged.NOT_OFFERED: _("This is not on offer for your order."),
        WhyNotChanged.TOO_OFTEN: _("This was changed as often as can be. Write to us, and a person does it."),
        WhyNotChanged.OVERTAKEN: _("Something else of the order was changed meanwhile."),
    }[why]


def why_too_late(why: WhyNotChanged | None) -> str:
    """Say why a change could not be made any more when its payment was there."""
    sentences = {
        WhyNotChanged.BEGUN: _("The warehouse had begun before your payment was there, so it goes out as it was."),
        WhyNotChanged.CANCEL_ASKED: _("You had asked us to cancel before your payment was there."),
        WhyNotChanged.OVERTAKEN: _("Something else of the order was changed before your payment was there."),
    }
    other = _("Your order could not be changed like this any more when your payment was there.")
    return sentences.get(why, other) if why else other

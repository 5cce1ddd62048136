"""What the page says on which a shopper tells us what went wrong with one parcel."""

from datetime import date

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.milestones import Reason

SHOWN_IN_PHOTOS = frozenset({ClaimKind.DAMAGED, ClaimKind.WRONG_ITEM, ClaimKind.MISSING_ITEM})


def headline(kind: ClaimKind) -> str:
    """Ask what is wanted."""
    return {
        ClaimKind.LATE: _("Wait no longer?"),
        ClaimKind.LOST: _("Refund or replacement?"),
        ClaimKind.NOT_RECEIVED: _("You do not have it"),
        ClaimKind.DAMAGED: _("What is damaged?"),
        ClaimKind.WRONG_ITEM: _("What was in it instead?"),
        ClaimKind.MISSING_ITEM: _("What was missing?"),
    }[kind]


def lead(kind: ClaimKind, *, carrier: str) -> str:
    """Say whose loss it is, and what is needed."""
    return {
        ClaimKind.LATE: _("It is later than we may ask you to wait. If it comes after all, you owe nothing for it."),
        ClaimKind.LOST: _("The loss is ours, not yours. Choose, and it is done at once."),
        ClaimKind.NOT_RECEIVED: _(
            "Please look there first, and ask whoever could have taken it in. We look at what %(carrier)s can show us."
        ),
        ClaimKind.DAMAGED: _("Choose the pieces and show us, as well as you can, what is broken."),
        ClaimKind.WRONG_ITEM: _("Choose the pieces that you should have had, and show us what came instead."),
        ClaimKind.MISSING_ITEM: _("Choose the pieces that you should have had. We compare it with what we packed."),
    }[kind] % {"carrier": carrier}


def delivered(how: Reason, *, carrier: str, day: date, city: str) -> str:
    """Say what the carrier says of a delivery."""
    facts = {"carrier": carrier, "day": formats.day(day), "city": city}
    sentence = {
        Reason.HANDED_OVER: _("%(carrier)s says that it was handed over at the door on %(day)s."),
        Reason.LETTER_BOX: _("%(carrier)s says that it was left in the letter box on %(day)s."),
        Reason.SAFE_PLACE: _("%(carrier)s says that it was left in a safe place on %(day)s."),
        Reason.NEIGHBOUR: _("%(carrier)s says that it was left with a neighbour on %(day)s."),
        Reason.PICKUP_POINT: _("%(carrier)s says that it was collected at a pickup point on %(day)s."),
    }.get(how, _("%(carrier)s says that it was delivered on %(day)s."))
    return sentence % facts


def words_label(kind: ClaimKind) -> str:
    """Ask for words."""
    return {
        ClaimKind.WRONG_ITEM: _("What came instead?"),
        ClaimKind.DAMAGED: _("What is broken, and how does the box look?"),
    }.get(kind, _("Anything that we should know?"))


def after(*, at_once: bool) -> str:
    """Say what happens once it was sent."""
    if at_once:
        return _("It is done at once. You get a letter with it, and see it on the page of your order.")
    return _("A person answers within three days, by e-mail and on the page of your order.")

"""What can be chosen in the forms of the policies, in words."""

from django.utils.translation import gettext as _

from severshop.vocabulary.policies import Condition, Payer, RefundWhen, Remedy


def payers() -> list[tuple[str, str]]:
    """Return who can pay for a way back."""
    return [(Payer.SHOP.value, _("We pay")), (Payer.SHOPPER.value, _("The shopper pays"))]


def moments() -> list[tuple[str, str]]:
    """Return when the money for a return can go back."""
    return [
        (RefundWhen.INSPECTED.value, _("When we have looked at it")),
        (RefundWhen.FIRST_SCAN.value, _("When the carrier has scanned it for the first time")),
    ]


def conditions() -> list[tuple[str, str]]:
    """Return what a return can be asked to fulfil."""
    return [
        (Condition.TRIED_AS_IN_A_SHOP.value, _("Tried on as in a shop")),
        (Condition.COMPLETE.value, _("Complete")),
    ]


def remedies() -> list[tuple[str, str]]:
    """Return what a claim can lead to."""
    return [(Remedy.REFUND.value, _("Refund")), (Remedy.REPLACEMENT.value, _("Replacement"))]

"""The words of the one list of what waits."""

from django.utils.translation import gettext as _

from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.waiting import Heap


def heap_name(heap: Heap) -> str:
    """Name a kind of thing that waits, for the filter."""
    return {
        Heap.CANCELLATIONS: _("Cancellations"),
        Heap.WITHDRAWALS: _("Withdrawals"),
        Heap.REFUNDS: _("Refunds to approve"),
        Heap.FAILED_REFUNDS: _("Refunds that failed"),
        Heap.CHARGEBACKS: _("Chargebacks"),
    }[heap]


def row_name(heap: Heap) -> str:
    """Say what a row is."""
    return {
        Heap.CANCELLATIONS: _("Cancellation"),
        Heap.WITHDRAWALS: _("Withdrawal"),
        Heap.REFUNDS: _("Refund"),
        Heap.FAILED_REFUNDS: _("Refund failed"),
        Heap.CHARGEBACKS: _("Chargeback"),
    }[heap]


def where_it_is(story: OrderStory) -> str:
    """Say how far the warehouse is with an order that somebody wants cancelled."""
    if not story.parcels:
        return _("It is being picked; nothing is packed yet.")
    left = [own for own in story.parcels if own.facts.shipped_at]
    if not left:
        return _("It is packed and waits for the carrier: take the parcel out before it is handed over.")
    if len(left) < len(story.parcels):
        return _("A part has left; another waits here.")
    return _("What is packed has left.")

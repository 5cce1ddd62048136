"""The words of the one list of what waits."""

from django.utils.translation import gettext as _

from severshop.domain.returns.desk_records import DeskReturn
from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.waiting import Heap


def heap_name(heap: Heap) -> str:
    """Name a kind of thing that waits, for the filter."""
    return {
        Heap.CANCELLATIONS: _("Cancellations"),
        Heap.WITHDRAWALS: _("Withdrawals"),
        Heap.RETURNS_AT_DOOR: _("Returns to take in"),
        Heap.RETURNS_HERE: _("Returns to look at"),
        Heap.STRAYS: _("Boxes that nobody knows"),
        Heap.CLAIMS: _("Claims"),
        Heap.REFUNDS: _("Refunds to approve"),
        Heap.FAILED_REFUNDS: _("Refunds that failed"),
        Heap.CHARGEBACKS: _("Chargebacks"),
    }[heap]


def row_name(heap: Heap) -> str:
    """Say what a row is."""
    return {
        Heap.CANCELLATIONS: _("Cancellation"),
        Heap.WITHDRAWALS: _("Withdrawal"),
        Heap.RETURNS_AT_DOOR: _("Return"),
        Heap.RETURNS_HERE: _("Return"),
        Heap.STRAYS: _("A box"),
        Heap.CLAIMS: _("Claim"),
        Heap.REFUNDS: _("Refund"),
        Heap.FAILED_REFUNDS: _("Refund failed"),
        Heap.CHARGEBACKS: _("Chargeback"),
    }[heap]


def here_because(case: DeskReturn) -> str:
    """Say what a return in the house waits for."""
    if case.to_inspect:
        return _("It was taken in, and nobody has looked at it.")
    if case.can_complete:
        return _("It was looked at: act on what was found.")
    if case.has_refused_to_move:
        return _("A part was refused: say where it goes.")
    return _("Something of it is open.")


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

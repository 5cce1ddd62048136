"""The words of the work screens. Where the shop has a word for it, it is the shop's."""

from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.fulfilment.rules import Step, Work
from severshop.domain.tracking.queries import LegRecord
from severshop.interfaces.staff.refund_words import reason as cancel_reason
from severshop.look.status.scans import delivered_how, scan_words
from severshop.look.status.words import Pill, attention_pill, delivery_option_word, status_meaning, status_word
from severshop.usecases.reading.staff_lists import OrderRow, Worklist
from severshop.usecases.reading.staff_order import Event, EventKind, MessageRow, PaymentRow
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus

__all__ = [
    "attention",
    "carrier_name",
    "delivered_how",
    "delivery_option_word",
    "event",
    "message",
    "message_state",
    "payment_state",
    "scan_words",
    "status_meaning",
    "status_pill",
    "status_word",
    "step_refused",
    "tone_of",
    "work",
    "worklist_meaning",
    "worklist_name",
]


def status_pill(status: OrderStatus) -> Pill:
    """Return the shop's word for a status; green once it is on its way."""
    has_left = status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED}
    return Pill(status_word(status), "good" if has_left else "quiet")


def attention(code: str) -> Pill | None:
    """Return the word for what is not as it should be, if anything is."""
    return attention_pill(Attention(code)) if code else None


def tone_of(milestone: Milestone) -> str:
    """Tell how loud a parcel's milestone is."""
    if milestone in {Milestone.LOST, Milestone.DAMAGED, Milestone.DISPOSED}:
        return "bad"
    calm = {
        Milestone.ACCEPTED,
        Milestone.IN_TRANSIT,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.DELIVERED,
        Milestone.PICKUP_READY,
    }
    if milestone in calm:
        return "good"
    waiting = {Milestone.NOT_YET_KNOWN, Milestone.LABEL_CREATED, Milestone.UNKNOWN}
    return "quiet" if milestone in waiting else "warn"


def milestone_words(milestone: Milestone, reason: Reason, carrier: str) -> str:
    """Return the line of the history for a scan."""
    return scan_words(milestone, reason, carrier=carrier_name(carrier))


def leg_state(leg: LegRecord) -> str:
    """Say what a number is or was to its parcel."""
    if leg.closed_at is None:
        return _("on its way back") if leg.is_return else _("followed")
    return {
        "wrong": _("was wrong; what was said of it is left out"),
        "replaced": _("replaced by another label"),
        "recycled": _("long past; the carrier gave the number away again"),
    }.get(leg.ending, leg.ending)


def is_link(address: str) -> bool:
    """Tell whether a carrier's address can be followed: what else a browser would do with it is not ours to try."""
    return address.startswith(("https://", "http://"))


def milestone_name(milestone: Milestone, carrier: str) -> str:
    """Return a milestone to choose: its words, and its code."""
    return f"{milestone_words(milestone, Reason.NONE, carrier)} ({milestone})"


def reason_name(reason: Reason) -> str:
    """Return a reason to choose: its code, as the reference of statuses explains it."""
    return reason.value.replace("_", " ") if reason else _("none given")


def worklist_name(heap: Worklist) -> str:
    """Return what a heap of work is called."""
    return {
        Worklist.TO_PICK: _("To pick"),
        Worklist.TO_PACK: _("To pack"),
        Worklist.IN_TRANSIT: _("In transit"),
        Worklist.ATTENTION: _("Needs attention"),
    }[heap]


def worklist_meaning(heap: Worklist) -> str:
    """Say what is in a heap of work."""
    return {
        Worklist.TO_PICK: _("Received, and nobody has begun. The longest-waiting come first."),
        Worklist.TO_PACK: _("Begun, with something left that is in no parcel yet."),
        Worklist.IN_TRANSIT: _("Everything is with the carrier, and not all of it has arrived."),
        Worklist.ATTENTION: _("Late, held, missed, damaged, lost or coming back."),
    }[heap]


def work(state: Work) -> str:
    """Say how far the warehouse is with an order."""
    return {
        Work.RECEIVED: _("Waits to be picked"),
        Work.PICKING: _("Is being picked and packed"),
        Work.PACKED: _("Packed; waits for the carrier"),
        Work.HANDED_OVER: _("Everything is handed over"),
        Work.NOTHING_TO_SEND: _("Nothing is left to send"),
    }[state]


def step_refused(step: Step, state: Work) -> str:
    """Say why a step cannot be taken now."""
    if step is Step.PACK and state is Work.RECEIVED:
        return _("Start picking first: the shopper sees “In Process” from then on.")
    return {
        Step.START_PICKING: _("This order needs no picking any more."),
        Step.PACK: _("Everything of this order is in a parcel already."),
        Step.HAND_OVER: _("There is nothing to hand over."),
    }[step]


def event(happened: Event) -> str:
    """Say what happened in the house, in a few words."""
    words = {
        EventKind.PLACED: _("Order placed"),
        EventKind.EMAIL_CORRECTED: _("E-mail corrected; it was %(detail)s"),
        EventKind.PICKING_STARTED: _("Picking started"),
        EventKind.PACKED: _("Parcel %(detail)s packed"),
        EventKind.HANDED_OVER: _("Parcel %(detail)s handed over"),
        EventKind.HANDED_OVER_BY_SCAN: _("Parcel %(detail)s handed over, by the carrier’s first scan"),
        EventKind.CANCELLED: _("Cancelled: %(detail)s (%(reason)s)") if happened.reason else _("Cancelled: %(detail)s"),
        EventKind.UNPACKED: _("Parcel %(detail)s opened again"),
        EventKind.CHANGED: _("Changed by the shopper: %(detail)s"),
    }[happened.kind]
    known = happened.reason in set(CancelReason)
    reason = cancel_reason(CancelReason(happened.reason)) if known else happened.reason
    return words % {"detail": happened.detail, "reason": reason}


def message(row: MessageRow) -> str:
    """Say what an e-mail tells the shopper."""
    names = {
        "received": _("Order received"),
        "shipped": _("Shipped"),
        "out_for_delivery": _("Out for delivery"),
        "delivered": _("Delivered"),
        "new_number": _("New tracking number"),
        "link": _("Link to the order, on request"),
        "case_opened": _("We have the question"),
        "case_answer": _("Answer to a question"),
        "case_first": _("Letter to the shopper"),
        "holder_code": _("Code to prove the address"),
        "order_changed": _("Order changed"),
        "change_too_late": _("Change came too late"),
        "exchange_let_go": _("Other pair no longer kept"),
        "cancellation_confirmed": _("Cancelled"),
        "cancellation_refused": _("Could not be cancelled"),
        "refund_sent": _("Refund on its way"),
        "delayed": _("Later than promised"),
        "presumed_lost": _("Looked for by its carrier"),
        "found": _("Seen again"),
        "claim_offered": _("Refund or replacement offered"),
        "return_announced": _("Return announced"),
        "return_arrived": _("Return arrived here"),
        "return_found": _("What came of the return"),
        "withdrawal_receipt": _("Receipt of the withdrawal"),
        "claim_received": _("We have the claim"),
        "claim_decided": _("Claim decided"),
        "claim_found": _("Found: the claim has ended"),
        "claim_turned_up": _("Turned up after all"),
        "claim_send_back": _("How what turned up comes back"),
        "claim_keep": _("What turned up may be kept"),
    }
    name = names.get(row.kind, row.kind)
    return _("%(name)s, parcel %(parcel)s") % {"name": name, "parcel": row.parcel} if row.parcel else name


def message_state(row: MessageRow) -> Pill:
    """Say how far an e-mail got."""
    if row.failed_at:
        return Pill(_("Failed"), "bad")
    if row.done_at:
        return Pill(_("Not sent"), "quiet") if row.last_error else Pill(_("Sent"), "good")
    return Pill(_("Trying again"), "warn") if row.attempts else Pill(_("Waiting"), "quiet")


def payment_state(row: PaymentRow) -> Pill:
    """Say how far a payment got."""
    return {
        "started": Pill(_("Not known yet"), "warn"),
        "action_needed": Pill(_("Second step open"), "warn"),
        "succeeded": Pill(_("Paid"), "good"),
        "declined": Pill(_("Declined"), "quiet"),
        "cancelled": Pill(_("Called off"), "quiet"),
    }.get(row.state, Pill(row.state, "quiet"))


def row_pill(row: OrderRow) -> Pill:
    """Return the one word for an order in a list: what is wrong comes before how far it is."""
    return attention(row.attention) or status_pill(row.status)

"""The words of the work screens about money that goes back, and about requests to cancel."""

from django.utils.translation import gettext as _

from severshop.domain.payments.books import ChargebackRecord, RefundRecord
from severshop.domain.payments.ledger import EntryKind
from severshop.domain.payments.refunds import ChargebackState, RefundState
from severshop.look.status.words import Pill
from severshop.vocabulary.cancelling import AskedBy, CancelReason
from severshop.vocabulary.refunds import Why


def more_than_left() -> str:
    """Say why a refund was not written down."""
    return _("More than is left of what was paid: nothing was written down.")


def state(refund: RefundRecord) -> Pill:
    """Return the word for where a refund is."""
    word, tone = {
        RefundState.WAITING: (_("Waits for approval"), "warn"),
        RefundState.REQUESTED: (_("Goes to the gateway"), "quiet"),
        RefundState.UNKNOWN: (_("Gateway has not answered"), "warn"),
        RefundState.SENT: (_("Under way"), "quiet"),
        RefundState.CONFIRMED: (_("Paid back"), "good"),
        RefundState.FAILED: (_("Failed"), "bad"),
        RefundState.REFUSED: (_("Refused"), "quiet"),
        RefundState.OVERTAKEN: (_("Overtaken by a chargeback"), "quiet"),
    }[refund.state]
    return Pill(word, tone)


def why(code: Why) -> str:
    """Return what a refund follows from."""
    return {
        Why.CANCELLATION: _("Cancellation"),
        Why.WITHDRAWAL: _("Withdrawal"),
        Why.RETURN: _("Return"),
        Why.CLAIM: _("Claim"),
        Why.GOODWILL: _("Goodwill"),
        Why.CHANGE: _("Order changed"),
    }[code]


def entry(kind: EntryKind) -> str:
    """Name a line of the ledger."""
    return {
        EntryKind.CHARGE: _("Paid"),
        EntryKind.REFUND: _("Refund"),
        EntryKind.CHARGEBACK: _("Chargeback"),
        EntryKind.CHARGEBACK_WON: _("Chargeback won"),
    }[kind]


def is_minus(kind: EntryKind) -> bool:
    """Tell whether a line of the ledger takes money out."""
    return kind in {EntryKind.REFUND, EntryKind.CHARGEBACK}


def chargeback(taken: ChargebackRecord) -> Pill:
    """Return the word for how a chargeback stands."""
    word, tone = {
        ChargebackState.OPEN: (_("Chargeback, open"), "bad"),
        ChargebackState.WON: (_("Chargeback, won"), "good"),
        ChargebackState.LOST: (_("Chargeback, lost"), "bad"),
    }[taken.state]
    return Pill(word, tone)


def asked_by(refund: RefundRecord) -> str:
    """Say who asked for a refund."""
    return refund.requested_by or _("the shopper")


def asked_for(refund: RefundRecord) -> str:
    """Say what becomes of a refund that was just asked for."""
    if refund.state is RefundState.WAITING:
        return _("Written down. It is over the limit: a second person in finance has to approve it.")
    return _("Written down: it goes to the gateway now, and the shopper is told.")


def reason(code: CancelReason) -> str:
    """Say why a shopper cancels, as they chose it."""
    return {
        CancelReason.NOT_SAID: _("no reason given"),
        CancelReason.BY_MISTAKE: _("ordered by mistake"),
        CancelReason.CHANGED_MIND: _("changed their mind"),
        CancelReason.TOO_LATE: _("it comes too late"),
        CancelReason.CHEAPER_ELSEWHERE: _("cheaper somewhere else"),
        CancelReason.WRONG_ADDRESS: _("goes to the wrong address"),
        CancelReason.OTHER: _("another reason"),
        CancelReason.WITHDRAWAL: _("withdrew from the contract"),
    }[code]


def through(door: AskedBy) -> str:
    """Say how a request came."""
    return {
        AskedBy.SHOPPER: _("The shopper asked to cancel"),
        AskedBy.DELAY_CHOICE: _("The shopper chose to cancel when told of the delay"),
        AskedBy.STAFF: _("A colleague asked to cancel"),
    }[door]

"""What a carrier's scan says, in a few words for the history."""

from django.utils.translation import gettext as _

from severshop.vocabulary.milestones import Milestone, Reason


def scan_words(milestone: Milestone, reason: Reason, *, carrier: str) -> str:
    """Return the line of the history for a scan."""
    exact = _with_reason().get((milestone, reason))
    return (exact or _without_reason()[milestone]) % {"carrier": carrier}


def delivered_how(reason: Reason) -> str:
    """To what kind of hand or place a parcel was delivered: never to whom."""
    return {
        Reason.HANDED_OVER: _("Handed over at the door"),
        Reason.LETTER_BOX: _("Left in the letter box"),
        Reason.SAFE_PLACE: _("Left in a safe place"),
        Reason.NEIGHBOUR: _("Left with a neighbour"),
        Reason.PICKUP_POINT: _("Collected from the pickup point"),
    }.get(reason, _("Delivered"))


def _with_reason() -> dict[tuple[Milestone, Reason], str]:
    delivered = {(Milestone.DELIVERED, reason): delivered_how(reason) for reason in Reason}
    return delivered | {
        (Milestone.IN_TRANSIT, Reason.ARRIVED): _("Arrived at the sorting centre"),
        (Milestone.IN_TRANSIT, Reason.DEPARTED): _("Departed the sorting centre"),
        (Milestone.IN_TRANSIT, Reason.ORIGIN): _("Processed where it started"),
        (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY): _("Arrived in the country it goes to"),
        (Milestone.CUSTOMS, Reason.CLEARED): _("Cleared by customs"),
        (Milestone.CUSTOMS, Reason.HELD): _("Held by customs"),
        (Milestone.CUSTOMS, Reason.INSPECTION): _("Being inspected by customs"),
        (Milestone.CUSTOMS, Reason.DOCUMENTS): _("Customs asks for documents"),
        (Milestone.CUSTOMS, Reason.PAYMENT): _("Customs asks for a payment"),
        (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME): _("%(carrier)s came and nobody was there"),
        (Milestone.ATTEMPT_FAILED, Reason.CLOSED): _("%(carrier)s came and found the place closed"),
        (Milestone.ATTEMPT_FAILED, Reason.ADDRESS): _("%(carrier)s could not find the address"),
        (Milestone.DELAYED, Reason.WEATHER): _("Held up by the weather"),
        (Milestone.DELAYED, Reason.VOLUME): _("Held up: too many parcels at once"),
        (Milestone.DELAYED, Reason.MECHANICAL): _("Held up by a breakdown"),
        (Milestone.DELAYED, Reason.MISSORTED): _("Went to the wrong place and is being sent the right way"),
        (Milestone.DELAYED, Reason.LATE_FLIGHT): _("Held up by a late flight"),
        (Milestone.DELAYED, Reason.RESCHEDULED): _("Moved to another day"),
        (Milestone.ACTION_REQUIRED, Reason.ADDRESS): _("%(carrier)s needs a better address"),
        (Milestone.ACTION_REQUIRED, Reason.PAYMENT): _("%(carrier)s asks for a payment"),
        (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS): _("%(carrier)s asks for documents"),
    }


def _without_reason() -> dict[Milestone, str]:
    return {
        Milestone.NOT_YET_KNOWN: _("%(carrier)s does not know the parcel yet"),
        Milestone.NUMBER_INVALID: _("%(carrier)s does not know this tracking number"),
        Milestone.LABEL_CREATED: _("Label made; %(carrier)s does not have the parcel yet"),
        Milestone.ACCEPTED: _("%(carrier)s has your parcel"),
        Milestone.IN_TRANSIT: _("On the way"),
        Milestone.CUSTOMS: _("At customs"),
        Milestone.OUT_FOR_DELIVERY: _("In the van: out for delivery"),
        Milestone.ATTEMPT_FAILED: _("%(carrier)s tried to deliver and could not"),
        Milestone.PICKUP_READY: _("Ready at the pickup point"),
        Milestone.DELIVERED: _("Delivered"),
        Milestone.DELAYED: _("Held up on the way"),
        Milestone.ACTION_REQUIRED: _("%(carrier)s needs something before it can go on"),
        Milestone.REFUSED: _("Refused at the door"),
        Milestone.DAMAGED: _("Damaged on the way"),
        Milestone.LOST: _("Reported lost by %(carrier)s"),
        Milestone.RETURNING: _("On its way back to us"),
        Milestone.RETURNED: _("Back at our warehouse"),
        Milestone.CANCELLED: _("Shipment cancelled"),
        Milestone.EXPIRED: _("%(carrier)s no longer keeps its record"),
        Milestone.DISPOSED: _("Disposed of by %(carrier)s"),
        Milestone.UNKNOWN: _("%(carrier)s reported something that we are still reading"),
    }

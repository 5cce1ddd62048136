"""The words of the work screens about claims."""

from django.utils.translation import gettext as _

from severshop.look.status.words import Pill
from severshop.vocabulary.claiming import ClaimKind, ClaimState, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy


def kind(code: ClaimKind) -> str:
    """Name what went wrong."""
    return {
        ClaimKind.LATE: _("Late"),
        ClaimKind.LOST: _("Lost"),
        ClaimKind.DAMAGED: _("Arrived damaged"),
        ClaimKind.NOT_RECEIVED: _("Delivered, but not received"),
        ClaimKind.WRONG_ITEM: _("Wrong item"),
        ClaimKind.MISSING_ITEM: _("Something was missing"),
    }[code]


def what_to_look_at(code: ClaimKind) -> str:
    """Say what bears such a claim out, or not."""
    return {
        ClaimKind.LATE: _("Compare the promise with the carrier’s last scan."),
        ClaimKind.LOST: _(
            "Nobody has seen the parcel, or its carrier gave it up: the loss is ours, not the shopper’s."
        ),
        ClaimKind.DAMAGED: _("Look at the photos, and at what the carrier reported."),
        ClaimKind.NOT_RECEIVED: _("Look at the proof of delivery: how, where, and to whom it was given."),
        ClaimKind.WRONG_ITEM: _("Compare the photos with what was packed."),
        ClaimKind.MISSING_ITEM: _("Compare what was packed with what is said to be missing."),
    }[code]


def state(code: ClaimState) -> Pill:
    """Return the word for how far a claim is."""
    word, tone = {
        ClaimState.RECEIVED: (_("To decide"), "warn"),
        ClaimState.REFUND_COMING: (_("Refund under way"), "quiet"),
        ClaimState.REFUNDED: (_("Paid back"), "good"),
        ClaimState.REFUND_STUCK: (_("Refund stuck"), "bad"),
        ClaimState.REPLACEMENT_COMING: (_("Sent again"), "quiet"),
        ClaimState.REPLACED: (_("Replaced"), "good"),
        ClaimState.REPLACEMENT_CANCELLED: (_("Replacement cancelled"), "bad"),
        ClaimState.REFUSED: (_("Refused"), "quiet"),
        ClaimState.FOUND: (_("Found"), "good"),
        ClaimState.WITHDRAWN: (_("Taken back"), "quiet"),
    }[code]
    return Pill(word, tone)


def wish(code: Remedy) -> str:
    """Say what the shopper would like."""
    return {Remedy.REFUND: _("the money back"), Remedy.REPLACEMENT: _("the same sent again")}[code]


def why_refused(code: WhyClaimRefused) -> str:
    """Say why a claim was not granted."""
    return {
        WhyClaimRefused.DELIVERED_WELL: _("The proof of delivery bears it out that it arrived."),
        WhyClaimRefused.CONTENT_COMPLETE: _("What was packed bears it out that it was complete and right."),
        WhyClaimRefused.OUTSIDE_POLICY: _("It is outside of what our policy covers."),
        WhyClaimRefused.NOT_SHOWN: _("What would show it was asked for and did not come."),
    }[code]


def turn_up(code: TurnUp) -> str:
    """Say what becomes of a parcel that arrived after it was made good."""
    return {
        TurnUp.WAITING: _("To be decided"),
        TurnUp.SENT_BACK: _("It comes back, at our cost"),
        TurnUp.REFUSED_AT_DOOR: _("The shopper did not take it in"),
        TurnUp.KEPT: _("The shopper keeps it"),
        TurnUp.NOT_SEEN: _("The shopper does not have it"),
    }[code]


def turn_up_means(code: TurnUp) -> str:
    """Say what follows when that is chosen."""
    return {
        TurnUp.SENT_BACK: _(
            "A return is announced, its label paid by us, and the shopper is told. It pays nothing more."
        ),
        TurnUp.KEPT: _("The shopper is told that they may keep it. Nothing is charged."),
        TurnUp.NOT_SEEN: _("Whatever the carrier says. Ask the carrier; nothing more happens here."),
        TurnUp.REFUSED_AT_DOOR: _("The carrier brings it back by itself. Nothing more happens here."),
    }.get(code, "")

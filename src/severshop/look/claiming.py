"""What is said of claims, on the shopper's pages and in their letters: what went wrong, why not now, what follows."""

from datetime import date

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.vocabulary.claiming import ClaimKind, ClaimState, WhyClaimRefused, WhyNotNow
from severshop.vocabulary.policies import Remedy


def kind(code: ClaimKind) -> str:
    """Say in the shopper's words what went wrong."""
    return {
        ClaimKind.LATE: _("It is late, and I do not want to wait any longer"),
        ClaimKind.LOST: _("It is lost"),
        ClaimKind.NOT_RECEIVED: _("It says delivered, but I do not have it"),
        ClaimKind.DAMAGED: _("Something is damaged"),
        ClaimKind.WRONG_ITEM: _("Something else was in the parcel"),
        ClaimKind.MISSING_ITEM: _("Something was missing from the parcel"),
    }[code]


def about(code: ClaimKind) -> str:
    """Name a claim by what it is about."""
    return {
        ClaimKind.LATE: _("Parcel that is late"),
        ClaimKind.LOST: _("Parcel that was lost"),
        ClaimKind.NOT_RECEIVED: _("Parcel that you did not get"),
        ClaimKind.DAMAGED: _("Damaged"),
        ClaimKind.WRONG_ITEM: _("Something else in the parcel"),
        ClaimKind.MISSING_ITEM: _("Missing from the parcel"),
    }[code]


def remedy(code: Remedy) -> str:
    """Name what can be chosen."""
    return {Remedy.REFUND: _("My money back"), Remedy.REPLACEMENT: _("The same once more")}[code]


def wished(code: Remedy) -> str:
    """Say what was chosen, to whoever chose it."""
    return {
        Remedy.REFUND: _("You asked for your money back."),
        Remedy.REPLACEMENT: _("You asked for the same once more."),
    }[code]


def why_not(why: WhyNotNow, code: ClaimKind, *, day: date | None) -> str:
    """Say why something cannot be claimed now; `day` is from when on it can, or until when it could."""
    if why is WhyNotNow.NOT_LATE_ENOUGH and day:
        return _("If it has not come by then, you can choose from %(day)s on.") % {"day": formats.day(day)}
    if why is WhyNotNow.TOO_EARLY and day:
        sentence = _("It was brought only just now and may be with a neighbour. From %(day)s on you can tell us here.")
        return sentence % {"day": formats.day(day)}
    if why is WhyNotNow.TOO_LATE and day:
        sentence = _("This could be told until %(day)s. Write to us all the same: a person looks at it.")
        return sentence % {"day": formats.day(day)}
    if why is WhyNotNow.NOT_DELIVERED and code is ClaimKind.NOT_RECEIVED:
        return _("Nobody says that it was delivered.")
    return {
        WhyNotNow.NOT_SHIPPED: _("It has not left our warehouse yet. Until then you can cancel it."),
        WhyNotNow.NOT_LATE_ENOUGH: _("It is not late yet."),
        WhyNotNow.NOT_LOST: _("As long as somebody sees it, it is not lost. Else we have it looked for by ourselves."),
        WhyNotNow.NOT_DELIVERED: _("It has not been delivered yet."),
        WhyNotNow.DELIVERED: _("It has been delivered."),
        WhyNotNow.TOO_EARLY: _("It was brought only just now and may be with a neighbour."),
        WhyNotNow.TOO_LATE: _("The time to tell us here is over. Write to us all the same."),
        WhyNotNow.NOTHING_LEFT: _("All of it is settled: paid back, sent once more, or on its way back to us."),
        WhyNotNow.CLAIM_OPEN: _("You have told us about this parcel. We decide that first."),
    }[why]


def refused(why: WhyClaimRefused) -> str:
    """Say why a claim was not granted."""
    return {
        WhyClaimRefused.DELIVERED_WELL: _("The carrier has shown us that it was delivered to your address."),
        WhyClaimRefused.CONTENT_COMPLETE: _("What we packed and weighed was complete and right when it left us."),
        WhyClaimRefused.OUTSIDE_POLICY: _("It is outside of what our policy covers."),
        WhyClaimRefused.NOT_SHOWN: _("We asked for something that shows it, and it did not come."),
    }[why]


def pill(state: ClaimState) -> str:
    """Return the state in a word or two."""
    return {
        ClaimState.RECEIVED: _("We look at it"),
        ClaimState.REFUND_COMING: _("Refund on its way"),
        ClaimState.REFUNDED: _("Refunded"),
        ClaimState.REFUND_STUCK: _("We see to your refund"),
        ClaimState.REPLACEMENT_COMING: _("Replacement on its way"),
        ClaimState.REPLACED: _("Replaced"),
        ClaimState.REPLACEMENT_CANCELLED: _("Replacement cancelled"),
        ClaimState.REFUSED: _("Not granted"),
        ClaimState.FOUND: _("Parcel found"),
        ClaimState.WITHDRAWN: _("Taken back"),
    }[state]


def tone(state: ClaimState) -> str:
    """Tell how loud a state is: the name of a pill's class."""
    if state in {ClaimState.REFUND_STUCK, ClaimState.REPLACEMENT_CANCELLED}:
        return "warn"
    return "quiet" if state in {ClaimState.REFUSED, ClaimState.FOUND, ClaimState.WITHDRAWN} else ""


def step(state: ClaimState) -> str:
    """Say what happened when a claim came into a state."""
    return {
        ClaimState.RECEIVED: _("You told us"),
        ClaimState.REFUND_COMING: _("Refund granted"),
        ClaimState.REFUNDED: _("Money sent back"),
        ClaimState.REFUND_STUCK: _("The money could not be sent yet"),
        ClaimState.REPLACEMENT_COMING: _("Replacement ordered for you"),
        ClaimState.REPLACED: _("Replacement delivered"),
        ClaimState.REPLACEMENT_CANCELLED: _("Replacement cancelled"),
        ClaimState.REFUSED: _("Not granted"),
        ClaimState.FOUND: _("The parcel was found"),
        ClaimState.WITHDRAWN: _("You took it back"),
    }[state]


def hint(code: ClaimKind) -> str:
    """Say what follows from telling it."""
    return {
        ClaimKind.LATE: _("a refund, or the same once more; what comes later costs you nothing"),
        ClaimKind.LOST: _("choose a refund or a replacement: it is done at once"),
        ClaimKind.NOT_RECEIVED: _("we look at what the carrier can show us"),
        ClaimKind.DAMAGED: _("choose the pieces and show us"),
        ClaimKind.WRONG_ITEM: _("choose what you should have had"),
        ClaimKind.MISSING_ITEM: _("choose what you should have had"),
    }[code]

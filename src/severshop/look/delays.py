"""Why it is late, and what the shop does about it: the same sentences on the page and in the letters."""

from django.utils.translation import gettext as _

from severshop.vocabulary.watching import Trouble


def reason(trouble: Trouble, *, carrier: str) -> str:
    """Return what happened, or did not. `carrier` is a name; it may be empty while nothing has left."""
    sentences = {
        Trouble.NOT_HANDED_OVER: _("Your order has not left our warehouse yet. That is our doing, and we are sorry."),
        Trouble.NOT_SCANNED: _("%(carrier)s has had your parcel for longer than usual without a first scan."),
        Trouble.SLOW: _("Your parcel has been on its way for longer than almost all others like it."),
        Trouble.CUSTOMS: _("Your parcel has been at customs for longer than almost all others like it."),
        Trouble.NOT_BROUGHT: _("%(carrier)s had your parcel in the van and did not bring it."),
        Trouble.CARRIER_SAYS: _("%(carrier)s told us that your parcel comes later than planned."),
        Trouble.SILENT: _("%(carrier)s has said nothing of your parcel for longer than usual."),
    }
    return sentences[trouble] % {"carrier": carrier or _("The carrier")}


def what_we_do(trouble: Trouble, *, carrier: str) -> str:
    """Return what the shop does about a delay."""
    if trouble is Trouble.NOT_HANDED_OVER:
        return _("Your order is on the list that our people work through first, until it has left.")
    sentence = _("We go on watching it. If nothing more is heard of it, we have %(carrier)s look for it without delay.")
    return sentence % {"carrier": carrier or _("the carrier")}


def how_we_look(*, carrier: str) -> str:
    """Return what the shop does about a parcel that nobody sees any more."""
    return _(
        "We have opened an investigation and ask %(carrier)s where it is, with every scan and number that we have."
    ) % {"carrier": carrier or _("the carrier")}

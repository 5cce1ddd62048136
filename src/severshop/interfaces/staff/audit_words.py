"""The acts of the log, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from severshop.domain.audit.queries import Noted


def acts() -> list[tuple[str, str]]:
    """Return the acts that a filter offers, as (act, words), in the order of the words."""
    return sorted(_words().items(), key=lambda one: one[1].casefold())


def act(entry: Noted) -> str:
    """Say what was done; an act that has no words of its own is shown as it is written."""
    return _words().get(entry.act, entry.act)


def detail(entry: Noted) -> str:
    """Return the figures and codes of an entry in one line."""
    found: Mapping[str, Any] = entry.detail
    return ", ".join(f"{name} {value}" for name, value in found.items())


def _words() -> dict[str, str]:
    return {
        "write policy": _("Wrote a policy"),
        "remove policy": _("Removed a policy that had not begun"),
        "write calendar": _("Wrote a row of a calendar"),
        "remove calendar": _("Removed a row of a calendar that had not begun"),
        "end season": _("Let a peak season end on another day"),
        "choose sureness": _("Chose how sure dates are"),
        "write carrier rule": _("Wrote a rule for carriers"),
        "remove carrier rule": _("Removed a rule for carriers"),
        "map code": _("Said what a carrier's code means"),
        "open investigation": _("Opened an investigation"),
        "ask carrier": _("Asked the carrier"),
        "close investigation": _("Closed an investigation"),
        "correct number": _("Corrected a parcel's number"),
        "add number": _("Gave a parcel a further number"),
        "start picking": _("Began to pick"),
        "pack parcel": _("Packed a parcel"),
        "hand over parcel": _("Handed a parcel over"),
        "cancel order": _("Cancelled an order or a part of it"),
        "grant cancellation": _("Granted a request to cancel"),
        "refuse cancellation": _("Refused a request to cancel"),
        "carry out withdrawal": _("Carried out a withdrawal"),
        "settle withdrawal": _("Saw to a withdrawal"),
        "pay back out of goodwill": _("Paid something back out of goodwill"),
        "approve refund": _("Approved a refund"),
        "refuse refund": _("Refused a refund"),
        "try refund again": _("Tried a refund again"),
        "see chargeback": _("Took note of a chargeback"),
        "add in admin": _("Added a row in the admin"),
        "change in admin": _("Changed a row in the admin"),
        "delete in admin": _("Deleted a row in the admin"),
        "try message again": _("Had a message tried again"),
        "write first": _("Wrote to a shopper"),
        "receive return": _("Took in a return"),
        "pay at first scan": _("Paid a return back at its first scan"),
        "call off return": _("Called off a return that never came"),
        "pay return unseen": _("Paid back what was lost on its way back"),
        "ask again for refund": _("Asked again for a refund that was refused"),
        "receive stray box": _("Kept a box that nobody knows"),
        "receive unannounced return": _("Took in what nobody had announced"),
        "inspect return": _("Looked at what came back"),
        "correct inspection": _("Corrected what was found"),
        "complete return": _("Acted on what came back"),
        "send back refused goods": _("Said where refused pieces went"),
        "send exchange": _("Sent another pair in exchange"),
        "grant claim": _("Granted a claim"),
        "refuse claim": _("Refused a claim"),
        "settle turned-up parcel": _("Said what becomes of a parcel that turned up"),
        "answer case": _("Answered a question"),
        "close case": _("Closed a case"),
        "reopen case": _("Opened a case again"),
    }

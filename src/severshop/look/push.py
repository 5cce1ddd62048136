"""What a push says: a headline and a word, in the language in force. No name, no street, no article."""

from dataclasses import dataclass

from severshop.look.mail import words
from severshop.look.mail.values import MailOrder, MailParcel

TOLD = {"shipped": words.shipped, "out_for_delivery": words.out_for_delivery, "delivered": words.delivered}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands on a locked screen, for everybody near it to see."""

    title: str
    body: str


def notice(kind: str, order: MailOrder, parcel: MailParcel) -> Notice:
    """Return what is said of a milestone: when it arrives, and how far it is."""
    told = TOLD[kind](order, parcel)
    return Notice(title=told.headline, body=told.pill)

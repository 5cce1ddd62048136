"""The words of the shop, each with the sentence that explains it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from severshop.vocabulary.statuses import Attention, OrderStatus


@dataclass(frozen=True, slots=True)
class Pill:
    """One word on how things stand. `tone` is good, warn, bad or quiet."""

    word: str
    tone: str


def status_word(status: OrderStatus) -> str:
    """Return the shop's word for a status."""
    return {
        OrderStatus.RECEIVED: _("Order Received"),
        OrderStatus.IN_PROCESS: _("In Process"),
        OrderStatus.SHIPPED: _("Shipped"),
        OrderStatus.DELIVERED: _("Delivered"),
        OrderStatus.CANCELLED: _("Cancelled"),
    }[status]


def status_word_in_a_column(status: OrderStatus) -> str:
    """Return the word for a narrow column: a language with long ones may shorten it, or say where it breaks."""
    return {
        OrderStatus.RECEIVED: pgettext("in a narrow column", "Order Received"),
        OrderStatus.IN_PROCESS: pgettext("in a narrow column", "In Process"),
        OrderStatus.SHIPPED: pgettext("in a narrow column", "Shipped"),
        OrderStatus.DELIVERED: pgettext("in a narrow column", "Delivered"),
        OrderStatus.CANCELLED: pgettext("in a narrow column", "Cancelled"),
    }[status]


def status_meaning(status: OrderStatus) -> str:
    """Return what a status means, for somebody who reads it for the first time."""
    return {
        OrderStatus.RECEIVED: _("We have your order. Nobody has begun to pack it yet."),
        OrderStatus.IN_PROCESS: _("The warehouse is taking your things from the shelf and packing them."),
        OrderStatus.SHIPPED: _("Your order has left our warehouse and is on its way with the carrier."),
        OrderStatus.DELIVERED: _("Your order has reached its destination."),
        OrderStatus.CANCELLED: _("This order was called off. Nothing of it will be sent."),
    }[status]


def attention_pill(attention: Attention) -> Pill:
    """Return the word for something that is not as it should be."""
    word, tone = {
        Attention.DELAYED: (_("Delayed"), "warn"),
        Attention.CANCELLATION_REQUESTED: (_("Cancellation requested"), "warn"),
        Attention.ACTION_NEEDED: (_("Action needed"), "warn"),
        Attention.CUSTOMS_HOLD: (_("Held at customs"), "warn"),
        Attention.ATTEMPT_FAILED: (_("Delivery missed"), "warn"),
        Attention.PICKUP_READY: (_("Ready to collect"), "good"),
        Attention.DAMAGED: (_("Damaged"), "bad"),
        Attention.LOST: (_("Lost"), "bad"),
        Attention.RETURNING: (_("Coming back"), "warn"),
    }[attention]
    return Pill(word, tone)


def attention_meaning(attention: Attention) -> str:
    """Return what an attention means for the shopper, and whose turn it is."""
    return {
        Attention.DELAYED: _(
            "It takes longer than planned. Each word from the carrier stands here as soon as it comes."
        ),
        Attention.CANCELLATION_REQUESTED: _(
            "You asked us to cancel. A person in the warehouse looks at it now, and you hear from us either way."
        ),
        Attention.ACTION_NEEDED: _("The carrier cannot go on by itself. Write to us, and we settle it with them."),
        Attention.CUSTOMS_HOLD: _("Customs is looking at the parcel. It travels on as soon as they let it go."),
        Attention.ATTEMPT_FAILED: _("The carrier came and could not leave the parcel."),
        Attention.PICKUP_READY: _("It lies ready for you. After some days it is sent back to us, so do not wait long."),
        Attention.DAMAGED: _("The carrier reports damage. Tell us, and we put it right."),
        Attention.LOST: _("The carrier cannot find it. That is for us to mend, not for you."),
        Attention.RETURNING: _(
            "The carrier is bringing it back to our warehouse. Write to us, and we agree what next."
        ),
    }[attention]


def delivery_option_word(code: str) -> str:
    """Return the name of a way to deliver."""
    return {
        "standard": pgettext("delivery option", "Standard"),
        "express": pgettext("delivery option", "Express"),
    }.get(code, code.replace("_", " ").capitalize())

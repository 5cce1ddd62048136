"""The sentences of the mails, in the language in force."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.values import MailOrder, MailParcel
from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a mail says first: in the list of mails, in its pill, in its headline and in the sentence below."""

    subject: str
    pill: str
    headline: str
    lead: str


def received(order: MailOrder) -> Words:
    lead = _("Thank you. We gather and pack it next, and write to you as soon as the carrier has it.")
    if order.stands_in_for:
        lead = _(
            "It stands in for pieces of order %(before)s and costs you nothing. We pack it before all else, and write "
            "to you as soon as the carrier has it."
        ) % {"before": order.stands_in_for}
    if order.window is None:
        return Words(
            subject=_("We have your order %(number)s") % {"number": order.number},
            pill=_("Order Received"),
            headline=_("We have your order"),
            lead=lead,
        )
    days = formats.days(order.window)
    return Words(
        subject=_("Order %(number)s: arriving %(days)s") % {"number": order.number, "days": days},
        pill=_("Order Received"),
        headline=_("Arriving %(days)s") % {"days": days},
        lead=lead,
    )


def shipped(order: MailOrder, parcel: MailParcel) -> Words:
    facts: dict[str, Any] = {"number": order.number, "carrier": parcel.carrier, **_counted(order, parcel)}
    facts["city"] = order.address.city
    if facts["total"] > 1:
        subject = _("Shipped: parcel %(n)d of %(total)d of order %(number)s") % facts
        lead = _("%(carrier)s has parcel %(n)d of %(total)d and takes it to %(city)s.") % facts
    else:
        subject = _("Shipped: order %(number)s") % facts
        lead = _("%(carrier)s has your parcel and takes it to %(city)s.") % facts
    return Words(subject=subject, pill=_("Shipped"), headline=_on_the_way(order, facts), lead=lead)


def out_for_delivery(order: MailOrder, parcel: MailParcel) -> Words:
    facts: dict[str, Any] = {"number": order.number, "carrier": parcel.carrier, **_counted(order, parcel)}
    if facts["total"] > 1:
        subject = _("Arriving today: parcel %(n)d of %(total)d of order %(number)s") % facts
        lead = _("%(carrier)s has parcel %(n)d of %(total)d on the van and brings it to you today.") % facts
    else:
        subject = _("Arriving today: order %(number)s") % facts
        lead = _("%(carrier)s has your parcel on the van and brings it to you today.") % facts
    return Words(subject=subject, pill=_("Out for delivery"), headline=_("Arriving today"), lead=lead)


def delivered(order: MailOrder, parcel: MailParcel) -> Words:
    facts: dict[str, Any] = {"number": order.number, **_counted(order, parcel)}
    subject = _("Delivered: order %(number)s") % facts
    pill = _("Delivered")
    if facts["total"] > 1:
        subject = _("Delivered: parcel %(n)d of %(total)d of order %(number)s") % facts
        pill = _("Parcel %(n)d of %(total)d delivered") % facts
    headline = _("Delivered")
    if parcel.delivered_at is not None:
        headline = _("Delivered %(moment)s") % {"moment": formats.moment(parcel.delivered_at)}
    return Words(subject=subject, pill=pill, headline=headline, lead=how_delivered(parcel))


def new_number(order: MailOrder, parcel: MailParcel) -> Words:
    facts: dict[str, Any] = {"number": order.number, "carrier": parcel.carrier, **_counted(order, parcel)}
    if facts["total"] > 1:
        subject = _("New tracking number for parcel %(n)d of %(total)d of order %(number)s") % facts
        lead = _("Parcel %(n)d of %(total)d travels with %(carrier)s under the number below; the one before is void.")
    else:
        subject = _("New tracking number for order %(number)s") % facts
        lead = _("Your parcel travels with %(carrier)s under the number below; the one before is void.")
    return Words(
        subject=subject, pill=status_word(order.status), headline=_("A new tracking number"), lead=lead % facts
    )


def link(order: MailOrder) -> Words:
    return Words(
        subject=_("The link to your order %(number)s") % {"number": order.number},
        pill=status_word(order.status),
        headline=_("Here is your order"),
        lead=_("Somebody asked us for the link to this order. It went to you alone; if it was not you, do nothing."),
    )


def how_delivered(parcel: MailParcel) -> str:
    """Return how a parcel was delivered: a category, never a person."""
    return {
        Reason.HANDED_OVER: _("It was handed over at the door."),
        Reason.LETTER_BOX: _("It is in your letter box."),
        Reason.SAFE_PLACE: _("It was left in a safe place."),
        Reason.NEIGHBOUR: _("It was left with a neighbour."),
        Reason.PICKUP_POINT: _("It was collected at the pickup point."),
    }.get(parcel.reason, _("%(carrier)s reports it delivered.") % {"carrier": parcel.carrier})


def status_word(status: OrderStatus) -> str:
    """Return the shop's word for a status."""
    return {
        OrderStatus.RECEIVED: _("Order Received"),
        OrderStatus.IN_PROCESS: _("In Process"),
        OrderStatus.SHIPPED: _("Shipped"),
        OrderStatus.DELIVERED: _("Delivered"),
        OrderStatus.CANCELLED: _("Cancelled"),
    }[status]


def milestone_words(kind: str) -> tuple[str, str]:
    """Return what a choosable message is called, and when it comes."""
    return {
        "shipped": (_("Shipped"), _("as soon as the carrier has your parcel")),
        "out_for_delivery": (_("Out for delivery"), _("in the morning of the day on which it comes")),
        "delivered": (_("Delivered"), _("with how it was left, such as at a neighbour's")),
    }[kind]


def delivery_word(option: str) -> str:
    """Return the name of a way to ship; one that the shop has no word for is named by its code."""
    return {"standard": _("Standard"), "express": _("Express")}.get(option, option.replace("_", " ").capitalize())


def _on_the_way(order: MailOrder, facts: dict[str, Any]) -> str:
    if order.arrival == "today":
        return _("Arriving today")
    if order.arrival == "window" and order.window is not None:
        return _("Arriving %(days)s") % {"days": formats.days(order.window)}
    if facts["total"] == 1:
        return _("Your parcel is on its way")
    return _("Parcel %(n)d of %(total)d is on its way") % facts


def _counted(order: MailOrder, parcel: MailParcel) -> dict[str, int]:
    return {"n": parcel.position, "total": len(order.parcels)}

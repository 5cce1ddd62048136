"""Where the acts of an answer lead."""

from django.urls import reverse

from severshop.look.help.answers import Act, Goes
from severshop.usecases.reading.link_holder import OrderRef

EVERYWHERE = {Goes.FIND: "/find-order/", Goes.MY_ORDERS: "/my-orders/", Goes.SHIPPING: "/help/shipping/"}


def general_address(act: Act) -> str:
    """Return where an act leads without an order."""
    if act.goes is Goes.CONTACT:
        return reverse("help:contact")
    if act.goes is Goes.RETURNS:
        return reverse("help:returns")
    if act.goes is Goes.TOPIC:
        return reverse("help:topic", kwargs={"slug": act.to})
    return EVERYWHERE.get(act.goes, "/find-order/")


def order_address(order: OrderRef, act: Act, *, topic: str = "") -> str:
    """Return where an act leads for an order: everything of it is attached already."""
    if act.goes is Goes.STATUS:
        return f"/t/{order.token}"
    if act.goes in {Goes.CANCEL, Goes.CLAIM}:
        return f"/order/{order.token}/{act.goes}/"
    if act.goes is Goes.CARRIER:
        return act.to
    if act.goes is Goes.TOPIC:
        return reverse("help:order-topic", kwargs={"order": order, "slug": act.to})
    if act.goes is not Goes.CONTACT:
        return general_address(act)
    pairs = [(name, value) for name, value in (("parcel", act.to), ("about", topic)) if value]
    query = "&".join(f"{name}={value}" for name, value in pairs)
    path = reverse("help:order-contact", kwargs={"order": order})
    return f"{path}?{query}" if query else path

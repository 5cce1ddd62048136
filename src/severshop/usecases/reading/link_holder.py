"""Whose link it is: pages under `/order/<token>/` are opened by the same token as the order's status page."""

import uuid
from dataclasses import dataclass

from severshop.domain.orders.models import LinkToken
from severshop.infra.links import TOKEN, token_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRef:
    """The order that a link opens, without anything that its holder must not see."""

    id: uuid.UUID
    number: str
    language: str
    token: str
    """The link itself, for the addresses of the pages beside this one."""
    email_hint: str
    """Enough of the address to recognise it by, such as `a...@example.com`; never the address."""
    email_version: int
    link_generation: int
    customer_id: uuid.UUID | None
    """Whose account shows the order."""


def order_by_token(token: str) -> OrderRef | None:
    """Return the order that a link opens; `None` for what is no link, or no longer one."""
    if not TOKEN.fullmatch(token):
        return None
    found = LinkToken.objects.filter(token_hash=token_hash(token), revoked_at=None).select_related("order").first()
    if found is None:
        return None
    order = found.order
    return OrderRef(
        id=order.id,
        number=order.number,
        language=order.language,
        token=token,
        email_hint=hint_of(order.email),
        email_version=order.email_version,
        link_generation=order.link_generation,
        customer_id=order.customer_id,
    )


def hint_of(email: str) -> str:
    """Return enough of an address for its owner to recognise it, and too little for anybody else to use it."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}...@{domain}"


class OrderLinkConverter:
    """A part of an address, `<order_link:order>`: views get the `OrderRef`, and what opens nothing is a 404."""

    regex = TOKEN.pattern

    def to_python(self, value: str) -> OrderRef:
        """Return the order. Raises `ValueError`, on which Django goes on looking and ends with a 404."""
        order = order_by_token(value)
        if order is None:
            raise ValueError("opens nothing")
        return order

    def to_url(self, value: OrderRef | str) -> str:
        """Return the token of an order, or the token as it is."""
        return value if isinstance(value, str) else value.token

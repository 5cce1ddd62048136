"""How an attempt to place an order ended. Each is one sentence to the shopper."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """Paid, and the order exists."""

    order_id: uuid.UUID
    number: str


@dataclass(frozen=True, slots=True)
class Declined:
    """Not paid, and nothing will be: another try is welcome. `code` is the gateway's, or `cancelled`."""

    code: str


@dataclass(frozen=True, slots=True)
class ActionNeeded:
    """The bank wants a second step: send the browser to `url`."""

    url: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The gateway has not given a certain answer. The shop asks on by itself; the shopper must not pay again."""


@dataclass(frozen=True, slots=True)
class SoldOut:
    """Nothing was charged: of these SKUs there are fewer left than wanted."""

    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Nothing was charged: something is no longer as the shopper saw it. `what`: prices, dates, address."""

    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Nothing was charged: this is still missing: `lines`, `contact`, `address`, `delivery`, `articles`."""

    missing: tuple[str, ...]


Outcome = Placed | Declined | ActionNeeded | Unclear | SoldOut | OfferChanged | Incomplete

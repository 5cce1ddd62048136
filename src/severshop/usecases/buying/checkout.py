"""The steps from a basket to an offer that can be paid."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from severshop.domain.baskets.actions import (
    lock_checkout,
    save_address,
    save_customer,
    save_delivery,
    save_language,
    start_checkout,
)
from severshop.domain.baskets.queries import CheckoutView, get_checkout
from severshop.domain.baskets.rules import Contact, DeliveryAddress, Offer, OfferLine
from severshop.domain.catalogue.queries import Article, articles
from severshop.domain.orders.models import Order
from severshop.domain.promises.holidays import region_of
from severshop.domain.shipping.queries import destination
from severshop.usecases.buying.known_shopper import known_of
from severshop.usecases.buying.quote_delivery import DeliveryQuote, quotes
from severshop.vocabulary.availability import Availability, slowest


class NotShippedToError(ValueError):
    """The shop does not ship to `country`."""

    def __init__(self, country: str) -> None:
        super().__init__(f"no delivery to {country}")
        self.country = country


class UnknownOptionError(ValueError):
    """There is no such way to ship to the checkout's address, or there is no address yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A checkout as far as it is: what the pages of every step show.

    `offer` is there once nothing is missing; its `seal` goes into the form that pays, and from there to `place`.
    """

    checkout_id: uuid.UUID
    customer_id: uuid.UUID | None
    """Who was signed in: what is in it is theirs alone."""
    language: str
    lines: tuple[OfferLine, ...]
    items_minor: int
    availability: Availability
    """That of the slowest article."""
    contact: Contact | None
    address: DeliveryAddress | None
    quotes: tuple[DeliveryQuote, ...]
    """The ways to ship to the address; none while there is no address."""
    delivery: DeliveryQuote | None
    offer: Offer | None
    missing: tuple[str, ...]
    """Of `lines`, `articles` (no longer sold), `contact`, `address`, `delivery`."""
    is_placed: bool
    """It is an order already: there is nothing left to do here."""


@transaction.atomic
def start(
    lines: Mapping[str, int],
    *,
    language: str,
    now: datetime,
    like: uuid.UUID | None = None,
    customer_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Begin a checkout of units by SKU and return its id, which becomes the order's.

    With `like`, an earlier checkout of the same buyer, contact, address and delivery are taken over; else,
    for somebody with an account, what the account knows. Raises `UnfitLinesError`.
    """
    checkout_id = start_checkout(lines, language=language, now=now, like=like, customer_id=customer_id)
    if customer_id is not None and get_checkout(checkout_id).address is None:
        known = known_of(customer_id)
        if known.address:
            save_address(checkout_id, contact=known.contact, address=known.address, customer_id=customer_id, now=now)
    return checkout_id


@transaction.atomic
def speak(checkout_id: uuid.UUID, *, language: str, now: datetime) -> None:
    """Go on in another language, unless the buyer has agreed already. Raises `UnknownCheckoutError`."""
    if lock_checkout(checkout_id).agreed is None:
        save_language(checkout_id, language=language, now=now)


@transaction.atomic
def give_to_customer(checkout_id: uuid.UUID, *, customer_id: uuid.UUID) -> None:
    """Let a guest's checkout become that of who signed in meanwhile; another customer's stays as it is."""
    if lock_checkout(checkout_id).customer_id is None:
        save_customer(checkout_id, customer_id=customer_id)


@transaction.atomic
def save_contact_and_address(
    checkout_id: uuid.UUID,
    *,
    contact: Contact,
    address: DeliveryAddress,
    customer_id: uuid.UUID | None = None,
    now: datetime,
) -> None:
    """Keep who buys and where it goes; `customer_id` is who is signed in.

    Raises `NotShippedToError`, `UnknownCheckoutError`.
    """
    lock_checkout(checkout_id)
    if destination(address.country) is None:
        raise NotShippedToError(address.country)
    save_address(checkout_id, contact=contact, address=address, customer_id=customer_id, now=now)


@transaction.atomic
def choose_delivery(checkout_id: uuid.UUID, *, option: str, now: datetime) -> None:
    """Keep how it is shipped. Raises `UnknownOptionError`, `UnknownCheckoutError`."""
    known = review_of(lock_checkout(checkout_id), now=now)
    if option not in {quote.option for quote in known.quotes}:
        raise UnknownOptionError(option)
    save_delivery(checkout_id, option=option, now=now)


def review(checkout_id: uuid.UUID, *, now: datetime) -> Review:
    """Return the checkout with the prices, delivery and dates of this moment. Raises `UnknownCheckoutError`."""
    return review_of(get_checkout(checkout_id), now=now)


def review_of(checkout: CheckoutView, *, now: datetime) -> Review:
    """Return what holds for a checkout at this moment."""
    sold = articles(checkout.quantities.keys(), language=checkout.language)
    lines = _lines(checkout.quantities, sold=sold)
    items_minor = sum(line.line_minor for line in lines)
    availability = slowest(article.availability for article in sold.values())
    ways = _ways(checkout.address, availability=availability, items_minor=items_minor, now=now)
    delivery = next((way for way in ways if way.option == checkout.delivery_option), None)
    found = {
        "lines": bool(lines),
        "articles": len(lines) == len(checkout.quantities),
        "contact": checkout.contact is not None,
        "address": bool(ways),
        "delivery": delivery is not None,
    }
    missing = tuple(name for name, is_there in found.items() if not is_there)
    return Review(
        checkout_id=checkout.id,
        customer_id=checkout.customer_id,
        language=checkout.language,
        lines=lines,
        items_minor=items_minor,
        availability=availability,
        contact=checkout.contact,
        address=checkout.address,
        quotes=ways,
        delivery=delivery,
        offer=None if missing else _offer(checkout, lines=lines, delivery=delivery),
        missing=missing,
        is_placed=Order.objects.filter(pk=checkout.id).exists(),
    )


def _ways(
    address: DeliveryAddress | None, *, availability: Availability, items_minor: int, now: datetime
) -> tuple[DeliveryQuote, ...]:
    if address is None or not address.country:
        return ()
    region = region_of(address.country, address.region)
    return quotes(country=address.country, region=region, availability=availability, items_minor=items_minor, now=now)


def _lines(quantities: Mapping[str, int], *, sold: Mapping[str, Article]) -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine(
            sku=sku,
            name=sold[sku].name,
            variant=sold[sku].variant,
            silhouette=sold[sku].kind,
            tint=sold[sku].tint,
            quantity=quantity,
            unit_minor=sold[sku].price_minor,
            weight_grams=sold[sku].weight_grams,
            hs_code=sold[sku].hs_code,
            origin=sold[sku].origin,
        )
        for sku, quantity in quantities.items()
        if sku in sold
    )


def _offer(checkout: CheckoutView, *, lines: tuple[OfferLine, ...], delivery: DeliveryQuote | None) -> Offer | None:
    if checkout.contact is None or checkout.address is None or delivery is None:
        return None
    return Offer(
        lines=lines,
        contact=checkout.contact,
        address=checkout.address,
        delivery_option=delivery.option,
        delivery_minor=delivery.price_minor,
        tax_rate_bp=delivery.tax_rate_bp,
        window=delivery.window,
        evidence=delivery.evidence,
    )

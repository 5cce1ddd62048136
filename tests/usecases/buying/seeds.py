"""A shop with one shoe in one size, and checkouts that are ready to be paid. Needs the shop half."""

import uuid
from datetime import datetime

from severshop.domain.baskets.rules import Contact, DeliveryAddress
from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.inventory.actions import set_stock
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.buying import checkout

SHOE = "strada-rust-42"
CARE = "wax"
ADA = Contact(email="ada@example.com", phone="+49 221 123456")
COLOGNE = DeliveryAddress(
    name="Ada Lovelace", street="Severinstraße 12", postal_code="50678", city="Köln", country="DE", extra="3rd floor"
)


def open_shop(*, shoes: int = 5) -> None:
    """Fill the shelves."""
    load_shipping()
    for code, price, label in ((SHOE, 12900, ""), (CARE, 990, "75 ml")):
        product = Product.objects.create(
            slug=code,
            name="Strada Runner" if code == SHOE else "Wax",
            kind="runner" if code == SHOE else "care",
            summary="s",
            description="d",
            material="m",
            care="c",
            maker="m",
            price_minor=price,
            weight_grams=820 if code == SHOE else 140,
            hs_code="640411" if code == SHOE else "340510",
            origin="VN" if code == SHOE else "DE",
        )
        colour = Colour.objects.create(product=product, slug="rust", name="Rust", tint="#b4552d")
        Sku.objects.create(code=code, colour=colour, size_eu="42" if code == SHOE else "", size_label=label)
    set_stock(SHOE, on_hand=shoes)
    set_stock(CARE, on_hand=50)


def ready_checkout(
    *, now: datetime, lines: dict[str, int] | None = None, address: DeliveryAddress = COLOGNE
) -> tuple[uuid.UUID, str]:
    """Return a checkout that only wants paying, and the seal of its offer."""
    checkout_id = checkout.start(lines or {SHOE: 1}, language="en", now=now)
    checkout.save_contact_and_address(checkout_id, contact=ADA, address=address, now=now)
    checkout.choose_delivery(checkout_id, option="standard", now=now)
    offer = checkout.review(checkout_id, now=now).offer
    assert offer is not None
    return checkout_id, offer.seal

"""Fills an empty shop; the demo gets its staff and its orders too. Again is harmless."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.domain.payments.queries import live_payment
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.interfaces.cli.demo_past import remember
from severshop.interfaces.cli.logins import LOGINS, PASSWORD, SHOPPER, SHOPPER_NAME
from severshop.interfaces.cli.var import CHARGES, EXAMPLES, JOURNEYS, var_folder
from severshop.usecases.paying.settle_refunds import NOTIFY_PATH
from severshop.usecases.seeding.fill_shop import fill_shop
from severshop.usecases.seeding.hire_staff import hire_staff
from severshop.usecases.seeding.welcome_shopper import welcome_shopper
from severshop.vocabulary.roles import Role

HOME = HomeAddress(
    name=SHOPPER_NAME,
    street="Aachener Straße 41",
    postal_code="50674",
    city="Köln",
    country="DE",
    phone="+49 221 5550141",
)
SIZE = WornSize(wearer="women", system="eu", size="38")


def seed(*, orders: bool) -> None:
    """Fill what is empty."""
    fill_shop(now=clock.now())
    if not settings.DEMO:
        return
    staff = hire_staff(LOGINS, password=PASSWORD)
    now = clock.now()
    if orders:
        remember(now=now)
    if orders and settings.SHOP_HALF:
        _tell_stories(by=staff[Role.RETURNS], now=now)
    welcome_shopper(SHOPPER, name=SHOPPER_NAME, password=PASSWORD, address=HOME, size=SIZE, now=now)


def _tell_stories(*, by: uuid.UUID, now: datetime) -> None:
    # Only where the shop half is.
    from severshop.interfaces.cli.demo_story import demo_orders, journeys, told  # noqa: PLC0415
    from severshop.usecases.seeding.past_fits import give_fits  # noqa: PLC0415
    from severshop.usecases.seeding.tell_story import tell_stories  # noqa: PLC0415

    give_fits(today=now.date())
    orders = [told(order, now=now) for order in demo_orders()]
    new = tell_stories([order.story for order in orders], by=by, now=now)
    # Carrier and gateway run as processes of their own: whoever starts them tells them of this.
    if new:
        begun = [order for order in orders if order.story.order_id in new]
        _write(JOURNEYS, [journey for order in begun for journey in journeys(order, now=now)])
        _write(CHARGES, [_charge(order.story.order_id) for order in begun])
    _write(
        EXAMPLES,
        {order.say: f"/t/{link_token(order.story.order_id, generation=1)}" for order in orders if order.say},
    )


def _charge(order_id: uuid.UUID) -> dict[str, Any]:
    payment = live_payment(order_id)
    if payment is None:
        raise LookupError(f"the story of {order_id} is not paid")
    told = payment.charge
    return {
        "key": str(told.key),
        "amount_minor": told.amount_minor,
        "currency": told.currency,
        "method": told.method,
        "reference": told.reference,
        "return_url": settings.PUBLIC_URL,
        "notify_url": settings.PUBLIC_URL + NOTIFY_PATH,
    }


def _write(name: str, document: Any) -> None:
    folder = var_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")

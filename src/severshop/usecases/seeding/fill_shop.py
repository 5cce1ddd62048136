"""Fills the tables that every shop starts with. Again is harmless: what is the merchant's own is left alone."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.inventory.actions import stock_new
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.fulfilling.buy_label import LABELS_FROM


@transaction.atomic
def fill_shop(*, now: datetime) -> None:
    """Fill in delivery tables, calendars, catalogue and stock, as far as they are empty."""
    load_shipping(carriers=LABELS_FROM & CARRIERS.keys())
    load_calendars(now=now)
    if not settings.SHOP_HALF:
        return
    from severshop.domain.catalogue.actions import load_catalogue  # noqa: PLC0415 - only where the shop half is

    stock_new(load_catalogue())

"""What orders and returns say of sizes: counted where a pair was kept or came back, and only once it is settled."""

from datetime import date, timedelta

import pytest

from severshop.domain.orders.models import OrderLine
from severshop.domain.returns.actions import NewReturn, call_off, write_return
from severshop.domain.returns.fit_counts import OWN, fits_of, write_fits
from severshop.domain.returns.fits import Fits
from severshop.domain.returns.models import FitCount, GoodsReceived
from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.count_fits import count_fits
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import AnnouncedBy, ReturnReason
from tests.factories import packed_parcel, placed_order
from tests.usecases.watching.courses import scanned

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)


def delivered(now, quantities=(1,)):
    """An order whose parcel was delivered two days after it was placed."""
    order = placed_order(now=now, quantities=quantities)
    parcel = packed_parcel(order, now=now)
    scanned(parcel, at=now + timedelta(days=2), kind="D", code="FS")
    return order


def sent_back(order, *, position=1, quantity=1, reason=ReturnReason.TOO_SMALL, arrived=True, now):
    line = OrderLine.objects.get(order=order, position=position)
    return_id = write_return(
        NewReturn(
            order_id=order.id,
            form=f"{order.id}:{position}:{reason}",
            by=None,
            announced_by=AnnouncedBy.SHOPPER,
            policy_name="test",
            policy={},
            way_back_paid_by=Payer.SHOP,
            lines={line.pk: Chosen(quantity, reason)},
        ),
        now=now,
    )
    if arrived:
        GoodsReceived.objects.create(case_id=return_id, submit_key=str(return_id), received_at=now)
    return return_id


def counted(source=OWN):
    rows = FitCount.objects.filter(source=source).order_by("sku", "month")
    return [(row.sku, row.month, row.kept, row.too_small, row.too_large) for row in rows]


def test_what_was_delivered_is_kept_or_came_back(now):
    bought = now - LONG_AGO
    month = bought.date().replace(day=1)
    order = delivered(bought, (3, 2))
    sent_back(order, quantity=1, now=now)
    sent_back(order, position=2, quantity=2, reason=ReturnReason.TOO_LARGE, now=now)
    assert count_fits(now=now) == 2
    assert counted() == [("STR-RUST-42", month, 2, 1, 0), ("STR-RUST-43", month, 0, 0, 2)]
    assert count_fits(now=now) == 2
    assert len(counted()) == 2


def test_another_reason_is_neither_kept_nor_about_the_size(now):
    order = delivered(now - LONG_AGO, (3,))
    sent_back(order, reason=ReturnReason.COLOUR, now=now)
    count_fits(now=now)
    assert counted()[0][2:] == (2, 0, 0)


def test_what_is_only_announced_has_not_come_back(now):
    order = delivered(now - LONG_AGO, (3,))
    return_id = sent_back(order, arrived=False, now=now)
    count_fits(now=now)
    assert counted()[0][2:] == (2, 0, 0)
    call_off(return_id, now=now)
    count_fits(now=now)
    assert counted()[0][2:] == (3, 0, 0)


def test_pairs_bought_lately_or_on_their_way_are_not_counted_yet(now):
    sent_back(delivered(now - timedelta(days=20)), now=now)
    packed_parcel(placed_order(now=now - LONG_AGO), now=now - LONG_AGO)
    assert count_fits(now=now) == 0


def test_what_was_brought_along_stays_and_is_added_up(now):
    month = (now - LONG_AGO).date().replace(day=1)
    write_fits({"STR-RUST-42": [Fits(month, 10, 2, 1)]}, source="import:old")
    delivered(now - LONG_AGO)
    count_fits(now=now)
    assert fits_of(["STR-RUST-42"], today=now.date()) == (Fits(month, 11, 2, 1),)
    assert fits_of(["STR-RUST-43"], today=now.date()) == ()
    assert fits_of(["STR-RUST-42"], today=date(2030, 1, 1)) == ()

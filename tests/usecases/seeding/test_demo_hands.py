"""The demo begins with a believable handful of parcels that need a hand, on whatever day it is started."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from severshop.domain.orders.models import Order
from severshop.domain.promises.queries import forget_calendars
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.cli.demo_past import remember
from severshop.interfaces.cli.logins import SHOPPER
from severshop.usecases.seeding.fill_shop import fill_shop
from severshop.usecases.seeding.hire_staff import hire_staff
from severshop.vocabulary.roles import Role

if not settings.SHOP_HALF:
    pytest.skip("the demo's orders come from the shop half", allow_module_level=True)

from severshop.interfaces.cli.demo_story import demo_orders, told
from severshop.usecases.seeding.tell_story import STILL_NEWS, tell_stories

pytestmark = [pytest.mark.shop, pytest.mark.django_db]

TUESDAY, SUNDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC), datetime(2026, 11, 29, 14, 0, tzinfo=UTC)


@pytest.fixture(params=[TUESDAY, SUNDAY], ids=["tuesday", "sunday"])
def begun(request, settings):
    """The moment at which the demo was begun."""
    settings.CALENDARS_FRESH_SECONDS = 60
    forget_calendars()
    now = request.param
    fill_shop(now=now)
    remember(now=now)
    by = hire_staff({"returns@demo.example": "returns"}, password="long-enough")[Role.RETURNS]
    tell_stories([told(order, now=now).story for order in demo_orders()], by=by, now=now)
    yield now
    forget_calendars()


def order_id(said):
    return next(order.story.order_id for order in demo_orders() if order.say == said)


def standing(said):
    flag = Flag.objects.filter(order_id=order_id(said), cleared_at=None).first()
    return (flag.level, flag.trouble) if flag else None


def test_the_list_has_one_of_each_and_what_is_on_time_is_not_on_it(begun):
    assert standing("Never scanned, and at risk") == ("at_risk", "not_scanned")
    assert standing("Stuck at customs") == ("delayed", "slow")
    assert standing("Not handed over in time")[1] == "not_handed_over"
    assert standing("Late")[0] == "delayed"
    assert standing("Silent, presumed lost") == ("lost", "silent")
    assert standing("Lost") == ("lost", "carrier_says")
    for said in ("Just received", "Being picked", "In transit", "Out for delivery", "At customs", "Delivered"):
        assert standing(said) is None
    assert Flag.objects.filter(cleared_at=None).count() <= 8

    # What follows from it has followed, on its own day.
    offered = set(ClaimOffer.objects.filter(withdrawn_at=None).values_list("order_id", flat=True))
    assert offered == {order_id("Silent, presumed lost"), order_id("Lost")}
    assert DelayNotice.objects.filter(order_id=order_id("Late")).exists()
    assert not DelayNotice.objects.filter(owed_at__iso_week_day=7).exists()
    assert Flag.objects.filter(raised_at__lt=begun - STILL_NEWS).exists()

    # The demo's shopper sees one delayed and one lost.
    mine = Order.objects.filter(email=SHOPPER).values_list("pk", flat=True)
    seen = set(Snapshot.objects.filter(order_id__in=mine).values_list("attention", flat=True))
    assert {"delayed", "lost"} <= seen

    # What was news some days ago is not mailed today.
    assert not OutboxEntry.objects.filter(created_at__lt=begun - STILL_NEWS).exists()

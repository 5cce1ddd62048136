"""The demo begins with one of each that can go wrong, each as far as its name says."""

import pytest
from django.conf import settings

from severshop.domain.claims import queries as claims
from severshop.domain.orders.cancellations import open_request
from severshop.domain.payments.books import refunds_of
from severshop.domain.promises.queries import forget_calendars
from severshop.domain.returns import queries as returns
from severshop.domain.watch.models import Flag
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.seeding.fill_shop import fill_shop
from severshop.usecases.seeding.hire_staff import hire_staff
from severshop.usecases.status.facts import tell
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind
from severshop.vocabulary.returning import ReturnState
from severshop.vocabulary.roles import Role

if not settings.SHOP_HALF:
    pytest.skip("the demo's orders come from the shop half", allow_module_level=True)

from severshop.interfaces.cli.demo_story import demo_orders, told
from severshop.usecases.seeding.tell_story import tell_stories

pytestmark = [pytest.mark.shop, pytest.mark.django_db]

CASES = {order.say: order for order in demo_orders() if order.story.after}


@pytest.fixture
def begun(now, settings):
    """The moment at which the demo was begun."""
    settings.CALENDARS_FRESH_SECONDS = 60
    forget_calendars()
    fill_shop(now=now)
    by = hire_staff({"returns@demo.example": "returns"}, password="long-enough")[Role.RETURNS]
    tell_stories([told(order, now=now).story for order in CASES.values()], by=by, now=now)
    yield now
    forget_calendars()


def order_id(said):
    return CASES[said].story.order_id


def test_there_is_one_of_each(begun):
    told_of = {
        story.order.id: story
        for story in tell(
            [order.story.order_id for order in CASES.values()], today=begun.astimezone(shop_zone()).date()
        )
    }

    def state_of(said):
        return told_of[order_id(said)].returns[0].state

    assert state_of("A return on its way to us") is ReturnState.UNDER_WAY
    assert state_of("A return to look at") is ReturnState.RECEIVED
    assert state_of("A return that was paid back") is ReturnState.INSPECTED
    assert state_of("An exchange for a larger size") is ReturnState.UNDER_WAY
    [line] = returns.return_at(order_id("An exchange for a larger size"), position=1).lines
    assert (line.exchange_sku, line.exchange.ended_at) == ("strada-runner-rust-42", None)

    # The gateway pays it back once the demo runs.
    for said in ("A return that was paid back", "A claim that was paid back"):
        [refund] = refunds_of(order_id(said))
        assert refund.state == "requested"
        assert OutboxEntry.objects.filter(order_id=order_id(said), topic__contains="refund").exists()

    [waits] = claims.claims_of([order_id("A claim that waits for the staff")])
    [paid] = claims.claims_of([order_id("A claim that was paid back")])
    assert (waits.kind, waits.end) == (ClaimKind.MISSING_ITEM, None)
    assert (paid.kind, paid.end) == (ClaimKind.DAMAGED, ClaimEnd.REFUND)
    assert open_request(order_id("A wish to cancel that waits")) is not None
    assert not Flag.objects.filter(cleared_at=None).exists()

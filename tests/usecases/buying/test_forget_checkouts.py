from datetime import timedelta

import pytest

pytestmark = [pytest.mark.shop, pytest.mark.django_db]


@pytest.fixture
def checkout(now):
    from severshop.domain.baskets.models import Checkout

    def checkout(*, days):
        moment = now - timedelta(days=days)
        return Checkout.objects.create(started_at=moment, changed_at=moment, contact={"email": "ada@example.com"})

    return checkout


def test_a_basket_left_for_a_month_is_forgotten_unless_its_payment_is_under_way(checkout, now):
    from severshop.domain.baskets.models import Checkout
    from severshop.domain.payments.models import Payment
    from severshop.domain.payments.rules import PaymentState
    from severshop.usecases.buying.forget_checkouts import forget_checkouts

    checkout(days=31)
    declined, paying, fresh = checkout(days=31), checkout(days=31), checkout(days=29)
    for owner, state in ((declined, PaymentState.DECLINED), (paying, PaymentState.ACTION_NEEDED)):
        Payment.objects.create(order_id=owner.id, amount_minor=1, state=state, started_at=now)
    assert forget_checkouts(now) == 2
    assert set(Checkout.objects.values_list("id", flat=True)) == {paying.id, fresh.id}

"""The confirmation of an order that costs nothing says what it stands in for, and names no price."""

import pytest

from severshop.domain.inventory.actions import set_stock
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.fulfilling.send_replacement import send_replacement
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


def test_it_says_what_it_stands_in_for_and_no_price(server, now):
    order = placed_order(now=now, quantities=(2,))
    set_stock("STR-RUST-42", on_hand=5)
    send_replacement(order_id=order.id, lines={1: 2}, because="lost", key="claim:1", now=now)
    with post_office(lambda: now) as handle:
        run_batch(MAIL_TOPICS, handle, clock=lambda: now)
    bought, sent_again = sorted(server.mails, key=lambda mail: order.number not in mail["Subject"])
    for kind in ("plain", "html"):
        text = " ".join(sent_again.get_body((kind,)).get_content().split())
        assert f"stands in for pieces of order {order.number} and costs you nothing" in text
        assert "€" not in text
        assert "Thank you. We gather" not in text
        assert "€" in bought.get_body((kind,)).get_content()

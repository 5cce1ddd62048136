import pytest

from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.ids import order_number, uuid7
from severshop.infra.links import link_token, token_hash


@pytest.fixture
def new_page(transactional_db, now):
    """Write a public page straight into the read model; returns the hash of its link."""

    def make(*, version: int) -> str:
        order_id = uuid7()
        order = Order.objects.create(
            id=order_id,
            number=order_number(),
            placed_at=now,
            items_minor=1000,
            delivery_minor=0,
            total_minor=1000,
            tax_minor=0,
            tax_rate_bp=0,
            delivery_option="standard",
            email="ada@example.com",
        )
        hashed = token_hash(link_token(order_id, generation=1))
        Snapshot.objects.create(
            token_hash=hashed,
            order=order,
            version=version,
            content_hash="x",
            status="received",
            placed_at=now,
            updated_at=now,
            public_json=b'{"version":%d}' % version,
        )
        return hashed

    return make

"""An order whose whole life a test tells, and what must be true of it whatever happens."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from django.db.models import Sum

from severshop.domain.carriers.numbers.check_digits import mod10
from severshop.domain.claims.models import Claim
from severshop.domain.fulfilment.models import Parcel, ParcelItem
from severshop.domain.fulfilment.rules import Work, possible_steps
from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.inventory.models import PutBack, Reservation, Stock
from severshop.domain.orders.cancellations import open_request
from severshop.domain.orders.models import (
    Cancellation,
    CancellationRequest,
    Order,
    OrderLine,
    PendingEdit,
    Replacement,
)
from severshop.domain.payments.books import charge_balances, order_balance, refunds_of
from severshop.domain.payments.models import Chargeback, Payment, Refund
from severshop.domain.payments.refunds import ENDS, NOT_PAID, TRANSITIONS
from severshop.domain.returns.models import (
    Completion,
    Exchange,
    GoodsReceived,
    GoodsRefused,
    Inspection,
    Return,
)
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.snapshots.queries import PublicStatus
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.statuspage.pages import PageCache
from severshop.usecases.fulfilling.facts import read_work
from severshop.usecases.reading.other_sizes import OtherSize
from severshop.usecases.refresh_status import refresh_due
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.statuses import OrderStatus
from tests.factories import placed_order, track_alert
from tests.usecases.buying.gateways import Gateway
from tests.usecases.lives_kept import check_cases
from tests.usecases.lives_paying import check_pending, paid_beside
from tests.usecases.paying.conftest import said

BEGUN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
COLOGNE = timezone(timedelta(hours=1))
ON_HAND = 8
QUANTITIES = (2, 1)


def _size(sku: str, *, price: int, colour: str = "Rust") -> OtherSize:
    size = f"EU {sku[-2:]}"
    return OtherSize(
        sku, "Strada Runner", f"{colour}, {size}", colour, size, "runner", "#b4552d", price, 820, "640411", "VN"
    )


SIZES = (
    _size("STR-RUST-42", price=12_900),
    _size("STR-RUST-43", price=12_900),
    _size("STR-SAND-42", price=11_900, colour="Sand"),
    _size("STR-GOLD-42", price=14_900, colour="Gold"),
)
"""What else there is: one cheaper, one dearer."""


def tell_sizes(sku: str, _language: str) -> tuple[OtherSize, ...]:
    """Answer for the shop what a pair can be changed for."""
    return SIZES if sku in {one.sku for one in SIZES} else ()


SCANS = {
    "moving": ("I", "DP", ""),
    "customs": ("X", "ZZ", "012"),
    "attempt": ("X", "ZZ", "022"),
    "out": ("I", "OT", ""),
    "delivered": ("D", "FS", ""),
    "damaged": ("X", "ZZ", "059"),
    "lost": ("X", "ZZ", "068"),
    "refused": ("X", "ZZ", "064"),
    "returning": ("X", "ZZ", "035"),
    "returned": ("X", "ZZ", "034"),
}
"""What UPS tells: type, code and description code."""


def ups_number_of(seed: int) -> str:
    """A number that only one parcel has."""
    body = f"999AA1{seed % 10**9:09d}"
    return f"1Z{body}{mod10(body, (1, 2))}"


class Staff(NamedTuple):
    """Who works here: one asks, another approves."""

    sam: uuid.UUID
    finn: uuid.UUID


class Life:
    """One order, paid at the real sandbox gateway, and all that follows from it. `now` is its clock."""

    def __init__(self, gateway: Gateway, staff: Staff) -> None:
        self.gateway, self.staff, self.now = gateway, staff, BEGUN
        order = placed_order(now=self.now, quantities=QUANTITIES)
        self.id = order.id
        self.sale = order.total_minor
        lines = OrderLine.objects.filter(order=order)
        skus = dict(lines.values_list("sku", "quantity"))
        self.cost = {line.position: line.unit_minor * line.quantity for line in lines}
        for one in SIZES:
            set_stock(one.sku, on_hand=ON_HAND)
        reserve(order.id, skus, now=self.now)
        self.charge = self._pay(order)
        self.pages = PageCache()

    def _pay(self, order: Order) -> uuid.UUID:
        payment = Payment.objects.create(
            order_id=order.id,
            amount_minor=order.total_minor,
            method="card_ok",
            state="succeeded",
            started_at=self.now,
            settled_at=self.now,
            card_hint="Visa 4242",
        )
        asked = {
            "amount_minor": order.total_minor,
            "currency": "EUR",
            "method": "card_ok",
            "reference": str(order.id),
            "return_url": "http://127.0.0.1:9/back/",
            "notify_url": "http://127.0.0.1:9/hooks/payments/sandbox",
        }
        self.gateway.line.behind.post("/v1/charges", json=asked, headers=said(payment.pk)).raise_for_status()
        return payment.pk

    @property
    def paid(self) -> int:
        return self.sale + paid_beside(self.id)

    def orders(self) -> list[uuid.UUID]:
        """The order, then those that were sent to make it good."""
        return [self.id, *Replacement.objects.order_by("made_at", "order_id").values_list("order_id", flat=True)]

    def parcels(self) -> list[Parcel]:
        """All that were packed or labelled, either way."""
        return list(Parcel.objects.order_by("packed_at", "id"))

    def has_left(self) -> bool:
        """Whether a carrier has something of it, as far as we wrote down."""
        return Parcel.objects.filter(order_id=self.id, way="out", hand_over__isnull=False).exists()

    def pass_time(self, hours: int) -> None:
        """Let hours pass; what is due on the way is done."""
        self.now += timedelta(hours=hours)
        for _ in range(20):
            if not refresh_due(now=self.now):
                return
        raise AssertionError("it is due again and again")

    def scan(self, parcel: Parcel, kind: str) -> None:
        """A carrier's scan comes in and is read."""
        type_, code, described = SCANS[kind]
        at = self.now.astimezone(COLOGNE)
        body = track_alert(parcel.tracking_number, at=at, kind=type_, code=code, description_code=described)
        receive_messages([message("ups", body)], now=self.now)
        while update_timelines(now=self.now):
            pass

    def digest(self) -> dict[str, object]:
        """Everything that a repeated or a refused step must leave as it is."""
        rows = {
            "stock": Stock.objects.order_by("sku").values_list("sku", "on_hand", "reserved"),
            "kept": Reservation.objects.order_by("id").values_list("quantity", "shipped", "cancelled", "released_at"),
            "cancelled": Cancellation.objects.order_by("cancelled_at", "id").values_list("line", "quantity"),
            "requests": CancellationRequest.objects.order_by("id").values_list("id", "state"),
            "payments": Payment.objects.order_by("id").values_list("id", "state"),
            "pending": PendingEdit.objects.order_by("id").values_list("id", "state"),
            "refunds": Refund.objects.order_by("id").values_list("id", "state", "amount_minor"),
            "banks": Chargeback.objects.order_by("provider_ref").values_list("state", "amount_minor"),
            "parcels": Parcel.objects.order_by("id").values_list("id", "way", "hand_over__handed_over_at"),
            "orders": Order.objects.order_by("id").values_list("id", "total_minor", "email"),
            "pages": Snapshot.objects.order_by("order").values_list("order", "content_hash", "status"),
            "owed": OutboxEntry.objects.order_by("id").values_list("key"),
            "put back": PutBack.objects.order_by("cause").values_list("cause", "quantity"),
            "claims": Claim.objects.order_by("id").values_list("id", "end", "turn_up"),
            "returns": Return.objects.order_by("id").values_list("id", "cancelled_at", "parcel"),
            "exchanges": Exchange.objects.order_by("pk").values_list("pk", "sent", "ended_at"),
            "desk": [model.objects.count() for model in (GoodsReceived, Inspection, Completion, GoodsRefused)],
        }
        return {name: list(found) for name, found in rows.items()}

    def check(self) -> None:
        """Assert what must be true at any moment."""
        self.check_money()
        self.check_stock()
        self.check_units()
        check_cases(self.id, orders=self.orders())
        self.check_exits()
        self.check_pages()

    def check_money(self) -> None:
        balance = order_balance(self.id)
        for one in charge_balances(self.id).values():
            assert one.left >= 0
        refunds = refunds_of(self.id)
        assert balance.paid == self.paid
        assert balance.left >= 0
        assert balance.refunded + balance.on_its_way + balance.charged_back + balance.left == self.paid
        told = [one for one in refunds if one.tries and one.state not in NOT_PAID]
        assert sum(one.amount_minor for one in told) <= self.paid
        back: Counter[int] = Counter()
        for one in refunds:
            if one.state not in NOT_PAID:
                assert one.amount_minor == sum(part.amount_minor for part in one.parts) > 0
                for part in one.parts:
                    assert 0 <= part.tax_minor <= part.amount_minor
                    back[part.line or 0] += part.amount_minor if part.line else 0
        for position, cost in self.cost.items():
            assert back[position] <= cost + paid_beside(self.id), f"line {position} is paid back twice"
        for order_id in self.orders()[1:]:
            assert refunds_of(order_id) == ()

    def check_stock(self) -> None:
        put_back = dict(PutBack.objects.values_list("sku").annotate(Sum("quantity")))
        for stock in Stock.objects.all():
            kept = Reservation.objects.filter(sku=stock.sku)
            open_ones = [row.still_kept for row in kept if row.released_at is None]
            assert all(units >= 0 for units in open_ones)
            assert 0 <= stock.reserved == sum(open_ones) <= stock.on_hand
            gone = sum(row.shipped for row in kept)
            assert stock.on_hand == ON_HAND - gone + put_back.get(stock.sku, 0)
            assert put_back.get(stock.sku, 0) <= gone, "more came back than went out"

    def check_units(self) -> None:
        """Every unit that was bought is cancelled, gone, or kept on the shelf; and in no two boxes."""
        for order_id in self.orders():
            here: Counter[str] = Counter()
            for line in OrderLine.objects.filter(order_id=order_id):
                cancelled, packed, gone = self.units(line)
                assert cancelled + packed <= line.quantity
                here[line.sku] += line.quantity - cancelled - gone
            for row in Reservation.objects.filter(order_id=order_id):
                here[row.sku] -= 0 if row.released_at else row.still_kept
            assert not any(here.values()), "the shelf keeps another number than is to be sent"
            if request := open_request(order_id):
                lines = OrderLine.objects.filter(order_id=order_id, position__in=request.units)
                left = [line.quantity - sum(self.units(line)[::2]) for line in lines]
                assert any(left), "nothing is left of what somebody still has to decide about"

    def units(self, line: OrderLine) -> tuple[int, int, int]:
        """Return how many units of a line are cancelled, in a box, and in a box that was handed over."""
        boxed = ParcelItem.objects.filter(line=line, parcel__way="out")
        gone = boxed.filter(parcel__hand_over__isnull=False)
        counts = (line.cancellations.all(), boxed, gone)
        cancelled, packed, left = (sum(rows.values_list("quantity", flat=True)) for rows in counts)
        return cancelled, packed, left

    def check_exits(self) -> None:
        """What is open can be ended: the table of its room says how."""
        for order_id in self.orders():
            work = read_work(order_id)
            is_over = work.work in {Work.HANDED_OVER, Work.NOTHING_TO_SEND}
            assert is_over or possible_steps(work.work)
            assert all(units >= 0 for units in work.left.values())
        check_pending(self.id)
        for one in refunds_of(self.id):
            assert (one.ended_at is None) == bool(TRANSITIONS[one.state]) == (one.state not in ENDS)

    def check_pages(self) -> None:
        for row in Snapshot.objects.filter(order_id__in=self.orders()):
            assert row.status in set(OrderStatus)
            status = PublicStatus(row.version, bytes(row.public_json))
            for language in ("en", "de"):
                page = self.pages.render(row.token_hash, status, token="x", language=language, now=self.now)
                assert b"</html>" in page.body

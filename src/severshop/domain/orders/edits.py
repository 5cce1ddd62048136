"""What was changed of orders before the warehouse began. Writes are for callers that hold the order's lock."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from severshop.domain.orders.actions import NewAddress, correct_email
from severshop.domain.orders.changing import Prices
from severshop.domain.orders.models import Address, Order, OrderEdit, OrderLine
from severshop.infra.ids import uuid7
from severshop.vocabulary.changing import ChangeKind

PLACE = ("name", "company", "street", "extra", "postal_code", "city", "region", "country")
"""The fields of an address, without the phone, which is changed with the e-mail."""
ARTICLE = ("sku", "name", "variant", "silhouette", "tint", "unit_minor", "weight_grams", "hs_code", "origin")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdit:
    """A change to be made: `was` and `becomes` hold what the `kind` is about, by the names of the fields."""

    order_id: uuid.UUID
    kind: ChangeKind
    was: Values
    becomes: Values
    before: Prices
    after: Prices
    form: str
    by: uuid.UUID | None
    promise_version: int | None = None
    charge: uuid.UUID | None = None
    """The payment of what it costs more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRecord:
    """A change that was made. Amounts in minor units; `was` and `becomes` are empty once the person was forgotten."""

    id: uuid.UUID
    order_id: uuid.UUID
    kind: ChangeKind
    made_at: datetime
    made_by: str
    """The account's name or address; empty for a browser that had proved to hold the order's address."""
    was: dict[str, Any]
    becomes: dict[str, Any]
    total_was_minor: int
    total_minor: int
    promise_version: int | None
    charge: uuid.UUID | None
    """The payment of what it costs more."""

    @property
    def back_minor(self) -> int:
        """What went back for it."""
        return max(self.total_was_minor - self.total_minor, 0)

    @property
    def paid_minor(self) -> int:
        """What was paid for it."""
        return max(self.total_minor - self.total_was_minor, 0)


def cause_of(edit_id: uuid.UUID) -> str:
    """Return what the refund of a change says that it follows from."""
    return f"edit:{edit_id}"


def place_of(order_id: uuid.UUID) -> dict[str, str]:
    """Return where an order goes, by the names of the fields. Raises `Address.DoesNotExist`."""
    row = Address.objects.get(pk=order_id)
    return {name: getattr(row, name) for name in PLACE}


def contact_of(order_id: uuid.UUID) -> dict[str, str]:
    """Return how to reach who bought. Raises `Address.DoesNotExist`."""
    row = Address.objects.select_related("order").get(pk=order_id)
    return {"email": row.order.email, "phone": row.phone}


def article_of(order_id: uuid.UUID, *, position: int) -> dict[str, Any] | None:
    """Return what a line is about, with its `position` and `quantity`; None for no line."""
    line = OrderLine.objects.filter(order_id=order_id, position=position)
    return next((dict(row) for row in line.values(*ARTICLE, "position", "quantity")), None)


def make_edit(new: NewEdit, *, now: datetime) -> EditRecord:
    """Write the change into the order, and beside it what it was. Raises `IntegrityError` for a form that is known."""
    order = Order.objects.get(pk=new.order_id)
    match new.kind:
        case ChangeKind.ADDRESS:
            Address.objects.filter(pk=order.pk).update(**{name: new.becomes[name] for name in PLACE})
        case ChangeKind.SIZE:
            line = OrderLine.objects.filter(order=order, position=new.becomes["position"])
            line.update(**{name: new.becomes[name] for name in ARTICLE})
        case ChangeKind.DELIVERY:
            order.delivery_option = new.becomes["option"]
        case ChangeKind.CONTACT:
            Address.objects.filter(pk=order.pk).update(phone=new.becomes["phone"])
            if new.becomes["email"] != order.email:
                correct_email(order, email=new.becomes["email"], now=now)
    order.items_minor, order.delivery_minor = new.after.items_minor, new.after.delivery_minor
    order.total_minor, order.tax_minor = new.after.total_minor, new.after.tax_minor
    order.save(update_fields=["items_minor", "delivery_minor", "total_minor", "tax_minor", "delivery_option"])
    row = OrderEdit.objects.create(
        id=uuid7(),
        order=order,
        submit_key=new.form,
        kind=new.kind.value,
        made_at=now,
        made_by_id=new.by,
        was=dict(new.was),
        becomes=dict(new.becomes),
        total_was_minor=new.before.total_minor,
        total_minor=new.after.total_minor,
        promise_version=new.promise_version,
        charge=new.charge,
    )
    return _record(row)


def edit_by_form(form: str) -> EditRecord | None:
    """Return the change that a form has made."""
    row = OrderEdit.objects.select_related("made_by").filter(submit_key=form).first()
    return _record(row) if row else None


def edit_by_id(edit_id: uuid.UUID) -> EditRecord | None:
    """Return one change."""
    row = OrderEdit.objects.select_related("made_by").filter(pk=edit_id).first()
    return _record(row) if row else None


def edits_of(order_id: uuid.UUID) -> tuple[EditRecord, ...]:
    """Return what was changed of an order, the newest first."""
    rows = OrderEdit.objects.select_related("made_by").filter(order_id=order_id)
    return tuple(_record(row) for row in rows.order_by("-made_at", "-id"))


def address_at(order_id: uuid.UUID, moment: datetime) -> NewAddress | None:
    """Return where an order went to at a moment, without phone; None where it has not been changed since."""
    since = OrderEdit.objects.filter(order_id=order_id, kind=ChangeKind.ADDRESS.value, made_at__gt=moment)
    first = since.order_by("made_at", "id").first()
    return NewAddress(**first.was) if first and first.was else None


def place_from(address: NewAddress) -> dict[str, str]:
    """Return an address by the names of the fields, without the phone."""
    return {name: value for name, value in asdict(address).items() if name in PLACE}


def _record(row: OrderEdit) -> EditRecord:
    maker = row.made_by
    return EditRecord(
        id=row.pk,
        order_id=row.order_id,
        kind=ChangeKind(row.kind),
        made_at=row.made_at,
        made_by=str(getattr(maker, "name", "") or maker or ""),
        was=row.was,
        becomes=row.becomes,
        total_was_minor=row.total_was_minor,
        total_minor=row.total_minor,
        promise_version=row.promise_version,
        charge=row.charge,
    )

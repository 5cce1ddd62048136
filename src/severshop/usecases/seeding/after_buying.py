"""What happens to an order of a story after it was bought: returns, claims, cancellations, each by its own use case."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from severshop.domain.claims.queries import claims_of
from severshop.domain.returns.inspecting import Said
from severshop.domain.returns.queries import ReturnRecord, return_at
from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.aftercare.label_return import keep_label
from severshop.usecases.claiming.decide_claim import grant_claim
from severshop.usecases.claiming.open_claim import ClaimWish, open_claim
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.inspect import inspect
from severshop.usecases.returning.receive import Box, receive_return
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.returning import ItemCondition, RestockGrade, ReturnReason, Verdict, Wants

FIRST: Final = 1
"""A story has one return at most, and one claim."""


class After(NamedTuple):
    """Something that is done with an order, by its name in `DEEDS`; `said` is what is said with it."""

    do: str
    hours_ago: float
    said: Mapping[str, Any]


class NoStaffError(ValueError):
    """A story needs somebody who works here."""


def do_after(order_id: uuid.UUID, after: After, *, by: uuid.UUID | None, now: datetime) -> None:
    """Let it happen; `by` is whoever of the staff acts in it. Raises what its use case raises, and `NoStaffError`."""
    DEEDS[after.do](order_id, after.said, by, now)


def _announce(order_id: uuid.UUID, said: Mapping[str, Any], _by: uuid.UUID | None, now: datetime) -> None:
    other = said.get("exchange_for", "")
    chosen = {
        position: Chosen(
            quantity,
            ReturnReason(said["reason"]),
            note=said.get("note", ""),
            wants=Wants.EXCHANGE if other else Wants.REFUND,
            exchange_sku=other,
        )
        for position, quantity in _units(said).items()
    }
    announce_return(Announcement(order_id=order_id, lines=chosen, form=_form(order_id)), now=now)


def _label(order_id: uuid.UUID, said: Mapping[str, Any], _by: uuid.UUID | None, now: datetime) -> None:
    keep_label(_return(order_id).id, carrier=said["carrier"], number=said["tracking_number"], now=now)


def _receive(order_id: uuid.UUID, said: Mapping[str, Any], by: uuid.UUID | None, now: datetime) -> None:
    receive_return(_return(order_id).id, _units(said), seen=0, box=Box(), by=_staff(by), now=now)


def _inspect(order_id: uuid.UUID, said: Mapping[str, Any], by: uuid.UUID | None, now: datetime) -> None:
    for position, quantity in _units(said).items():
        found = Said(
            quantity=quantity,
            condition=ItemCondition(said.get("condition", ItemCondition.TRIED_ON)),
            grade=RestockGrade.SHELF,
            verdict=Verdict.ACCEPTED,
        )
        form = f"{_form(order_id)}:{position}"
        inspect(_return(order_id).id, found, position=position, form=form, by=_staff(by), now=now)


def _complete(order_id: uuid.UUID, _said: Mapping[str, Any], by: uuid.UUID | None, now: datetime) -> None:
    complete(_return(order_id).id, is_last=False, by=_staff(by), now=now)


def _claim(order_id: uuid.UUID, said: Mapping[str, Any], _by: uuid.UUID | None, now: datetime) -> None:
    wish = ClaimWish(
        order_id=order_id,
        parcel=said.get("parcel", 1),
        kind=ClaimKind(said["kind"]),
        remedy=Remedy(said["remedy"]),
        units=_units(said),
        words=said.get("words", ""),
        form=_form(order_id),
    )
    open_claim(wish, now=now)


def _grant(order_id: uuid.UUID, said: Mapping[str, Any], by: uuid.UUID | None, now: datetime) -> None:
    grant_claim(claims_of([order_id])[0].id, Remedy(said["remedy"]), by=_staff(by), now=now)


def _cancel(order_id: uuid.UUID, said: Mapping[str, Any], _by: uuid.UUID | None, now: datetime) -> None:
    wish = Wish(order_id=order_id, units=_units(said), reason=CancelReason(said["reason"]), form=_form(order_id))
    ask_to_cancel(wish, now=now)


DEEDS: Final[Mapping[str, Callable[[uuid.UUID, Mapping[str, Any], uuid.UUID | None, datetime], None]]] = {
    "announce_return": _announce,
    "label": _label,
    "receive": _receive,
    "inspect": _inspect,
    "complete": _complete,
    "claim": _claim,
    "grant": _grant,
    "cancel": _cancel,
}
"""What a story can tell, by its name in the file."""


def _return(order_id: uuid.UUID) -> ReturnRecord:
    found = return_at(order_id, position=FIRST)
    if found is None:
        raise ValueError(f"the story of {order_id} has announced no return")
    return found


def _staff(by: uuid.UUID | None) -> uuid.UUID:
    if by is None:
        raise NoStaffError
    return by


def _units(said: Mapping[str, Any]) -> dict[int, int]:
    return {int(position): quantity for position, quantity in said.get("lines", {}).items()}


def _form(order_id: uuid.UUID) -> str:
    return f"story:{order_id}"

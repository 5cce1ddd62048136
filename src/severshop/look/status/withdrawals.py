"""What the order's page says of withdrawals from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.vocabulary.withdrawing import WithdrawalState


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnFact:
    """A withdrawal in the public JSON. Units by the line's position."""

    received_at: datetime
    state: WithdrawalState
    is_whole: bool
    cancelled: Mapping[int, int]
    to_send_back: Mapping[int, int]
    send_back_by: date | None
    refund_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalCard:
    """A withdrawal as it is read. `tone` is that of the pill."""

    pill: str
    tone: str
    received_at: datetime
    sentences: tuple[str, ...]


def read_withdrawals(raw: Sequence[Mapping[str, Any]]) -> tuple[WithdrawnFact, ...]:
    """Return the withdrawals of a public JSON; those in a state that this version does not know are left out."""
    return tuple(
        WithdrawnFact(
            received_at=datetime.fromisoformat(one["received_at"]),
            state=WithdrawalState(one["state"]),
            is_whole=one["whole"],
            cancelled=_units(one["cancelled"]),
            to_send_back=_units(one["to_send_back"]),
            send_back_by=_day(one["send_back_by"]),
            refund_by=_day(one["refund_by"]),
        )
        for one in raw
        if one["state"] in set(WithdrawalState)
    )


def withdrawal_cards(told: Sequence[WithdrawnFact], names: Mapping[int, str]) -> tuple[WithdrawalCard, ...]:
    """Return what is read of each, the newest first."""
    return tuple(
        WithdrawalCard(
            pill=_pill(one.state),
            tone="warn" if one.state is WithdrawalState.TO_SEND_BACK else "quiet",
            received_at=one.received_at,
            sentences=_sentences(one, names),
        )
        for one in reversed(told)
    )


def _pill(state: WithdrawalState) -> str:
    return {
        WithdrawalState.TAKEN_IN: _("A person looks at it"),
        WithdrawalState.BEING_CANCELLED: _("Being taken out"),
        WithdrawalState.CANCELLED: _("Called off"),
        WithdrawalState.TO_SEND_BACK: _("To be sent back"),
        WithdrawalState.SETTLED: _("Done"),
    }[state]


def _sentences(one: WithdrawnFact, names: Mapping[int, str]) -> tuple[str, ...]:
    said = []
    if one.cancelled:
        said.append(_("Called off: %(things)s.") % {"things": _things(one.cancelled, names)})
    if one.to_send_back and one.send_back_by:
        facts = {"things": _things(one.to_send_back, names), "day": formats.day(one.send_back_by)}
        said.append(_("To be sent back by %(day)s: %(things)s.") % facts)
    if one.refund_by:
        said.append(_("Your money is back by %(day)s.") % {"day": formats.day(one.refund_by)})
    return tuple(said)


def _things(units: Mapping[int, int], names: Mapping[int, str]) -> str:
    return formats.listed([f"{count} × {names.get(line, '')}" for line, count in units.items()])


def _units(raw: Sequence[Mapping[str, int]]) -> dict[int, int]:
    return {one["line"]: one["quantity"] for one in raw}


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None

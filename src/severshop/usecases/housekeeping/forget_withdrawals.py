"""Deletes who withdrew from what when the books of the year need it no longer; what stays is nobody's."""

from datetime import UTC, datetime

from severshop.domain.withdrawals.actions import forget_declarations


def forget_withdrawals(now: datetime) -> int:
    """Delete the personal part of withdrawals whose day has passed; return how many went."""
    return forget_declarations(now.astimezone(UTC).date())

"""Seals the audit log, so that what is changed behind the shop's back shows."""

from datetime import datetime

from severshop.domain.audit import actions


def seal_audit(now: datetime) -> int:
    """Seal what was noted since the last time; return how many entries."""
    return actions.seal(now)

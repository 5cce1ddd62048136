"""What staff said that a carrier's codes mean."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from severshop.domain.tracking.models import CodeMapping
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan

CODE_LENGTH = 40

Meaning = tuple[Milestone, Reason]
Mappings = Mapping[tuple[str, str], Meaning]
"""By carrier and code."""


def all_mappings() -> Mappings:
    """Return what staff have mapped; a handful of rows."""
    rows = CodeMapping.objects.values_list("carrier", "code", "milestone", "reason")
    return {(carrier, code): (Milestone(milestone), Reason(reason)) for carrier, code, milestone, reason in rows}


def meant(scan: Scan, *, carrier: str, mappings: Mappings) -> Scan:
    """Return the scan with the meaning that staff gave its code, where the carrier's own table has none."""
    if scan.milestone is not Milestone.UNKNOWN:
        return scan
    meaning = mappings.get((carrier, scan.code[:CODE_LENGTH]))
    return scan._replace(milestone=meaning[0], reason=meaning[1]) if meaning else scan


def keep_mapping(
    *, carrier: str, code: str, milestone: Milestone, reason: Reason, by: uuid.UUID | None, now: datetime
) -> bool:
    """Keep what a code means, in place of what was said before; tell whether that is new."""
    row = CodeMapping.objects.filter(carrier=carrier, code=code).first()
    if row and (row.milestone, row.reason) == (milestone, reason):
        return False
    meaning = {"milestone": milestone, "reason": reason, "mapped_by_id": by, "mapped_at": now}
    CodeMapping.objects.update_or_create(carrier=carrier, code=code, defaults=meaning)
    return True

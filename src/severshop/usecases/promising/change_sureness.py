"""The owner says how sure promised dates shall be. It holds for the next quotes; what was promised stays."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.promises.kept_sureness import least_and_most
from severshop.domain.promises.learned import look_again
from severshop.domain.promises.models import Sureness


class UnfitSurenessError(ValueError):
    """A sureness that cannot be chosen."""


@transaction.atomic
def change_sureness(sure: float, *, by: uuid.UUID, now: datetime) -> None:
    """Write down a sureness (0 to 1, in hundredths) with who chose it. Raises `UnfitSurenessError`."""
    least, most = least_and_most()
    if not least <= sure <= most:
        raise UnfitSurenessError(sure)
    Sureness.objects.create(sure=round(sure, 2), changed_at=now, changed_by_id=by)
    transaction.on_commit(look_again)
    note("choose sureness", by=by, at=now, detail={"hundredths": round(sure * 100)})

"""Of one event told in several ways the clearest is kept, in whatever order they come, in one batch or in several."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from severshop.domain.tracking.actions import NewScan, clearest, store_scans
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan
from tests.factories import packed_parcel, placed_order

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
CLEAR = Scan(AT, Milestone.IN_TRANSIT, place=Place("Cologne", region="NW", country="DE"), code="AR", text="Arrived")
BARE = CLEAR._replace(text="", place=Place("Cologne", country="DE"))
UNKNOWN = CLEAR._replace(milestone=Milestone.UNKNOWN, text="arrived at our hub in Cologne")
TELLINGS = (CLEAR, BARE, UNKNOWN)


@pytest.mark.django_db
def test_the_clearest_telling_is_kept(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    leg = Leg.objects.get(parcel=parcel)
    for told in permutations(TELLINGS):
        new = [NewScan(order.id, parcel.id, leg.id, 1, scan, now) for scan in told]
        assert [kept.scan for kept in clearest(new).values()] == [CLEAR]
        for batches in ([new], [new[:1], new[1:]], [[one] for one in new]):
            ScanRow.objects.all().delete()
            for batch in batches:
                store_scans(batch)
            kept = ScanRow.objects.get()
            assert (kept.milestone, kept.text, kept.region) == (CLEAR.milestone, "Arrived", "NW")

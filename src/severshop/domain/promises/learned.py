"""What was learned, for those who promise and watch: reads that cost a look into a dictionary.

Each process keeps the newest learning. Once a second at most it asks whether there is a newer one, so that a whole
batch costs one small query and a page that follows a change is never more than a second behind.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from severshop.domain.promises.learning.curves import Curve, Curves
from severshop.domain.promises.learning.trust import ENOUGH, Trust
from severshop.domain.promises.models import CarrierTrust, LearnedLane, LearnedTimes
from severshop.domain.promises.models.learned import Stage
from severshop.infra.db.reads import rows_of
from severshop.vocabulary.routes import Route

SURE = 0.93
"""How sure a promise is until the merchant says otherwise."""
LOOK_EVERY_SECONDS = 1.0
NEWEST = (
    "SELECT (SELECT id FROM promises_learnedtimes ORDER BY made_at DESC LIMIT 1),"
    " (SELECT sure FROM promises_sureness ORDER BY changed_at DESC, id DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """One learning, as it is used."""

    times_id: int | None = None
    curves: Mapping[str, Curves] = field(default_factory=dict)
    trust: Mapping[str, Trust] = field(default_factory=dict)
    sure: float = SURE


@dataclass(slots=True)
class _Kept:
    """What this process knows, and when it last looked."""

    known: _Known = field(default_factory=_Known)
    looked_at: float | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def curves_for(route: Route) -> Curves | None:
    """Return what was learned of the route's own country, or region where there is enough for one.

    None where no parcel of the service went to the country yet: what other countries teach does not hold there.
    """
    curves = _newest().curves
    for lane in route.lanes[:-1]:
        if found := curves.get(lane):
            return found
    return None


def trust_in(carrier: str) -> Trust | None:
    """Return what the carrier's own estimates are worth, once enough of them have come true or not."""
    return _newest().trust.get(carrier)


def sureness() -> float:
    """Return the chance with which promised dates shall be kept, as the merchant set it."""
    return _newest().sure


def look_again() -> None:
    """Have the next read ask for the newest learning and sureness: for who has just changed them."""
    _kept.looked_at = None


def forget() -> None:
    """Know nothing: for tests, whose databases begin anew."""
    _kept.known, _kept.looked_at = _Known(), None


def _newest() -> _Known:
    moment = time.monotonic()
    if _kept.looked_at is not None and moment - _kept.looked_at < LOOK_EVERY_SECONDS:
        return _kept.known
    with _kept.lock:
        ((times_id, sure),) = rows_of(NEWEST, [], kinds=())
        sure = SURE if sure is None else sure
        if (times_id, sure) != (_kept.known.times_id, _kept.known.sure):
            same = times_id == _kept.known.times_id
            lanes = (_kept.known.curves, _kept.known.trust) if same else (_curves(times_id), _trust(times_id))
            _kept.known = _Known(times_id, *lanes, sure)
        _kept.looked_at = moment
    return _kept.known


def _curves(times_id: int | None) -> dict[str, Curves]:
    if times_id is None:
        return {}
    made_at = LearnedTimes.objects.values_list("made_at", flat=True).get(id=times_id)
    lanes = LearnedLane.objects.filter(times_id=times_id)
    handling = {row.lane: Curve(tuple(row.chances)) for row in lanes.filter(stage=Stage.HANDLING)}
    return {
        row.lane: Curves(handling[row.lane], Curve(tuple(row.chances)), row.lane, row.ended, row.open, made_at)
        for row in lanes.filter(stage=Stage.TRANSIT)
        if row.lane in handling
    }


def _trust(times_id: int | None) -> dict[str, Trust]:
    rows = CarrierTrust.objects.filter(times_id=times_id, scored__gte=ENOUGH)
    return {row.carrier: Trust(row.scored, row.kept, row.days_after) for row in rows}

"""Ways to be judged by: calendars that work Monday to Friday, curves with as little to say as a test needs."""

from datetime import date
from zoneinfo import ZoneInfo

from severshop.domain.promises.learning.curves import Curve
from severshop.domain.promises.opening import OpenDays
from severshop.domain.watch.chances import Grounds, Patience

ZONE = ZoneInfo("Europe/Berlin")
WEEK = OpenDays.of_week(first=date(2026, 1, 1), last=date(2028, 12, 31))
QUICK = Curve((0.0, 0.5, 0.8, 0.92, 0.97, 0.985, 0.995, 1.0))
"""Of a hundred parcels fifty arrive on the first day, thirty on the second, twelve on the third ..."""
PATIENCE = Patience(silence_days=4, first_scan_days=2, customs_days=10)


def grounds(*, handling=QUICK, transit=QUICK, patience=PATIENCE, warehouse=WEEK, moving=WEEK):
    return Grounds(warehouse, moving, handling, transit, patience, "DE/ups/standard/in_stock|DE", 312)

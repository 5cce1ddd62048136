"""The tables of the promises: what was promised, by which calendars, and what was learned from deliveries."""

from severshop.domain.promises.models.calendars import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.promises.models.learned import (
    CarrierEstimate,
    CarrierTrust,
    DeliveryRecord,
    LearnedLane,
    LearnedTimes,
    Sureness,
)
from severshop.domain.promises.models.promises import Promise

__all__ = (
    "AvailabilityDays",
    "CarrierEstimate",
    "CarrierTrust",
    "CarrierWeek",
    "CustomsDays",
    "DeliveryRecord",
    "LearnedLane",
    "LearnedTimes",
    "PeakSeason",
    "Promise",
    "SpecialDay",
    "Sureness",
    "WarehouseHours",
)

"""A promise is a range of dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """First and last day on which a parcel is expected, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a delivery window cannot end ({self.latest}) before it begins ({self.earliest})")

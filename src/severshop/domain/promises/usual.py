"""What holds before anybody has written a calendar. Pure."""

from datetime import date, time

from severshop.domain.promises.rules import Cutoffs

FIRST_DAY = date(2020, 1, 1)
"""From when the shop's first rows hold."""
WORKING_DAYS = 5


def usual_cutoffs(hour: int) -> Cutoffs:
    """Return the week of a warehouse that works from Monday to Friday, with the same cut-off each day."""
    return (*[time(hour)] * WORKING_DAYS, None, None)

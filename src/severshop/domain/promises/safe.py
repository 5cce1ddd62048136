"""What is promised where no calendar can be trusted: a range so wide that it is kept. Pure."""

from datetime import date, timedelta

from severshop.vocabulary.windows import DeliveryWindow

EARLIEST, LATEST, SHIPS_BY = 3, 30, 10
"""Working days from Monday to Friday, holidays not left out."""
DAYS_OF_WORK, DAYS_OF_WEEK, FRIDAY = 5, 7, 4


def safe_days(day: date) -> tuple[DeliveryWindow, date]:
    """Return when something arrives that is ordered on a day, and by when it leaves."""
    return DeliveryWindow(_weekdays_after(day, EARLIEST), _weekdays_after(day, LATEST)), _weekdays_after(day, SHIPS_BY)


def _weekdays_after(day: date, count: int) -> date:
    monday = day - timedelta(days=day.weekday())
    weeks, rest = divmod(min(day.weekday(), FRIDAY) + count, DAYS_OF_WORK)
    return monday + timedelta(days=weeks * DAYS_OF_WEEK + rest)

"""Days on which somebody works, ready to be counted: all of a few years, sorted once. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Self

WORKING_WEEK = "12345"
"""Monday to Friday, as ISO numbers."""


class CalendarError(ValueError):
    """The calendars cannot say when something arrives."""


class NoWorkingDayError(CalendarError):
    """Nobody works within reach of `day`: the calendar has no working day, or it ends before enough were counted."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no working day within reach of {day}")
        self.day = day


class OpenDays:
    """The working days from a first day to a last one. Beyond them nobody is known to work. Never changes."""

    __slots__ = ("_days", "_ordinals")

    def __init__(self, days: Iterable[date]) -> None:
        self._days = sorted(set(days))
        self._ordinals = [day.toordinal() for day in self._days]

    @classmethod
    def where(cls, is_open: Callable[[date], bool], *, first: date, last: date) -> Self:
        """Return those days from `first` to `last`, both included, on which `is_open` is true."""
        every = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        return cls(day for day in every if is_open(day))

    @classmethod
    def of_week(cls, week: str = WORKING_WEEK, *, first: date, last: date, closed: Collection[date] = ()) -> Self:
        """Return the days from `first` to `last` that fall on these weekdays (ISO numbers) and are not closed."""
        return cls.where(lambda day: str(day.isoweekday()) in week and day not in closed, first=first, last=last)

    def __contains__(self, day: date) -> bool:
        ordinal = day.toordinal()
        place = bisect_left(self._ordinals, ordinal)
        return place < len(self._ordinals) and self._ordinals[place] == ordinal

    def __and__(self, other: "OpenDays") -> "OpenDays":
        return OpenDays(set(self._days).intersection(other._days))

    def first_from(self, day: date) -> date:
        """Return the first working day from `day` on, itself included. Raises `NoWorkingDayError`."""
        return self._at(bisect_left(self._ordinals, day.toordinal()), asked=day)

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; for 0 what `first_from` does. Raises `NoWorkingDayError`."""
        if not count:
            return self.first_from(day)
        return self._at(bisect_right(self._ordinals, day.toordinal()) + count - 1, asked=day)

    def between(self, start: date, end: date) -> int:
        """Return how many working days there are after `start` up to `end`, included; 0 if `end` is not later."""
        count = bisect_right(self._ordinals, end.toordinal()) - bisect_right(self._ordinals, start.toordinal())
        return max(count, 0)

    def _at(self, place: int, *, asked: date) -> date:
        try:
            return self._days[place]
        except IndexError:
            raise NoWorkingDayError(asked) from None

"""What the calendars say, in words."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.promises.form_words import availability as availability_word
from severshop.domain.promises.kept_rows import KeptRow, Kind
from severshop.look.formats import country, days_without_names, listed
from severshop.usecases.promising.preview import Preview
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.windows import DeliveryWindow

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONG_RUN = 3
"""From so many days in a row on, only the first and the last are named."""

type Says = Mapping[str, Any]


def title(kind: Kind) -> str:
    """Return what the page is called on which a row is written."""
    return {
        Kind.HOURS: _("Change the warehouse's week"),
        Kind.CARRIERS: _("Change a carrier's week"),
        Kind.AVAILABILITY: _("Change the days by availability"),
        Kind.CUSTOMS: _("Change the days at customs"),
        Kind.SEASONS: _("Add a peak season"),
        Kind.DAYS: _("Add a special day"),
    }[kind]


def meaning(kind: Kind) -> str:
    """Say what a calendar is for."""
    return {
        Kind.HOURS: _(
            "An order that comes in before the time of its day is begun on that day. A day without a time is free."
        ),
        Kind.CARRIERS: _("On which days a carrier collects parcels here, and on which it moves and delivers them."),
        Kind.AVAILABILITY: _("Working days until the warehouse can turn to an order, by where its articles are."),
        Kind.CUSTOMS: _("Working days that customs take on the way to a country."),
        Kind.SEASONS: _("Working days more, for orders that are placed from the first day to the last."),
        Kind.DAYS: _("A day on which somebody does not work, or works though it would be free."),
    }[kind]


def subject(row: KeptRow) -> str:
    """Say what a row is about."""
    says = row.says
    match row.kind:
        case Kind.HOURS:
            return _("The warehouse's week")
        case Kind.CARRIERS:
            where = country(says["country"]) if says["country"] else _("everywhere else")
            return _("%(carrier)s, %(where)s") % {"carrier": carrier_name(says["carrier"]), "where": where}
        case Kind.AVAILABILITY:
            return availability_word(Availability(says["availability"]))
        case Kind.CUSTOMS:
            return country(says["country"])
    return str(says["name"])


def said(kind: Kind, says: Says) -> str:
    """Say in one line what a row says."""
    match kind:
        case Kind.HOURS:
            return _hours(says)
        case Kind.CARRIERS:
            return _week(says)
        case Kind.AVAILABILITY | Kind.CUSTOMS:
            return working_days(says["fewest"], says["most"])
        case Kind.SEASONS:
            return season(says)
    return special(says)


def span(says: Says) -> str:
    """Say from when to when a season is: `27 Nov – 1 Dec 2026`."""
    window = DeliveryWindow(says["first_day"], says["last_day"])
    return f"{days_without_names(window)} {window.latest.year}"


def weekdays(numbers: str) -> str:
    """`12345` -> `Mon – Fri`; `136` -> `Mon, Wed and Sat`."""
    runs: list[list[int]] = []
    for number in map(int, sorted(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        if len(run) >= LONG_RUN:
            parts.append(f"{_short(run[0])} – {_short(run[-1])}")
        else:
            parts += [_short(number) for number in run]
    return listed(parts)


def week(says: Says) -> list[tuple[str, str, time | None]]:
    """Return the seven days: name, short name, and the time until which an order is begun."""
    return [(str(WEEKDAYS[at]), _short(at + 1), says[name]) for at, name in enumerate(DAY_NAMES)]


def working_days(fewest: int, most: int) -> str:
    """`2 to 5 working days`; nothing at all is `at once`."""
    if most == 0:
        return _("at once")
    if fewest == most:
        return ngettext("%(n)d working day", "%(n)d working days", most) % {"n": most}
    return _("%(fewest)d to %(most)d working days") % {"fewest": fewest, "most": most}


def whose(says: Says) -> str:
    """Say for whom a special day or a season is."""
    carrier, where = says.get("carrier"), says.get("country")
    place = _place(says) if where else ""
    if says.get("whose") == "warehouse":
        return _("The warehouse")
    if carrier and place:
        return _("%(carrier)s, %(where)s") % {"carrier": carrier_name(carrier), "where": place}
    return carrier_name(carrier) if carrier else place or _("All orders")


def special(says: Says) -> str:
    """Say what is different on a special day."""
    return _("Worked") if says["works"] else _("Free")


def season(says: Says) -> str:
    """Say what a season adds."""
    handling, transit = says["handling_days"], says["transit_days"]
    parts = []
    if handling:
        text = ngettext("%(n)d working day more in the warehouse", "%(n)d working days more in the warehouse", handling)
        parts.append(text % {"n": handling})
    if transit:
        text = ngettext("%(n)d working day more on the way", "%(n)d working days more on the way", transit)
        parts.append(text % {"n": transit})
    return listed(parts)


def later(one: Preview) -> str:
    """Say how the last day of a range moves."""
    if one.before.window == one.after.window:
        return _("no change")
    moved = one.days_later
    if not moved:
        return _("the first day moves")
    if moved > 0:
        return ngettext("%(n)d day later", "%(n)d days later", moved) % {"n": moved}
    return ngettext("%(n)d day earlier", "%(n)d days earlier", -moved) % {"n": -moved}


def _hours(says: Says) -> str:
    by_time: dict[time, str] = {}
    for number, name in enumerate(DAY_NAMES, start=1):
        if says[name] is not None:
            by_time[says[name]] = by_time.get(says[name], "") + str(number)
    parts = [
        _("%(days)s until %(time)s") % {"days": weekdays(numbers), "time": at.strftime("%H:%M")}
        for at, numbers in by_time.items()
    ]
    return f"{'; '.join(parts)} ({says['time_zone']})"


def _week(says: Says) -> str:
    facts = {"collects": weekdays(says["collects"]), "delivers": weekdays(says["delivers"])}
    if says["works_on_public_holidays"]:
        return _("Collects %(collects)s, delivers %(delivers)s, on public holidays too") % facts
    return _("Collects %(collects)s, delivers %(delivers)s") % facts


def _place(says: Says) -> str:
    if says.get("region"):
        return _("%(country)s, region %(region)s") % {"country": country(says["country"]), "region": says["region"]}
    return country(says["country"])


def _short(number: int) -> str:
    return str(WEEKDAYS_ABBR[number - 1])

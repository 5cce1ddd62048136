"""What is wrong with the calendars, in the staff's words: what it means for dates, and what to write where."""

from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import carrier_name
from severshop.look import formats
from severshop.usecases.reading.calendar_problems import CalendarProblem, Flaw
from severshop.vocabulary.availability import Availability


def problem_sentence(problem: CalendarProblem) -> str:
    """Return one or two whole sentences."""
    return _sentences()[problem.flaw] % {
        "country": formats.country(problem.country) if problem.country else "",
        "carrier": carrier_name(problem.carrier) if problem.carrier else "",
        "articles": _articles(problem.availability),
        "said": problem.said,
        "day": formats.day(problem.day, year=True) if problem.day else "",
    }


def _sentences() -> dict[Flaw, str]:
    return {
        Flaw.NO_WORKING_DAY: _(
            "With %(carrier)s to %(country)s no day is found: the warehouse, or the carrier at one end, never works, "
            "or the days of the tables add up to more than two years."
        ),
        Flaw.UNKNOWN_PLACE: _(
            "No public holidays are known for %(country)s. Write at least one special day of the place, and it counts."
        ),
        Flaw.NO_DAYS: _("Nothing says how many days articles take that are %(articles)s."),
        Flaw.UNKNOWN_TIME_ZONE: _("The warehouse’s hours name a time zone that there is not: %(said)s."),
        Flaw.UNKNOWN_REGION: _(
            "The warehouse’s region %(said)s is not known in %(country)s: only the holidays of the whole country are "
            "left out. The setting is WAREHOUSE_REGION."
        ),
        Flaw.NO_CUSTOMS_DAYS: _("No customs days are written for %(country)s, which lies outside the customs union."),
        Flaw.NO_WEEK: _("No week is written for %(carrier)s: it is taken to work from Monday to Friday."),
        Flaw.CUTOFF_LEFT_OUT: _(
            "On %(day)s the clocks leave out %(said)s, the warehouse’s cut-off: it passes as they are put forward."
        ),
        Flaw.CUTOFF_TWICE: _(
            "On %(day)s the clocks show %(said)s twice, the warehouse’s cut-off: it passes the first time."
        ),
    }


def _articles(availability: Availability | None) -> str:
    return {
        Availability.IN_STOCK: _("in stock"),
        Availability.AT_SUPPLIER: _("at the supplier"),
        Availability.MADE_TO_ORDER: _("made to order"),
        None: "",
    }[availability]

"""Promise quality: whether promises are kept as often as was asked, week by week."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from severshop.interfaces.staff import words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.chart_words import (
    days_said,
    long_day,
    number_said,
    share_fixed,
    share_said,
    tick_said,
    week_name,
)
from severshop.interfaces.staff.page import show, today
from severshop.interfaces.staff.paging import CARRIER
from severshop.look.charts import Point, draw_line
from severshop.usecases.reading.promise_quality import Alarm, PromiseQuality, Week, promise_quality

PERIODS = (13, 26, 52)
ALARMS = 5
"""As many as are told in words; the diamonds show them all."""


@require_safe
@roles(*ANY_ROLE)
def page(request: HttpRequest) -> HttpResponse:
    """Show how promises were kept."""
    weeks, carrier = request.GET.get("weeks", str(PERIODS[1])), request.GET.get("carrier", "")
    if weeks not in {str(one) for one in PERIODS} or not CARRIER.fullmatch(carrier):
        raise Http404
    found = promise_quality(weeks=int(weeks), today=today(), carrier=carrier)
    context = {
        "found": found,
        "chosen": int(weeks),
        "carrier": carrier,
        "periods": PERIODS,
        "kept_chart": _kept(found),
        "days_chart": _days(found),
        "alarms": [_alarm(alarm) for alarm in found.alarms[:ALARMS]],
        "more_alarms": max(len(found.alarms) - ALARMS, 0),
        "share": share_fixed,
        "days_said": days_said,
        "week_name": week_name,
        "long_day": long_day,
        "number": number_said,
    }
    return show(request, "staff/promise-quality.html", context)


def _kept(found: PromiseQuality) -> Markup:
    points = [
        Point(
            _label(week),
            week.share,
            low=week.low,
            high=week.high,
            aim=week.asked,
            is_alarm=week.is_below,
            is_open=bool(week.open),
        )
        for week in found.weeks
    ]
    judged, kept = sum(week.judged for week in found.weeks), sum(week.kept for week in found.weeks)
    outside = sum(week.is_below for week in found.weeks)
    desc = ngettext(
        "%(kept)s of %(n)d promises were kept; %(outside)d of the weeks are below the band.",
        "%(kept)s of %(n)d promises were kept; %(outside)d of the weeks are below the band.",
        judged,
    ) % {"kept": share_said(kept / judged if judged else None), "n": judged, "outside": outside}
    title = _("Kept promises, by week of ordering")
    return draw_line(points, name="kept", title=title, desc=desc, said=share_said, least=0, most=1)


def _days(found: PromiseQuality) -> Markup:
    points = [Point(_label(week), week.mean_days) for week in found.weeks]
    desc = ""
    if found.weeks:
        desc = _("From %(first)s in the first week to %(last)s in the last.") % {
            "first": days_said(found.weeks[0].mean_days),
            "last": days_said(found.weeks[-1].mean_days),
        }
    title = _("Days from ordering to the last promised day, by week of ordering")
    return draw_line(points, name="days", title=title, desc=desc, said=tick_said, least=0)


def _label(week: Week) -> str:
    return _("W %(n)s") % {"n": week_name(week.monday)}


def _alarm(alarm: Alarm) -> str:
    """Say that a week fell out of the band, in one sentence."""
    told = {
        "week": week_name(alarm.week.monday),
        "carrier": words.carrier_name(alarm.carrier) if alarm.carrier else "",
        "kept": share_said(alarm.week.share),
        "asked": share_said(alarm.week.asked),
        "sigma": number_said(-alarm.week.sigma),
    }
    if alarm.carrier:
        return _("In week %(week)s %(carrier)s kept %(kept)s where %(asked)s were asked: %(sigma)s sigma.") % told
    return _("In week %(week)s %(kept)s were kept where %(asked)s were asked: %(sigma)s sigma.") % told

"""Writes a row of a calendar, or removes one that has not begun: tried out first, then saved."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.domain.carriers.registry import CARRIERS, carrier_name
from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.day_forms import SeasonEndForm
from severshop.domain.promises.forms import FORMS, Offer, RowForm
from severshop.domain.promises.kept_rows import KeptRow, Kind, kept_row, says_of
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.staff import calendar_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import here, show, today, user_id
from severshop.interfaces.staff.trial_form import TrialForm
from severshop.look.formats import country
from severshop.usecases.promising import change_calendars, try_change
from severshop.usecases.promising.change_calendars import (
    HasBegunError,
    IsOverError,
    SameDayError,
    UnknownRowError,
)
from severshop.vocabulary.roles import Role

DIGEST_LENGTH = 16


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a row, show what it changes, and write it when that was seen.

    `?like=` names a row to begin with. What is saved is what was shown: a change after that is shown again first.
    """
    which = _kind(kind)
    form = FORMS[which](
        request.POST if request.method == "POST" else None, today=today(), offer=_offer(), like=_like(request, which)
    )
    if request.method != "POST" or not form.is_valid():
        return _asked(request, which, form)
    row = form.row()
    says = says_of(row)
    seen = _digest(says)
    if request.POST.get("step") == "save" and request.POST.get("seen") == seen:
        try:
            change_calendars.add_row(row, by=user_id(request), now=clock.now())
        except SameDayError:
            form.add_error(form.DAY, _("A row for that day exists. Change the day."))
            return _asked(request, which, form)
        messages.success(request, _("Saved. Dates that were promised already stay as they were given."))
        return redirect("staff:calendars")
    found = _tried(request, try_change.with_row(row), says=says)
    again = request.POST.get("step") == "save"
    return _asked(request, which, form, says=says, seen=seen, again=again, **found)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def end_season(request: HttpRequest, row_id: int) -> HttpResponse:
    """Ask for another last day of a season that is on, show what it changes, and write it when that was seen."""
    row = kept_row(Kind.SEASONS, row_id)
    if row is None:
        raise Http404
    form = SeasonEndForm(request.POST if request.method == "POST" else None, says=row.says, today=today())
    context: dict[str, Any] = {"row": row, "form": form, "cal": calendar_words}
    if request.method != "POST" or not form.is_valid():
        return show(request, "staff/calendar-end.html", context, status=400 if form.errors else 200)
    last_day = form.cleaned_data["last_day"]
    seen = _digest({"row": row_id, "last_day": last_day})
    if request.POST.get("step") == "save" and request.POST.get("seen") == seen:
        try:
            change_calendars.end_season(row_id, last_day=last_day, today=today(), by=user_id(request), now=clock.now())
        except (UnknownRowError, IsOverError):
            messages.error(request, _("This season is over: it stays as it was."))
        else:
            messages.success(request, _("Saved. Dates that were promised already stay as they were given."))
        return redirect("staff:calendars")
    changed = try_change.with_season_end(row_id, last_day)
    found = _tried(request, changed, says=row.says)
    again = request.POST.get("step") == "save"
    return show(request, "staff/calendar-end.html", context | found | {"seen": seen, "again": again})


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def remove(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Show what it changes when a row goes that has not begun, and remove it."""
    which = _kind(kind)
    if request.method == "POST":
        return _removed(request, which, row_id)
    row = kept_row(which, row_id)
    if row is None:
        raise Http404
    if not row.may_go(today()):
        messages.info(request, _("This row has begun: it stays. Add a row for a later day instead."))
        return redirect("staff:calendars")
    found = _tried(request, try_change.without_row(which, row_id), says=row.says)
    context = {"row": row, "kind": which, "cal": calendar_words} | found
    return show(request, "staff/calendar-remove.html", context)


def _removed(request: HttpRequest, kind: Kind, row_id: int) -> HttpResponse:
    try:
        change_calendars.remove_row(kind, row_id, today=today(), by=user_id(request), now=clock.now())
    except UnknownRowError:
        messages.info(request, _("This row was removed already."))
    except HasBegunError:
        messages.error(request, _("This row has begun: it stays. Add a row for a later day instead."))
    else:
        messages.success(request, _("Removed. Dates that were promised already stay as they were given."))
    return redirect("staff:calendars")


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise Http404
    return Kind(text)


def _offer() -> Offer:
    carriers = [(code, carrier_name(code)) for code in CARRIERS]
    countries = [(where.country, country(where.country)) for where in destinations()]
    return Offer(carriers, sorted(countries, key=lambda one: one[1]))


def _like(request: HttpRequest, kind: Kind) -> Mapping[str, Any] | None:
    text = request.GET.get("like", "")
    row: KeptRow | None = kept_row(kind, int(text)) if text.isascii() and text.isdecimal() and len(text) < 18 else None  # noqa: PLR2004 - as far as a database counts
    return row.says if row else None


def _asked(request: HttpRequest, kind: Kind, form: RowForm, **found: Any) -> HttpResponse:
    context = {"form": form, "kind": kind, "cal": calendar_words, "day_names": calendar_words.DAY_NAMES, **found}
    return show(request, "staff/calendar-change.html", context, status=400 if form.errors else 200)


def _tried(request: HttpRequest, changed: Calendars, *, says: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of dates before and after, for the orders that were asked about or the first that it meets."""
    now = clock.now()
    data = request.POST if request.method == "POST" else request.GET
    usual = try_change.usual_trial(says)
    asked = TrialForm(data if "to" in data or "at" in data else None, usual=usual)
    if asked.is_bound and not asked.is_valid():
        return {"trial": asked, "previews": ()}
    trial = asked.trial(usual)
    first = try_change.first_changed(changed, trial, now=now)
    at: datetime = asked.moment() or first or now
    previews = try_change.try_out(changed, trial, at=at)
    return {
        "trial": asked if asked.moment() else TrialForm(None, usual=trial, at=here(at)),
        "previews": previews,
        "is_contained": "fewest" in says and any(one.after.evidence.get("days_from") == "learned" for one in previews),
        "at": here(at),
        "first": here(first) if first else None,
    }


def _digest(says: Mapping[str, Any]) -> str:
    """Return what tells one row from another: enough to know whether it was shown as it is."""
    plain = json.dumps({name: str(value) for name, value in says.items()}, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGEST_LENGTH]

"""What every work screen shares: the frame, the words, the warehouse's clock."""

import uuid
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from severshop.domain.customers.rules import may
from severshop.infra import clock
from severshop.interfaces.staff import words
from severshop.vocabulary.roles import Role
from severshop.vocabulary.waiting import Heap


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a work screen."""
    held: frozenset[Role] = getattr(request, "staff_roles", frozenset())
    now = clock.now()
    frame = {
        "staff_name": getattr(request.user, "name", "") or str(request.user),
        "can": {
            "ship": may(held, needed={Role.WAREHOUSE}),
            "returns": may(held, needed={Role.RETURNS, Role.WAREHOUSE, Role.SUPPORT}),
            "pay": may(held, needed={Role.FINANCE}),
            "support": may(held, needed={Role.SUPPORT}),
            "own": Role.OWNER in held,
        },
        "said": list(messages.get_messages(request)),
        "words": words,
        "here": here,
        "ago": lambda moment: ago(now - moment),
        "today": here(now).date(),
    }
    return render(request, template, frame | context, status=status)


def after_act(request: HttpRequest, otherwise: str, **arguments: Any) -> HttpResponse:
    """Lead back to where the button was: the list of what waits, if its form says so, else the named page."""
    origin = request.POST.get("back", "")
    if origin == "waiting":
        return redirect("staff:waiting")
    if origin in set(Heap):
        return redirect(f"{reverse('staff:waiting')}?heap={origin}")
    return redirect(reverse(otherwise, kwargs=arguments))


def here(moment: datetime) -> datetime:
    """Return the moment by the warehouse's clock."""
    return moment.astimezone(_zone())


def today() -> date:
    """Return the date at the warehouse."""
    return here(clock.now()).date()


def user_id(request: HttpRequest) -> uuid.UUID:
    """Return who is signed in."""
    key = request.user.pk
    return key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))


def ago(age: timedelta) -> str:
    """`4 minutes ago`, as short as it is true."""
    seconds = max(int(age.total_seconds()), 0)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return gettext("just now")
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SHOP_TIME_ZONE)

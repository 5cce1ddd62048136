"""Everything that is kept, to take away; and its end."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.interfaces.profile.guard import me, own, own_and_proved
from severshop.interfaces.profile.page import show
from severshop.look import formats
from severshop.usecases.account import erase_data as erasing
from severshop.usecases.account.export_data import TooOftenError, export_data

FEW = 3
"""So many orders are named; of more, how many they are."""
MEANT = "yes"
"""What the box on the page sends: nobody deletes an account by one slip of a finger."""


@require_safe
@own
def data(request: HttpRequest) -> HttpResponse:
    """Say what the file holds."""
    return show(request, "data.html")


@require_safe
@own
def export(request: HttpRequest) -> HttpResponse:
    """Give everything as one JSON file."""
    now = clock.now()
    try:
        document = export_data(me(request), now=now)
    except TooOftenError as error:
        response = show(request, "data.html", problem=_too_often(error.until - now), status=429)
        response["Retry-After"] = str(int((error.until - now).total_seconds()) + 1)
        return response
    body = json.dumps(document, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_and_proved
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; a POST that means it ends the account."""
    if request.method != "POST":
        return _delete_page(request)
    if request.POST.get("meant") != MEANT:
        return _delete_page(request, problem=_("Please tick the box if you mean it."), status=422)
    try:
        erasing.erase_data(me(request), now=clock.now())
    except erasing.StillUnderWayError:
        return _delete_page(request, status=409)
    except erasing.NotNowError:
        problem = _("A payment of yours is being made at this moment. Please try again in a few minutes.")
        return _delete_page(request, problem=problem, status=409)
    except erasing.StaffAccountError:
        problem = _("This account belongs to a member of staff. An owner ends its access first.")
        return _delete_page(request, problem=problem, status=409)
    logout(request)
    return redirect("profile:deleted")


@never_cache
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done. It tells nothing about anybody."""
    return show(request, "deleted.html")


def _delete_page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    years = settings.TAX_RETENTION_YEARS
    context: dict[str, Any] = {"kept": erasing.what_is_kept(me(request), years=years), "years": years}
    under_way = erasing.open_orders(me(request))
    return show(
        request, "delete.html", **context, under_way=_sentence(under_way), problem=problem, meant=MEANT, status=status
    )


def _sentence(numbers: tuple[str, ...]) -> str:
    """Return why the account cannot go yet; nothing if it can."""
    if not numbers:
        return ""
    if len(numbers) > FEW:
        text = ngettext(
            "%(count)d order has not arrived yet: it needs your name and street to find you. "
            "Once it is delivered, you can delete the account here.",
            "%(count)d orders have not arrived yet: they need your name and street to find you. "
            "Once they are delivered, you can delete the account here.",
            len(numbers),
        )
        return text % {"count": len(numbers)}
    text = ngettext(
        "Order %(numbers)s has not arrived yet: it needs your name and street to find you. "
        "Once it is delivered, you can delete the account here.",
        "Orders %(numbers)s have not arrived yet: they need your name and street to find you. "
        "Once they are delivered, you can delete the account here.",
        len(numbers),
    )
    return text % {"numbers": formats.listed(list(numbers))}


def _too_often(rest: timedelta) -> str:
    minutes = -(-int(rest.total_seconds()) // 60) or 1
    text = ngettext(
        "This was asked for too often. Please try again in %(minutes)d minute.",
        "This was asked for too often. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return text % {"minutes": minutes}

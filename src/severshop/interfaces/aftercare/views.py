"""Finding an order whose link is lost."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.interfaces.aftercare.forms import FindOrderForm
from severshop.usecases.aftercare.send_link import TooOftenError, send_link

log = structlog.get_logger()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_order(request: HttpRequest) -> HttpResponse:
    """Ask for number and e-mail address, and have the link sent."""
    if request.method != "POST":
        return render(request, "aftercare/find_order.html", {"form": FindOrderForm()})
    form = FindOrderForm(request.POST)
    if not form.is_valid():
        return render(request, "aftercare/find_order.html", {"form": form}, status=400)
    now = clock.now()
    try:
        send_link(
            number=form.cleaned_data["number"],
            email=form.cleaned_data["email"],
            origin=origin_of(request.META),
            now=now,
        )
    except TooOftenError as error:
        log.warning("asked for a link too often")
        return _too_often(request, form, seconds=int((error.until - now).total_seconds()) + 1)
    return redirect("aftercare:link-sent")


@never_cache
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now. The same for everybody: it does not tell whether there is such an order."""
    return render(request, "aftercare/link_sent.html")


def _too_often(request: HttpRequest, form: FindOrderForm, *, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "This was asked for too often. Please try again in %(minutes)d minute.",
        "This was asked for too often. Please try again in %(minutes)d minutes.",
        minutes,
    )
    context = {"form": form, "too_often": sentence % {"minutes": minutes}}
    response = render(request, "aftercare/find_order.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response

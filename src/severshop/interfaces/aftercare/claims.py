"""What went wrong with an order: what can be said of each parcel, and what became of what was said before."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.infra.pictures import PictureRefusedError
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.interfaces.aftercare.claim_photos import photo_problem, pictures
from severshop.look import claiming as words
from severshop.look.status.claim_facts import read_claims
from severshop.look.status.claims import claim_card
from severshop.usecases.claiming.decide_claim import UnknownClaimError, take_back
from severshop.usecases.claiming.open_claim import ClaimEndedError, TooManyPhotosError, show_photos
from severshop.usecases.reading.claiming import ClaimView, claim_view, photo_of
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.refresh_status import shop_zone


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def claims(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Show what can be claimed, and each claim. POST `do=take_back` takes one back, `do=photos` adds photos to it."""
    if request.method != "POST":
        return _page(request, order)
    claim_id = _id(request.POST.get("claim", ""))
    try:
        match request.POST.get("do"):
            case "take_back":
                take_back(order.id, claim_id, now=clock.now())
            case "photos":
                shown = pictures(request)
                if not shown:
                    return _page(request, order, problem=_("Choose a photo first."), status=422)
                show_photos(order.id, claim_id, shown, now=clock.now())
            case _:
                return _page(request, order, status=400)
    except UnknownClaimError as error:
        raise Http404 from error
    except (PictureRefusedError, TooManyPhotosError) as error:
        return _page(request, order, problem=photo_problem(error), status=422)
    except ClaimEndedError:
        problem = _("Something has changed since you opened this page. This is how it stands now.")
        return _page(request, order, problem=problem, status=409)
    return HttpResponseRedirect(reverse("aftercare:claims", args=[order]), status=303)


@require_safe
@holder_must_prove
def photo(request: HttpRequest, order: OrderRef, photo_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - what a view is given
    """Give a photo of the order's claims."""
    content = photo_of(order.id, photo_id=photo_id)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def today() -> date:
    """Return the date at the warehouse."""
    return clock.now().astimezone(shop_zone()).date()


def _page(request: HttpRequest, order: OrderRef, *, problem: str = "", status: int = 200) -> HttpResponse:
    view = claim_view(order.id, today=today())
    context = {
        "order": order,
        "view": view,
        "told": _told(view),
        "problem": problem,
        "words": words,
        "headline": _headline(view),
    }
    return render(request, "aftercare/claims.html", context, status=status)


def _told(view: ClaimView) -> list[tuple[object, object]]:
    """Return each claim with the card that the order's page shows of it."""
    names = {piece.card.position: piece.title for shown in view.claims for piece in shown.pieces}
    return [(shown, claim_card(fact, names)) for shown in view.claims for fact in read_claims([shown.public])]


def _headline(view: ClaimView) -> str:
    if any(parcel.possible for parcel in view.parcels):
        return _("What went wrong?")
    return _("What went wrong") if view.claims else _("Nothing can be told here yet")


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error

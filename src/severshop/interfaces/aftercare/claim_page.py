"""One thing that went wrong with a parcel: what it is about, what is wanted for it, and it is done or on its way."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.infra.pictures import PictureRefusedError
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.interfaces.aftercare.claim_photos import photo_problem, pictures
from severshop.interfaces.aftercare.claims import today
from severshop.look import claim_form as sentences
from severshop.look import claiming as words
from severshop.usecases.claiming.open_claim import (
    MOST_WORDS,
    ClaimWish,
    NotClaimableError,
    NothingChosenError,
    RemedyNotOfferedError,
    SoldOutError,
    TooManyPhotosError,
    open_claim,
)
from severshop.usecases.reading.claiming import ClaimForm, claim_form, claim_view
from severshop.usecases.reading.link_holder import OrderRef
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy


class _ProblemError(ValueError):
    """Something in the form must be looked at again; what, in the shopper's words."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def claim(request: HttpRequest, order: OrderRef, parcel: int) -> HttpResponse:
    """Ask what is wanted for what went wrong (`kind`, else it is lost); a POST opens the claim and leads to its end."""
    said = (request.POST if request.method == "POST" else request.GET).get("kind", ClaimKind.LOST.value)
    shown = claim_form(order.id, parcel=parcel, kind=ClaimKind(said), today=today()) if said in set(ClaimKind) else None
    overview = reverse("aftercare:claims", args=[order])
    if shown is None:
        # The same form again, or nothing of the kind any more: that page tells how it stands.
        return HttpResponseRedirect(overview, status=303)
    if request.method != "POST":
        return _page(request, order, shown)
    try:
        open_claim(_wish(request, order, shown), now=clock.now())
    except _ProblemError as problem:
        return _page(request, order, shown, problem=str(problem))
    except NothingChosenError:
        return _page(request, order, shown, problem=_("Choose at least one piece."))
    except (SoldOutError, RemedyNotOfferedError):
        fresh = claim_form(order.id, parcel=parcel, kind=shown.kind, today=today()) or shown
        told = _("This cannot be had any more. Please choose the other.")
        return _page(request, order, fresh, problem=told, status=409)
    except NotClaimableError:
        # Somebody told us of it in another window.
        pass
    return HttpResponseRedirect(overview, status=303)


def _wish(request: HttpRequest, order: OrderRef, shown: ClaimForm) -> ClaimWish:
    """Return what was said. Raises `_ProblemError`."""
    remedy = request.POST.get("remedy", "")
    if remedy not in set(Remedy):
        raise _ProblemError(_("Choose what you want for it."))
    try:
        photos = pictures(request)
    except (PictureRefusedError, TooManyPhotosError) as error:
        raise _ProblemError(photo_problem(error)) from error
    return ClaimWish(
        order_id=order.id,
        parcel=shown.parcel.position,
        kind=shown.kind,
        remedy=Remedy(remedy),
        form=_form_id(request),
        units=_units(request, shown),
        words=request.POST.get("words", ""),
        photos=photos,
    )


def _page(
    request: HttpRequest, order: OrderRef, shown: ClaimForm, *, problem: str = "", status: int = 422
) -> HttpResponse:
    said = request.POST
    view = claim_view(order.id, today=today())
    context = {
        "order": order,
        "form": shown,
        "currency": view.currency,
        "card": view.card,
        "form_id": _form_id(request),
        "units": _units(request, shown),
        "remedy": said.get("remedy") or (shown.remedies[0].value if len(shown.remedies) == 1 else ""),
        "told": said.get("words", "")[:MOST_WORDS],
        "most_words": MOST_WORDS,
        "problem": problem,
        "words": words,
        "sentences": sentences,
    }
    return render(request, "aftercare/claim.html", context, status=status if problem else 200)


def _form_id(request: HttpRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get("form", "")))
    except ValueError:
        return str(uuid.uuid4())


def _units(request: HttpRequest, shown: ClaimForm) -> dict[int, int]:
    """Return the units that were chosen, by the line's position; a single piece needs no choosing."""
    if request.method != "POST":
        only = shown.parcel.left if len(shown.parcel.left) == 1 else ()
        return {piece.card.position: 1 for piece in only}
    return {
        piece.card.position: _number(request.POST.get(f"units-{piece.card.position}", ""))
        for piece in shown.parcel.left
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits a column

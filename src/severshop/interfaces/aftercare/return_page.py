"""One return: its label and code, how far it is, its photos; and until its carrier has it, the way to call it off."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.infra.pictures import PictureRefusedError
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.interfaces.aftercare.cancel_words import of_refund
from severshop.interfaces.aftercare.return_forms import TooManyFilesError, pictures
from severshop.interfaces.aftercare.return_words import photo_problem
from severshop.look import exchanging
from severshop.look import returning as words
from severshop.look.drawings.qr import qr_svg
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from severshop.look.status.returns import ReturnCard
from severshop.usecases.aftercare.announce_return import (
    TooLateToChangeError,
    TooManyPhotosError,
    cancel_return,
    show_photos,
)
from severshop.usecases.aftercare.exchange import UnknownExchangeError, take_money_instead
from severshop.usecases.reading import return_papers
from severshop.usecases.reading.cancelling import back_on
from severshop.usecases.reading.exchanged import pair_orders
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.my_orders import bodies
from severshop.usecases.reading.returning import ShownReturn, photo_of, shown_return
from severshop.usecases.refresh_status import shop_zone


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def one(request: HttpRequest, order: OrderRef, position: int) -> HttpResponse:
    """Show a return. POST `do=call_off` calls it off, `do=photos` adds photos, `do=money` lets other pairs go."""
    shown = _shown(order, position)
    if request.method != "POST":
        return _page(request, order, shown)
    try:
        match request.POST.get("do"):
            case "call_off":
                cancel_return(order.id, position=position, now=clock.now())
            case "money":
                take_money_instead(order.id, position=position, now=clock.now())
            case "photos":
                added = {line.card.position: pictures(request, line.card.position) for line in shown.lines}
                if not any(added.values()):
                    return _page(request, order, shown, problem=_("Choose a photo first."), status=422)
                show_photos(order.id, position=position, photos=added, now=clock.now())
            case _:
                return _page(request, order, shown, status=400)
    except (PictureRefusedError, TooManyFilesError, TooManyPhotosError) as error:
        return _page(request, order, shown, problem=photo_problem(error), status=422)
    except (TooLateToChangeError, UnknownExchangeError):
        problem = _("Something has changed since you opened this page. This is how it stands now.")
        return _page(request, order, _shown(order, position), problem=problem, status=409)
    return HttpResponseRedirect(reverse("aftercare:return", args=[order, position]), status=303)


@require_safe
@holder_must_prove
def label(request: HttpRequest, order: OrderRef, position: int) -> HttpResponse:  # noqa: ARG001 - what a view is given
    """Give the label to print; 404 while there is none."""
    paper = return_papers.label(order.id, position=position, language=_language(order), today=_today())
    return _pdf(paper, name=f"label-{order.number}-R{position}")


@require_safe
@holder_must_prove
def slip(request: HttpRequest, order: OrderRef, position: int) -> HttpResponse:  # noqa: ARG001 - the same
    """Give the slip that lies in the parcel."""
    paper = return_papers.slip(order.id, position=position, language=_language(order), today=_today())
    return _pdf(paper, name=f"return-{order.number}-R{position}")


@require_safe
@holder_must_prove
def photo(request: HttpRequest, order: OrderRef, position: int, photo_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - the same
    """Give a photo of the order's returns."""
    content = photo_of(order.id, photo_id=photo_id)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shown(order: OrderRef, position: int) -> ShownReturn:
    found = shown_return(order.id, position=position, today=_today())
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, order: OrderRef, shown: ShownReturn, *, problem: str = "", status: int = 200
) -> HttpResponse:
    label = _("Code for the counter: %(number)s") % {"number": shown.number}
    context = {
        "order": order,
        "shown": shown,
        "card": _card(order, shown),
        "problem": problem,
        "words": words,
        "exchange": exchanging,
        "pair_orders": pair_orders(shown.story),
        "code": qr_svg(shown.number, label=label) if shown.number else "",
        "refunds": [of_refund(one, back_on=back_on(one), card=shown.paid_with) for one in shown.refunds],
    }
    return render(request, "aftercare/return.html", context, status=status)


def _card(order: OrderRef, shown: ShownReturn) -> ReturnCard | None:
    """Return what the order's page says of it: the same words, and the same history."""
    body = bodies([order.id]).get(order.id)
    page = status_page(read_facts(body), now=clock.now()) if body else None
    return next((one for one in page.returns if one.position == shown.story.record.position), None) if page else None


def _pdf(paper: bytes | None, *, name: str) -> HttpResponse:
    if paper is None:
        raise Http404
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _language(order: OrderRef) -> str:
    return get_language() or order.language


def _today() -> date:
    return clock.now().astimezone(shop_zone()).date()

"""The home screen, the worklists and the search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from severshop.domain.support.queries import waiting_for_us
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.page import show
from severshop.usecases.reading.staff_lists import (
    OrderPage,
    Worklist,
    find_orders,
    orders,
    work_counts,
    worklist,
)
from severshop.vocabulary.statuses import OrderStatus

LATEST_PAGE = 2_000
QUERY_LENGTH = 254
HOME_ROWS = 5


@require_safe
@roles(*ANY_ROLE)
def home(request: HttpRequest) -> HttpResponse:
    """Say how much waits where, with what is most urgent of it."""
    heaps = [
        (heap, worklist(heap, size=HOME_ROWS)) for heap in (Worklist.ATTENTION, Worklist.TO_PICK, Worklist.TO_PACK)
    ]
    context = {"counts": work_counts(), "heaps": heaps, "Worklist": Worklist, "questions": waiting_for_us()}
    return show(request, "staff/home.html", context)


@require_safe
@roles(*ANY_ROLE)
def order_list(request: HttpRequest) -> HttpResponse:
    """List a worklist, the orders of a status, or what a search finds."""
    chosen = request.GET.get("show", "")
    context = {"chosen": chosen, "worklists": list(Worklist), "statuses": list(OrderStatus), "Worklist": Worklist}
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    if not query:
        return show(request, "staff/orders.html", context | {"page": _listed(chosen, _page_number(request)), "q": ""})
    found = find_orders(query)
    if len(found.rows) == 1:
        return redirect("staff:order", order_id=found.rows[0].order.id)
    return show(request, "staff/orders.html", context | {"page": found, "q": query})


def _listed(chosen: str, page: int) -> OrderPage:
    if chosen in set(Worklist):
        return worklist(Worklist(chosen), page=page)
    if chosen in set(OrderStatus):
        return orders(status=OrderStatus(chosen), page=page)
    if chosen:
        raise Http404
    return orders(page=page)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= LATEST_PAGE):
        raise Http404
    return int(text)

"""The home screen, the worklists and the search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from severshop.domain.support.queries import waiting_for_us
from severshop.infra import clock
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.page import show
from severshop.interfaces.staff.paging import page_number
from severshop.interfaces.staff.waiting import heaps_of
from severshop.usecases.reading.hands import hands_by_urgency
from severshop.usecases.reading.staff_lists import (
    OrderPage,
    Worklist,
    find_orders,
    orders,
    work_counts,
    worklist,
)
from severshop.usecases.reading.waiting_list import counts
from severshop.vocabulary.statuses import OrderStatus

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
    context["waiting"] = counts(heaps_of(getattr(request, "staff_roles", frozenset())))
    context["hands"] = hands_by_urgency(now=clock.now())
    return show(request, "staff/home.html", context)


@require_safe
@roles(*ANY_ROLE)
def order_list(request: HttpRequest) -> HttpResponse:
    """List a worklist, the orders of a status, or what a search finds."""
    chosen = request.GET.get("show", "")
    context = {"chosen": chosen, "worklists": list(Worklist), "statuses": list(OrderStatus), "Worklist": Worklist}
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    if not query:
        return show(request, "staff/orders.html", context | {"page": _listed(chosen, page_number(request)), "q": ""})
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

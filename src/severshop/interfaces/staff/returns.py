"""The desk where returns come in: what waits, what is to come, and one return with its evidence and next act."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from severshop.domain.customers.rules import may as holds
from severshop.domain.returns.desk import stray_count, strays
from severshop.domain.returns.queries import photo as kept_photo
from severshop.domain.returns.queries import waiting, waiting_count
from severshop.infra.ids import uuid7
from severshop.interfaces.staff import refund_words, return_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, today
from severshop.interfaces.staff.return_forms import InspectForm, ReceiveForm, StrayForm, WentForm
from severshop.usecases.reading.staff_lists import find_orders
from severshop.usecases.returning.desk_page import DeskPage, desk_page, expected, find
from severshop.vocabulary.roles import Role

SEES = (Role.RETURNS, Role.WAREHOUSE, Role.SUPPORT)
RECEIVES = (Role.RETURNS, Role.WAREHOUSE)
DECIDES = (Role.RETURNS,)
MOST = 50
QUERY_LENGTH = 100


@require_safe
@roles(*SEES)
def return_list(request: HttpRequest) -> HttpResponse:
    """List what is here, what is to come and what nobody knows; or find what somebody holds in their hands."""
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    context: dict[str, Any] = {"q": query, "return_words": return_words, "can_receive": may(request, RECEIVES)}
    if query:
        found = find(query, today=today())
        if len(found) == 1:
            return redirect("staff:return", return_id=found[0].record.id)
        return show(request, "staff/returns.html", context | {"found": found, "orders": find_orders(query).rows})
    context |= {
        "rows": waiting(MOST),
        "count": waiting_count(),
        "expected": expected(today=today(), limit=MOST),
        "strays": strays(MOST),
        "stray_count": stray_count(),
        "stray_form": StrayForm(initial={"form": uuid7()}),
    }
    return show(request, "staff/returns.html", context)


@require_safe
@roles(*SEES)
def one_return(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """Show one return: why it comes, what was found, and the next act."""
    return shown(request, page_or_404(return_id))


@require_safe
@roles(*SEES)
def photo(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - views are called so
    """Show a photo, of the shopper's or of the desk's."""
    found = kept_photo(photo_id)
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type="image/jpeg")


def shown(request: HttpRequest, page: DeskPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Render a return with its forms; those that were sent come back as they were."""
    case = page.case
    inspecting = {
        line.position: InspectForm(
            line=line,
            may_deduct=line.position in page.deductible,
            most=line.to_inspect,
            initial={"form": uuid7()},
        )
        for line in case.lines
        if line.to_inspect
    }
    if sent := forms.pop("inspecting", None):
        inspecting |= sent
    missing = {line.position: line.missing for line in case.lines if line.missing}
    context = {
        "page": page,
        "case": case,
        "cards": {line.position: line for line in page.order.lines},
        "inspecting": inspecting,
        "receiving": ReceiveForm(most=missing, initial={"form": uuid7(), "seen": len(case.receipts)}),
        "going": WentForm(initial={"done": "sent"}),
        "return_words": return_words,
        "money_words": refund_words,
        "can_receive": may(request, RECEIVES),
        "can_decide": may(request, DECIDES),
    }
    return show(request, "staff/return.html", context | forms, status=status)


def page_or_404(return_id: uuid.UUID) -> DeskPage:
    """Return what there is to show of a return."""
    page = desk_page(return_id, today=today())
    if page is None:
        raise Http404
    return page


def may(request: HttpRequest, needed: tuple[Role, ...]) -> bool:
    """Tell whether whoever is signed in may do what these roles may."""
    held: frozenset[Role] = getattr(request, "staff_roles", frozenset())
    return holds(held, needed=needed)

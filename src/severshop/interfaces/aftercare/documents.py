"""An order's papers for who holds its link and has proved to hold its address: they name people and streets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from severshop.infra import clock
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.usecases.reading import order_papers
from severshop.usecases.reading.link_holder import OrderRef


@require_safe
@holder_must_prove
def documents(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """List the papers."""
    return render(request, "aftercare/documents.html", {"order": order})


@require_safe
@holder_must_prove
def invoice(request: HttpRequest, order: OrderRef) -> HttpResponse:  # noqa: ARG001 - what a view is given
    """Give the invoice, in the reader's language."""
    paper = order_papers.invoice(order.id, language=_language(order), now=clock.now())
    return _pdf(paper, order, name="invoice")


@require_safe
@holder_must_prove
def packing_slip(request: HttpRequest, order: OrderRef) -> HttpResponse:  # noqa: ARG001 - the same
    """Give the packing slip, in the reader's language."""
    return _pdf(order_papers.packing_slip(order.id, language=_language(order)), order, name="packing-slip")


def _language(order: OrderRef) -> str:
    return get_language() or order.language


def _pdf(paper: bytes, order: OrderRef, *, name: str) -> HttpResponse:
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{order.number}.pdf"'
    return response

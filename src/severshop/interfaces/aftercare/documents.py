"""An order's papers for who holds its link and has proved to hold its address: they name people and streets."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from severshop.infra import clock
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.usecases.reading import credit_notes, order_papers
from severshop.usecases.reading.link_holder import OrderRef


@require_safe
@holder_must_prove
def documents(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """List the papers."""
    context = {
        "order": order,
        "has_invoice": order_papers.has_invoice(order.id),
        "credit_notes": credit_notes.credit_links(order.id),
    }
    return render(request, "aftercare/documents.html", context)


@require_safe
@holder_must_prove
def invoice(request: HttpRequest, order: OrderRef) -> HttpResponse:  # noqa: ARG001 - what a view is given
    """Give the invoice, in the reader's language."""
    try:
        paper = order_papers.invoice(order.id, language=_language(order), now=clock.now())
    except order_papers.NoInvoiceError as error:
        raise Http404 from error
    return _pdf(paper, order, name="invoice")


@require_safe
@holder_must_prove
def credit_note(request: HttpRequest, order: OrderRef, refund: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - the same
    """Give the credit note of a refund, in the reader's language."""
    try:
        paper = credit_notes.credit_note(order.id, refund, language=_language(order), now=clock.now())
    except LookupError as error:
        raise Http404 from error
    return _pdf(paper, order, name="credit-note")


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

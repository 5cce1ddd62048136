"""Sending something back: choose what and why, show what is wrong, and get the label."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.infra.pictures import Picture, PictureRefusedError
from severshop.interfaces.aftercare.acting import account_of, holder_must_prove
from severshop.interfaces.aftercare.return_forms import Row, TooManyFilesError, form_id, pictures, rows
from severshop.interfaces.aftercare.return_words import photo_problem
from severshop.look import exchanging
from severshop.look import returning as words
from severshop.usecases.aftercare.announce_return import (
    Announcement,
    Chosen,
    NotExchangedError,
    NothingChosenError,
    NotReturnableError,
    announce_return,
)
from severshop.usecases.aftercare.label_return import NoLabelError, label_return
from severshop.usecases.reading.exchangeable import PairChoice, currency_of, pairs_by_line
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.returning import ReturnView, return_view
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.returning import OUR_FAULT, ReturnReason, Wants, WhyNotExchanged

CHANGED = 409
WRONG = 422


class _ProblemError(ValueError):
    """Something in the form must be looked at again. `line` is its position, where it is about one."""

    def __init__(self, message: str, *, line: int | None = None, status: int = WRONG) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.status = status


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def announce(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask what comes back; a POST announces it and leads to its page, with the label."""
    view = return_view(order.id, today=_today())
    if request.method != "POST":
        return _page(request, order, view, {})
    chosen = rows(request, {line.card.position: line.can.units for line in view.lines})
    try:
        position = _announce(request, order, view, chosen)
    except _ProblemError as problem:
        fresh = return_view(order.id, today=_today())
        return _page(request, order, fresh, chosen, problem=problem)
    return HttpResponseRedirect(reverse("aftercare:return", args=[order, position]), status=303)


def _announce(request: HttpRequest, order: OrderRef, view: ReturnView, chosen: dict[int, Row]) -> int:
    """Return the new return's place. Raises `_ProblemError`."""
    wanted = {position: row for position, row in chosen.items() if row.quantity}
    lines = {position: _chosen(position, row) for position, row in wanted.items()}
    wish = Announcement(
        order_id=order.id,
        lines=lines,
        form=form_id(request),
        by=account_of(request, order),
        photos={position: _pictures(request, position) for position in wanted},
    )
    try:
        record = announce_return(wish, now=clock.now())
    except NothingChosenError as error:
        raise _ProblemError(_("Choose at least one piece.")) from error
    except NotReturnableError as error:
        raise _refused(error, view, chosen) from error
    except NotExchangedError as error:
        status = CHANGED if error.why is WhyNotExchanged.SOLD_OUT else WRONG
        raise _ProblemError(exchanging.why_not(error.why), line=error.line, status=status) from error
    # A carrier that gives none is asked again every minute; the page says so.
    with suppress(NoLabelError):
        label_return(record.id, now=clock.now())
    return record.position


def _chosen(position: int, row: Row) -> Chosen:
    if row.reason is None:
        raise _ProblemError(_("Say why it comes back: it decides who pays the way."), line=position)
    if not row.wants_pair:
        return Chosen(row.quantity, row.reason, row.note)
    if not row.exchange_sku:
        raise _ProblemError(_("Choose which size or colour you would like instead."), line=position)
    return Chosen(row.quantity, row.reason, row.note, wants=Wants.EXCHANGE, exchange_sku=row.exchange_sku)


def _pictures(request: HttpRequest, position: int) -> tuple[Picture, ...]:
    try:
        return pictures(request, position)
    except (PictureRefusedError, TooManyFilesError) as error:
        raise _ProblemError(photo_problem(error), line=position) from error


def _refused(error: NotReturnableError, view: ReturnView, chosen: dict[int, Row]) -> _ProblemError:
    shown = {line.card.position: line.can for line in view.lines}.get(error.line)
    last_day = shown.last_day if shown else None
    row = chosen.get(error.line)
    if row and error.left >= row.quantity:
        return _ProblemError(words.only_faulty(error.why, last_day=last_day), line=error.line)
    if shown and row and shown.units >= row.quantity:
        # It was possible when the page was shown: somebody announced it in another window.
        told = _("Something has changed since you opened this page. This is how it stands now.")
        return _ProblemError(told, status=CHANGED)
    return _ProblemError(words.why_not(error.why, last_day=last_day), line=error.line)


def _page(
    request: HttpRequest,
    order: OrderRef,
    view: ReturnView,
    chosen: dict[int, Row],
    *,
    problem: _ProblemError | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "order": order,
        "view": view,
        "chosen": chosen,
        "form": form_id(request),
        "problem": problem,
        "reasons": [(code.value, words.reason(code)) for code in ReturnReason],
        "our_fault": [code.value for code in OUR_FAULT],
        "words": words,
        "exchange": exchanging,
        "pairs": {place: colours for place, colours in pairs_by_line(order.id).items() if _is_any(colours)},
        "currency": currency_of(order.id),
    }
    return render(request, "aftercare/returns.html", context, status=problem.status if problem else 200)


def _is_any(colours: tuple[tuple[PairChoice, ...], ...]) -> bool:
    return any(one.why is None for ours in colours for one in ours)


def _today() -> date:
    return clock.now().astimezone(shop_zone()).date()

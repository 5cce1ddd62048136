"""Withdrawing from the contract in two steps, without sign-in and without the code (Directive 2011/83/EU, Art. 11a).

Step 1 takes name, order and address; step 2 shows what is declared, above the one button that confirms it. The form
that stands open to everybody says the same whether there is such an order or not.
"""

import uuid

import structlog
from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.infra.ids import read_order_number
from severshop.infra.origins import origin_of
from severshop.interfaces.aftercare.acting import has_proved
from severshop.interfaces.aftercare.withdraw_forms import NameForm, WithdrawForm
from severshop.look import withdrawal as sentences
from severshop.usecases.aftercare.withdraw import (
    NotInOrderError,
    Statement,
    TooOftenError,
    WithdrawalRecord,
    withdraw,
)
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.withdrawing import (
    ToldWithdrawal,
    WithdrawView,
    following_of,
    titles,
    told_withdrawal,
    withdraw_view,
)
from severshop.usecases.refresh_status import shop_zone

log = structlog.get_logger()

MOST_FIELDS = 1000
SALT = "severshop.withdrawal"
RECEIPT_SHOWN_FOR = 24 * 3600
"""Seconds for which the receipt's own page opens; the mail stays."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest) -> HttpResponse:
    """Take a withdrawal from anybody. A POST shows it for a last look; one with `meant=yes` declares it."""
    if request.method != "POST":
        return _typed(request, WithdrawForm())
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _typed(request, form, status=422)
    told = form.cleaned_data
    if request.POST.get("meant") != "yes":
        context = {"told": told, "form_id": _form_id(request), "is_ours": read_order_number(told["number"]) is not None}
        return _show(request, "aftercare/withdraw_review.html", context)
    said = Statement(form=_form_id(request), language=get_language() or "", **told)
    try:
        record = _declare(request, said)
    except TooOftenError as error:
        return _typed(request, form, too_often=error)
    key = signing.dumps(record.id.hex, salt=SALT, compress=False)
    return HttpResponseRedirect(reverse("aftercare:withdraw-receipt", args=[key]), status=303)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was declared from the open form; nothing of the order, whoever looks."""
    try:
        withdrawal_id = uuid.UUID(signing.loads(key, salt=SALT, max_age=RECEIPT_SHOWN_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    told = told_withdrawal(withdrawal_id)
    if told is None or told.record.person is None:
        raise Http404
    return _show(request, "aftercare/withdraw_receipt.html", {"told": told, "person": told.record.person})


@require_http_methods(["GET", "HEAD", "POST"])
def order_withdraw(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Take a withdrawal from the order's own page: lines can be chosen, and only the name is typed."""
    view = withdraw_view(order.id, today=clock.now().astimezone(shop_zone()).date())
    knows_name = has_proved(request, order)
    if request.method != "POST":
        return _own(request, order, view, NameForm(initial={"name": view.name} if knows_name else None))
    form = NameForm(request.POST)
    units = _units(request)
    if not form.is_valid() or not any(units.values()):
        problem = "" if any(units.values()) else _("Choose at least one piece.")
        return _own(request, order, view, form, units=units, problem=problem, status=422)
    if request.POST.get("meant") != "yes":
        left = {piece.position: piece.count for piece in view.left}
        if any(count > left.get(position, 0) for position, count in units.items()):
            return _changed(request, order, view, form)
        context = {"order": order, "view": view, "units": units, "name": form.cleaned_data["name"]}
        return _show(request, "aftercare/withdraw_order_review.html", context | {"form_id": _form_id(request)})
    return _declare_own(request, order, view, form, units=units)


def _declare_own(
    request: HttpRequest, order: OrderRef, view: WithdrawView, form: NameForm, *, units: dict[int, int]
) -> HttpResponse:
    said = Statement(
        form=_form_id(request),
        name=form.cleaned_data["name"],
        language=get_language() or "",
        order_id=order.id,
        units=units,
    )
    try:
        _declare(request, said)
    except TooOftenError as error:
        return _own(request, order, view, form, too_often=error)
    except NotInOrderError:
        return _changed(request, order, view, form)
    return HttpResponseRedirect(reverse("aftercare:withdraw-order", args=[order]), status=303)


def _changed(request: HttpRequest, order: OrderRef, view: WithdrawView, form: NameForm) -> HttpResponse:
    problem = _("Something has changed since you opened this page. This is how it stands now.")
    return _own(request, order, view, form, problem=problem, status=409)


def _declare(request: HttpRequest, said: Statement) -> WithdrawalRecord:
    return withdraw(said, origin=origin_of(request.META), now=clock.now())


def _typed(
    request: HttpRequest, form: WithdrawForm, *, too_often: TooOftenError | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "form_id": _form_id(request)}
    return _show(request, "aftercare/withdraw.html", context, too_often=too_often, status=status)


def _own(
    request: HttpRequest,
    order: OrderRef,
    view: WithdrawView,
    form: forms.Form,
    *,
    units: dict[int, int] | None = None,
    problem: str = "",
    too_often: TooOftenError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "order": order,
        "view": view,
        "form": form,
        "form_id": _form_id(request),
        "units": {
            piece.position: piece.count if units is None else units.get(piece.position, 0) for piece in view.left
        },
        "problem": problem,
        "told": [(told, _what(told), _follows(told)) for told in view.told],
    }
    return _show(request, "aftercare/withdraw_order.html", context, too_often=too_often, status=status)


def _show(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    *,
    too_often: TooOftenError | None = None,
    status: int = 200,
) -> HttpResponse:
    context |= {"sentences": sentences, "too_often": ""}
    if too_often is None:
        return render(request, template, context, status=status)
    log.warning("withdrew too often")
    seconds = int((too_often.until - clock.now()).total_seconds()) + 1
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "This was sent too often. Please try again in %(minutes)d minute, or write to us: that counts as well.",
        "This was sent too often. Please try again in %(minutes)d minutes, or write to us: that counts as well.",
        minutes,
    )
    response = render(request, template, context | {"too_often": sentence % {"minutes": minutes}}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _what(told: ToldWithdrawal) -> str:
    person = told.record.person
    words = person.words if person else ""
    return sentences.what(is_whole=told.record.is_whole, pieces=titles(told.meant), words=words)


def _follows(told: ToldWithdrawal) -> tuple[str, ...]:
    following = following_of(told)
    return sentences.what_follows(following) if following else (sentences.people(),)


def _form_id(request: HttpRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get("form", "")))
    except ValueError:
        return str(uuid.uuid4())


def _units(request: HttpRequest) -> dict[int, int]:
    """Return the units that were chosen, by the line's position. What is no number of pieces counts as none."""
    named = (name.removeprefix("units-") for name in list(request.POST)[:MOST_FIELDS] if name.startswith("units-"))
    chosen = {_number(line): _number(request.POST.get(f"units-{line}", "")) for line in named}
    return {line: count for line, count in chosen.items() if line and count}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits a column

"""Changing an order before it is packed: what, how it would be then, and mean it.

Every page but the first takes two POSTs: what was chosen is shown with its sums and dates, and is done when it comes
back with `meant=yes` and the seal of what was shown; what costs more comes back with a `method` and is paid first.
"""

import uuid
from collections.abc import Mapping
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from severshop.domain.payments.rules import METHODS
from severshop.infra import clock
from severshop.interfaces.aftercare.acting import account_of, holder_must_prove, keep_proof
from severshop.interfaces.aftercare.change_forms import NewContactForm, NewPlaceForm
from severshop.interfaces.aftercare.change_pay import MAY_LEAD_TO_GATEWAY, pay
from severshop.look import changing as words
from severshop.look import paying as pay_words
from severshop.usecases.aftercare.change_order import (
    NewDelivery,
    NewSize,
    NotChangedError,
    NothingChangedError,
    OutdatedError,
    Wished,
    change_order,
)
from severshop.usecases.aftercare.prove_holder import Proof
from severshop.usecases.paying.charge import UnknownMethodError
from severshop.usecases.reading.changing import ChangeView, change_view, colours_for, plan_for, ways_for
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.paying_change import paying_view
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged


class _Page(NamedTuple):
    """A page on which something is chosen: its template, and what it shows."""

    template: str
    context: Mapping[str, object]


class _Wish(NamedTuple):
    """What was chosen, and the fields that say so once more."""

    wished: Wished
    fields: Mapping[str, str]


@require_safe
@holder_must_prove
def change(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """List what can be changed, why the rest cannot, and what was changed before."""
    now = clock.now()
    context = _context(order, change_view(order.id, now=now)) | {
        "paying": paying_view(order.id, now=now),
        "pay_words": pay_words,
    }
    return render(request, "aftercare/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def address(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask where else it is to go."""
    view = change_view(order.id, now=clock.now())
    is_sent = request.method == "POST"
    form = NewPlaceForm(request.POST if is_sent else None, initial=view.place, countries=view.countries)
    page = _Page("aftercare/change_address.html", _context(order, view, ChangeKind.ADDRESS) | {"form": form})
    wish = _Wish(form.address(), _typed(form)) if is_sent and form.is_valid() else None
    return _step(request, order, view, page=page, wish=wish)


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def contact(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask where else to write to, and whom to call."""
    view = change_view(order.id, now=clock.now())
    is_sent = request.method == "POST"
    form = NewContactForm(request.POST if is_sent else None, initial=view.contact)
    page = _Page("aftercare/change_contact.html", _context(order, view, ChangeKind.CONTACT) | {"form": form})
    wish = _Wish(form.contact(), _typed(form)) if is_sent and form.is_valid() else None
    return _step(request, order, view, page=page, wish=wish)


@never_cache
@csp_override(MAY_LEAD_TO_GATEWAY)
@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def size(request: HttpRequest, order: OrderRef, position: int) -> HttpResponse:
    """Ask for which size or colour instead of a line's."""
    view = change_view(order.id, now=clock.now())
    line = view.line(position)
    if line is None:
        raise Http404
    colours = colours_for(line, language=order.language, can_pay=view.can_pay)
    context = _context(order, view, ChangeKind.SIZE) | {"line": line, "colours": colours}
    sku = request.POST.get("sku", "")
    wish = _Wish(NewSize(position=position, sku=sku[:60]), {"sku": sku[:60]}) if sku else None
    return _step(request, order, view, page=_Page("aftercare/change_size.html", context), wish=wish)


@never_cache
@csp_override(MAY_LEAD_TO_GATEWAY)
@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def delivery(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask for which other way to ship."""
    now = clock.now()
    view = change_view(order.id, now=now)
    context = _context(order, view, ChangeKind.DELIVERY) | {"choices": ways_for(order.id, now=now)}
    option = request.POST.get("option", "")
    wish = _Wish(NewDelivery(option=option[:40]), {"option": option[:40]}) if option else None
    return _step(request, order, view, page=_Page("aftercare/change_delivery.html", context), wish=wish)


def _step(request: HttpRequest, order: OrderRef, view: ChangeView, *, page: _Page, wish: _Wish | None) -> HttpResponse:
    """Show the page; what was chosen is shown as it would be, or done."""
    if request.method != "POST":
        return render(request, page.template, page.context)
    if wish is None:
        is_typed = isinstance(page.context.get("form"), forms.Form)
        return _again(request, page, problem="" if is_typed else _("Please choose one."))
    return _tried(request, order, view, page=page, wish=wish)


def _tried(request: HttpRequest, order: OrderRef, view: ChangeView, *, page: _Page, wish: _Wish) -> HttpResponse:
    is_meant = request.POST.get("meant") == "yes"
    try:
        return _do(request, order, wish) if is_meant else _review(request, order, view, wish=wish)
    except NothingChangedError:
        return _again(request, page, problem=_("That is how it is already."))
    except NotChangedError as error:
        status = 409 if error.why in {WhyNotChanged.BEGUN, WhyNotChanged.SOLD_OUT} else 422
        return _again(request, page, problem=words.why_not(error.why), status=status)
    except OutdatedError:
        problem = _("Something has changed since you opened this page. This is how it stands now.")
        return _review(request, order, view, wish=wish, problem=problem, status=409)
    except UnknownMethodError:
        return _review(request, order, view, wish=wish, problem=_("Please choose a card."), status=422)
    except ValidationError as error:
        return _again(request, page, problem=" ".join(error.messages))


def _review(
    request: HttpRequest, order: OrderRef, view: ChangeView, *, wish: _Wish, problem: str = "", status: int = 200
) -> HttpResponse:
    plan = plan_for(order.id, wish.wished, now=clock.now())
    if plan.is_nothing:
        raise NothingChangedError(order.id)
    if plan.why:
        raise NotChangedError(plan.why)
    context = _context(order, view, plan.kind) | {
        "plan": plan,
        "fields": wish.fields,
        "form_name": str(uuid.uuid4()),
        "problem": problem,
        "here_is": request.path,
        "methods": METHODS if plan.difference_minor > 0 else (),
        "chosen": request.POST.get("method") or METHODS[0],
        "pay_words": pay_words,
    }
    return render(request, "aftercare/change_review.html", context, status=status)


def _do(request: HttpRequest, order: OrderRef, wish: _Wish) -> HttpResponse:
    now = clock.now()
    form = request.POST.get("form", "")[:64] or str(uuid.uuid4())
    seal, by = request.POST.get("seal", ""), account_of(request, order)
    if method := request.POST.get("method", ""):
        return pay(order, wish.wished, seal=seal, form=form, method=method, by=by)
    change_order(order.id, wish.wished, seal=seal, form=form, by=by, now=now)
    after = change_view(order.id, now=now)
    response = HttpResponseRedirect(reverse("aftercare:change", args=[after.token]), status=303)
    if after.email_version != order.email_version:
        # Whoever mistypes the new address can mend it from the same browser.
        proof = Proof(order_id=order.id, email_version=after.email_version, link_generation=after.link_generation)
        keep_proof(response, proof)
    return response


def _again(request: HttpRequest, page: _Page, *, problem: str, status: int = 422) -> HttpResponse:
    return render(request, page.template, {**page.context, "problem": problem}, status=status)


def _typed(form: forms.Form) -> dict[str, str]:
    return {name: str(form.cleaned_data[name]) for name in form.fields}


def _context(order: OrderRef, view: ChangeView, kind: ChangeKind | None = None) -> dict[str, object]:
    return {
        "order": order,
        "view": view,
        "words": words,
        "kinds": ChangeKind,
        "kind": kind,
        "closed": view.closed[kind] if kind else None,
        "problem": "",
        "here": lambda moment: moment.astimezone(shop_zone()),
    }

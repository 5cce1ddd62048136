"""The address book."""

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from severshop.domain.customers.forms import SavedAddressForm
from severshop.domain.customers.queries import KeptAddress, address_of, addresses_of, details_of
from severshop.domain.customers.rules import MOST_ADDRESSES
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.profile.guard import me, own
from severshop.interfaces.profile.page import show
from severshop.usecases.account import keep_profile


@require_safe
@own
def book(request: HttpRequest) -> HttpResponse:
    """List the addresses."""
    kept = addresses_of(me(request))
    return show(request, "addresses.html", addresses=kept, is_full=len(kept) >= MOST_ADDRESSES)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def add(request: HttpRequest) -> HttpResponse:
    """Keep another address."""
    user_id = me(request)
    form = _form(request, initial={"name": details_of(user_id).name})
    if request.method != "POST":
        return show(request, "address.html", form=form, kept=None)
    if not form.is_valid():
        return show(request, "address.html", form=form, kept=None, status=422)
    try:
        is_default = form.cleaned_data["is_default"]
        keep_profile.add_address(user_id, form.address(), is_default=is_default, now=clock.now())
    except keep_profile.TooManyAddressesError:
        form.add_error(None, _("Your address book is full. Please remove one that you no longer need."))
        return show(request, "address.html", form=form, kept=None, status=409)
    messages.success(request, _("The address is saved."))
    return redirect("profile:addresses")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def edit(request: HttpRequest, address_id: uuid.UUID) -> HttpResponse:
    """Write an address anew."""
    user_id = me(request)
    kept = _mine(user_id, address_id)
    form = _form(request, initial={**asdict(kept.place), "is_default": kept.is_default})
    if request.method != "POST":
        return show(request, "address.html", form=form, kept=kept)
    if not form.is_valid():
        return show(request, "address.html", form=form, kept=kept, status=422)
    is_default = form.cleaned_data["is_default"]
    keep_profile.change_address(user_id, kept.id, form.address(), is_default=is_default, now=clock.now())
    messages.success(request, _("The address is saved. Orders that are placed already keep theirs."))
    return redirect("profile:addresses")


@require_POST
@own
def make_default(request: HttpRequest, address_id: uuid.UUID) -> HttpResponse:
    """Let the checkout begin with an address."""
    user_id = me(request)
    keep_profile.make_default(user_id, _mine(user_id, address_id).id)
    messages.success(request, _("The checkout begins with this address from now on."))
    return redirect("profile:addresses")


@require_POST
@own
def remove(request: HttpRequest, address_id: uuid.UUID) -> HttpResponse:
    """Forget an address."""
    user_id = me(request)
    keep_profile.remove_address(user_id, _mine(user_id, address_id).id)
    messages.success(request, _("The address is removed. Orders that are placed already keep theirs."))
    return redirect("profile:addresses")


def _form(request: HttpRequest, *, initial: dict[str, Any]) -> SavedAddressForm:
    data = request.POST if request.method == "POST" else None
    return SavedAddressForm(data, initial=initial, countries=[where.country for where in destinations()])


def _mine(user_id: uuid.UUID, address_id: uuid.UUID) -> KeptAddress:
    kept = address_of(user_id, address_id)
    if kept is None:
        raise Http404
    return kept

"""From the basket to an offer that can be paid: who and where, then how."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from severshop.domain.baskets.forms import AddressForm, ContactForm
from severshop.domain.baskets.queries import UnknownCheckoutError
from severshop.domain.baskets.rules import UnfitLinesError
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.storefront import cookies
from severshop.interfaces.storefront.basket import basket_view
from severshop.interfaces.storefront.forms import DeliveryForm
from severshop.interfaces.storefront.page import show
from severshop.usecases.buying import checkout, fill_basket, place_order
from severshop.usecases.buying.checkout import Review
from severshop.usecases.buying.outcomes import Placed, Unclear

type Step = Callable[Concatenate[HttpRequest, Review, ...], HttpResponse]


def see_other(name: str) -> HttpResponseRedirect:
    """Send the browser to a page of the shop by GET."""
    return HttpResponseRedirect(reverse(f"storefront:{name}"), status=303)


def with_checkout(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Give a step its checkout, or send a browser that has none back to the basket."""

    @wraps(view)
    def find(request: HttpRequest) -> HttpResponse:
        checkout_id = cookies.read_checkout(request)
        try:
            found = _review(checkout_id) if checkout_id else None
        except UnknownCheckoutError:
            found = None
        if found is None:
            return see_other("placed" if cookies.read_placed(request) else "basket")
        if found.is_placed:
            return placed(request, found)
        return view(request, found)

    return find


def _review(checkout_id: uuid.UUID) -> Review:
    """Return the checkout in the reader's language, which its order will keep."""
    found = checkout.review(checkout_id, now=clock.now())
    language = get_language() or found.language
    if found.language == language or found.is_placed:
        return found
    checkout.speak(checkout_id, language=language, now=clock.now())
    return checkout.review(checkout_id, now=clock.now())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin to check out what is in the basket; who only looks is shown the basket."""
    if request.method != "POST":
        return see_other("basket")
    basket = cookies.read_basket(request)
    seen = fill_basket.look_into(basket)
    if not seen.can_be_bought:
        problem = _("Your basket is empty.") if not seen.lines else _("Something here has been sold meanwhile.")
        return basket_view(request, problem=problem, status=422)
    wanted = {line.article.sku: line.quantity for line in seen.lines}
    earlier = cookies.read_checkout(request)
    if earlier and (under_way := _already_under_way(request, earlier, wanted)):
        return under_way
    try:
        started = checkout.start(wanted, language=get_language() or "en", now=clock.now(), like=earlier)
    except UnfitLinesError:
        return basket_view(request, problem=_("This is more than one order can hold."), status=422)
    response = see_other("address")
    cookies.keep_checkout(response, started)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_checkout
def address(request: HttpRequest, found: Review) -> HttpResponse:
    """Ask who buys and where it goes."""
    countries = [where.country for where in destinations()]
    if request.method == "POST":
        contact, place = ContactForm(request.POST), AddressForm(request.POST, countries=countries)
        if contact.is_valid() and place.is_valid():
            _save(found.checkout_id, contact=contact, place=place)
            response = see_other("delivery")
            cookies.keep_country(response, place.cleaned_data["country"])
            return response
        # Both are asked what is wrong, so that nothing is said only at the second try.
        place.is_valid()
        return show(request, "address.html", review=found, contact=contact, place=place, status=422)
    typed = asdict(found.address) if found.address else {"country": cookies.read_country(request)}
    return show(
        request,
        "address.html",
        review=found,
        contact=ContactForm(initial=asdict(found.contact) if found.contact else {}),
        place=AddressForm(initial=typed, countries=countries),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_checkout
def delivery(request: HttpRequest, found: Review) -> HttpResponse:
    """Ask how it should come."""
    if not found.quotes or found.contact is None:
        return see_other("address")
    options = [quote.option for quote in found.quotes]
    if request.method == "POST":
        form = DeliveryForm(request.POST, options=options)
        if form.is_valid():
            checkout.choose_delivery(found.checkout_id, option=form.cleaned_data["option"], now=clock.now())
            return see_other("payment")
        return show(request, "delivery.html", review=found, form=form, status=422)
    chosen = found.delivery.option if found.delivery else options[0]
    return show(request, "delivery.html", review=found, form=DeliveryForm(initial={"option": chosen}, options=options))


def placed(request: HttpRequest, bought: Review) -> HttpResponse:
    """Lead to the confirmation; what was bought leaves the basket, and the browser can prove that it bought it."""
    response = see_other("placed")
    cookies.keep_placed(response, bought.checkout_id)
    cookies.forget_checkout(response)
    lines = {line.sku: line.quantity for line in bought.lines}
    cookies.keep_basket(response, fill_basket.without(cookies.read_basket(request), bought=lines))
    return response


def _already_under_way(request: HttpRequest, earlier: uuid.UUID, wanted: dict[str, int]) -> HttpResponse | None:
    """Return where an earlier checkout of the very same things leads, so that they are not bought twice."""
    try:
        seen = checkout.review(earlier, now=clock.now())
    except UnknownCheckoutError:
        return None
    if {line.sku: line.quantity for line in seen.lines} != wanted:
        return None
    outcome = place_order.settle(earlier, now=clock.now())
    if isinstance(outcome, Placed):
        return placed(request, seen)
    return see_other("waiting") if isinstance(outcome, Unclear) else see_other("address")


def _save(checkout_id: uuid.UUID, *, contact: ContactForm, place: AddressForm) -> None:
    checkout.save_contact_and_address(checkout_id, contact=contact.contact(), address=place.address(), now=clock.now())

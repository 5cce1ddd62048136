"""From the basket to an offer that can be paid: who and where, then how."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from functools import partial, wraps
from typing import Concatenate

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from severshop.domain.baskets.forms import AddressForm, ContactForm
from severshop.domain.baskets.queries import UnknownCheckoutError
from severshop.domain.baskets.rules import Contact, UnfitLinesError
from severshop.domain.customers.queries import KeptAddress
from severshop.domain.customers.rules import HomeAddress
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.storefront import cookies
from severshop.interfaces.storefront.basket import basket_view
from severshop.interfaces.storefront.forms import DeliveryForm
from severshop.interfaces.storefront.page import show
from severshop.usecases.account.keep_profile import TooManyAddressesError, add_address
from severshop.usecases.buying import checkout, fill_basket, place_order
from severshop.usecases.buying.checkout import Review
from severshop.usecases.buying.known_shopper import KnownShopper, delivery_address, known_of
from severshop.usecases.buying.outcomes import Placed, Unclear

type Step = Callable[Concatenate[HttpRequest, Review, ...], HttpResponse]


def see_other(name: str) -> HttpResponseRedirect:
    """Send the browser to a page of the shop by GET."""
    return HttpResponseRedirect(reverse(f"storefront:{name}"), status=303)


def with_checkout(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Give a step its checkout, or send a browser that has none back to the basket."""

    @wraps(view)
    def find(request: HttpRequest) -> HttpResponse:
        found = _own_checkout(request)
        if found is None:
            return see_other("placed" if cookies.read_placed(request) else "basket")
        if found.is_placed:
            return placed(request, found)
        return view(request, found)

    return find


def _own_checkout(request: HttpRequest) -> Review | None:
    """Return this browser's checkout, unless somebody signed in began it who has left."""
    checkout_id = cookies.read_checkout(request)
    customer_id = customer_of(request)
    try:
        found = _review(checkout_id) if checkout_id else None
    except UnknownCheckoutError:
        return None
    if found and found.customer_id is None and customer_id and not found.is_placed:
        checkout.give_to_customer(found.checkout_id, customer_id=customer_id)
    return found if found and found.customer_id in {None, customer_id} else None


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
        started = checkout.start(
            wanted, language=get_language() or "en", now=clock.now(), like=earlier, customer_id=customer_of(request)
        )
    except UnfitLinesError:
        return basket_view(request, problem=_("This is more than one order can hold."), status=422)
    # No page asks for what is already known.
    is_known = customer_of(request) is not None and checkout.review(started, now=clock.now()).quotes
    response = see_other("delivery" if is_known else "address")
    cookies.keep_checkout(response, started)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_checkout
def address(request: HttpRequest, found: Review) -> HttpResponse:
    """Ask who buys and where it goes."""
    countries = [where.country for where in destinations()]
    customer_id = customer_of(request)
    known = known_of(customer_id) if customer_id else None
    if request.method == "POST" and known and (kept := known.kept(request.POST.get("kept", ""))):
        return _send_to(request, found, known=known, kept=kept)
    page = partial(show, request, "address.html", review=found, known=known)
    if request.method == "POST":
        contact, place = ContactForm(request.POST), AddressForm(request.POST, countries=countries)
        # Both are asked what is wrong, so that nothing is said only at the second try.
        if all([contact.is_valid(), place.is_valid()]):
            return _save(request, found.checkout_id, contact=contact, place=place)
        return page(contact=contact, place=place, status=422)
    at_hand = found.contact or (known.contact if known else None)
    typed = asdict(found.address) if found.address else {"country": cookies.read_country(request)}
    if known and not found.address:
        typed["name"] = known.name
    return page(
        contact=ContactForm(initial=asdict(at_hand) if at_hand else {}),
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


def customer_of(request: HttpRequest) -> uuid.UUID | None:
    """Return who is signed in, without looking for a session where the browser has none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user.pk


def _send_to(request: HttpRequest, found: Review, *, known: KnownShopper, kept: KeptAddress) -> HttpResponse:
    """Take one of the shopper's own addresses; the e-mail stays as it was typed for this order."""
    email = found.contact.email if found.contact else known.contact.email
    checkout.save_contact_and_address(
        found.checkout_id,
        contact=Contact(email=email, phone=kept.place.phone),
        address=delivery_address(kept),
        customer_id=customer_of(request),
        now=clock.now(),
    )
    response = see_other("delivery")
    cookies.keep_country(response, kept.place.country)
    return response


def _save(request: HttpRequest, checkout_id: uuid.UUID, *, contact: ContactForm, place: AddressForm) -> HttpResponse:
    customer_id = customer_of(request)
    checkout.save_contact_and_address(
        checkout_id, contact=contact.contact(), address=place.address(), customer_id=customer_id, now=clock.now()
    )
    if customer_id and request.POST.get("keep"):
        _keep(request, customer_id, contact=contact, place=place)
    response = see_other("delivery")
    cookies.keep_country(response, place.cleaned_data["country"])
    return response


def _keep(request: HttpRequest, customer_id: uuid.UUID, *, contact: ContactForm, place: AddressForm) -> None:
    new = HomeAddress(**asdict(place.address()), phone=contact.contact().phone)
    try:
        add_address(customer_id, new, now=clock.now())
    except TooManyAddressesError:
        messages.warning(request, _("Your address book is full, so this address was not kept."))

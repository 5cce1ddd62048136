"""The page of one product, from which it goes into the basket."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.domain.catalogue.queries import ProductView, product
from severshop.domain.catalogue.rules import group_of
from severshop.domain.inventory.queries import available
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.storefront import cookies
from severshop.interfaces.storefront.fit_words import fit_words
from severshop.interfaces.storefront.own_size import own_skus
from severshop.interfaces.storefront.page import show
from severshop.usecases.buying import fill_basket
from severshop.usecases.buying.fit_advice import fit_advice
from severshop.usecases.buying.quote_delivery import quotes

FEW = 3
"""So many or fewer left is worth a word."""


@require_http_methods(["GET", "HEAD", "POST"])
def product_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product; a POST puts one unit of the chosen size into the basket."""
    found = product(slug)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _put_into_basket(request, found)
    colour = request.GET.get("colour", "")
    if colour and found.colour(colour) is None:
        raise BadRequest("unknown colour")
    return _page(request, found, colour=colour)


def _put_into_basket(request: HttpRequest, found: ProductView) -> HttpResponse:
    colour = found.colour(request.POST.get("colour", ""))
    if colour is None:
        return _page(request, found, error=_("Please choose a colour."), status=422)
    # Every colour has its own group of sizes, so that a size chosen for another colour is never bought by accident.
    sku = request.POST.get(f"size_{colour.slug}", "")
    if sku not in {size.sku for size in colour.sizes}:
        problem = _("Please choose a size in %(colour)s.") % {"colour": colour.name}
        return _page(request, found, colour=colour.slug, error=problem, status=422)
    try:
        basket = fill_basket.add(cookies.read_basket(request), sku=sku)
    except fill_basket.NotEnoughError as error:
        return _page(request, found, colour=colour.slug, chosen=sku, error=_no_more(error.most), status=422)
    except fill_basket.BasketFullError as error:
        full = _("Your basket holds %(most)s different articles; more do not fit in.") % {"most": error.most}
        return _page(request, found, colour=colour.slug, chosen=sku, error=full, status=422)
    messages.success(request, _("%(name)s is in your basket.") % {"name": found.name})
    response = HttpResponseRedirect(reverse("storefront:basket"), status=303)
    cookies.keep_basket(response, basket)
    return response


def _no_more(most: int) -> str:
    if most == 0:
        return _("This size has just been sold out. Please choose another one.")
    return _("You have all that there are: %(most)s of this size.") % {"most": most}


def _page(
    request: HttpRequest, found: ProductView, *, colour: str = "", chosen: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    places = [where.country for where in destinations()]
    asked = request.GET.get("to", "")
    if asked and asked not in places:
        raise BadRequest("unknown country")
    country = asked or cookies.read_country(request)
    country = country if country in places else settings.WAREHOUSE_COUNTRY
    left = available(found.skus)
    now = clock.now()
    advised = fit_advice(found, today=now.date())
    response = show(
        request,
        "product.html",
        product=found,
        colour=colour or _first_with_stock(found, left),
        chosen=chosen,
        own=own_skus(request, found),
        fit=fit_words(advised) if advised else None,
        error=error,
        left=left,
        stocked={sku for sku, count in left.items() if count},
        few=FEW,
        group=group_of(found.kind),
        country=country,
        countries=places,
        quotes=quotes(country=country, availability=found.availability, items_minor=found.price_minor, now=now),
        status=status,
    )
    if asked:
        cookies.keep_country(response, asked)
    return response


def _first_with_stock(found: ProductView, left: dict[str, int]) -> str:
    stocked = (colour.slug for colour in found.colours if any(left[size.sku] for size in colour.sizes))
    return next(stocked, found.colours[0].slug)

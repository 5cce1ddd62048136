"""The basket: seen, changed, emptied."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from severshop.domain.catalogue.queries import articles
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.storefront import cookies
from severshop.interfaces.storefront.forms import ChangeForm
from severshop.interfaces.storefront.page import show
from severshop.usecases.buying import fill_basket
from severshop.usecases.buying.quote_delivery import DeliveryQuote, quotes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def basket_page(request: HttpRequest) -> HttpResponse:
    """Show the basket; a POST changes how many of one article are in it."""
    if request.method == "POST":
        return _change(request)
    return basket_view(request)


def basket_view(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Render the basket as it is, with what is wrong about it first."""
    basket = cookies.read_basket(request)
    seen = fill_basket.look_into(basket)
    country = cookies.read_country(request)
    response = show(
        request,
        "basket.html",
        basket=seen,
        problem=problem,
        country=country,
        quote=_cheapest(country, basket=seen),
        status=status,
    )
    if seen.gone:
        cookies.keep_basket(response, {sku: n for sku, n in basket.items() if sku not in seen.gone})
    return response


def sold_out_sentence(skus: tuple[str, ...]) -> str:
    """Return which articles have just been sold to somebody else."""
    known = articles(skus)
    names = ", ".join(f"{known[sku].name} ({known[sku].variant})" for sku in skus if sku in known)
    return _("Somebody was faster: %(names)s. Nothing was charged, and the rest is still in your basket.") % {
        "names": names
    }


def _change(request: HttpRequest) -> HttpResponse:
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return basket_view(request, problem=_("Please choose a whole number between 0 and 20."), status=422)
    sku, quantity = form.cleaned_data["sku"], form.cleaned_data["quantity"]
    try:
        basket = fill_basket.change(cookies.read_basket(request), sku=sku, quantity=quantity)
    except fill_basket.NotSoldError:
        return basket_view(request, problem=_("We do not sell this article."), status=422)
    except fill_basket.NotEnoughError as error:
        return basket_view(request, problem=_only(error.most), status=422)
    except fill_basket.BasketFullError:
        return basket_view(request, problem=_("Your basket is full."), status=422)
    if quantity == 0:
        messages.success(request, _("Taken out of your basket."))
    response = HttpResponseRedirect(reverse("storefront:basket"), status=303)
    cookies.keep_basket(response, basket)
    return response


def _only(most: int) -> str:
    if most == 0:
        return _("This article is sold out.")
    text = ngettext("There is only %(most)s left of this article.", "There are only %(most)s of this article.", most)
    return text % {"most": most}


def _cheapest(country: str, *, basket: fill_basket.BasketView) -> DeliveryQuote | None:
    if country not in {where.country for where in destinations()}:
        return None
    ways = quotes(country=country, availability=basket.availability, items_minor=basket.items_minor, now=clock.now())
    return min(ways, key=lambda way: way.price_minor, default=None)

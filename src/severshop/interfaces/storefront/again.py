"""Buy again: an order's things go into the basket of whoever owns the order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from severshop.interfaces.storefront import cookies
from severshop.look.formats import listed
from severshop.usecases.buying.buy_again import Refilled, buy_again
from severshop.usecases.reading.my_orders import my_order
from severshop.usecases.reading.placed_order import PlacedOrder, placed_order


@require_POST
@login_required(login_url="account_login")
def again(request: HttpRequest) -> HttpResponse:
    """Fill the basket and show it, with a word about what is not there any more."""
    owner = request.user.pk
    row = my_order(owner, request.POST.get("number", "")) if owner else None
    found = placed_order(row.id) if row else None
    if found is None:
        raise Http404
    filled = buy_again(cookies.read_basket(request), bought=[(line.sku, line.quantity) for line in found.lines])
    _tell(request, found, filled)
    response = HttpResponseRedirect(reverse("storefront:basket"), status=303)
    cookies.keep_basket(response, filled.basket)
    return response


def _tell(request: HttpRequest, found: PlacedOrder, filled: Refilled) -> None:
    names = {line.sku: f"{line.name} ({line.variant})" if line.variant else line.name for line in found.lines}
    if len(filled.missing) < len(names):
        messages.success(request, _("What you bought before is in your basket, at the prices of today."))
    if filled.short:
        said = listed([names[sku] for sku in filled.short])
        messages.warning(request, _("There are fewer left than you bought: %(names)s.") % {"names": said})
    if filled.missing:
        said = listed([names[sku] for sku in filled.missing])
        messages.warning(request, _("Not to be had at present: %(names)s.") % {"names": said})

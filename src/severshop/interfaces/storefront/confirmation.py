"""Thank you: the order, its dates, and a last chance to mend the e-mail address."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from severshop.domain.notifications.channels import Stop
from severshop.domain.notifications.queries import stop_of_address
from severshop.infra import clock
from severshop.infra.addresses import address_hash
from severshop.interfaces.storefront import cookies
from severshop.interfaces.storefront.checkout import see_other
from severshop.interfaces.storefront.forms import EmailForm
from severshop.interfaces.storefront.page import show
from severshop.usecases.buying import correct_email
from severshop.usecases.reading.placed_order import PlacedOrder, placed_order


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def placed_page(request: HttpRequest) -> HttpResponse:
    """Show the order that this browser placed; a POST corrects its e-mail address within 30 minutes."""
    order_id = cookies.read_placed(request)
    order = placed_order(order_id) if order_id else None
    if order is None:
        return show(request, "placed_unknown.html", status=404)
    if request.method == "POST":
        return _correct(request, order)
    return _page(request, order, form=EmailForm(initial={"email": order.email}))


def _correct(request: HttpRequest, order: PlacedOrder) -> HttpResponse:
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, order, form=form, status=422)
    try:
        correct_email.correct_email(order.id, email=form.cleaned_data["email"], now=clock.now())
    except correct_email.TooLateError:
        form.add_error("email", _("30 minutes have passed. Please write to us, and we mend it for you."))
        return _page(request, order, form=form, status=409)
    except correct_email.TooOftenError:
        form.add_error("email", _("It has been changed several times already. Please write to us."))
        return _page(request, order, form=form, status=409)
    messages.success(request, _("Corrected. The confirmation is on its way to %(email)s.") % form.cleaned_data)
    return see_other("placed")


def _page(request: HttpRequest, order: PlacedOrder, *, form: EmailForm, status: int = 200) -> HttpResponse:
    return show(
        request,
        "placed.html",
        order=order,
        form=form,
        can_correct=_can_correct(order, now=clock.now()) or bool(form.errors),
        correct_until=order.placed_at + correct_email.CORRECTABLE_FOR,
        comes_back=stop_of_address(address_hash(order.email), now=clock.now()) is Stop.UNREACHABLE,
        status=status,
    )


def _can_correct(order: PlacedOrder, *, now: datetime) -> bool:
    return now - order.placed_at <= correct_email.CORRECTABLE_FOR

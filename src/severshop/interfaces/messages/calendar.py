"""The days of delivery, for a calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from severshop.usecases.reading.delivery_calendar import delivery_calendar
from severshop.usecases.reading.link_holder import OrderRef


@never_cache
@require_safe
def delivery(_request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Return the calendar file of the order whose link it is."""
    made = delivery_calendar(order)
    if made is None:
        raise Http404(_("No day was promised for this order."))
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{order.number}.ics"'
    return response

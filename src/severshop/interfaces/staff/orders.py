"""One order, with everything that the staff may know of it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from severshop.domain.customers.rules import may
from severshop.domain.fulfilment.rules import Step
from severshop.domain.notifications.queries import stop_of_address, troubles_of_address
from severshop.infra import clock
from severshop.infra.addresses import address_hash
from severshop.interfaces.staff import carrier_words, claim_words, hand_words, mail_words, refund_words, return_words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.page import show, today, user_id
from severshop.interfaces.staff.words import step_refused
from severshop.usecases.fulfilling import pick
from severshop.usecases.fulfilling.answer_requests import left_to_cancel
from severshop.usecases.fulfilling.facts import StepNotPossibleError, UnknownOrderError
from severshop.usecases.reading.order_money import order_money
from severshop.usecases.reading.order_watch import order_watch
from severshop.usecases.reading.parcel_papers import declarations
from severshop.usecases.reading.staff_order import StaffOrder, staff_order
from severshop.vocabulary.roles import Role


def order_or_404(order_id: uuid.UUID) -> StaffOrder:
    """Return the order, or answer that there is none."""
    found = staff_order(order_id, today=today())
    if found is None:
        raise Http404
    return found


@require_safe
@roles(*ANY_ROLE)
def order(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Show an order."""
    found = order_or_404(order_id)
    address = address_hash(found.email)
    context = {
        "order": found,
        "Step": Step,
        "customs": declarations(found, found.records.values()),
        "carrier_words": carrier_words,
        "claim_words": claim_words,
        "return_words": return_words,
        "can_receive": may(getattr(request, "staff_roles", frozenset()), needed={Role.RETURNS, Role.WAREHOUSE}),
        "watch": order_watch(order_id),
        "hand_words": hand_words,
        "carriers": {parcel.id: parcel.carrier for parcel in found.records.values()},
        "mail_words": mail_words,
        "mail_stop": stop_of_address(address, now=clock.now()),
        "money": order_money(found.story, today=today()),
        "money_words": refund_words,
        "form_key": uuid.uuid4(),
        "can_cancel": bool(left_to_cancel(found.story)),
        "mail_troubles": troubles_of_address(address),
    }
    return show(request, "staff/order.html", context)


@require_POST
@roles(Role.WAREHOUSE)
def start_picking(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Begin to pick, and show what goes into the parcel."""
    try:
        pick.start_picking(order_id, by=user_id(request), now=clock.now())
    except UnknownOrderError as error:
        raise Http404 from error
    except StepNotPossibleError as error:
        messages.error(request, step_refused(error.step, error.work))
        return redirect("staff:order", order_id=order_id)
    messages.success(request, _("Picking has started: the shopper sees “In Process” now."))
    return redirect("staff:pack", order_id=order_id)

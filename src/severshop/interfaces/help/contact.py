"""Writing to us: about an order, with all of it attached, or without one."""

import uuid
from datetime import datetime
from typing import Any

import structlog
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.domain.support.queries import case_record, cases_of_order
from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.interfaces.help.forms import OrderQuestionForm, QuestionForm
from severshop.look.help.topics import TOPICS
from severshop.look.status.page import status_page
from severshop.usecases.aftercare.cases import EmptyTextError, Question, TooOftenError, ask
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.order_help import order_in_hand, shop_terms

log = structlog.get_logger()


@require_http_methods(["GET", "HEAD", "POST"])
def order_contact(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask about an order: number, parcels and tracking numbers are attached and shown."""
    now = clock.now()
    hand = order_in_hand(order.id, now=now)
    if hand is None:
        raise Http404
    parcels = [
        (str(p.position), _parcel_name(p.position, p.carrier_name, p.tracking_number)) for p in hand.status.parcels
    ]
    topic = request.GET.get("about", "")
    context: dict[str, Any] = {
        "order": order,
        "page": status_page(hand.status, now=now),
        "parcels": hand.status.parcels,
        "topic": TOPICS.get(topic),
        "answer_by": hand.terms.answer_by,
        "cases": cases_of_order(order.id),
    }
    if request.method != "POST":
        wanted = request.GET.get("parcel", "")
        form = OrderQuestionForm(parcels=parcels, initial={"parcel": wanted})
        return render(request, "help/order-contact.html", context | {"form": form})
    form = OrderQuestionForm(request.POST, parcels=parcels)
    if not form.is_valid():
        return render(request, "help/order-contact.html", context | {"form": form}, status=400)
    question = Question(
        text=form.cleaned_data["text"],
        form=str(form.cleaned_data["form"]),
        parcel=form.cleaned_data["parcel"],
        order_id=order.id,
        topic=topic if topic in TOPICS else "",
        language=get_language() or order.language,
        origin=origin_of(request.META),
        customer_id=_who(request),
    )
    case_id = _asked(form, question, now=now)
    case = case_record(case_id) if case_id else None
    if case is None:
        return render(request, "help/order-contact.html", context | {"form": form}, status=429)
    return redirect("help:case", case=case.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Ask without an order. Nobody learns from the answer whether we know the address."""
    now = clock.now()
    context = {"answer_by": shop_terms(now=now).answer_by}
    if request.method != "POST":
        return render(request, "help/contact.html", context | {"form": QuestionForm()})
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return render(request, "help/contact.html", context | {"form": form}, status=400)
    if form.cleaned_data["website"]:
        return redirect("help:sent")
    question = Question(
        text=form.cleaned_data["text"],
        form=str(form.cleaned_data["form"]),
        email=form.cleaned_data["email"],
        language=get_language() or "en",
        origin=origin_of(request.META),
        customer_id=_who(request),
    )
    if _asked(form, question, now=now) is None:
        return render(request, "help/contact.html", context | {"form": form}, status=429)
    return redirect("help:sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now: the same for everybody."""
    return render(request, "help/sent.html", {"answer_by": shop_terms(now=clock.now()).answer_by})


def too_often(until: datetime, *, now: datetime) -> str:
    """Say when somebody may write again."""
    minutes = max(-(-int((until - now).total_seconds()) // 60), 1)
    sentence = ngettext(
        "You have written to us often in a short time. Please try again in %(minutes)d minute.",
        "You have written to us often in a short time. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return sentence % {"minutes": minutes}


def _asked(form: forms.Form, question: Question, *, now: datetime) -> uuid.UUID | None:
    """Open the case; put what is in the way into the form."""
    try:
        return ask(question, now=now)
    except TooOftenError as error:
        log.warning("asked too often")
        form.add_error(None, too_often(error.until, now=now))
    except EmptyTextError:
        form.add_error("text", _("Please write what you would like to know."))
    return None


def _parcel_name(position: int, carrier: str, number: str) -> str:
    words = {"position": position, "carrier": carrier, "tracking": number}
    return _("Parcel %(position)s: %(carrier)s %(tracking)s") % words


def _who(request: HttpRequest) -> uuid.UUID | None:
    user = request.user
    return None if isinstance(user, AnonymousUser) else uuid.UUID(str(user.pk))

"""Answers for the order in hand, opened by its link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from severshop.domain.support.queries import cases_of_order
from severshop.infra import clock
from severshop.interfaces.help.page import order_address
from severshop.look.help.topics import TOPICS
from severshop.look.status.page import status_page
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.order_help import order_in_hand


@require_safe
def order_home(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Show every question with the sentence that settles it for this order."""
    now = clock.now()
    hand = order_in_hand(order.id, now=now)
    if hand is None:
        raise Http404
    context = {
        "order": order,
        "page": status_page(hand.status, now=now),
        "answers": [(topic, topic.for_order(hand).short) for topic in TOPICS.values()],
        "cases": cases_of_order(order.id),
    }
    return render(request, "help/order-home.html", context)


@require_safe
def order_topic(request: HttpRequest, order: OrderRef, slug: str) -> HttpResponse:
    """Answer one question for this order."""
    topic, now = TOPICS.get(slug), clock.now()
    hand = order_in_hand(order.id, now=now)
    if topic is None or hand is None:
        raise Http404
    context = {
        "order": order,
        "topic": topic,
        "topics": TOPICS.values(),
        "answer": topic.for_order(hand),
        "address": lambda act: order_address(order, act, topic=slug),
        "cases": cases_of_order(order.id),
    }
    return render(request, "help/order-topic.html", context)

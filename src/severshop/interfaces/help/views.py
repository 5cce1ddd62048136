"""Answers, and how to reach a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from severshop.domain.shipping.queries import Destination, Option, destinations, options
from severshop.domain.shipping.rules import Zone
from severshop.look.status.words import delivery_option_word, status_meaning, status_word
from severshop.vocabulary.statuses import OrderStatus

WORDS = (OrderStatus.RECEIVED, OrderStatus.IN_PROCESS, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Countries that cost the same and take as long."""

    title: str
    places: tuple[Destination, ...]
    options: tuple[Option, ...]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Answer what is asked most."""
    words = [(status_word(status), status_meaning(status)) for status in WORDS]
    cutoff = f"{settings.WAREHOUSE_CUTOFF_HOUR}:00"
    return render(request, "help/home.html", {"words": words, "zones": tuple(_zones()), "cutoff": cutoff})


@require_safe
def shipping(request: HttpRequest) -> HttpResponse:
    """Show where the shop ships to, what it costs and how long it takes, from the tables that the checkout uses."""
    context = {
        "zones": tuple(_zones()),
        "places": destinations(),
        "option_word": delivery_option_word,
        "cutoff": f"{settings.WAREHOUSE_CUTOFF_HOUR}:00",
        "city": settings.WAREHOUSE_CITY,
    }
    return render(request, "help/shipping.html", context)


def _zones() -> Iterator[ZoneTable]:
    titles = {
        Zone.HOME: _("At home"),
        Zone.UNION: _("In the European Union"),
        Zone.OUTSIDE: _("Outside the European Union"),
    }
    places = destinations()
    for zone, title in titles.items():
        there = tuple(place for place in places if place.zone is zone)
        if there:
            yield ZoneTable(title, there, options(zone))

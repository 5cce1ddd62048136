"""Answers in general, and the policies."""

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from severshop.domain.policies.kinds import Kind
from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.help import country_choice
from severshop.interfaces.help.page import general_address
from severshop.interfaces.help.tables import carriers_of, closed_days, cutoff, zone_tables
from severshop.look.help import policies, policy_sentences
from severshop.look.help.topics import TOPICS
from severshop.look.status.words import delivery_option_word, status_meaning, status_word
from severshop.usecases.reading.order_help import recent_orders, shop_terms
from severshop.vocabulary.statuses import OrderStatus

WORDS = (OrderStatus.RECEIVED, OrderStatus.IN_PROCESS, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the answers: for an order where there is one, in general where not."""
    user, now = request.user, clock.now()
    mine = recent_orders(uuid.UUID(str(user.pk)), now=now) if user.is_authenticated else ()
    words = [(status_word(status), status_meaning(status)) for status in WORDS]
    return render(request, "help/home.html", {"words": words, "topics": TOPICS.values(), "orders": mine})


@never_cache
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer one question in general."""
    found = TOPICS.get(slug)
    if found is None:
        raise Http404
    user, now = request.user, clock.now()
    context = {
        "topic": found,
        "topics": TOPICS.values(),
        "answer": found.general(shop_terms(now=now)),
        "address": general_address,
        "orders": recent_orders(uuid.UUID(str(user.pk)), now=now) if user.is_authenticated else (),
    }
    return render(request, "help/topic.html", context)


@vary_on_headers("Accept-Language", "Cookie")
@require_safe
def shipping(request: HttpRequest) -> HttpResponse:
    """Show where the shop ships to, what it costs and how long it takes, from the tables that the checkout uses.

    `?country=` chooses for where it is said what holds when it is late.
    """
    chosen = country_choice.choice(request, Kind.DELAYS)
    context = {
        "zones": zone_tables(),
        "places": destinations(),
        "option_word": delivery_option_word,
        "cutoff": cutoff(clock.now()),
        "city": settings.WAREHOUSE_CITY,
        "carriers": carriers_of(),
        "closed": closed_days(clock.now()),
        "chosen": chosen,
        "late": country_choice.when_late(chosen),
        "coming": country_choice.coming(Kind.DELAYS, chosen),
        "place": country_choice.place(chosen),
    }
    return render(request, "help/shipping.html", context)


@vary_on_headers("Accept-Language", "Cookie")
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Show what holds for returns, from the rows that the answers use; `?country=` chooses for where."""
    chosen = country_choice.choice(request, Kind.RETURNS, Kind.CLAIMS)
    policy = returns_policy_for(chosen.country, chosen.today)
    context = {
        "policy": policy,
        "words": policies,
        "says": policy_sentences.sentences(policy),
        "way_back": policies.way_back(policy),
        "chosen": chosen,
        "wrong": country_choice.when_wrong(chosen),
        "coming": [one for kind in (Kind.RETURNS, Kind.CLAIMS) if (one := country_choice.coming(kind, chosen))],
        "place": country_choice.place(chosen),
    }
    return render(request, "help/returns.html", context)

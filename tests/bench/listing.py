"""my_orders: pages of My Orders a second, and a bare Django view that renders as many rows from one query.

Run as a module it measures both in turn, in one process and on one database, and prints the rates.
"""

import argparse
import json
import os
import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path

from tests.bench.figures import Figure, figure
from tests.bench.run import Run
from tests.bench.servers import pin, run

KIND = "my_orders"
ORDERS = 50
ROWS = """<!doctype html><title>Orders</title><h1>Orders</h1><ol>{% for order in orders %}
<li><h3><a href="/my-orders/{{ order.order__number }}/">{{ order.status }}</a></h3>
<p>{{ order.order__number }} {{ order.order__placed_at.date().isoformat() }} {{ order.order__total_minor }}</p></li>
{% endfor %}</ol>"""

Ask = Callable[[], bytes]
View = Callable[[HttpRequest], HttpResponseBase]


def listing_figures(of: Run) -> list[Figure]:
    """Measure in a process on the server's core."""
    if not of.wants(KIND):
        return []
    assert of.seeds["tokens"]
    core = -1 if of.server_core is None else of.server_core
    arguments = ["--rounds", str(of.effort.rounds), "--seconds", str(of.effort.seconds), "--core", str(core)]
    rates = json.loads(run(of.place, "tests.bench.listing", *arguments, LOG_LEVEL="WARNING"))
    return [figure(KIND, of.place.name, values=rates["ours"], limits=rates["bare"], unit="pages/s")]


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--core", type=int, default=-1, help="the core to run on")
    asked = parser.parse_args()
    pin(None if asked.core < 0 else asked.core)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    django.setup()
    print(json.dumps(measure(rounds=asked.rounds, seconds=asked.seconds)))


def measure(*, rounds: int, seconds: float) -> dict[str, list[float]]:
    """Read the one and the other for a while, and so on; return the rates. The first round of each warms up."""
    customer_id, cookie = _shopper()
    ours, bare = _our_page(cookie), _bare_page(customer_id)
    assert ours().count(b'class="order-card') == bare().count(b"<li>") == ORDERS
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(rounds + 1):
        rates["ours"].append(_rate(ours, seconds))
        rates["bare"].append(_rate(bare, seconds))
    return {side: each[1:] for side, each in rates.items()}


def _rate(ask: Ask, seconds: float) -> float:
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        ask()
        count += 1
    return count / took


def _shopper() -> tuple[Any, str]:
    """Give a shopper fifty of the orders; return who it is and the cookie of their session."""
    from django.conf import settings
    from django.test import Client

    from severshop.domain.customers.models import User
    from severshop.domain.orders.models import Order
    from severshop.infra.ids import uuid7

    user = User.objects.create_user(f"{uuid7().hex}@example.com", "a-long-password")
    chosen = list(Order.objects.filter(customer=None).order_by("id").values_list("id", flat=True)[:ORDERS])
    Order.objects.filter(id__in=chosen).update(customer=user)
    client = Client()
    client.force_login(user)
    return user.pk, f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def _our_page(cookie: str) -> Ask:
    from django.core.handlers.wsgi import WSGIHandler

    return _asking(WSGIHandler(), "/my-orders/", cookie)


def _bare_page(customer_id: Any) -> Ask:
    """Return a page of one view and nothing around it: nobody is signed in, nothing is checked."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=[f"{__name__}.only_bare"]):
        return _asking(WSGIHandler(), f"/bare/{customer_id}/", "")


def only_bare(get_response: View) -> View:
    """Serve no other address than the bare view's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = URLS
        return get_response(request)

    return answer


def bare(request: HttpRequest, customer_id: uuid.UUID) -> HttpResponse:
    """Render a shopper's orders from one query."""
    from severshop.domain.snapshots.models import Snapshot

    rows = Snapshot.objects.filter(order__customer_id=customer_id).order_by("-order__placed_at")
    columns = ("order__number", "status", "order__placed_at", "order__total_minor")
    return HttpResponse(_template().render({"orders": rows.values(*columns)[:ORDERS]}, request))


URLS = (path("bare/<uuid:customer_id>/", bare),)


@cache
def _template() -> Any:
    from django.template import engines

    return engines["jinja2"].from_string(ROWS)


def _asking(handler: Any, path: str, cookie: str) -> Ask:
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)

    def ask() -> bytes:
        statuses: list[str] = []
        answer = handler(dict(environ), lambda status, _headers: statuses.append(status))
        body = b"".join(answer)
        answer.close()
        assert statuses == ["200 OK"], statuses
        return body

    return ask


if __name__ == "__main__":
    main()

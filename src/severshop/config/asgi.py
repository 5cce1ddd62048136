"""The one process that serves: hot paths as ASGI, everything else by Django behind a bridge.

Routes are told apart here and nowhere else:

    /hooks/...                the hooks: raw ASGI
    /t/<token>...             the status page, its JSON and its stream
    /my-orders/events         the live stream of a shopper's orders
    everything else           Django
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")

import django

django.setup()

from severshop.config.bridge import WsgiBridge  # noqa: E402
from severshop.config.lifespan import Lifespan  # noqa: E402
from severshop.config.requests import counted, observed  # noqa: E402
from severshop.config.wsgi import application as django_application  # noqa: E402
from severshop.infra.asgi import Message, Receive, Send  # noqa: E402
from severshop.interfaces.hooks.app import HooksApp  # noqa: E402
from severshop.interfaces.myorders.events import MyOrdersEvents  # noqa: E402
from severshop.interfaces.statuspage.app import StatusPageApp  # noqa: E402

hooks = HooksApp()
status_page = StatusPageApp()
lifespan = Lifespan(hooks, status_page)

counted_hooks = counted(hooks)
counted_status_page = counted(status_page)
counted_my_orders = counted(MyOrdersEvents(status_page.live))
observed_django = observed(WsgiBridge(django_application))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one ASGI scope: hand a request to the part of the shop that answers it."""
    if scope["type"] == "lifespan":
        await lifespan(scope, receive, send)
        return
    path = scope["path"]
    if path.startswith("/t/"):
        await counted_status_page(scope, receive, send)
    elif path.startswith("/my-orders/events"):
        await counted_my_orders(scope, receive, send)
    elif path.startswith("/hooks/"):
        await counted_hooks(scope, receive, send)
    else:
        await observed_django(scope, receive, send)

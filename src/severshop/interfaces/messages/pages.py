"""The two pages on which people choose: for all their orders, and for the one whose link they hold."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from severshop.infra import clock
from severshop.interfaces.messages.forms import MessagesForm
from severshop.usecases.notifying.choose import choose, resume_mail, resume_mail_of_person
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.messages_page import MessagesPage, messages_of_order, messages_of_person

type View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Let in whoever is signed in, each to what is their own; others are led to the sign-in and back."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return guarded


def me(request: HttpRequest) -> uuid.UUID:
    """Return whose page it is. Only behind `own`."""
    user_id = request.user.pk
    if not isinstance(user_id, uuid.UUID):
        raise PermissionError("nobody is signed in")
    return user_id


@require_http_methods(["GET", "HEAD", "POST"])
@own
def mine(request: HttpRequest) -> HttpResponse:
    """Choose for all orders of the account."""
    page = messages_of_person(me(request), now=clock.now())
    addresses = {
        "page_url": reverse("messages:mine"),
        "subscribe_url": reverse("messages:subscribe-mine"),
        "end_url": reverse("messages:end-mine"),
        "resume_url": reverse("messages:resume-mine"),
    }
    return _answer(request, page, addresses=addresses, order=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_order(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Choose for the order whose link it is."""
    page = messages_of_order(order, now=clock.now())
    addresses = {
        "page_url": reverse("messages:of-order", args=[order]),
        "subscribe_url": reverse("messages:subscribe", args=[order]),
        "end_url": reverse("messages:end", args=[order]),
        "resume_url": reverse("messages:resume", args=[order]),
        "calendar_url": reverse("messages:calendar", args=[order]),
        "status_url": f"/t/{order.token}",
    }
    return _answer(request, page, addresses=addresses, order=order)


@require_POST
@own
def resume_mine(request: HttpRequest) -> HttpResponse:
    """Write to the account's address again."""
    resume_mail_of_person(me(request), now=clock.now())
    return redirect(f"{reverse('messages:mine')}?saved=1")


@never_cache
@require_POST
def resume(_request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Write to the order's address again."""
    resume_mail(order.id, now=clock.now())
    return redirect(f"{reverse('messages:of-order', args=[order])}?saved=1")


def _answer(
    request: HttpRequest, page: MessagesPage, *, addresses: dict[str, str], order: OrderRef | None
) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = MessagesForm(given, choices=page.choices, here=page.zone.key)
    if given is not None and form.is_valid():
        choose(page.owner, form.chosen(), now=clock.now())
        return redirect(f"{addresses['page_url']}?saved=1")
    context = {
        "page": page,
        "form": form,
        "order": order,
        "addresses": addresses,
        "is_saved": "saved" in request.GET and not form.is_bound,
    }
    return render(request, "messages/choose.html", context, status=400 if form.is_bound else 200)

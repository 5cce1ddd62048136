"""How the machinery is doing: what was not understood, what could not be delivered, who is at work."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, user_id
from severshop.interfaces.staff.problem_words import problem_sentence
from severshop.usecases.housekeeping.send_again import send_again
from severshop.usecases.reading import system_state as reading
from severshop.usecases.reading.calendar_problems import calendar_problems
from severshop.vocabulary.roles import Role


@require_safe
@roles(Role.SUPPORT)
def system(request: HttpRequest) -> HttpResponse:
    """Show what needs somebody's eye."""
    state = reading.system_state()
    is_alive = reading.worker_is_alive(state.numbers.worker_seen_at, now=clock.now())
    problems = [(problem_sentence(one), one.widens) for one in calendar_problems(now=clock.now())]
    return show(
        request, "staff/system.html", {"state": state, "worker_is_alive": is_alive, "calendar_problems": problems}
    )


@require_safe
@roles(Role.SUPPORT)
def raw_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show a carrier message as it came."""
    found = reading.raw_message(message_id)
    if found is None:
        raise Http404
    return show(request, "staff/raw-message.html", {"message": found})


@require_POST
@roles(Role.SUPPORT)
def try_again(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Take up again what was given up."""
    if send_again(entry_id, by=user_id(request), now=clock.now()):
        messages.success(request, _("It will be tried again within seconds."))
    else:
        messages.info(request, _("It is not waiting for this: somebody was quicker, or it got through."))
    return redirect("staff:system")

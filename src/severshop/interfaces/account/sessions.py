"""Where somebody is signed in, and signing out there."""

from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from severshop.interfaces.account.browsers import browser_of

log = structlog.get_logger()


class SessionsView(ListUserSessionsView):  # type: ignore[misc]
    """The list, and signing out everywhere but here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how a browser is called."""
        return {**super().get_context_data(**kwargs), "browser_of": browser_of}


sessions = SessionsView.as_view()


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of one's own browsers out: it may be this one."""
    session = get_object_or_404(UserSession, pk=pk, user_id=request.user.pk)
    end_sessions(request, [session])
    if request.user.is_authenticated:
        get_adapter().add_message(request, messages.INFO, "usersessions/messages/sessions_logged_out.txt")
        return redirect("usersessions_list")
    return redirect("account_login")


@require_POST
@login_required
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    log.info("signed out everywhere")
    end_sessions(request, list(UserSession.objects.filter(user_id=request.user.pk)))
    logout(request)
    return redirect("account_login")

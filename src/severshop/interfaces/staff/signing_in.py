"""Staff sign in with e-mail and password, and out again."""

from typing import Any

import structlog
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from severshop.domain.customers.forms import StaffSignInForm
from severshop.domain.customers.queries import roles_of
from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.usecases.account.guard_sign_in import TooOftenError, admit, forgive

log = structlog.get_logger()

SHIFT_SECONDS = 12 * 60 * 60
"""How long somebody stays signed in: a long shift."""


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignInView(LoginView):
    """The sign-in page. Guessing is slowed down by account and by address, across all processes."""

    template_name = "staff/sign-in.html"
    authentication_form = StaffSignInForm
    next_page = "staff:home"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = clock.now()
        try:
            admit(email=_email(request), origin=origin_of(request.META), now=now)
        except TooOftenError as error:
            return self._refused(seconds=int((error.until - now).total_seconds()) + 1)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.set_expiry(SHIFT_SECONDS)
        forgive(email=_email(self.request), origin=origin_of(self.request.META))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        log.info("staff sign-in failed")
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def _refused(self, *, seconds: int) -> HttpResponse:
        log.warning("staff sign-in throttled")
        form = StaffSignInForm(self.request, initial={"username": _email(self.request)})
        minutes = -(-seconds // 60)
        sentence = ngettext(
            "Too many tries. Please wait %(minutes)d minute and try again.",
            "Too many tries. Please wait %(minutes)d minutes and try again.",
            minutes,
        ) % {"minutes": minutes}
        context = self.get_context_data(form=form, too_many=sentence)
        response = self.render_to_response(context, status=429)
        response["Retry-After"] = str(seconds)
        return response


class SignOutView(LogoutView):
    """Ends the session, in the database too."""

    http_method_names = ["post", "options"]
    next_page = "staff:sign-in"


def _email(request: HttpRequest) -> str:
    return request.POST.get("username", "").strip().lower()[:254]


sign_in = SignInView.as_view()
sign_out = SignOutView.as_view()

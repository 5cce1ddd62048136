"""What allauth asks the shop: where mails go, who guesses too often, who may come in."""

from datetime import datetime
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.interfaces.account import words
from severshop.interfaces.account.too_often import too_often
from severshop.usecases.account.even_out import look_again
from severshop.usecases.account.guard_sign_in import TooOftenError, admit, forgive
from severshop.usecases.account.join_guest_orders import join_guest_orders
from severshop.usecases.account.send_letter import send_account_letter

log = structlog.get_logger()

FACTS = ("code", "to_email")
"""What of a mail's context a letter needs."""
NOWHERE = "0.0.0.0"  # noqa: S104 - not an address to listen on


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The shop's own answers. Each overrides a hook that allauth documents."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.WRONG}

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a session was opened from, as far as our own proxies say."""
        origin = origin_of(request.META)
        return NOWHERE if origin == "unknown" else origin.partition("/")[0]

    def new_user(self, request: HttpRequest) -> Any:
        """Return a new account, which speaks the language that it was made in."""
        user = super().new_user(request)
        user.language = get_language() or ""
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before a password is looked at: on the same tally as the staff's door."""
        now = clock.now()
        try:
            admit(email=credentials.get("email", ""), origin=origin_of(request.META), now=now)
        except TooOftenError as error:
            log.warning("sign-in throttled")
            raise ImmediateHttpResponse(too_often(request, error, now=now)) from error
        look_again(credentials.get("email", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose password it is, or None."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            forgive(email=credentials.get("email", ""), origin=origin_of(request.META))
        else:
            log.info("sign-in failed")
        return user

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Send people who work here to their own door: this one opens nothing for them."""
        if user.is_staff:
            messages.info(request, str(words.STAFF_DOOR))
            return redirect("staff:sign-in")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in, and bring in what they bought as a guest."""
        if _proved_by_another(request, user):
            # Who signed up left a password but never showed that the mailbox is theirs; this person did.
            user.set_unusable_password()
            user.save(update_fields=["password"])
        super().login(request, user)
        join_guest_orders(user.pk, now=clock.now())

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Take an address as proved, and bring in what was bought with it as a guest."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            join_guest_orders(email_address.user_id, now=clock.now())
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox."""
        letter = words.LETTERS.get(template_prefix)
        if letter is None:
            log.warning("a mail that the shop does not send", name=template_prefix)
            return
        facts = {name: str(context[name]) for name in FACTS if context.get(name)}
        now: datetime = clock.now()
        try:
            send_account_letter(letter, to=email, language=get_language() or "", facts=facts, now=now)
        except TooOftenError as error:
            log.warning("account letter throttled", letter=letter.value)
            raise ImmediateHttpResponse(too_often(allauth_context.request, error, now=now)) from error

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say a sentence of ours on the next page, or nothing."""
        sentence = message or words.SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence), extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how somebody can show once more who they are, in our words."""
        return [
            {**method, "description": words.WAYS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return where somebody finds themselves after changing the password."""
        return str(self._page("mfa_index"))

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ARG002
        """Return where somebody finds themselves after changing the address."""
        return str(self._page("account_email"))

    @staticmethod
    def _page(name: str) -> str:
        return redirect(name).headers["Location"]


def _proved_by_another(request: HttpRequest, user: Any) -> bool:
    """Tell whether a first sign-in comes by code to an account whose password somebody else may have chosen."""
    methods = {record.get("method") for record in get_authentication_records(request)}
    return user.last_login is None and user.has_usable_password() and "code" in methods

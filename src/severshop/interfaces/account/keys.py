"""allauth's pages for passkeys and the second step, where the shop differs: recovery codes go with the step alone."""

from typing import Any

from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse

from severshop.usecases.account.end_recovery_codes import end_recovery_codes


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey."""

    did_generate_recovery_codes: bool

    def get_success_url(self) -> str:
        """Return to the list, unless there are new codes to keep."""
        if end_recovery_codes(self.request.user.pk):
            self.did_generate_recovery_codes = False
        return str(super().get_success_url())


class TurnOffSecondStepView(DeactivateTOTPView):  # type: ignore[misc]
    """Turns the second step off, and its recovery codes with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Do so."""
        response: HttpResponse = super().form_valid(form)
        end_recovery_codes(self.request.user.pk)
        return response


OURS = {"mfa_add_webauthn": AddPasskeyView.as_view(), "mfa_deactivate_totp": TurnOffSecondStepView.as_view()}
"""By allauth's name of the address."""

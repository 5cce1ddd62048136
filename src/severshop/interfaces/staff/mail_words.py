"""What mail servers and readers told us about an order's address, in the staff's words."""

from django.utils.translation import gettext as _

from severshop.domain.notifications.channels import Stop, TroubleKind
from severshop.domain.notifications.queries import TroubleLine


def stop(state: Stop) -> str:
    """Say that an address is spared, and why; nothing where it is not."""
    return {
        Stop.NONE: "",
        Stop.UNREACHABLE: _("Mails to this address come back, so it gets only what is owed."),
        Stop.UNWANTED: _("Its reader marked our mails as unwanted, so it gets only what is owed."),
    }[state]


def trouble(line: TroubleLine) -> str:
    """Say what was told about a mail."""
    said = {
        TroubleKind.HARD: _("A mail came back for good"),
        TroubleKind.SOFT: _("A mail came back for now"),
        TroubleKind.COMPLAINT: _("A mail was marked as unwanted"),
        TroubleKind.RESUMED: _("The shopper wants mails again"),
    }[line.kind]
    return f"{said} ({line.code})" if line.code else said

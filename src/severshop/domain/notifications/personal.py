"""What is kept about people here: choices, subscriptions, and mails that came in."""

from typing import Any

from severshop.domain.notifications import actions, queries
from severshop.domain.notifications.models import InboundMail
from severshop.infra.people import Person


def export_of(person: Person) -> dict[str, Any]:
    """Return what somebody chose to hear and what came of it, ready for JSON."""
    return queries.export_of(person.user_id, person.order_ids)


def erase_of(person: Person) -> None:
    """Delete all of it, and the mails from or about their addresses, whatever they were taken for."""
    actions.erase_of(person.user_id, person.order_ids)
    # They are kept for weeks only, so there are few; no database finds an address within one.
    for mail in InboundMail.objects.only("id", "body").iterator():
        body = bytes(mail.body).lower()
        if any(email.encode() in body for email in person.emails):
            mail.delete()

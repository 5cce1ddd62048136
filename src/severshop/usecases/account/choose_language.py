"""A person chooses the language of the shop."""

import uuid

from django.db import transaction

from severshop.domain.customers.actions import write_language
from severshop.infra.languages import supported


@transaction.atomic
def choose_language(user_id: uuid.UUID, language: str) -> None:
    """Speak a language to somebody from now on, in pages and letters; an unknown one changes nothing."""
    if code := supported(language):
        write_language(user_id, code)

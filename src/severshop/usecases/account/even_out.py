"""Evens out what the door does, so that no clock tells whether an address has an account.

allauth answers alike for both; these are the reads that it needs for one of the two only. Held by
`tests/interfaces/account/test_enumeration.py`, which counts.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import has_verified_email

from severshop.domain.customers.queries import has_user_with


def look_again(email: str) -> None:
    """Read for a proved address what allauth reads for all others: the table of accounts, after its own."""
    address = email.strip().lower()
    if EmailAddress.objects.filter(email=address, verified=True).exists():
        has_user_with(address)


def look_as_a_sign_up_does(user: Any) -> None:
    """Read what allauth reads of a new account before it mails the first code."""
    has_verified_email(user)
    EmailAddress.objects.filter(user_id=user.pk).first()
    EmailAddress.objects.filter(user_id=user.pk, email=user.email).first()
    has_user_with(user.email)

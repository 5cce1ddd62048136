"""Letters about an account: codes, and news that somebody changed how it is entered."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.infra.ids import uuid7
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.claims import SECRET
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use
from severshop.vocabulary.account_letters import ACCOUNT_LETTER, ASKED_BY_ANYBODY, AccountLetter

__all__ = ["TooOftenError", "send_account_letter"]

BURST = timedelta(minutes=15)
IN_A_BURST = 5
IN_A_DAY = 20
"""Letters that anybody can have sent to an address, counted for the address, whether or not it is known here."""


@transaction.atomic
def send_account_letter(
    letter: AccountLetter, *, to: str, language: str, facts: Mapping[str, str], now: datetime
) -> None:
    """Put a letter into the outbox; address and code are forgotten once it has gone.

    Raises `TooOftenError` when an address has been written to too often for somebody who only typed it.
    """
    if letter in ASKED_BY_ANYBODY:
        address = to.strip().lower()
        count_use(
            [
                Limit(f"account letters burst {address}", IN_A_BURST, BURST),
                Limit(f"account letters day {address}", IN_A_DAY, timedelta(days=1)),
            ],
            now=now,
        )
    payload = {"kind": ACCOUNT_LETTER, "letter": letter.value, "language": language}
    secret = {"to": to, **facts}
    put([NewEntry(topic=MAIL_TOPIC, key=f"mail:account:{uuid7()}", payload={**payload, SECRET: secret})], now=now)

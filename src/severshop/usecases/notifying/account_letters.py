"""The letters about an account. Where they go and which code they hold stands in the secret part of their entry."""

from datetime import datetime, timedelta

from severshop.infra.outbox.claims import SECRET, Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail.account import account_letter
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.vocabulary.account_letters import ACCOUNT_LETTER, WITH_CODE, AccountLetter

CODE_LIVES = timedelta(minutes=15)


def write(entry: Entry, now: datetime) -> Mail:
    """Write a letter about an account."""
    secret = entry.payload.get(SECRET)
    if not secret:
        raise GiveUpError("its address was forgotten already")
    letter = AccountLetter(entry.payload["letter"])
    if letter in WITH_CODE and now - entry.created_at > CODE_LIVES:
        raise DroppedError("not sent: its code no longer worked")
    with spoken(entry.payload["language"]) as language:
        written = account_letter(letter, code=secret.get("code", ""), to_email=secret.get("to_email", ""))
    return Mail(to=secret["to"], language=language, letter=written)


ACCOUNT_LETTERS: dict[str, Writer] = {ACCOUNT_LETTER: write}

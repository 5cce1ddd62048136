"""Letters about an account, as a real mail server received them; and what the outbox forgets."""

from datetime import timedelta

import pytest

from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import Outcome, run_batch
from severshop.usecases.account.send_letter import IN_A_BURST, IN_A_DAY, TooOftenError, send_account_letter
from severshop.usecases.notifying.account_letters import CODE_LIVES
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.vocabulary.account_letters import WITH_CODE, AccountLetter

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
CODE = "4821-7735"
SECOND = timedelta(seconds=1)


def send(letter, *, now, to=ADA, **facts):
    send_account_letter(letter, to=to, language="en", facts=facts, now=now)


def deliver(now):
    with post_office(lambda: now) as handle:
        return run_batch(MAIL_TOPICS, handle, clock=lambda: now).counts


@pytest.mark.parametrize("letter", AccountLetter)
def test_each_letter_says_what_to_do_in_text_as_in_html(letter, server, now):
    send(letter, now=now, code=CODE, to_email="new@example.com")
    deliver(now)
    [mail] = server.mails
    assert mail["To"] == ADA
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    if letter in WITH_CODE:
        assert all("4821 7735" in part for part in (mail["Subject"], text, html))
        assert "http" not in text.partition("--")[0], "a code needs no link, and nobody learns to press one"
    else:
        assert "http://localhost:8000/account/" in text
        assert "http://localhost:8000/account/" in html
        assert CODE not in text
    assert "do nothing" in text or letter is AccountLetter.ADDRESS_CHANGED


def test_the_older_address_hears_which_is_the_new_one(server, now):
    send(AccountLetter.ADDRESS_CHANGED, now=now, to_email="new@example.com")
    deliver(now)
    assert "new@example.com" in server.mails[0].get_body(("plain",)).get_content()


def test_neither_address_nor_code_stays_once_the_letter_has_gone(server, now):
    send(AccountLetter.SIGN_IN_CODE, now=now, code=CODE)
    deliver(now)
    entry = OutboxEntry.objects.get()
    kept = f"{entry.payload} {entry.key} {entry.last_error}"
    assert entry.done_at
    assert CODE not in kept
    assert ADA not in kept


def test_a_code_that_no_longer_works_is_not_mailed(server, now):
    send(AccountLetter.SIGN_IN_CODE, now=now, code=CODE)
    assert deliver(now + CODE_LIVES + SECOND)[Outcome.DROPPED] == 1
    assert server.mails == []


def test_news_of_a_change_is_mailed_however_late(server, now):
    send(AccountLetter.PASSWORD_CHANGED, now=now)
    deliver(now + timedelta(days=2))
    assert len(server.mails) == 1


def test_letters_that_anybody_can_have_sent_are_counted_for_the_address(now):
    for _ in range(IN_A_BURST):
        send(AccountLetter.SIGN_IN_CODE, now=now, code=CODE)
    with pytest.raises(TooOftenError):
        send(AccountLetter.NO_ACCOUNT, now=now, to=" Ada@Example.com")
    send(AccountLetter.PASSWORD_CHANGED, now=now)
    send(AccountLetter.SIGN_IN_CODE, now=now, to="bob@example.com", code=CODE)
    assert OutboxEntry.objects.count() == IN_A_BURST + 2


def test_a_day_has_a_limit_too(now):
    sent = 0
    for quarter in range(24):
        try:
            for _ in range(IN_A_BURST):
                send(AccountLetter.SIGN_IN_CODE, now=now + quarter * timedelta(minutes=16), code=CODE)
                sent += 1
        except TooOftenError:
            continue
    assert sent == IN_A_DAY

"""Mails brought to the hook: durable before they are answered, once, and only from whoever shows the token."""

import asyncio

import httpx
import pytest

from severshop.domain.notifications.models import InboundMail
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.hooks.app import HooksApp

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = {"authorization": "Bearer demo-mail-credential"}
MAIL = b"From: ada@example.com\r\nTo: help@bestshoesevershop.example\r\n\r\nHello\r\n"


def post(*bodies, headers=TOKEN):
    async def run():
        app = HooksApp()
        await app.start()
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
                return [await client.post("/hooks/mail", content=body, headers=headers) for body in bodies]
        finally:
            await app.stop()

    return [response.status_code for response in asyncio.run(run())]


def test_a_mail_is_kept_as_it_came_and_waits_for_the_worker():
    assert post(MAIL) == [202]
    row = InboundMail.objects.get()
    assert bytes(row.body) == MAIL
    assert OutboxEntry.objects.get(topic="mail.inbound").payload == {"inbound": row.id}


def test_the_same_mail_again_is_answered_alike_and_kept_once():
    assert post(MAIL, MAIL, MAIL + b"\r\n") == [202, 202, 202]
    assert InboundMail.objects.count() == OutboxEntry.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "demo-mail-credential"},
        {"authorization": b"Bearer \xe9"},
    ],
)
def test_whoever_does_not_show_the_token_is_refused(headers):
    assert post(MAIL, headers=headers) == [401]
    assert not InboundMail.objects.exists()


def test_without_a_secret_the_hook_is_closed_to_everybody(settings):
    settings.MAIL_HOOK_SECRET = ""
    assert post(MAIL, headers={"authorization": "Bearer "}) == [401]
    assert post(MAIL) == [401]


@pytest.mark.parametrize(("body", "status"), [(b"", 400), (b" \r\n", 400), (b"x" * (2 * 1024 * 1024 + 1), 413)])
def test_what_is_nothing_or_too_much_is_refused(body, status):
    assert post(body) == [status]
    assert not InboundMail.objects.exists()


def test_a_picture_in_an_answer_fits():
    assert post(MAIL + b"x" * (2 * 1024 * 1024 - len(MAIL))) == [202]

"""`POST /hooks/...`: what carriers, payment providers and mail servers tell us. Raw ASGI: the hottest way in."""

import hmac
from collections.abc import Mapping, Sequence

from django.conf import settings

from severshop.domain.carriers.registry import CARRIERS
from severshop.infra.asgi import Answer, Message, Receive, Send, read_body, send_answer
from severshop.infra.clock import now
from severshop.infra.group_commit import GroupCommit
from severshop.interfaces.hooks import gateway
from severshop.usecases.notifying.hear_mail import keep_mails
from severshop.usecases.paying.hear_gateway import hear_chargeback, hear_gateway, hear_refund
from severshop.usecases.tracking.receive_messages import IncomingMessage, message, receive_messages

BODY_CAP = 256 * 1024
"""Bytes. Track Alert messages are under 2 kB; a batch of a generic carrier under 100."""
MAIL_CAP = 2 * 1024 * 1024
"""Bytes. A bounce quotes our mail, which has 40 kB; an answer may have a picture below it."""
RETRY_AFTER_SECONDS = 5

ACCEPTED = Answer(202, b"")
NOTED = Answer(204, b"")
UNAUTHORISED = Answer(401, b"The credential is missing or wrong.", {b"www-authenticate": b"Bearer"})
NOT_FOUND = Answer(404, b"There is no hook here.")
NOT_POST = Answer(405, b"Send a POST.", {b"allow": b"POST"})
TOO_LARGE = Answer(413, b"The message is larger than 256 kB.")
MAIL_TOO_LARGE = Answer(413, b"The mail is larger than 2 MB.")
EMPTY = Answer(400, b"Send the mail as it came, with its headers.")
BUSY = Answer(503, b"It could not be kept. Send it again.", {b"retry-after": b"%d" % RETRY_AFTER_SECONDS})


class HooksApp:
    """Authenticates, keeps the message raw and durable together with its neighbours, answers 202."""

    def __init__(self) -> None:
        self._messages = GroupCommit(_keep_messages)
        self._money = GroupCommit(_note_money)
        self._mails = GroupCommit(_keep_mails, batch=20)

    async def start(self) -> None:
        """Start the writers."""
        self._messages.start()
        self._money.start()
        self._mails.start()

    async def stop(self) -> None:
        """Write what waits."""
        await self._messages.stop()
        await self._money.stop()
        await self._mails.stop()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await send_answer(send, await self._answer(scope, receive))

    async def _answer(self, scope: Message, receive: Receive) -> Answer:
        if scope["method"] != "POST":
            return NOT_POST
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        match scope["path"].removeprefix("/hooks/").split("/"):
            case ["carriers", carrier] if carrier in CARRIERS:
                return await self._carrier(carrier, headers, receive)
            case ["payments", "sandbox"]:
                return await self._gateway(headers, receive)
            case ["mail"]:
                return await self._mail(headers, receive)
            case _:
                return NOT_FOUND

    async def _carrier(self, carrier: str, headers: Mapping[str, str], receive: Receive) -> Answer:
        secret = settings.CARRIER_HOOK_SECRETS.get(carrier, "")
        body = await read_body(receive, cap=BODY_CAP)
        if body is None:
            return TOO_LARGE
        if not secret or not CARRIERS[carrier].is_authentic(headers, body, secret):
            return UNAUTHORISED
        return ACCEPTED if await _kept(self._messages, message(carrier, body)) else BUSY

    async def _gateway(self, headers: Mapping[str, str], receive: Receive) -> Answer:
        body = await read_body(receive, cap=BODY_CAP)
        if body is None:
            return TOO_LARGE
        told = gateway.read(headers, body, now=now())
        if isinstance(told, Answer):
            return told
        return NOTED if await _kept(self._money, told) else BUSY

    async def _mail(self, headers: Mapping[str, str], receive: Receive) -> Answer:
        secret = settings.MAIL_HOOK_SECRET
        shown = headers.get("authorization", "").encode("latin-1", "replace")
        if not secret or not hmac.compare_digest(shown, f"Bearer {secret}".encode()):
            return UNAUTHORISED
        body = await read_body(receive, cap=MAIL_CAP)
        if body is None:
            return MAIL_TOO_LARGE
        if not body.strip():
            return EMPTY
        return ACCEPTED if await _kept(self._mails, body) else BUSY


async def _kept[Item](writer: GroupCommit[Item], item: Item) -> bool:
    """Tell whether the item is durable. If not, the writer has logged why, and the sender must come again."""
    try:
        await writer.put(item)
    except Exception:  # noqa: BLE001 - whatever stopped the commit, the honest answer is the same
        return False
    return True


def _keep_messages(messages: Sequence[IncomingMessage]) -> None:
    receive_messages(messages, now=now())


def _keep_mails(mails: Sequence[bytes]) -> None:
    keep_mails(mails, now=now())


def _note_money(news: Sequence[gateway.Told]) -> None:
    for told in news:
        match told:
            case gateway.SettledCharge():
                hear_gateway(told.payment_id, state=told.state, now=now())
            case gateway.SettledRefund():
                hear_refund(told.refund_id, now=now())
            case gateway.ChargebackNews():
                hear_chargeback(told.provider_ref, news=told.news, now=now())

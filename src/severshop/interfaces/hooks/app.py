"""`POST /hooks/...`: what carriers and payment providers tell us. Raw ASGI: the hottest way in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from django.conf import settings

from severshop.domain.carriers.registry import CARRIERS
from severshop.infra.asgi import Answer, read_body, send_answer
from severshop.infra.clock import now
from severshop.infra.group_commit import GroupCommit, OverloadedError
from severshop.interfaces.hooks.gateway import hear
from severshop.usecases.tracking.receive_messages import message, receive_messages

BODY_CAP = 256 * 1024
"""Bytes. Track Alert messages are under 2 kB; a batch of a generic carrier under 100."""
RETRY_AFTER_SECONDS = 5

ACCEPTED = Answer(202, b"")
UNAUTHORISED = Answer(401, b"The credential is missing or wrong.", {b"www-authenticate": b"Bearer"})
NOT_FOUND = Answer(404, b"There is no hook here.")
NOT_POST = Answer(405, b"Send a POST.", {b"allow": b"POST"})
TOO_LARGE = Answer(413, b"The message is larger than 256 kB.")
BUSY = Answer(503, b"Too much is waiting to be written. Send it again.", {b"retry-after": b"%d" % RETRY_AFTER_SECONDS})

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class HooksApp:
    """Authenticates, keeps the message raw and durable together with its neighbours, answers 202."""

    def __init__(self) -> None:
        self._inbox = GroupCommit(_write)

    async def start(self) -> None:
        """Start the writer."""
        self._inbox.start()

    async def stop(self) -> None:
        """Write what waits."""
        await self._inbox.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send_answer(send, await self._answer(scope, receive))

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["method"] != "POST":
            return NOT_POST
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        match scope["path"].removeprefix("/hooks/").split("/"):
            case ["carriers", carrier] if carrier in CARRIERS:
                return await self._carrier(carrier, headers, receive)
            case ["payments", "sandbox"]:
                return await hear(headers, receive, cap=BODY_CAP)
            case _:
                return NOT_FOUND

    async def _carrier(self, carrier: str, headers: Mapping[str, str], receive: Receive) -> Answer:
        secret = settings.CARRIER_HOOK_SECRETS.get(carrier, "")
        if not secret or not CARRIERS[carrier].is_authentic(headers, secret):
            return UNAUTHORISED
        if int(headers.get("content-length") or 0) > BODY_CAP:
            return TOO_LARGE
        body = await read_body(receive, cap=BODY_CAP)
        if body is None:
            return TOO_LARGE
        try:
            await self._inbox.put(message(carrier, body))
        except OverloadedError:
            return BUSY
        except Exception:  # noqa: BLE001 - whatever stopped the commit is logged there; the sender must come again
            return BUSY
        return ACCEPTED


def _write(messages: Sequence[Any]) -> None:
    receive_messages(messages, now=now())

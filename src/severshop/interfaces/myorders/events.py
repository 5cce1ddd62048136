"""`/my-orders/events`: one live stream for all orders of a shopper. It tells numbers and versions, and nothing else.

What an order says its page fetches from Django, where the session decides who may read it.
"""

import asyncio
import json
import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from severshop.domain.snapshots.live import Live
from severshop.domain.snapshots.queries import PublicStatus
from severshop.domain.snapshots.streams import Stream
from severshop.infra.answers import (
    AWAY,
    PROBLEM,
    RETRY_AFTER,
    Receive,
    Scope,
    Send,
    header,
    send_not_allowed,
    send_whole,
)
from severshop.infra.db.fast import DatabaseAway
from severshop.infra.sse import RETRY, TOO_MANY, send_events
from severshop.interfaces.myorders.tickets import Ticket, read_ticket
from severshop.usecases.reading.my_orders import state_tag, watched_orders

MOST_OF_ONE: Final = 20
"""Open lists of one shopper in one process."""
NO_TICKET: Final = b'{"type":"about:blank","title":"Ask for a new ticket","status":401}'
RENEW: Final = b"event: renew\ndata: {}\n\n"


class OrdersStream(Stream):
    """The open list of one shopper. What changed and is not sent yet is gathered: each order once, at its newest."""

    __slots__ = ("_changed", "_numbers", "_said_renew", "_until", "_versions")

    of = "my_orders"

    def __init__(self, orders: Mapping[str, tuple[str, int]], *, seconds: float) -> None:
        super().__init__(orders)
        self._numbers = {token_hash: number for token_hash, (number, _) in orders.items()}
        self._versions = dict(orders.values())
        self._changed: dict[str, int] = {}
        self._until = asyncio.get_running_loop().time() + seconds
        self._said_renew = False

    def hear(self, token_hash: str, status: PublicStatus, encoded: bytes) -> None:
        del encoded
        number = self._numbers[token_hash]
        if status.version > self._versions[number]:
            self._versions[number] = self._changed[number] = status.version
            self._news.set()

    def take(self) -> bytes | None:
        changed, self._changed = self._changed, {}
        return self._event(changed) if changed else None

    def begin(self, *, seen: str) -> bytes:
        """Return how the stream begins: with every version, unless `seen` names just these."""
        self._changed = {}
        self._forget_news()
        return RETRY if seen == state_tag(self._versions) else RETRY + self._event(self._versions)

    async def next(self) -> bytes | None:
        """Return what to send next; at last that a new ticket is needed."""
        try:
            async with asyncio.timeout_at(self._until):
                return await super().next()
        except TimeoutError:
            if self._said_renew:
                return None
            self._said_renew = True
            return RENEW

    def _event(self, versions: Mapping[str, int]) -> bytes:
        data = json.dumps(versions, separators=(",", ":"))
        return f"id: {state_tag(self._versions)}\nevent: orders\ndata: {data}\n\n".encode()


class MyOrdersEvents:
    """The stream as an ASGI application, over the open pages that it shares with the status page."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._open: Counter[uuid.UUID] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for a stream."""
        if scope["method"] != "GET":
            await send_not_allowed(scope, send, allowed=b"GET")
            return
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        ticket = read_ticket(asked.get("ticket", [""])[0], cookies=header(scope, b"cookie").decode("latin-1"))
        if ticket is None:
            await send_whole(scope, send, status=401, headers=PROBLEM, body=NO_TICKET)
        elif self._live.streams.is_full or self._open[ticket.customer_id] >= MOST_OF_ONE:
            await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=TOO_MANY)
        else:
            seen = header(scope, b"last-event-id").decode("latin-1") or asked.get("after", [""])[0]
            await self._follow(ticket, scope, receive, send, seen=seen)

    async def _follow(self, ticket: Ticket, scope: Scope, receive: Receive, send: Send, *, seen: str) -> None:
        self._open[ticket.customer_id] += 1
        try:
            try:
                stream = await self._joined(ticket)
            except DatabaseAway:
                await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=AWAY)
                return
            try:
                await send_events(stream, receive, send, first=stream.begin(seen=seen))
            finally:
                self._live.streams.leave(stream)
        finally:
            self._open[ticket.customer_id] -= 1
            if not self._open[ticket.customer_id]:
                del self._open[ticket.customer_id]

    async def _joined(self, ticket: Ticket) -> OrdersStream:
        """Return a stream that hears every change, and knows of all that were before it heard."""
        orders = await watched_orders(self._live.reader, ticket.customer_id)
        stream = self._live.streams.join(OrdersStream(orders, seconds=ticket.seconds))
        try:
            for token_hash, (_, version) in (await watched_orders(self._live.reader, ticket.customer_id)).items():
                if token_hash in stream.token_hashes:
                    stream.hear(token_hash, PublicStatus(version, b""), b"")
        except BaseException:
            self._live.streams.leave(stream)
            raise
        return stream

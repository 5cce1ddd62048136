"""The live stream of one page: server-sent events over raw ASGI."""

import re
from typing import Final

from severshop.domain.snapshots.queries import PublicPages
from severshop.domain.snapshots.streams import PageStream, Streams, event
from severshop.infra.answers import NOT_FOUND, PROBLEM, RETRY_AFTER, Receive, Scope, Send, header, send_whole
from severshop.infra.sse import RETRY, TOO_MANY
from severshop.infra.sse import send_events as send_stream

VERSION: Final = re.compile(rb"[0-9]{1,9}")


async def send_events(
    scope: Scope, receive: Receive, send: Send, *, token_hash: str, snapshots: PublicPages, streams: Streams
) -> None:
    """Send the page's state when the asker's is another, then every new one, until either side ends it."""
    if streams.is_full:
        await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=TOO_MANY)
        return
    # Opened before the state is read, so that no change falls between the two.
    stream = streams.join(PageStream([token_hash]))
    try:
        status = await snapshots.status(token_hash)
        if status is None:
            await send_whole(scope, send, status=404, headers=PROBLEM, body=NOT_FOUND)
            return
        first = RETRY if _last_seen(scope) == status.version else RETRY + event(status)
        stream.start_from(status.version)
        await send_stream(stream, receive, send, first=first)
    finally:
        streams.leave(stream)


def _last_seen(scope: Scope) -> int | None:
    """Return the version that the asker holds: what its last event said or, at the first time, its page."""
    given = header(scope, b"last-event-id") or scope.get("query_string", b"").removeprefix(b"after=")
    return int(given) if VERSION.fullmatch(given) else None

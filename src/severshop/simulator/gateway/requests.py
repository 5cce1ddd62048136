"""Reading requests, and saying what is wrong with them."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from severshop.simulator.gateway.charges import BadRequestError

LARGEST_BODY = 20_000
LONGEST_KEY = 100


async def document(request: Request) -> Any:
    """Return the JSON that was sent. Raises `BadRequestError`."""
    sent = await body(request)
    try:
        return json.loads(sent)
    except ValueError as error:
        raise BadRequestError("send a JSON object") from error


async def body(request: Request) -> bytes:
    """Return what was sent, up to a limit. Raises `BadRequestError`."""
    sent = b""
    async for chunk in request.stream():
        sent += chunk
        if len(sent) > LARGEST_BODY:
            raise BadRequestError(f"at most {LARGEST_BODY} bytes")
    return sent


def key_of(request: Request) -> str:
    """Return the idempotency key. Raises `BadRequestError`."""
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadRequestError(f"Idempotency-Key: a header of 1 to {LONGEST_KEY} characters")
    return key


def error(status: int, detail: str) -> JSONResponse:
    """Return a refusal."""
    return JSONResponse({"detail": detail}, status_code=status)

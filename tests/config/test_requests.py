"""What wraps every request: an id, a count, no secret in the log, and a calm answer when all breaks."""

import asyncio

import httpx
import pytest

from severshop.config.requests import observed, public_path
from severshop.infra.asgi import Answer, send_answer


def ask(app, path="/", **options):
    async def run():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(observed(app)), base_url="http://shop") as client:
            return await client.get(path, **options)

    return asyncio.run(run())


async def fine(scope, receive, send):
    await send_answer(send, Answer(200, b"fine"))


async def broken(scope, receive, send):
    raise RuntimeError("secret detail")


def test_every_answer_carries_an_id():
    assert ask(fine).headers["x-request-id"]


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-12345", True), ("x\ny" * 3, False), ("short", False), ("a" * 65, False)]
)
def test_a_callers_id_is_kept_when_it_is_one(given, kept):
    headers = {"x-request-id": given.encode()}
    assert (ask(fine, headers=headers).headers["x-request-id"] == given) is kept


def test_a_broken_part_answers_calmly_and_tells_no_detail():
    response = ask(broken)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "try again" in response.text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/t/AbCdEfGhIjKlMnOpQrStUv", "/t/..."),
        ("/t/AbCdEfGhIjKlMnOpQrStUv.json", "/t/....json"),
        ("/t/AbCdEfGhIjKlMnOpQrStUv/events", "/t/.../events"),
        ("/basket/", "/basket/"),
    ],
)
def test_no_token_reaches_the_log(path, shown):
    assert public_path(path) == shown

"""What wraps every request: an id, a count, no secret in the log, and a calm answer when all breaks."""

import asyncio

import httpx
import pytest

from severshop.config import requests
from severshop.config.requests import counted, observed, public_path
from severshop.infra.asgi import Answer, send_answer
from severshop.infra.logs import request_id
from severshop.infra.metrics import requests_total


def ask(app, path="/", wrap=observed, **options):
    async def run():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(wrap(app)), base_url="http://shop") as client:
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


async def away(scope, receive, send):
    await send_answer(send, Answer(503, b"away"))


@pytest.fixture
def lines(monkeypatch):
    """What is written into the log, each line with the id that it would carry."""
    written = []

    class Log:
        def info(self, event, **said):
            written.append({"event": event, "request_id": request_id.get(), **said})

        exception = info

    monkeypatch.setattr(requests, "log", Log())
    return written


def test_a_hot_path_is_counted_and_says_nothing_when_all_is_well(lines):
    before = requests_total["GET", 200]
    assert ask(fine, wrap=counted).text == "fine"
    assert requests_total["GET", 200] == before + 1
    assert lines == []


def test_a_failure_on_a_hot_path_can_be_found_in_the_log_by_its_id(lines):
    response = ask(away, path="/t/AbCdEfGhIjKlMnOpQrStUv", wrap=counted)
    (said,) = lines
    assert said["request_id"] == response.headers["x-request-id"]
    assert (said["path"], said["status"]) == ("/t/...", 503)


@pytest.mark.parametrize("wrap", [observed, counted])
def test_a_broken_part_answers_calmly_and_tells_no_detail(wrap):
    response = ask(broken, wrap=wrap)
    assert response.status_code == 500
    assert response.headers["x-request-id"]
    assert "secret" not in response.text
    assert "try again" in response.text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/t/AbCdEfGhIjKlMnOpQrStUv", "/t/..."),
        ("/t/AbCdEfGhIjKlMnOpQrStUv.json", "/t/....json"),
        ("/t/AbCdEfGhIjKlMnOpQrStUv/events", "/t/.../events"),
        ("/order/AbCdEfGhIjKlMnOpQrStUv/code/", "/order/.../code/"),
        ("/basket/", "/basket/"),
    ],
)
def test_no_token_reaches_the_log(path, shown):
    assert public_path(path) == shown

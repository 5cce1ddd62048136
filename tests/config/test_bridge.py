"""Django's WSGI side seen through the bridge: nothing is lost on the way in or out."""

import asyncio
import contextvars

import httpx
import pytest

from severshop.config.bridge import BODY_CAP, MOST_UPLOADS, UPLOAD_CAP, WsgiBridge


def ask(wsgi, method="GET", path="/", **options):
    async def run():
        transport = httpx.ASGITransport(WsgiBridge(wsgi))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            return await client.request(method, path, **options)

    return asyncio.run(run())


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    body = environ["wsgi.input"].read()
    wanted = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH", "HTTP_X_TWIN", "HTTP_COOKIE")
    return [repr({name: environ.get(name) for name in wanted}).encode(), b"|", body]


def test_method_path_query_and_body_arrive():
    response = ask(echo, "POST", "/p/sch%C3%B6n/?size=42", content=b"hello")
    environ, body = response.text.split("|")
    assert body == "hello"
    assert "'REQUEST_METHOD': 'POST'" in environ
    assert "'QUERY_STRING': 'size=42'" in environ
    assert "'CONTENT_LENGTH': '5'" in environ
    # WSGI carries the path's bytes as Latin-1 (PEP 3333)
    assert repr("/p/schön/".encode().decode("latin-1")) in environ


def test_two_cookies_leave_as_two():
    assert ask(echo).headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_a_header_with_an_underscore_does_not_pass_for_its_twin():
    assert "'HTTP_X_TWIN': None" in ask(echo, headers={"X_Twin": "forged"}).text
    assert "'HTTP_X_TWIN': 'true'" in ask(echo, headers={"X-Twin": "true"}).text


def test_a_body_over_the_cap_is_refused():
    assert ask(echo, "POST", content=b"x" * (BODY_CAP + 1)).status_code == 413


@pytest.mark.parametrize(
    "path", ["/order/abc/return/", "/order/abc/return/2/", "/order/abc/claim/", "/staff/returns/x/"]
)
def test_photos_may_be_larger_where_they_are_taken_in(path):
    assert ask(echo, "POST", path, content=b"x" * (BODY_CAP + 1)).status_code == 200
    assert ask(echo, "POST", path, content=b"x" * (UPLOAD_CAP + 1)).status_code == 413


@pytest.mark.parametrize(
    "path", ["/order/abc/cancel/", "/order/abc/return/1/x/", "/x/order/abc/return/", "/staff/returns"]
)
def test_nowhere_else(path):
    assert ask(echo, "POST", path, content=b"x" * (BODY_CAP + 1)).status_code == 413


def test_only_so_many_large_bodies_are_held_at_once():
    async def endless():
        for _part in range(3):
            yield b"x" * BODY_CAP
            await asyncio.sleep(0.05)

    async def run():
        transport = httpx.ASGITransport(WsgiBridge(echo))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            asked = [client.post("/order/abc/return/", content=endless()) for _ in range(MOST_UPLOADS + 1)]
            answers = [answer.status_code for answer in await asyncio.gather(*asked)]
            small = await client.post("/order/abc/return/", content=b"few=1")
            return answers, small.status_code

    answers, small = asyncio.run(run())
    assert sorted(answers) == [200] * MOST_UPLOADS + [503]
    assert small == 200


def test_the_response_is_closed_even_when_it_breaks():
    closed = []

    class Breaking:
        def __iter__(self):
            raise ValueError("broken")

        def close(self):
            closed.append(True)

    def wsgi(environ, start_response):
        start_response("200 OK", [])
        return Breaking()

    with pytest.raises(ValueError, match="broken"):
        ask(wsgi)
    assert closed == [True]


def test_the_thread_sees_the_requests_context():
    name = contextvars.ContextVar("name", default="nobody")

    def wsgi(environ, start_response):
        start_response("200 OK", [])
        return [name.get().encode()]

    async def run():
        name.set("ada")
        async with httpx.AsyncClient(transport=httpx.ASGITransport(WsgiBridge(wsgi)), base_url="http://shop") as client:
            return await client.get("/")

    assert asyncio.run(run()).text == "ada"

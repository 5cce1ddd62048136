"""What a stranger forges is refused, and leaves one short line in the log."""

import io
import json
import logging

import pytest
from django.test import Client


@pytest.fixture
def written():
    """What the shop's own handler writes into the log, read back line by line."""
    (handler,) = [one for one in logging.getLogger().handlers if one.get_name() == "stderr"]
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


@pytest.mark.parametrize("host", ["evil.example", "shop.example.evil.example", "shop.example:80:90", "x" * 5000])
def test_a_forged_host_is_refused_with_one_line_and_no_traceback(host, written, settings, db):
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    assert client.get("/help/", headers={"host": "shop.example"}).status_code == 200
    assert client.get("/help/", headers={"host": host}).status_code == 400
    said = written()
    assert len([line for line in said if "HTTP_HOST" in line["event"]]) == 1
    assert not any("exception" in line for line in said)
    assert max(len(json.dumps(line)) for line in said) < 1000


def test_no_header_or_path_starts_a_line_of_its_own(written, db):
    forged = '{"event": "refunded", "level": "info"}'
    client = Client(raise_request_exception=False)
    client.get(f"/nowhere/%0d%0a{forged}/", headers={"user-agent": f"a\n{forged}", "referer": f"b\r\n{forged}"})
    said = written()
    assert said
    assert "refunded" not in [line["event"] for line in said]

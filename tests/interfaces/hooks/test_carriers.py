"""Each carrier's hook opens with its own proof only, and not at all without a secret."""

import asyncio
import hashlib
import hmac

import httpx
import pytest

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.tracking.models import RawMessage
from severshop.interfaces.hooks.app import HooksApp

pytestmark = pytest.mark.django_db(transaction=True)

BODY = b'{"messages": []}'


def signed(body, key="demo-generic-credential"):
    return {"signature": f"t=1764061320,v1={hmac.new(key.encode(), b'1764061320.' + body, hashlib.sha256).hexdigest()}"}


def status(carrier, headers, body=BODY):
    async def run():
        app = HooksApp()
        await app.start()
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
                return await client.post(f"/hooks/carriers/{carrier}", content=body, headers=headers)
        finally:
            await app.stop()

    return asyncio.run(run()).status_code


@pytest.mark.parametrize(
    ("carrier", "headers"),
    [
        ("dhl", {"dhl-hook-token": "demo-dhl-credential"}),
        ("dhl", {"Authorization": "Bearer demo-dhl-credential"}),
        ("generic", signed(BODY)),
    ],
)
def test_the_right_proof_opens_the_hook(carrier, headers):
    assert status(carrier, headers) == 202
    assert RawMessage.objects.get().carrier == carrier


@pytest.mark.parametrize(
    ("carrier", "headers"),
    [
        ("dhl", {"dhl-hook-token": "demo-generic-credential"}),
        ("generic", signed(b'{"messages": [{}]}')),
        ("generic", signed(BODY, "demo-dhl-credential")),
        ("canadapost", {"Authorization": "Bearer "}),
        ("royalmail", {"credential": ""}),
    ],
)
def test_another_carriers_proof_or_body_does_not(carrier, headers):
    assert status(carrier, headers) == 401
    assert not RawMessage.objects.exists()


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_without_a_secret_every_hook_is_closed(carrier, settings):
    settings.CARRIER_HOOK_SECRETS = {}
    headers = {"credential": "", "dhl-hook-token": "", "authorization": "Bearer ", **signed(BODY, "")}
    assert status(carrier, headers) == 401

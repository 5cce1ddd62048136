"""Speaks with the payment gateway. Every answer is checked; what is not certain is said to be so.

Belongs to this room: it knows what a charge is. How to call a service lies in `infra.http`.
"""

from typing import Any

import httpx
from django.conf import settings

from severshop.domain.payments.rules import Answer, Charge, UnreadableAnswerError, read_answer
from severshop.infra import http


class NoCertainAnswerError(Exception):
    """The gateway did not say what became of the charge: it may or may not exist."""


class GatewayDownError(NoCertainAnswerError):
    """The gateway was not reached, took too long or failed: the next question would fare no better."""


def charge(asked: Charge, *, return_url: str, notify_url: str) -> Answer:
    """Ask for a charge. The same charge again is the same charge. Raises `NoCertainAnswerError`."""
    response = _call(
        "POST",
        "/v1/charges",
        headers={"Idempotency-Key": str(asked.key)},
        json={
            "amount_minor": asked.amount_minor,
            "currency": asked.currency,
            "method": asked.method,
            "reference": asked.reference,
            "return_url": return_url,
            "notify_url": notify_url,
        },
    )
    return _read(response, about=asked)


def ask(about: Charge) -> Answer | None:
    """Return what became of a charge, None if the gateway has never heard of it. Raises `NoCertainAnswerError`."""
    response = _call("GET", f"/v1/charges/{about.key}")
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    return _read(response, about=about)


def cancel(about: Charge) -> Answer:
    """Cancel a charge, even one that is still on its way. If it succeeded before, that is the answer.

    Raises `NoCertainAnswerError`.
    """
    return _read(_call("POST", f"/v1/charges/{about.key}/cancel"), about=about)


def _call(method: str, path: str, **content: Any) -> httpx.Response:
    authorization = {"Authorization": f"Bearer {settings.GATEWAY_SECRET}"}
    try:
        with http.client(base_url=settings.GATEWAY_URL, headers=authorization) as client:
            return client.request(method, path, **content)
    except httpx.HTTPError as error:
        raise GatewayDownError(type(error).__name__) from error


def _read(response: httpx.Response, *, about: Charge) -> Answer:
    if response.is_server_error:
        raise GatewayDownError(f"HTTP {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise NoCertainAnswerError(f"HTTP {response.status_code}")
    try:
        return read_answer(response.json(), charge=about, gateway_url=settings.GATEWAY_URL)
    except (UnreadableAnswerError, ValueError) as error:
        raise NoCertainAnswerError(str(error)) from error

"""Speaks with the payment gateway. Every answer is checked; what is not certain is said to be so.

Belongs to this room: it knows what a charge is. How to call a service lies in `infra.http`.
"""

from collections.abc import Callable
from typing import Any

import httpx
from django.conf import settings

from severshop.domain.payments.refunds import ChargebackTold, RefundAnswer, RefundOrder, read_chargeback, read_refund
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


def refund(asked: RefundOrder, *, notify_url: str) -> RefundAnswer:
    """Ask for a refund. The same refund again is the same refund. Raises `NoCertainAnswerError`."""
    response = _call(
        "POST",
        f"/v1/charges/{asked.charge}/refunds",
        headers={"Idempotency-Key": str(asked.key)},
        json={"amount_minor": asked.amount_minor, "currency": asked.currency, "notify_url": notify_url},
    )
    return _certain(response, lambda document: read_refund(document, asked=asked))


def ask_refund(about: RefundOrder) -> RefundAnswer | None:
    """Return what became of a refund, None if the gateway has never heard of it. Raises `NoCertainAnswerError`."""
    response = _call("GET", f"/v1/refunds/{about.key}")
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    return _certain(response, lambda document: read_refund(document, asked=about))


def ask_chargeback(provider_ref: str) -> ChargebackTold | None:
    """Return what the gateway says of a chargeback, None if there is none. Raises `NoCertainAnswerError`."""
    response = _call("GET", f"/v1/chargebacks/{provider_ref}")
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    return _certain(response, lambda document: read_chargeback(document, provider_ref=provider_ref))


def _call(method: str, path: str, **content: Any) -> httpx.Response:
    authorization = {"Authorization": f"Bearer {settings.GATEWAY_SECRET}"}
    try:
        with http.client(base_url=settings.GATEWAY_URL, headers=authorization) as client:
            return client.request(method, path, **content)
    except httpx.HTTPError as error:
        raise GatewayDownError(type(error).__name__) from error


def _read(response: httpx.Response, *, about: Charge) -> Answer:
    return _certain(response, lambda document: read_answer(document, charge=about, gateway_url=settings.GATEWAY_URL))


def _certain[Told](response: httpx.Response, read: Callable[[Any], Told]) -> Told:
    if response.is_server_error:
        raise GatewayDownError(f"HTTP {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise NoCertainAnswerError(f"HTTP {response.status_code}")
    try:
        return read(response.json())
    except (UnreadableAnswerError, ValueError) as error:
        raise NoCertainAnswerError(str(error)) from error

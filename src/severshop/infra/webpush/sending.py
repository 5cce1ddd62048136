"""RFC 8030: handing a message to a push service, and reading what it answers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from severshop.infra import http
from severshop.infra.outbox.runner import DeliveryError, GiveUpError, PostponedError
from severshop.infra.webpush import encryption, endpoints, vapid

LONGEST_WAIT = timedelta(hours=6)
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class SubscriptionGoneError(Exception):
    """The push service knows the subscription no longer: it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """To whom: an endpoint and the keys that only the browser can open."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends. `local_allowed`: see `endpoints.check_form`."""

    private_key: str
    contact: str
    local_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A message. A newer one of the same `topic` takes the place of one that still waits at the service."""

    body: bytes
    topic: str
    """At most 32 characters of base64url; the service sees it."""
    keep_for: timedelta
    urgency: str = "normal"


def send(push: Push, browser: Browser, *, sender: Sender, now: datetime) -> None:
    """Hand a message over. Raises `SubscriptionGoneError`, and the outbox's errors, none with the endpoint in it."""
    try:
        target = endpoints.resolve(browser.endpoint, local_allowed=sender.local_allowed)
        body = encryption.encrypt(push.body, p256dh=browser.p256dh, auth=browser.auth)
    except (endpoints.EndpointRefusedError, encryption.KeyRefusedError):
        raise SubscriptionGoneError from None
    except OSError:
        raise DeliveryError("the push service's name is not known") from None
    headers = {
        "Host": target.host,
        "TTL": str(int(push.keep_for.total_seconds())),
        "Urgency": push.urgency,
        "Topic": push.topic,
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "Authorization": vapid.authorization(
            browser.endpoint, private=sender.private_key, contact=sender.contact, now=now
        ),
    }
    extensions = {"sni_hostname": target.name} if urlsplit(target.url).scheme == "https" else None
    try:
        with (
            http.client(base_url="") as client,
            client.stream("POST", target.url, content=body, headers=headers, extensions=extensions) as response,
        ):
            # What a stranger's server has to say beside its status is never read.
            _judge(response, now=now)
    except httpx.HTTPError as error:
        raise DeliveryError(f"the push service cannot be reached ({type(error).__name__})") from None


def _judge(response: httpx.Response, *, now: datetime) -> None:
    status = response.status_code
    if response.is_success:
        return
    if status in GONE:
        raise SubscriptionGoneError
    if status in LATER and (until := _retry_at(response.headers.get("retry-after", ""), now=now)):
        raise PostponedError(f"the push service asked us to come later ({status})", until=until)
    if status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise DeliveryError(f"the push service is busy ({status})")
    raise GiveUpError(f"the push service refused the message ({status})")


def _retry_at(header: str, *, now: datetime) -> datetime | None:
    """Return when to come again, between a second and some hours from now; None when it does not say."""
    try:
        seconds = int(header) if header.isdigit() and len(header) < 10 else None  # noqa: PLR2004 - more is no wait
        wait = timedelta(seconds=seconds) if seconds is not None else parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return now.astimezone(UTC) + min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)

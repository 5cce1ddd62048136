"""A Subscriptions-Tracking push: an envelope whose `payload` is JSON inside a JSON string."""

from typing import Any

from severshop.domain.carriers.fields import Json, objects, read_json_objects


def opened(message: Json) -> list[Json]:
    """Return the records in an envelope, or the message itself where it is none. Raises `NotUnderstoodError`."""
    if "payload" not in message:
        return [message]
    payload: Any = message["payload"]
    return read_json_objects(payload) if isinstance(payload, str) else objects(message, "payload")

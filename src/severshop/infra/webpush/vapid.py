"""RFC 8292: who sends, so that a push service knows whom to ask and refuses everybody else for a subscription."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from severshop.infra.webpush.encryption import decode, encode

GOOD_FOR = timedelta(hours=12)
"""The standard allows a day; half of it forgives a clock that is wrong."""
PRIVATE_BYTES = 32


class BadKeyError(ValueError):
    """The private key in the settings is none."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The shop's keys, as base64url: the private one stays in the settings, the public one goes to browsers."""

    private: str
    public: str


def new_keys() -> KeyPair:
    """Return a fresh pair. A shop keeps its pair for ever: with another, every browser must be asked again."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    private = encode(number.to_bytes(PRIVATE_BYTES, "big"))
    return KeyPair(private, public_key(private))


def public_key(private: str) -> str:
    """Return the public key that belongs to a private one. Raises `BadKeyError`."""
    return encode(_key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(endpoint: str, *, private: str, contact: str, now: datetime) -> str:
    """Return the Authorization header for a message to this endpoint. `contact` is a mailto: or https: address."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + GOOD_FOR).timestamp()),
        "sub": contact,
    }
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_key(private).sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_key(private)}"


@lru_cache(maxsize=4)
def _key(private: str) -> ec.EllipticCurvePrivateKey:
    try:
        raw = decode(private)
        if len(raw) != PRIVATE_BYTES:
            raise BadKeyError("a private key has 32 bytes")
        return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError as error:
        raise BadKeyError("the private key for push is none; make a pair with: severshop keys push") from error


def _json(value: dict[str, object]) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode())

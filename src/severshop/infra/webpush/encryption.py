"""RFC 8291: a message that the push service carries and only the browser can read (aes128gcm of RFC 8188)."""

import base64
import binascii
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4096
LONGEST = RECORD_SIZE - 17 - 86
"""Bytes of plain text: one record holds the padding mark, the tag and, for careful services, the header."""
AUTH_BYTES, POINT_BYTES = 16, 65
LAST_RECORD = b"\x02"


class KeyRefusedError(ValueError):
    """What should be a browser's key is none."""


class TooLongError(ValueError):
    """The message does not fit into one record."""


def check_keys(p256dh: str, auth: str) -> None:
    """Raise `KeyRefusedError` unless a browser could have made these."""
    _public_key(p256dh)
    _auth_secret(auth)


def encrypt(
    message: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    private_key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return the body for the push service: header and one encrypted record.

    Salt and key are drawn anew for each message; a test gives those of the RFC's example.
    """
    if len(message) > LONGEST:
        raise TooLongError
    salt = salt or os.urandom(16)
    private_key = private_key or ec.generate_private_key(ec.SECP256R1())
    browser = _public_key(p256dh)
    ours, theirs = _point(private_key.public_key()), _point(browser)
    shared = private_key.exchange(ec.ECDH(), browser)
    secret = _hkdf(shared, salt=_auth_secret(auth), info=b"WebPush: info\0" + theirs + ours, length=32)
    key = _hkdf(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _hkdf(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + struct.pack(">IB", RECORD_SIZE, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)


def encode(raw: bytes) -> str:
    """Return base64url without padding, as the web's keys are written."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64url with or without padding. Raises `ValueError`."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64url") from error


def _public_key(p256dh: str) -> ec.EllipticCurvePublicKey:
    try:
        raw = decode(p256dh)
        if len(raw) != POINT_BYTES:
            raise KeyRefusedError("a point has 65 bytes")
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise KeyRefusedError("no point of P-256") from error


def _auth_secret(auth: str) -> bytes:
    try:
        raw = decode(auth)
    except ValueError as error:
        raise KeyRefusedError("no secret") from error
    if len(raw) != AUTH_BYTES:
        raise KeyRefusedError("a secret has 16 bytes")
    return raw


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)

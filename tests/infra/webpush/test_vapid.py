import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from severshop.infra.webpush.encryption import decode
from severshop.infra.webpush.vapid import BadKeyError, authorization, new_keys, public_key


def test_the_header_says_who_sends_to_whom_until_when_and_is_signed(now):
    keys = new_keys()
    header = authorization(
        "https://push.example.com/send/abc?x=1", private=keys.private, contact="mailto:help@shop.example", now=now
    )
    token, key = header.removeprefix("vapid t=").split(", k=")
    assert key == keys.public == public_key(keys.private)
    head, claims, signature = token.split(".")
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    told = json.loads(decode(claims))
    assert told == {
        "aud": "https://push.example.com",
        "exp": int(now.timestamp()) + 12 * 3600,
        "sub": "mailto:help@shop.example",
    }
    raw = decode(signature)
    signed = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    verifier = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
    verifier.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        verifier.verify(signed, f"{head}.{claims}x".encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize("private", ["", "short", "A" * 43, "é", "/" * 43])
def test_what_is_no_key_is_said_in_one_sentence(private):
    with pytest.raises(BadKeyError, match="severshop keys push"):
        public_key(private)


def test_every_pair_is_another():
    assert new_keys() != new_keys()

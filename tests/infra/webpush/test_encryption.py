"""RFC 8291, appendix A, byte for byte; and what is no key."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from severshop.infra.webpush.encryption import (
    LONGEST,
    KeyRefusedError,
    TooLongError,
    check_keys,
    decode,
    encode,
    encrypt,
)

PLAINTEXT = b"When I grow up, I want to be a watermelon"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
EXPECTED = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"


def test_the_example_of_the_standard_comes_out_as_printed():
    private = ec.derive_private_key(int.from_bytes(decode(PRIVATE), "big"), ec.SECP256R1())
    body = encrypt(PLAINTEXT, p256dh=BROWSER, auth=AUTH, salt=decode(SALT), private_key=private)
    assert encode(body) == EXPECTED


def test_no_two_messages_look_alike():
    assert encrypt(b"the same", p256dh=BROWSER, auth=AUTH) != encrypt(b"the same", p256dh=BROWSER, auth=AUTH)


def test_a_record_holds_what_every_push_service_must_carry():
    assert len(encrypt(b"x" * LONGEST, p256dh=BROWSER, auth=AUTH)) <= 4096
    with pytest.raises(TooLongError):
        encrypt(b"x" * (LONGEST + 1), p256dh=BROWSER, auth=AUTH)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (BROWSER[:-4], AUTH),
        ("B" + "A" * 86, AUTH),
        ("not base64!", AUTH),
        ("é" * 87, AUTH),
        (BROWSER, ""),
        (BROWSER, AUTH + "AA"),
        (BROWSER, "%%%"),
    ],
)
def test_what_no_browser_made_is_refused(p256dh, auth):
    with pytest.raises(KeyRefusedError):
        check_keys(p256dh, auth)


def test_a_browsers_own_keys_are_taken():
    check_keys(BROWSER, AUTH)
    check_keys(BROWSER, AUTH + "==")

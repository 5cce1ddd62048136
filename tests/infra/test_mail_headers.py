from email.parser import BytesParser
from email.policy import default

import pytest
from django.core.mail import EmailMessage

from severshop.infra.mail_headers import Message

ADDRESS = "<https://shop.example.com/unsubscribe/" + "x" * 200 + "/>"


def wire(**headers):
    message = Message(subject="Grüße " * 30, body="Hällo", to=["ada@example.com"], headers=headers)
    return message.message().as_bytes()


def test_an_address_stays_whole_and_a_long_subject_is_still_folded():
    raw = wire(**{"List-Unsubscribe": ADDRESS})
    assert f"List-Unsubscribe: {ADDRESS}\r\n".encode() in raw
    subject = raw.split(b"Subject: ")[1].split(b"\r\nFrom:")[0]
    assert max(map(len, subject.split(b"\r\n"))) <= 78
    assert BytesParser(policy=default).parsebytes(raw)["Subject"].split() == ["Grüße"] * 30


def test_a_long_thread_is_broken_between_its_mails_and_nowhere_else():
    names = [f"<{number:060d}@example.com>" for number in range(40)]
    raw = wire(References=" ".join(names))
    lines = raw.split(b"References:")[1].split(b"\r\nX-")[0].split(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert BytesParser(policy=default).parsebytes(raw)["References"].split() == names


@pytest.mark.parametrize("kind", [Message, EmailMessage])
def test_nobody_writes_a_second_header(kind):
    message = kind(subject="a", to=["a@b.c"], headers={"List-Unsubscribe": "<https://x>\r\nBcc: eve@example.com"})
    with pytest.raises(ValueError, match=r"(?i)header|linefeed|newline"):
        message.message()

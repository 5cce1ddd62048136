"""The demo's SMTP server keeps what it is sent."""

import smtplib
import socket
import time
from email.message import EmailMessage

import pytest

from tests.processes import Process, free_port, wait_until


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def server(tmp_path):
    port = free_port()
    process = Process(
        "severshop.simulator.mailbox", ["--port", str(port)], {"SEVERSHOP_VAR": str(tmp_path)}, tmp_path / "mailbox.log"
    )
    process.start()
    wait_until(lambda: is_open(port), what="the SMTP server")
    yield port, process
    process.end()


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@example.org", "ada@example.org", subject
    message.set_content("Grüße")
    return message


def test_every_mail_is_a_file_by_the_time_it_is_taken(server, tmp_path):
    port, _ = server
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(letter("first"))
        assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
        smtp.send_message(letter("second"))
    subjects = [path.read_text().split("Subject: ")[1].split("\n")[0] for path in sorted((tmp_path / "mail").iterdir())]
    assert [subject.strip() for subject in subjects] == ["first", "second"]


def test_server_ends_quickly_when_told(server):
    _, process = server
    started = time.monotonic()
    process.end()
    assert time.monotonic() - started < 3

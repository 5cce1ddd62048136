"""A real mail server in the test's own process."""

import email
import email.policy
import socket
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller


class MailServer:
    """Keeps what it received; refuses what it is told to refuse; can be switched off and on."""

    def __init__(self):
        self.envelopes = []
        self.connections = 0
        self.refuse_recipients = {}
        self.refuse_data = []
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = None

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        self.connections = 0

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if code := self.refuse_recipients.get(address):
            return f"{code} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse_data:
            return self.refuse_data.pop(0)
        self.envelopes.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"

    @property
    def mails(self):
        return [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.envelopes]


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
        }
    }
    yield server
    server.stop()

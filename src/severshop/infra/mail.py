"""Handing mails to the mail server, and saying whose fault it is when that fails."""

import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, mailers

from severshop.infra.outbox.runner import ChannelDownError, DeliveryError, GiveUpError

PERMANENT = 500
"""Replies from here on mean: do not try again."""


class PostOffice:
    """One connection for many mails, opened with the first. Close it when there are no more."""

    def __init__(self) -> None:
        self._mailer: Any = None

    def send(self, message: EmailMessage) -> None:
        """Hand a mail to the server. Raises an error of the outbox, without any address in it."""
        mailer = self._open()
        try:
            mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(error) from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise DeliveryError(f"the mail server refused the mail ({error.smtp_code})") from None
        except OSError as error:
            self.close()
            raise DeliveryError(f"the connection to the mail server broke ({type(error).__name__})") from None
        except ValueError:
            raise GiveUpError("the address or the subject cannot stand in a mail") from None

    def close(self) -> None:
        """Say goodbye to the server, whether it still listens or not."""
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            with suppress(OSError):
                mailer.close()

    def _open(self) -> Any:
        if self._mailer is None:
            mailer = mailers.default
            try:
                mailer.open()
            except smtplib.SMTPResponseException as error:
                raise ChannelDownError(f"the mail server does not let us in ({error.smtp_code})") from None
            except OSError as error:
                raise ChannelDownError(f"the mail server cannot be reached ({type(error).__name__})") from None
            self._mailer = mailer
        return self._mailer


def _refused(error: smtplib.SMTPRecipientsRefused) -> Exception:
    codes = [code for code, _reply in error.recipients.values()]
    text = f"the mail server refuses the recipient ({max(codes)})"
    return GiveUpError(text) if min(codes) >= PERMANENT else DeliveryError(text)

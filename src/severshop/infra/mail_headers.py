"""Headers that hold an address or an identifier stay whole.

Python folds a header at 78 characters, and what has no space in it becomes an encoded word. Mail
programs decode those in a subject; in `List-Unsubscribe` or `References` they read them as they stand.
"""

from email.policy import EmailPolicy
from typing import Any

from django.core.mail import EmailMultiAlternatives

WHOLE = frozenset({"list-unsubscribe", "list-unsubscribe-post", "message-id", "in-reply-to", "references"})
LONGEST = 998
"""Characters of a line (RFC 5322)."""


class WholeIdentifiers(EmailPolicy):
    """As mails are sent, with some headers on as few lines as the standard allows."""

    def fold(self, name: str, value: Any) -> str:
        """Return a header as its lines."""
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as its lines, as bytes."""
        whole = self._whole(name, value)
        return whole.encode("ascii") if whole else super().fold_binary(name, value)

    def _whole(self, name: str, value: Any) -> str:
        if name.lower() not in WHOLE or not str(value).isascii():
            return ""
        lines, line = [], f"{name}:"
        for word in str(value).split():
            if len(line) + len(word) + 1 > LONGEST:
                lines.append(line)
                line = ""
            line += f" {word}"
        return self.linesep.join([*lines, line]) + self.linesep


POLICY = WholeIdentifiers(linesep="\r\n")


class Message(EmailMultiAlternatives):
    """A mail that is written under our policy, whoever sends it."""

    def message(self, **_asked: Any) -> Any:
        """Return the mail as it goes over the wire."""
        return super().message(policy=POLICY)

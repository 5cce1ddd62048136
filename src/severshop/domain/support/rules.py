"""How a case stands: a pure function of what was written in it."""

import hmac
import re
from collections.abc import Iterable
from email.utils import parseaddr
from enum import StrEnum

LONGEST_TEXT = 5_000
"""Of what somebody writes on a page or what is shown of a mail."""
LONGEST_WHOLE = 100_000
"""Of what is kept of a mail."""


class Kind(StrEnum):
    """What an entry in a case is."""

    ASKED = "asked"
    """The shopper wrote."""
    ANSWERED = "answered"
    """A member of staff wrote."""
    CLOSED = "closed"
    REOPENED = "reopened"


class Via(StrEnum):
    """How an entry came."""

    PAGE = "page"
    MAIL = "mail"


class CaseState(StrEnum):
    """Whose turn it is."""

    WAITING_FOR_US = "waiting_for_us"
    WAITING_FOR_YOU = "waiting_for_you"
    CLOSED = "closed"


STATE_AFTER = {
    Kind.ASKED: CaseState.WAITING_FOR_US,
    Kind.ANSWERED: CaseState.WAITING_FOR_YOU,
    Kind.CLOSED: CaseState.CLOSED,
    Kind.REOPENED: CaseState.WAITING_FOR_US,
}
"""The last entry decides. Who writes into a closed case opens it again."""

QUOTES_BEGIN = (
    re.compile(r"^\s*-{2,}\s*(original message|ursprüngliche nachricht|forwarded message)\b", re.IGNORECASE),
    re.compile(r"^\s*_{10,}\s*$"),
    re.compile(r"^\s*(on|am)\b.{6,200}\b(wrote|schrieb)\b.*:\s*$", re.IGNORECASE),
    re.compile(r"^\s*(from|von):\s.*@.*$", re.IGNORECASE),
)
"""Lines from which on mail programs repeat what they answer."""


def state_of(kinds: Iterable[Kind]) -> CaseState:
    """Return whose turn it is, from the entries in their order. A case begins with a question."""
    last = Kind.ASKED
    for last in kinds:  # noqa: B007 - only the last decides
        pass
    return STATE_AFTER[last]


def without_quotes(text: str) -> str:
    """Return what somebody wrote anew in a mail: without what their mail program repeated below it.

    Where nothing would be left (all was written between the quotes) the text stays whole.
    """
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines):
        wrapped = f"{line} {lines[place + 1].strip()}" if place + 1 < len(lines) else line
        if any(mark.match(line) or mark.match(wrapped) for mark in QUOTES_BEGIN) or line.rstrip() == "--":
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    new = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return new or text.strip()


def is_same_address(known: str, sender: str) -> bool:
    """Tell whether a mail's sender is an address that we know. Nobody's address is the same as none.

    Only A-Z and a-z are alike: folding all of Unicode would make other people's addresses the same.
    """
    ours, theirs = (
        email.strip().encode("utf-8", "backslashreplace").lower() for email in (known, parseaddr(sender)[1])
    )
    return bool(ours) and hmac.compare_digest(ours, theirs)


def tidy(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return plain text as it is kept: its line ends alike, nothing that is no text, and no more than fits."""
    clean = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable())
    return clean.strip()[:longest].strip()

"""The demo's mails, read from the files that its SMTP server writes."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
HEADER_BYTES = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHead:
    """A line of the list."""

    name: str
    came_at: datetime
    subject: str
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A whole mail. `text` and `html` are empty where the mail has no such part."""

    head: MailHead
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    source: str


def newest_mails(folder: Path, *, limit: int, zone: tzinfo) -> list[MailHead]:
    """Return the newest mails' heads, the newest first."""
    paths = sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []
    return [_head(path, zone) for path in paths[:limit] if NAME.fullmatch(path.stem)]


def read_mail(folder: Path, name: str, *, zone: tzinfo) -> Mail | None:
    """Return the mail of that name. What is no mail's name reaches no file."""
    path = folder / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    source = path.read_bytes()
    message = BytesParser(policy=policy.default).parsebytes(source)
    return Mail(
        head=_head(path, zone),
        headers=tuple((key, str(value)) for key, value in message.items()),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        source=source.decode("utf-8", "replace"),
    )


def _head(path: Path, zone: tzinfo) -> MailHead:
    with path.open("rb") as file:
        message = BytesHeaderParser(policy=policy.default).parsebytes(file.read(HEADER_BYTES))
    return MailHead(
        name=path.stem,
        came_at=datetime.fromtimestamp(int(path.stem[:20]) / 1e9, zone),
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        recipient=str(message.get("To", "")),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""

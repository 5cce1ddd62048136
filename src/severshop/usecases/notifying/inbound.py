"""What a mail that came in is: a bounce (RFC 3464), a complaint (RFC 5965), or somebody's answer.

Pure: bytes in, a value out. Whoever writes mails to us may write anything into them; nothing here
believes more than that one of our own Message-IDs, which nobody can guess, is quoted.
"""

import re
import uuid
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from html import unescape
from itertools import islice

PARTS_MAX = 40
HEAD_MAX = 64_000
HEADER_MAX = 998
TEXT_MAX = 100_000
QUOTED_MAX = 200_000
OUR_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@([A-Za-z0-9.-]{1,253})>")
STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
TO_WHOM = ("To", "Cc", "Delivered-To", "X-Original-To")
TO_MANY = frozenset({"bulk", "junk", "list"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail of ours came back. `is_hard`: it never will be delivered there."""

    entry_id: uuid.UUID
    is_hard: bool
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A mail of ours was marked as unwanted."""

    entry_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Somebody answered a case, or one of our mails. `sender` is what stands there; anybody can write that."""

    case_key: str
    """Empty where no case was written to."""
    about: uuid.UUID | None
    """The mail of ours that is answered, where it is named."""
    sender: str
    text: str
    """With what it quotes."""
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Nothing for us to do, and why."""

    why: str


Inbound = Bounce | Complaint | Reply | Ignored


def read_inbound(raw: bytes, *, domain: str) -> Inbound:
    """Return what a mail is. `domain` is that of our own Message-IDs and addresses; whatever comes in, this returns."""
    if len(PART.findall(raw)) > PARTS_MAX:
        return Ignored(why="too many parts")
    if len(re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]) > HEAD_MAX:
        return Ignored(why="too long a head")
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        return _read(message, domain=domain)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError, IndexError):
        return Ignored(why="not understood")


def _read(message: EmailMessage, *, domain: str) -> Inbound:
    if message.get_content_type() == "multipart/report":
        match str(message.get_param("report-type", "")).lower():
            case "delivery-status":
                return _bounce(message, domain=domain)
            case "feedback-report":
                return _complaint(message, domain=domain)
            case _:
                return Ignored(why="another kind of report")
    return _reply(message, domain=domain)


def _bounce(message: EmailMessage, *, domain: str) -> Inbound:
    entry_id = _quoted_entry(message, domain=domain)
    if entry_id is None:
        return Ignored(why="a bounce of no mail of ours")
    for block in _blocks(message, "message/delivery-status"):
        action, status = _header(block, "Action").lower(), STATUS.match(_header(block, "Status").strip())
        if action == "failed":
            code = status[0] if status else ""
            return Bounce(entry_id=entry_id, is_hard=code.startswith("5"), code=code)
    return Ignored(why="a delivery that is not given up")


def _complaint(message: EmailMessage, *, domain: str) -> Inbound:
    entry_id = _quoted_entry(message, domain=domain)
    if entry_id is None:
        return Ignored(why="a complaint about no mail of ours")
    kinds = {_header(block, "Feedback-Type").strip().lower() for block in _blocks(message, "message/feedback-report")}
    # "not-spam" takes a complaint back, and other types tell of something else.
    return Complaint(entry_id=entry_id) if "abuse" in kinds else Ignored(why="feedback that is no complaint")


def _reply(message: EmailMessage, *, domain: str) -> Inbound:
    is_by_hand = _header(message, "Auto-Submitted").strip().lower() in {"", "no"}
    if not is_by_hand or _header(message, "Precedence").strip().lower() in TO_MANY:
        # Two machines that thank each other never end.
        return Ignored(why="written by a machine")
    case_key, about = _case_key(message, domain=domain), _answered(message, domain=domain)
    if not case_key and about is None:
        return Ignored(why="an answer to nothing of ours")
    sender = parseaddr(_header(message, "From"))[1][:254]
    text = _text(message)
    if not sender or not text:
        return Ignored(why="an answer without words or sender")
    message_id = _header(message, "Message-ID").strip()[:200]
    return Reply(case_key=case_key, about=about, sender=sender, text=text, message_id=message_id)


def _case_key(message: EmailMessage, *, domain: str) -> str:
    named = [str(value)[:HEADER_MAX] for name in TO_WHOM for value in message.get_all(name, [])]
    for _name, address in getaddresses(named[:PARTS_MAX]):
        local, _, host = address.rpartition("@")
        prefix, plus, key = local.partition("+")
        if prefix.lower() == "help" and plus and host.lower() == domain.lower() and re.fullmatch(r"[\w-]{1,80}", key):
            return key
    return ""


def _quoted_entry(message: EmailMessage, *, domain: str) -> uuid.UUID | None:
    """Return which mail of ours a report quotes: its Message-ID stands in the copy, or in the copy of its head."""
    for part in islice(message.walk(), PARTS_MAX):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            quoted = _header(first, "Message-ID") if isinstance(first, Message) else ""
        elif kind == "text/rfc822-headers":
            quoted = _headers_text(part)
        else:
            continue
        if found := _ours(quoted[:QUOTED_MAX], domain=domain):
            return found
    return None


def _answered(message: EmailMessage, *, domain: str) -> uuid.UUID | None:
    """Return which mail of ours an answer names: the nearest one."""
    return _ours(_header(message, "In-Reply-To"), domain=domain) or _ours(_header(message, "References"), domain=domain)


def _ours(text: str, *, domain: str) -> uuid.UUID | None:
    found = (uuid.UUID(match[1]) for match in OUR_ID.finditer(text) if match[2].lower() == domain.lower())
    return next(found, None)


def _headers_text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return "\n".join(
        line for line in text[:QUOTED_MAX].splitlines() if line.lower().startswith(("message-id:", " ", "\t"))
    )


def _blocks(message: EmailMessage, kind: str) -> list[Message]:
    """Return the groups of fields in the parts of this kind."""
    found: list[Message] = []
    for part in islice(message.walk(), PARTS_MAX):
        if part.get_content_type() == kind:
            payload = part.get_payload()
            if isinstance(payload, list):
                found += [block for block in payload[:PARTS_MAX] if isinstance(block, Message)]
            elif isinstance(payload, str):
                found.append(
                    BytesParser(policy=policy.compat32).parsebytes(payload[:QUOTED_MAX].encode("utf-8", "replace"))
                )
    return found


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:HEADER_MAX]


def _text(message: EmailMessage) -> str:
    """Return what was written, as text."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = str(part.get_content())[: TEXT_MAX * 2]
    if part.get_content_subtype() == "html":
        content = unescape(re.sub(r"<[^<>]{0,2000}>", " ", re.sub(r"<(br|/p|/div)[^<>]{0,200}>", "\n", content)))
    return content.replace("\0", "").strip()[:TEXT_MAX]

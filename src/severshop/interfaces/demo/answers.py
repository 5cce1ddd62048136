"""What comes back from the demo's mailbox, as real mail programs write it: an answer, a bounce, a complaint."""

from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser, Parser
from email.utils import make_msgid

import httpx
from django.conf import settings

from severshop.infra import http

_PARSER = BytesParser(policy=policy.default)


def answer(source: bytes, *, text: str) -> bytes:
    """Return the reader's answer to a mail."""
    asked = _PARSER.parsebytes(source)
    told = _between(asked, sender=str(asked["To"]), to=str(asked["Reply-To"] or asked["From"]))
    told["Subject"] = f"Re: {asked['Subject']}"
    told["In-Reply-To"] = told["References"] = str(asked["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in _plain(asked).splitlines()[:20])
    told.set_content(f"{text}\n\nOn {asked['Date']} {asked['From']} wrote:\n{quoted}\n")
    return told.as_bytes(policy=policy.SMTP)


def bounce(source: bytes) -> bytes:
    """Return what a mail server sends when there is no such mailbox (RFC 3464)."""
    sent = _PARSER.parsebytes(source)
    status = (
        f"Reporting-MTA: dns; mx.demo.example\n\n"
        f"Final-Recipient: rfc822; {sent['To']}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\n"
    )
    return _report(sent, kind="delivery-status", part="message/delivery-status", fields=status)


def complaint(source: bytes) -> bytes:
    """Return what a mail provider sends when somebody marks a mail as unwanted (RFC 5965)."""
    sent = _PARSER.parsebytes(source)
    fields = "Feedback-Type: abuse\nUser-Agent: Demo/1.0\nVersion: 1\n"
    return _report(sent, kind="feedback-report", part="message/feedback-report", fields=fields)


def bring(raw: bytes) -> bool:
    """Bring a mail to the shop as its mail server would; return whether it was taken."""
    headers = {"Authorization": f"Bearer {settings.MAIL_HOOK_SECRET}", "Content-Type": "message/rfc822"}
    try:
        with http.client(base_url=settings.PUBLIC_URL, headers=headers) as client:
            return client.post("/hooks/mail", content=raw).is_success
    except httpx.HTTPError:
        return False


def _report(sent: EmailMessage, *, kind: str, part: str, fields: str) -> bytes:
    told = _between(sent, sender="MAILER-DAEMON@mx.demo.example", to=str(sent["From"]))
    told["Subject"] = "Undelivered Mail Returned to Sender" if kind == "delivery-status" else f"FW: {sent['Subject']}"
    told["Auto-Submitted"] = "auto-replied"
    told["Content-Type"] = f'multipart/report; report-type="{kind}"; boundary="report-of-the-demo"'
    words = MIMEPart(policy=policy.default)
    words.set_content("This is the demo's mail server.\n")
    quoted = f"Message-ID: {sent['Message-ID']}\n"
    told.set_payload([words, _part(part, fields), _part("text/rfc822-headers", quoted)])
    return told.as_bytes(policy=policy.SMTP)


def _part(kind: str, text: str) -> MIMEPart:
    part = MIMEPart(policy=policy.default)
    part["Content-Type"] = kind
    blocks: list[Message | str] = [Parser(policy=policy.default).parsestr(block) for block in text.split("\n\n")]
    part.set_payload(blocks if kind.startswith("message/") else text)
    return part


def _between(mail: EmailMessage, *, sender: str, to: str) -> EmailMessage:
    told = EmailMessage(policy=policy.default)
    told["From"], told["To"] = sender, to
    told["Date"] = str(mail["Date"])
    told["Message-ID"] = make_msgid(domain="demo.example")
    told["MIME-Version"] = "1.0"
    return told


def _plain(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part else ""

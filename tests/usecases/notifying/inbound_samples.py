"""Mails as mail servers and people write them, about a mail of ours."""

import uuid

ENTRY = uuid.UUID("019ab7c2-5d1e-7c3a-9a40-2f6f1f1b0c11")
DOMAIN = "bestshoesevershop.example"


def bounce(entry_id=ENTRY, *, action="failed", status="5.1.1", domain=DOMAIN, copy="rfc822"):
    """A delivery status notification as Postfix writes it (RFC 3464)."""
    head = f"Message-ID: <{entry_id}@{domain}>\r\nSubject: Shipped: order BS-1\r\nTo: ada@example.com\r\n"
    quoted = (
        f"Content-Type: message/rfc822\r\n\r\n{head}\r\nYour parcel is on its way."
        if copy == "rfc822"
        else f"Content-Type: text/rfc822-headers\r\n\r\n{head}"
    )
    return (
        "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\r\n"
        f"To: help@{DOMAIN}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you ...\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.com\r\nArrival-Date: Tue, 24 Nov 2026 09:00:00 +0100\r\n\r\n"
        f"Final-Recipient: rfc822; ada@example.com\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\n{quoted}\r\n--b--\r\n"
    ).encode()


def complaint(entry_id=ENTRY, *, kind="abuse"):
    """A feedback report as large mail providers write it (RFC 5965)."""
    return (
        f"From: feedback@example.com\r\nTo: help@{DOMAIN}\r\nSubject: FW: Shipped\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nUser-Agent: Some/1.0\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{entry_id}@{DOMAIN}>\r\nSubject: Shipped\r\n\r\nHello\r\n--b--\r\n"
    ).encode()


def reply(*, to=f"help+c4se@{DOMAIN}", text="They are too small.", more=""):
    """What somebody's mail program sends when they answer."""
    return (
        f"From: Ada Winter <ada@example.com>\r\nTo: {to}\r\nSubject: Re: Your question\r\n"
        f"Message-ID: <abc@example.com>\r\n{more}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{text}\r\n\r\nOn Tue, 24 Nov 2026 at 09:00 BestShoeSeverShop <help@{DOMAIN}> wrote:\r\n> What is wrong with them?\r\n"
    ).encode()

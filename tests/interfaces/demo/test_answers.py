"""What the demo's reader sends back is what the shop understands."""

import uuid
from email.message import EmailMessage

from severshop.domain.support.rules import without_quotes
from severshop.interfaces.demo.answers import answer, bounce, complaint
from severshop.usecases.notifying.inbound import Bounce, Complaint, Reply, read_inbound

DOMAIN = "bestshoesevershop.example"
ENTRY = uuid.UUID("019ab7c2-5d1e-7c3a-9a40-2f6f1f1b0c11")


def mail(**headers):
    message = EmailMessage()
    message["From"], message["To"] = f"Shop <help@{DOMAIN}>", "ada@example.org"
    message["Subject"], message["Message-ID"] = "Versandt: Bestellung BS-1 für Sie", f"<{ENTRY}@{DOMAIN}>"
    message["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Ihr Paket ist unterwegs.")
    return bytes(message)


def test_a_bounce_and_a_complaint_are_about_the_mail():
    assert read_inbound(bounce(mail()), domain=DOMAIN) == Bounce(entry_id=ENTRY, is_hard=True, code="5.1.1")
    assert read_inbound(complaint(mail()), domain=DOMAIN) == Complaint(entry_id=ENTRY)


def test_an_answer_goes_where_the_mail_asks_for_and_holds_the_readers_words_alone():
    raw = answer(mail(Reply_To=f"help+k3y@{DOMAIN}"), text="Zu klein.\nUnd zu schmal – schön sind sie.")
    told = read_inbound(raw, domain=DOMAIN)
    assert isinstance(told, Reply)
    assert (told.case_key, told.sender) == ("k3y", "ada@example.org")
    assert without_quotes(told.text).strip() == "Zu klein.\nUnd zu schmal – schön sind sie."
    told = read_inbound(answer(mail(), text="Hello"), domain=DOMAIN)
    assert isinstance(told, Reply)
    assert (told.case_key, told.about) == ("", ENTRY)

"""What a mail that came in is. Whoever writes to us may write anything."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.usecases.notifying.inbound import Bounce, Complaint, Ignored, Reply, read_inbound
from tests.usecases.notifying.inbound_samples import DOMAIN, ENTRY, bounce, complaint, reply


def read(raw):
    return read_inbound(raw, domain=DOMAIN)


@pytest.mark.parametrize("copy", ["rfc822", "headers"])
@pytest.mark.parametrize(("status", "is_hard"), [("5.1.1", True), ("5.7.1", True), ("4.2.2", False), ("", False)])
def test_a_bounce_says_which_mail_and_whether_for_good(copy, status, is_hard):
    assert read(bounce(status=status, copy=copy)) == Bounce(entry_id=ENTRY, is_hard=is_hard, code=status)


def test_a_delay_is_no_bounce():
    assert read(bounce(action="delayed", status="4.4.1")) == Ignored(why="a delivery that is not given up")


def test_a_bounce_of_a_mail_that_is_not_ours_is_nothing():
    assert isinstance(read(bounce(domain="elsewhere.example")), Ignored)
    assert isinstance(read(bounce("not-one-of-ours")), Ignored)


def test_a_complaint_says_which_mail():
    assert read(complaint()) == Complaint(entry_id=ENTRY)
    assert read(complaint(kind="not-spam")) == Ignored(why="feedback that is no complaint")


def test_an_answer_says_what_it_answers_and_from_whom():
    told = read(reply())
    assert isinstance(told, Reply)
    assert (told.case_key, told.about, told.sender) == ("c4se", None, "ada@example.com")
    assert told.text.startswith("They are too small.")
    assert told.message_id == "<abc@example.com>"


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_an_answer_to_a_mail_of_ours_says_which(header):
    told = read(reply(to=f"help@{DOMAIN}", more=f"{header}: <{ENTRY}@{DOMAIN}>\r\n"))
    assert isinstance(told, Reply)
    assert (told.case_key, told.about) == ("", ENTRY)
    elsewhere = reply(to=f"help@{DOMAIN}", more=f"{header}: <{ENTRY}@elsewhere.example>\r\n")
    assert read(elsewhere) == Ignored(why="an answer to nothing of ours")


def test_an_answer_in_html_alone_is_read_as_text():
    raw = reply(text="<p>Too&nbsp;small<br>and too <b>narrow</b></p>").replace(b"text/plain", b"text/html")
    assert read(raw).text.split()[:5] == ["Too", "small", "and", "too", "narrow"]


@pytest.mark.parametrize(
    "raw",
    [
        reply(more="Auto-Submitted: auto-replied\r\n"),
        reply(more="Precedence: bulk\r\n"),
        reply(to=f"help@{DOMAIN}"),
        reply(to="help+c4se@elsewhere.example"),
        reply(to=f"help+<script>@{DOMAIN}"),
        b"",
        b"\0\xff\xfe",
        b"no headers at all",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b",
        b"Content-Type: multipart/report\r\n\r\n",
    ],
)
def test_what_is_no_answer_of_a_person_to_a_case_is_ignored(raw):
    assert isinstance(read(raw), Ignored)


def test_a_name_full_of_addresses_and_a_header_without_end_are_cut():
    told = read(reply(more=f"Cc: {'a' * 5000}@example.com\r\nX-Long: {'y' * 20_000}\r\n", text="x" * 300_000))
    assert isinstance(told, Reply)
    assert len(told.text) == 100_000


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" * 20_000,
        b"Content-Type: text/html\r\nTo: help+a@bestshoesevershop.example\r\nFrom: a@b.c\r\n\r\n" + b"<" * 1_000_000,
        b"To: " + b"<" * 60_000 + b"\r\n\r\nx",
        b"To: " + b"(" * 60_000 + b"\r\n\r\nx",
        b"To: " + b"<" * 1_000_000 + b"\r\n\r\nx",
        b"From: =?utf-8?q?" + b"=41" * 20_000 + b"?=\r\nTo: help+a@bestshoesevershop.example\r\n\r\nx",
        b"Content-Type: text/plain; charset=no-such-thing\r\nTo: help+a@bestshoesevershop.example\r\nFrom: a@b.c\r\n\r\nx",
    ],
    ids=["nested", "many parts", "angles", "to", "comments", "long head", "words", "charset"],
)
def test_what_was_made_to_hurt_is_read_in_seconds_and_hurts_nobody(raw):
    began = time.process_time()
    read(raw)
    assert time.process_time() - began < 5


@given(st.binary(max_size=2000))
def test_any_bytes_have_a_meaning(raw):
    assert read(raw) is not None


@given(at=st.integers(0, 900), junk=st.binary(max_size=30))
def test_a_damaged_bounce_is_read_or_ignored_and_never_about_another_mail(at, junk):
    raw = bounce()
    told = read(raw[:at] + junk + raw[at:])
    assert isinstance(told, Ignored | Bounce | Reply)
    if isinstance(told, Bounce):
        assert told.entry_id == ENTRY

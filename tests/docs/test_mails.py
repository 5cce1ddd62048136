"""The reference of mails names every kind that has a writer, says rightly what can be turned off, and shows pictures."""

import re

from severshop.domain.notifications.channels import is_optional
from severshop.domain.notifications.rules import Kind
from severshop.usecases.notifying.registry import WRITERS
from tests.docs.documents import ROOT, code_in, rows

PAGE = ROOT / "docs" / "reference" / "mails.md"


def listed():
    return {code_in(row[0])[0]: row[3] for row in rows(PAGE)}


def test_every_kind_of_mail_is_on_the_page():
    assert set(WRITERS) <= set(listed())


def test_what_can_be_turned_off_is_what_the_rule_says():
    for kind in Kind:
        assert listed()[kind.value].startswith("no") is not is_optional(kind), kind


def test_every_picture_is_shown_and_none_is_large():
    shown = set(re.findall(r"\.\./images/mail/([\w-]+\.webp)", PAGE.read_text("utf-8")))
    there = {path.name: path.stat().st_size for path in (ROOT / "docs/images/mail").iterdir()}
    assert shown == set(there)
    assert max(there.values()) < 150_000

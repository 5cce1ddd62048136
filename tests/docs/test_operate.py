"""How to operate: every figure stands there, and what is deleted is deleted after the time that is named."""

import re

from severshop.usecases.housekeeping import forget
from tests.docs.documents import ROOT, SOURCE, code_in, rows

PAGE = ROOT / "docs" / "howto" / "operate.md"


def test_every_figure_is_documented_and_no_other():
    source = (SOURCE / "interfaces" / "ops" / "figures.py").read_text("utf-8")
    real = set(re.findall(r'"(severshop_[a-z_]+)"', source))
    topics = re.findall(r'^        \("(\w+)", "', source, re.MULTILINE)
    if 'f"severshop_outbox_{name}"' in source:
        real |= {f"severshop_outbox_{name}" for name in topics}
    assert {code_in(row[0])[0] for row in rows(PAGE, under="## Figures")} == real


def test_what_is_deleted_stays_as_long_as_the_page_says():
    said = {row[0]: row[1] for row in rows(PAGE, under="## What is deleted by itself")}
    assert said["keys of carrier messages"] == f"{forget.MESSAGE_KEYS_KEPT.days} days"
    assert said["the log that open pages follow"] == f"{forget.CHANGES_KEPT.days} day"
    assert said["mails that came in, and browsers that took their permission back"] == f"{forget.MAILS_KEPT.days} days"

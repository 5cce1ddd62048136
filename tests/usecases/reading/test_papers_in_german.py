"""The invoice and the packing slip, in German: no English word on them."""

import pytest

from severshop.usecases.reading.order_papers import invoice, packing_slip
from tests.factories import packed_parcel, placed_order
from tests.german import english_lines
from tests.look.papers.pdf import pages, texts

pytestmark = pytest.mark.django_db

DATA = ("Strada Runner", "Rust, EU 42", "Copenhagen", "Cologne", "BestShoeSeverShop")


def written(pdf):
    return "\n".join(text for page in pages(pdf) for text in texts(page))


def test_both_papers(now):
    order = placed_order(now=now)
    packed_parcel(order, now=now)
    paper = written(invoice(order.id, language="de", now=now))
    slip = written(packing_slip(order.id, language="de"))
    assert english_lines(paper, data=DATA) == []
    assert english_lines(slip, data=DATA) == []
    assert "Rechnung" in paper
    assert "Dänemark" in paper
    assert "133,90 €" in paper.replace("\N{NO-BREAK SPACE}", " ")
    assert "Lieferschein" in slip

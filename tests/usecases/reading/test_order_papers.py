"""The invoice and the packing slip of an order."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from severshop.domain.orders.models import Invoice, Order
from severshop.infra.links import link_token
from severshop.usecases.fulfilling.send_replacement import send_replacement
from severshop.usecases.reading.order_papers import NoInvoiceError, invoice, packing_slip
from tests import factories
from tests.interfaces.aftercare.test_acting import prove
from tests.look.papers.pdf import pages, texts

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def written(pdf):
    return "\n".join(text for page in pages(pdf) for text in texts(page))


def numbers():
    return [one.number for one in Invoice.objects.order_by("year", "position")]


@pytest.mark.django_db
def test_the_first_asking_gives_the_number_and_later_ones_the_same_bytes():
    order = factories.placed_order(now=NOW)
    first = invoice(order.id, language="en", now=NOW)
    assert first.startswith(b"%PDF-")
    assert invoice(order.id, language="en", now=NOW + timedelta(days=400)) == first
    assert numbers() == ["2026-000001"]


@pytest.mark.django_db
def test_the_year_is_that_of_the_shop_and_begins_at_one():
    for moment in (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        invoice(factories.placed_order(now=NOW).id, language="en", now=moment)
    assert numbers() == ["2026-000001", "2027-000001"]


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_again():
    one, other = factories.placed_order(now=NOW), factories.placed_order(now=NOW)
    with transaction.atomic():
        invoice(one.id, language="en", now=NOW)
        transaction.set_rollback(True)
    invoice(other.id, language="en", now=NOW)
    assert numbers() == ["2026-000001"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_a_gap():
    orders = [factories.placed_order(now=NOW).id for _ in range(8)]

    def ask(order_id):
        try:
            return invoice(order_id, language="en", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(ask, orders * 2))
    assert numbers() == [f"2026-{position:06d}" for position in range(1, 9)]


@pytest.mark.django_db
def test_each_language_has_its_own_words_and_names_from_anywhere_are_drawn():
    order = factories.placed_order(now=NOW)
    order.address.name = "Łukasz Żółć 王 <b>&"
    order.address.save()
    english, german = (written(invoice(order.id, language=language, now=NOW)) for language in ("en", "de"))
    for said in ("Invoice 2026-000001", "Lukasz Zólc ?", "25%", "€133.90", "€25.80"):
        assert said in english, english
    assert "Rechnung 2026-000001" in german
    assert "Strada Runner, Rust, EU 42" in written(packing_slip(order.id, language="de"))


@pytest.mark.django_db
def test_an_order_that_is_not_there_has_no_papers():
    with pytest.raises(Order.DoesNotExist):
        invoice(uuid.UUID(int=0), language="en", now=NOW)
    with pytest.raises(Order.DoesNotExist):
        packing_slip(uuid.UUID(int=0), language="en")
    assert numbers() == []


@pytest.mark.django_db
def test_what_cost_nothing_has_a_slip_and_no_invoice(client):
    order = factories.placed_order(now=NOW)
    new_id = send_replacement(order_id=order.id, lines={1: 1}, because="lost", key="claim:1", now=NOW)
    with pytest.raises(NoInvoiceError):
        invoice(new_id, language="en", now=NOW)
    assert numbers() == []
    assert packing_slip(new_id, language="en").startswith(b"%PDF-")
    new = Order.objects.get(pk=new_id)
    prove(new, client)
    papers = f"/order/{link_token(new_id, generation=1)}/documents/"
    page = client.get(papers).content.decode()
    assert (f"{papers}packing-slip.pdf" in page, f"{papers}invoice.pdf" in page) == (True, False)
    assert client.get(f"{papers}invoice.pdf").status_code == 404

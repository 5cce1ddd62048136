"""The home screen, the worklists and the search."""

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.usecases.aftercare.cases import Question, ask
from severshop.usecases.fulfilling.pick import start_picking

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def heaps(now, factories):
    """One order in each heap of work."""
    to_pick, to_pack, to_hand_over, in_transit = (factories.placed_order(now=now) for _n in range(4))
    start_picking(to_pack.id, by=None, now=now)
    factories.packed_parcel(to_hand_over, now=now, handed_over=False)
    factories.packed_parcel(in_transit, now=now)
    return {"to-pick": to_pick, "to-pack": to_pack, "to-hand-over": to_hand_over, "in-transit": in_transit}


def tiles(browser):
    page = text(browser.get("/staff/"))
    return page[page.index('class="tiles') : page.index("</ul>")]


def test_home_counts_what_waits_where(support, heaps, now):
    shown = tiles(support)
    assert (shown.count("<b>1</b>"), shown.count("<b>0</b>")) == (4, 5)
    assert "Questions" in shown
    question = Question(text="Where is it?", form="a", language="en", origin="test", order_id=heaps["to-pick"].id)
    ask(question, now=now)
    shown = tiles(support)
    assert (shown.count("<b>1</b>"), shown.count("<b>0</b>")) == (5, 4)


def test_who_answers_no_questions_is_not_told_of_them(warehouse, heaps):
    assert "Questions" not in tiles(warehouse)


@pytest.mark.parametrize("heap", ["to-pick", "to-pack", "in-transit"])
def test_a_worklist_holds_its_orders_and_no_others(support, heaps, heap):
    page = text(support.get("/staff/orders/", {"show": heap}))
    found = {name for name, order in heaps.items() if order.number in page}
    assert found == {heap}


def test_a_part_packed_order_still_waits_to_be_packed(support, order, now, factories):
    factories.packed_parcel(order, now=now, units={1: 2}, handed_over=False)
    assert order.number in text(support.get("/staff/orders/", {"show": "to-pack"}))
    factories.packed_parcel(order, now=now, units={2: 1}, handed_over=False)
    assert order.number not in text(support.get("/staff/orders/", {"show": "to-pack"}))


@pytest.mark.parametrize(
    ("status", "heap"), [("received", "to-pick"), ("shipped", "in-transit"), ("delivered", None), ("cancelled", None)]
)
def test_orders_can_be_filtered_by_status(support, heaps, status, heap):
    page = text(support.get("/staff/orders/", {"show": status}))
    assert {name for name, order in heaps.items() if order.number in page} == ({heap} if heap else set())


def test_an_order_is_found_by_its_number_however_it_is_typed(support, order, factories, now):
    factories.placed_order(now=now)
    typed = order.number.lower().replace("-", " ")
    response = support.get("/staff/orders/", {"q": typed})
    assert response.headers["Location"] == f"/staff/orders/{order.id}/"


def test_orders_are_found_by_e_mail_in_any_letter_case(support, order, factories, now):
    other = factories.placed_order(now=now)
    page = text(support.get("/staff/orders/", {"q": "ADA@example.com"}))
    assert order.number in page
    assert other.number in page


def test_an_order_is_found_by_its_tracking_number(support, order, factories, now):
    factories.packed_parcel(order, now=now, number="1Z999AA10123456784")
    response = support.get("/staff/orders/", {"q": "1z 999 aa1 0123456784"})
    assert response.headers["Location"] == f"/staff/orders/{order.id}/"


@pytest.mark.parametrize(
    "words", ["BS-0000-0000", "nobody@example.com", "%", "'; drop table", "--", "é", "\x00@x", "\x00", "x" * 5000]
)
def test_nothing_found_is_said_in_words(support, order, words):
    page = text(support.get("/staff/orders/", {"q": words}))
    assert "No order has this" in page
    assert order.number not in page


def test_what_was_searched_is_shown_as_text(support):
    assert "<script>alert" not in text(support.get("/staff/orders/", {"q": "<script>alert(1)</script>"}))


@pytest.mark.parametrize(
    "query", [{"show": "nonsense"}, {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "1" * 40}, {"page": "²"}]
)
def test_a_query_that_makes_no_sense_is_not_found(support, query):
    assert support.get("/staff/orders/", query).status_code == 404


def test_long_lists_are_turned_page_by_page(support, now, factories, monkeypatch):
    from severshop.usecases.reading import staff_lists

    monkeypatch.setattr(staff_lists.orders, "__kwdefaults__", {"status": None, "page": 1, "size": 2})
    for _n in range(3):
        factories.placed_order(now=now)
    first, second = text(support.get("/staff/orders/")), text(support.get("/staff/orders/", {"page": 2}))
    assert (first.count('class="number"'), second.count('class="number"')) == (2, 1)
    assert "page=2" in first
    assert "page=3" not in second


def test_a_list_costs_the_same_number_of_reads_however_long(support, now, factories, django_assert_max_num_queries):
    for _n in range(6):
        factories.placed_order(now=now)
    with django_assert_max_num_queries(12):
        text(support.get("/staff/orders/"))
    assert Parcel.objects.count() == 0

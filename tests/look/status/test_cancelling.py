"""What the page says while somebody looks at a cancellation."""

from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from tests.look.status.states import NOW, public_json


def test_who_asked_to_cancel_reads_whose_turn_it_is():
    page = status_page(read_facts(public_json("in_process", attention="cancellation_requested")), now=NOW)
    assert (page.pill.word, page.pill.tone) == ("Cancellation requested", "warn")
    assert page.meaning.startswith("You asked us to cancel.")
    assert page.live

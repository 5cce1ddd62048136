"""What can be done with an order now, as the table says it."""

import pytest

from severshop.domain.orders.acts import POSSIBLE, Act, possible_acts
from severshop.vocabulary.statuses import OrderStatus

A = Act
HELP = {A.GET_HELP, A.WRITE, A.BUY_AGAIN}
PAPERS = {A.SEE_INVOICE, A.SEE_PACKING_SLIP}
MESSAGES = {A.CHOOSE_MESSAGES, A.NOTE_DAYS}


@pytest.mark.parametrize(
    ("status", "has_parcels", "has_days", "acts"),
    [
        ("received", False, True, HELP | MESSAGES | {A.SEE_INVOICE, A.CANCEL, A.CHANGE, A.WITHDRAW}),
        ("received", False, False, HELP | {A.CHOOSE_MESSAGES, A.SEE_INVOICE, A.CANCEL, A.CHANGE, A.WITHDRAW}),
        ("in_process", True, True, HELP | MESSAGES | PAPERS | {A.CANCEL, A.CLAIM, A.WITHDRAW}),
        ("shipped", True, True, HELP | MESSAGES | PAPERS | {A.WITHDRAW, A.CLAIM, A.SEND_BACK}),
        ("shipped", True, False, HELP | PAPERS | {A.CHOOSE_MESSAGES, A.WITHDRAW, A.CLAIM, A.SEND_BACK}),
        ("delivered", True, True, HELP | PAPERS | {A.WITHDRAW, A.CLAIM, A.SEND_BACK}),
        ("delivered", False, True, HELP | {A.SEE_INVOICE, A.WITHDRAW}),
        ("cancelled", False, True, HELP),
        ("cancelled", True, True, HELP),
    ],
)
def test_only_what_is_possible_is_offered(status, has_parcels, has_days, acts):
    assert possible_acts(OrderStatus(status), has_parcels=has_parcels, has_days=has_days) == acts


@pytest.mark.parametrize("has_parcels", [True, False])
@pytest.mark.parametrize("status", list(OrderStatus))
def test_what_was_not_bought_has_what_is_about_its_parcels_alone(status, has_parcels):
    bought = possible_acts(status, has_parcels=has_parcels, has_days=True)
    sent_again = possible_acts(status, has_parcels=has_parcels, has_days=True, makes_good=True)
    assert bought - sent_again == bought & {A.CANCEL, A.CHANGE, A.WITHDRAW, A.SEE_INVOICE}


def test_every_status_and_every_act_is_in_the_table():
    assert set(POSSIBLE) == set(OrderStatus)
    assert frozenset.union(*POSSIBLE.values()) == set(Act)

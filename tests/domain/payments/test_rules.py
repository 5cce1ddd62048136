import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.payments.rules import (
    CHALLENGE_LASTS,
    OPEN,
    TRANSITIONS,
    UNHEARD_FOR,
    Charge,
    PaymentState,
    Step,
    UnreadableAnswerError,
    next_step,
    read_answer,
)

KEY = uuid.UUID("0192d0c0-0000-7000-8000-000000000001")
CHARGE = Charge(key=KEY, amount_minor=12900, currency="EUR", method="card_ok", reference="r")
GATEWAY = "http://gateway.example:8001"
GOOD = {
    "id": "ch_1",
    "key": str(KEY),
    "state": "succeeded",
    "amount_minor": 12900,
    "currency": "EUR",
    "decline_code": None,
    "action_url": "",
    "card_hint": "Visa 4242",
}
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("answered", "age", "step"),
    [
        (None, UNHEARD_FOR - SECOND, Step.WAIT),
        (None, UNHEARD_FOR, Step.CANCEL),
        (PaymentState.ACTION_NEEDED, CHALLENGE_LASTS - SECOND, Step.APPLY),
        (PaymentState.ACTION_NEEDED, CHALLENGE_LASTS, Step.CANCEL),
        (PaymentState.SUCCEEDED, timedelta(days=9), Step.APPLY),
        (PaymentState.DECLINED, timedelta(days=9), Step.APPLY),
        (PaymentState.CANCELLED, timedelta(0), Step.APPLY),
    ],
)
def test_what_to_do_about_an_open_payment(answered: PaymentState | None, age: timedelta, step: Step) -> None:
    assert next_step(answered, age=age) is step


def test_only_open_payments_go_on() -> None:
    assert set(TRANSITIONS) == set(PaymentState)
    assert set(OPEN) == {PaymentState.STARTED, PaymentState.ACTION_NEEDED}
    assert all(PaymentState.STARTED not in following for following in TRANSITIONS.values())


def test_a_good_answer_is_read() -> None:
    answer = read_answer(GOOD, charge=CHARGE, gateway_url=GATEWAY)
    assert (answer.state, answer.provider_ref, answer.card_hint) == (PaymentState.SUCCEEDED, "ch_1", "Visa 4242")
    assert (answer.decline_code, answer.action_url) == ("", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [("id", "x" * 80), ("decline_code", "no_money_" + "9" * 31), ("card_hint", "V" * 40)],
)
def test_texts_may_be_so_long(name: str, text: str) -> None:
    assert f"'{text}'" in str(read_answer(GOOD | {name: text}, charge=CHARGE, gateway_url=GATEWAY))
    with pytest.raises(UnreadableAnswerError):
        read_answer(GOOD | {name: text + "x"}, charge=CHARGE, gateway_url=GATEWAY)


def test_where_it_leads_may_be_so_long() -> None:
    url = f"{GATEWAY}/challenge/".ljust(500, "x")
    document = GOOD | {"state": "action_needed", "action_url": url}
    assert read_answer(document, charge=CHARGE, gateway_url=GATEWAY).action_url == url
    with pytest.raises(UnreadableAnswerError):
        read_answer(document | {"action_url": url + "x"}, charge=CHARGE, gateway_url=GATEWAY)


def test_a_second_step_leads_to_the_gateway() -> None:
    document = GOOD | {"state": "action_needed", "action_url": f"{GATEWAY}/challenge/ch_1"}
    assert read_answer(document, charge=CHARGE, gateway_url=GATEWAY).action_url == f"{GATEWAY}/challenge/ch_1"


def test_a_charge_cancelled_before_it_was_heard_of_has_no_amount() -> None:
    document = GOOD | {"state": "cancelled", "amount_minor": 0, "currency": ""}
    assert read_answer(document, charge=CHARGE, gateway_url=GATEWAY).state is PaymentState.CANCELLED


@pytest.mark.parametrize(
    "change",
    [
        {"state": "paid"},
        {"state": "started"},
        {"state": None},
        {"state": ["succeeded"]},
        {"key": str(uuid.uuid4())},
        {"key": None},
        {"amount_minor": 12899},
        {"amount_minor": "12900"},
        {"currency": "CHF"},
        {"id": "x" * 81},
        {"id": 7},
        {"card_hint": "Visa\n4242"},
        {"decline_code": "<script>"},
        {"state": "action_needed", "action_url": "https://elsewhere.example/challenge/ch_1"},
        {"state": "action_needed", "action_url": "javascript:alert(1)"},
        {"state": "action_needed", "action_url": ""},
        {"state": "action_needed", "action_url": "http://gateway.example:8001.evil.example/"},
    ],
)
def test_a_bad_answer_is_never_believed(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_answer(GOOD | change, charge=CHARGE, gateway_url=GATEWAY)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner, max_size=8),
    max_leaves=10,
)


@given(document=json_values)
def test_nonsense_is_refused_and_nothing_else_is_raised(document: Any) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_answer(document, charge=CHARGE, gateway_url=GATEWAY)

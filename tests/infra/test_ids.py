import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.infra.ids import ALPHABET, check_symbol, order_number, read_order_number, uuid7


def test_keys_rise_with_time_and_are_version_7():
    keys = [uuid7() for _ in range(50)]
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {uuid.RFC_4122}
    assert [key.int >> 80 for key in keys] == sorted(key.int >> 80 for key in keys)
    assert len(set(keys)) == 50


def test_numbers_tell_nothing_of_how_many_there_are():
    numbers = {order_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(read_order_number(number) == number for number in numbers)


@pytest.mark.parametrize("typed", ["BS-7K3M-94Q3", "bs 7k3m 94q3", "7K3M94Q3", " BS-7K3M-94Q3. "])
def test_a_number_is_read_as_people_type_it(typed):
    assert read_order_number(typed) == "BS-7K3M-94Q3"


@pytest.mark.parametrize("typed", ["", "BS", "BS-7K3M-94QX", "BS-7K3M-94Q", "BS-7K3M-94Q33", "ÄÖ-7K3M-94Q3", "٣" * 8])
def test_what_cannot_be_a_number_is_none(typed):
    assert read_order_number(typed) is None


@given(st.text(alphabet=ALPHABET, min_size=7, max_size=7), st.integers(0, 6), st.sampled_from(ALPHABET))
def test_any_single_slip_is_caught(body, place, symbol):
    slipped = body[:place] + symbol + body[place + 1 :]
    if slipped != body:
        assert check_symbol(slipped) != check_symbol(body)

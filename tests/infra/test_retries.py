from datetime import timedelta

import pytest

from severshop.infra.retries import Backoff, SayableError, describe

BACKOFF = Backoff(first=timedelta(seconds=4), ceiling=timedelta(minutes=1))


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (1, 4), (2, 8), (3, 16), (4, 32), (5, 60), (1000, 60)])
def test_waits_double_up_to_the_ceiling(failures, seconds):
    assert BACKOFF.wait(failures, draw=lambda: 1.0) == timedelta(seconds=seconds)


def test_waits_are_shortened_at_random_by_half_at_most():
    assert BACKOFF.wait(2, draw=lambda: 0.0) == timedelta(seconds=4)


def test_a_message_that_may_hold_personal_data_is_never_quoted():
    def read_address():
        raise KeyError("ada@example.com")

    with pytest.raises(KeyError) as caught:
        read_address()
    text = describe(caught.value)
    assert text.startswith("KeyError in test_retries.py:")
    assert "ada" not in text


def test_a_sayable_error_speaks_for_itself():
    assert describe(SayableError("the mail server refuses the recipient (550)")) == (
        "the mail server refuses the recipient (550)"
    )


def test_an_error_that_was_never_raised_has_its_name_only():
    assert describe(ValueError("ada@example.com")) == "ValueError"

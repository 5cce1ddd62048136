import pytest

from severshop.domain.carriers.registry import is_valid_number, normalise_number


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("1Z999AA10123456784", True),
        ("1Z5R89390357567127", True),
        ("1Z879E930346834440", True),
        ("1z 999 aa1 01 2345 6784", True),
        ("1Z-999AA1-0123456784", True),
        ("1Z999AA10123456785", False),
        ("1Z999AA1012345678", False),
        ("2Z999AA10123456784", False),
        ("", False),
    ],
)
def test_a_number_is_valid_with_its_form_and_its_check_digit(number, valid):
    assert is_valid_number("ups", number) is valid


def test_an_unknown_carrier_has_no_valid_numbers():
    assert not is_valid_number("pigeon", "1Z999AA10123456784")


def test_a_wrong_digit_is_caught_as_far_as_the_check_digit_can():
    number = "1Z999AA10123456784"
    slips = [(place, digit) for place in range(8, 17) for digit in "0123456789" if digit != number[place]]
    missed = {
        (number[place], digit)
        for place, digit in slips
        if is_valid_number("ups", number[:place] + digit + number[place + 1 :])
    }
    # Doubling without carrying makes five apart the same: that is UPS's own weakness, and the only one.
    assert all(abs(int(right) - int(wrong)) == 5 for right, wrong in missed)


def test_a_number_is_stored_without_spaces_and_in_capitals():
    assert normalise_number(" 1z 999-aa1 01 2345 6784 ") == "1Z999AA10123456784"

"""A shoe size is read as people write it."""

import pytest

from severshop.domain.customers.sizes import read_size


@pytest.mark.parametrize(
    ("typed", "system", "size"),
    [
        ("42", "eu", "42"),
        (" 42 ", "eu", "42"),
        ("8,5", "uk", "8.5"),
        ("8.50", "uk", "8.5"),
        ("8 1/2", "us", "8.5"),
        ("8½", "us", "8.5"),
        ("8 ½", "us", "8.5"),
        ("0", "us", "0"),
    ],
)
def test_a_size_is_read_as_labels_print_it(typed, system, size):
    assert read_size(typed, system=system) == size


@pytest.mark.parametrize(
    ("typed", "system"),
    [
        ("", "eu"),
        ("huge", "eu"),
        ("8", "eu"),
        ("99", "eu"),
        ("42", "uk"),
        ("8.3", "uk"),
        ("-8", "uk"),
        ("1e1", "uk"),
        ("nan", "us"),
        ("٤٢", "eu"),
        ("8.", "us"),
        (".5", "us"),
        ("9" * 10_000, "eu"),
    ],
)
def test_what_no_shoe_has_is_no_size(typed, system):
    assert read_size(typed, system=system) is None

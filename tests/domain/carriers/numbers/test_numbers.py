"""Whose a number is: numbers from public documentation and samples, and such as were computed."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.carriers.numbers import OURS, detect, has_formats, is_number_of, name_of, normalise
from severshop.domain.carriers.numbers.formats import TABLE, formats

CHECKED = [
    ("ups", "1Z999AA10123456784"),
    ("ups", "1Z5R89390357567127"),
    ("ups", "K2479825491"),
    ("fedex", "986578788855"),
    ("fedex", "477179081230"),
    ("fedex", "041441760228964"),
    ("fedex", "568283610012734"),
    ("fedex", "000123450000000027"),
    ("fedex", "9611020987654312345672"),
    ("fedex", "1001921334250001000300779017972697"),
    ("fedex", "9622001900000000000000776632517510"),
    ("usps", "03071790000523483741"),
    ("usps", "71123456789123456787"),
    ("usps", "71969010756003077385"),
    ("usps", "9101123456789000000013"),
    ("usps", "420221539101026837331000039521"),
    ("usps", "9505511069605048600624"),
    ("usps", "92748931507708513018050063"),
    ("usps", "9400111201080805483016"),
    ("usps", "9361289878700317633795"),
    ("usps", "4201002334249200190132607600833457"),
    ("usps", "4201833794079434449405683600206368"),
    ("usps", "4207365394189481706753085583500796"),
    ("usps", "4201011803129505521310498725211295"),
    ("usps", "EA123456785US"),
    ("dhl", "3318810025"),
    ("dhl", "73891051146"),
    ("dhl", "00340434161094015902"),
    ("dhl", "563102430313"),
    ("dhl", "CH123456785DE"),
    ("canadapost", "0073938000549297"),
    ("canadapost", "RR123456785CA"),
    ("royalmail", "RB123456785GB"),
    ("royalmail", "AV123456785GB"),
    ("s10", "LP123456785FR"),
    ("dpd", "008182709980000020033350276C"),
    ("old_dominion", "07209562763"),
    ("old_dominion", "80993847369"),
    ("ontrac", "C11031500001879"),
    ("ontrac", "D10011345983010"),
    ("purolator", "320595463938"),
]

UNCHECKED = [
    ("dhl", "JVGL0999999990"),
    ("dhl", "JD014600001234567801"),
    ("dhl", "3SBCC000123456"),
    ("dhl", "JVGL06021234567890"),
    ("dhl", "GM2951173225174494"),
    ("dhl", "12345678901234"),
    ("amazon", "TBA619632698000"),
    ("amazon", "A1234567890"),
    ("canpar", "D999999999999999999999"),
    ("gofo", "GFUS12345678901234"),
    ("landmark", "LTN74207623N1"),
    ("lasership", "LX12345678"),
    ("lasership", "1LS717200012341"),
    ("lasership", "1LS7112011123456-1"),
    ("lasership", "1LSCXA1B2C3D4E5"),
    ("purolator", "KYV009956937"),
    ("speedee", "SP123456789012345678"),
    ("yodel", "JD1234567890123456"),
    ("yunexpress", "YT1234567890123456"),
]


@pytest.mark.parametrize(("carrier", "number"), CHECKED + UNCHECKED)
def test_a_number_is_its_carriers_first_of_all(carrier, number):
    assert detect(number)[0] == carrier
    assert is_number_of(carrier, number)


@pytest.mark.parametrize(("carrier", "number"), CHECKED)
def test_a_broken_check_digit_is_no_number_of_the_carrier(carrier, number):
    place = broken_place(carrier, number)
    wrong = number[:place] + next(d for d in "1023456789" if d != number[place]) + number[place + 1 :]
    assert not is_number_of(carrier, wrong)
    assert carrier not in detect(wrong)


def broken_place(carrier, number):
    """Where the check digit stands: before the country in S10, last elsewhere."""
    return len(number) - 3 if re.fullmatch("[A-Z]{2}[0-9]{9}[A-Z]{2}", number) else len(number) - 1


@pytest.mark.parametrize(("carrier", "number"), CHECKED + UNCHECKED)
def test_spaces_dashes_and_lower_case_do_not_matter(carrier, number):
    typed = " " + " -".join(re.findall(".{1,4}", number.lower())) + "\n"
    assert detect(typed) == detect(number)


def test_every_form_and_every_carrier_has_an_example():
    proven = {
        form.name for form in formats().formats for _, number in CHECKED + UNCHECKED if form.proof(normalise(number))
    }
    assert {form.name for form in formats().formats} - proven == {"FedEx ASTRA, 32 digits", "DPD, 15 symbols"}
    assert {carrier for carrier, _ in CHECKED + UNCHECKED} == formats().carriers


def test_the_digits_within_a_long_bar_code_are_checked():
    astra = "3" + "0" * 15 + "986578788855" + "0000"
    assert detect(astra)[0] == "fedex"
    assert "fedex" not in detect(astra.replace("788855", "788854"))


def test_a_check_symbol_can_be_a_letter():
    right = [
        symbol for symbol in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_number_of("dpd", "01230123456789" + symbol)
    ]
    assert len(right) == 1


@pytest.mark.parametrize(
    ("number", "carriers"),
    [
        ("00340434161094015902", ("dhl", "usps")),
        ("RB123456785GB", ("royalmail", "s10")),
        ("RX123456785DE", ("dhl", "s10")),
        ("RX123456785CN", ("s10", "dhl")),
        ("JFV247545960", ("dhl", "purolator")),
        ("JJD1234567890123456", ("yodel", "dhl")),
        ("4201028200009261290113185417468510", ("usps", "fedex")),
    ],
)
def test_what_was_verified_more_comes_first(number, carriers):
    assert detect(number) == carriers


def test_of_equals_our_carriers_come_first():
    both = next(
        number
        for number in (f"{start:012d}" for start in range(320595463000, 320595464000))
        if is_number_of("purolator", number) and is_number_of("fedex", number)
    )
    assert detect(both)[0] == "fedex"


@pytest.mark.parametrize(
    "number", ["", " - ", "1Z", "HELLO", "RB123456785XX", "1Z999AA10123456785", "１Ｚ999AA10123456784"]
)
def test_what_is_nobodys_number_is_said_so(number):
    assert detect(number) == ()
    assert not any(is_number_of(carrier, number) for carrier in OURS)


def test_a_carrier_without_a_table_has_no_numbers():
    assert not has_formats("pigeon")
    assert not is_number_of("pigeon", "1Z999AA10123456784")
    assert name_of("pigeon") == "pigeon"


def test_every_carrier_of_the_table_has_a_name():
    assert formats().carriers <= set(formats().names)
    assert set(OURS) <= formats().carriers


def test_the_attribution_is_kept():
    assert "Jeff Keen" in TABLE.read_text("utf-8")
    assert "MIT License" in TABLE.with_name("formats.LICENSE").read_text("utf-8")
    assert all(table for table in tomllib.loads(TABLE.read_text("utf-8"))["tables"].values())


@given(st.text())
def test_any_text_is_answered(text):
    assert is_number_of("ups", text) == ("ups" in detect(text))
    assert detect(text) == detect(normalise(text))


@given(st.text(alphabet="0123456789ABJTDCLSZGMRXYT -", max_size=40))
def test_every_carrier_that_is_named_stands_by_the_number(text):
    assert all(is_number_of(carrier, text) for carrier in detect(text))


@given(st.text())
def test_a_number_that_is_written_right_stays_as_it_is(text):
    assert normalise(normalise(text)) == normalise(text)

"""Labels, read back from the PDF."""

from dataclasses import replace
from datetime import date

import pytest
from reportlab.lib.units import mm

from severshop.look.papers.customs import ROWS_A_PAGE, CustomsPaper
from severshop.look.papers.label import QUIET_MODULES, Label, bar_code, label_pdf
from severshop.look.papers.sheet import WIDTH, printable
from severshop.vocabulary.customs import CustomsDeclaration, CustomsLine
from tests.look.papers.pdf import pages, scanned, texts

LABEL = Label(
    carrier="UPS",
    service="Standard",
    number="1Z999AA10123456784",
    sender=("BestShoeSeverShop", "Widdersdorfer Straße 190", "50825 Cologne", "Germany"),
    recipient=("Ada Winter", "Bahnhofstrasse 3", "8001 Zürich", "Switzerland"),
    order_number="BS-7K2M-9QXD",
    position=1,
    parcels=2,
    weight_grams=1640,
)
SHOE = CustomsLine(
    description="Strada Runner, Rust, EU 42",
    quantity=2,
    weight_grams=1640,
    value_minor=23_867,
    hs_code="640411",
    origin="VN",
)


def with_customs(*lines):
    paper = CustomsPaper(declaration=CustomsDeclaration(lines=lines, currency="EUR"), made_out=date(2026, 11, 24))
    return replace(LABEL, customs=paper)


def plain(page):
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in texts(page)]


def test_a_label_is_one_page_with_all_that_a_carrier_needs():
    (page,) = pages(label_pdf(LABEL))
    written = plain(page)
    for line in [*LABEL.sender, *LABEL.recipient[:-1], "SWITZERLAND", "UPS", "Standard", "1 of 2", "1.64 kg"]:
        assert line in written
    assert "1Z99 9AA1 0123 4567 84" in written
    assert "BS-7K2M-9QXD" in written


NUMBERS = [
    "1Z999AA10123456784",
    "00340434161094042557",
    "RB123456785GB",
    "9400111899223818218407",
    "986578788855",
    "A1" * 15,
]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_bars_say_the_number(number):
    (page,) = pages(label_pdf(replace(LABEL, number=number)))
    assert scanned(page) == number


@pytest.mark.parametrize("number", [*NUMBERS, "X1" * 30])
def test_the_bars_fit_with_white_on_both_sides(number):
    bars = bar_code(number)
    assert bars.width + 2 * QUIET_MODULES * bars.barWidth <= WIDTH
    assert bars.barHeight >= 25 * mm


def test_a_number_of_the_usual_length_has_bars_that_a_hand_scanner_reads():
    assert bar_code(LABEL.number).barWidth >= 0.33 * mm


def test_a_number_in_other_letters_stays_readable_without_bars():
    (page,) = pages(label_pdf(replace(LABEL, number="ÄÖ12")))
    assert "ÄÖ12" in plain(page)


def test_the_same_label_is_the_same_file():
    assert label_pdf(with_customs(SHOE)) == label_pdf(with_customs(SHOE))


def test_a_label_counts_parcels_only_when_it_is_known_how_many():
    (page,) = pages(label_pdf(replace(LABEL, parcels=None, weight_grams=0)))
    assert "1" in plain(page)
    assert "not known" in plain(page)


def test_customs_get_a_second_page():
    socks = replace(SHOE, description="Merino Socks", quantity=1, weight_grams=110, value_minor=1_758, origin="IT")
    first, second = pages(label_pdf(with_customs(SHOE, socks)))
    assert scanned(first) == LABEL.number
    written = plain(second)
    for line in ["CN 22", "640411", "VN", "IT", "1.64 kg", "110 g", "€238.67", "€17.58"]:
        assert line in written
    assert "Total, 3 pieces" in written
    assert "1.75 kg" in written
    assert "€256.25" in written
    assert "Tue 24 November 2026" in written
    assert f"Tracking number {LABEL.number}" in written


def test_what_customs_miss_is_a_dash_and_not_a_guess():
    lacking = replace(SHOE, hs_code="", origin="", weight_grams=0)
    _first, second = pages(label_pdf(with_customs(lacking)))
    assert plain(second).count("–") == 3


def test_many_lines_take_more_pages_and_are_added_up_once():
    _first, *rest = pages(label_pdf(with_customs(*[SHOE] * (ROWS_A_PAGE + 1))))
    assert len(rest) == 2
    assert [sum(line.startswith("Total") for line in plain(page)) for page in rest] == [0, 1]
    assert [plain(page).count("640411") for page in rest] == [ROWS_A_PAGE, 1]
    assert "page 2 of 2" in plain(rest[1])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Łódź, ul. Żółta 3", "Lódz, ul. Zólta 3"),
        ("Málaga, Köln, Århus, Šibenik", "Málaga, Köln, Århus, Šibenik"),
        ("Łucja\u0142\x07", "Lucjal "),
        ("Zu\u0308rich", "Zürich"),
        ("東", "?"),
    ],
)
def test_letters_lose_their_marks_before_they_get_lost(text, printed):
    assert printable(text) == printed


def test_long_names_and_streets_get_smaller_and_stay_on_the_sheet():
    recipient = ("W" * 120, "Very Long Street Name " * 9, "x" * 200, "8001 Zürich", "Switzerland")
    (page,) = pages(label_pdf(replace(LABEL, recipient=recipient)))
    assert sum(line.count("W") for line in plain(page) if set(line) == {"W"}) == 120
    assert "".join(plain(page)).count("x") >= 200

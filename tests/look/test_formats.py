from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from severshop.look import formats
from severshop.vocabulary.windows import DeliveryWindow


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [(12900, "EUR", "€129.00"), (5, "EUR", "€0.05"), (123456789, "EUR", "€1,234,567.89"), (990, "CHF", "CHF9.90")],
)
def test_money(minor, currency, said):
    assert formats.money(minor, currency) == said


@pytest.mark.parametrize(
    ("grams", "said"), [(0, "0 g"), (999, "999 g"), (1000, "1 kg"), (1640, "1.64 kg"), (31_500, "31.5 kg")]
)
def test_weight(grams, said):
    assert formats.weight(grams).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(("rate_bp", "said"), [(1900, "19%"), (810, "8.1%"), (255, "2.55%")])
def test_percent(rate_bp, said):
    assert formats.percent(rate_bp) == said


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), "Thu 26 November"),
        (date(2026, 11, 26), date(2026, 11, 27), "Thu 26 – Fri 27 November"),
        (date(2026, 11, 30), date(2026, 12, 2), "Mon 30 November – Wed 2 December"),
        (date(2026, 12, 30), date(2027, 1, 4), "Wed 30 December – Mon 4 January"),
    ],
)
def test_days(earliest, latest, said):
    assert formats.days(DeliveryWindow(earliest, latest)) == said


def test_a_moment_is_shown_in_its_own_offset():
    there = timezone(timedelta(hours=1))
    assert formats.moment(datetime(2026, 11, 26, 23, 30, tzinfo=UTC).astimezone(there)) == "Fri 27 November, 00:30"


def test_countries_by_name_and_unknown_codes_as_they_are():
    assert formats.country("DK") == "Denmark"
    assert formats.country("ZQ") == "ZQ"

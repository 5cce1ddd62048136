from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils import translation

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


class TestGerman:
    @pytest.fixture(autouse=True)
    def _german(self):
        with translation.override("de"):
            yield

    @pytest.mark.parametrize(
        ("minor", "currency", "said"),
        [
            (12900, "EUR", "129,00\xa0€"),
            (5, "EUR", "0,05\xa0€"),
            (123456789, "EUR", "1.234.567,89\xa0€"),
            (-1490, "EUR", "-14,90\xa0€"),
            (990, "CHF", "9,90\xa0CHF"),
        ],
    )
    def test_money(self, minor, currency, said):
        assert formats.money(minor, currency) == said

    @pytest.mark.parametrize(("rate_bp", "said"), [(1900, "19\xa0%"), (810, "8,1\xa0%"), (255, "2,55\xa0%")])
    def test_percent(self, rate_bp, said):
        assert formats.percent(rate_bp) == said

    @pytest.mark.parametrize(("grams", "said"), [(820, "820\xa0g"), (1640, "1,64\xa0kg"), (31_500, "31,5\xa0kg")])
    def test_weight(self, grams, said):
        assert formats.weight(grams) == said

    @pytest.mark.parametrize(
        ("earliest", "latest", "said", "briefly"),
        [
            (date(2026, 11, 27), date(2026, 11, 27), "Fr., 27. November", "27. Nov."),
            (date(2026, 11, 26), date(2026, 11, 27), "Do., 26. – Fr., 27. November", "26. – 27. Nov."),
            (date(2026, 11, 30), date(2026, 12, 2), "Mo., 30. November – Mi., 2. Dezember", "30. Nov. – 2. Dez."),
            (date(2027, 3, 1), date(2027, 3, 2), "Mo., 1. – Di., 2. März", "1. – 2. März"),
        ],
    )
    def test_days(self, earliest, latest, said, briefly):
        window = DeliveryWindow(earliest, latest)
        assert (formats.days(window), formats.days_without_names(window)) == (said, briefly)

    def test_single_days(self):
        day = date(2026, 11, 26)
        assert formats.day(day, year=True) == "Do., 26. November 2026"
        assert formats.long_day(day) == "Donnerstag, 26. November"
        assert (formats.short_day(day), formats.weekday(day)) == ("Do., 26.", "Donnerstag")

    def test_times_have_24_hours(self):
        late = datetime(2026, 11, 26, 18, 5, tzinfo=UTC)
        assert formats.moment(late) == "Do., 26. November, 18:05\xa0Uhr"
        assert (formats.hour(late), formats.clock(late)) == ("18:05\xa0Uhr", "18:05")
        assert (formats.after_day(late), formats.after_day(late, is_utc=True)) == ("um 18:05\xa0Uhr", "um 18:05 UTC")

    def test_lists_and_countries(self):
        assert formats.listed(["der Preis", "die Adresse"]) == "der Preis und die Adresse"
        assert formats.listed(["A", "B", "C"]) == "A, B und C"
        assert formats.listed(["UPS", "DHL"], either=True) == "UPS oder DHL"
        assert (formats.country("DK"), formats.country("ZQ")) == ("Dänemark", "ZQ")


def test_a_language_without_patterns_of_its_own_still_has_dates_and_prices():
    with translation.override("fr"):
        assert formats.day(date(2026, 11, 26)) == "jeu. 26 novembre"
        assert "129,00" in formats.money(12900)

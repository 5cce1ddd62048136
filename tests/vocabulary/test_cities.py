import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.vocabulary import cities
from severshop.vocabulary.cities import City, country_centre, find_city
from severshop.vocabulary.city_names import keys, words

FILE = Path(cities.__file__).with_name("cities.zz")


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("Köln", "DE", "Köln"),
        ("KOELN", "DE", "Köln"),
        ("koln", "de", "Köln"),
        ("COLOGNE", "DE", "Köln"),
        ("NUERNBERG", "DE", "Nuremberg"),
        ("FRANKFURT/MAIN", "DE", "Frankfurt am Main"),
        ("Leipzig, DE", "DE", "Leipzig"),
        ("LEIPZIG - GERMANY", "DE", "Leipzig"),
        ("ST. POELTEN", "AT", "Sankt Pölten"),
        ("Wien", "AT", "Vienna"),
        ("KOBENHAVN", "DK", "Copenhagen"),
        ("Aarhus", "DK", "Århus"),
        ("LUIK", "BE", "Liège"),
        ("Genève", "CH", "Geneva"),
        ("MILANO", "IT", "Milan"),
        ("Saint Louis", "US", "St. Louis"),
        ("ST LOUIS", "US", "St. Louis"),
        ("FT WORTH", "US", "Fort Worth"),
    ],
)
def test_a_city_is_found_however_a_carrier_spells_it(name, country, found):
    city = find_city(name, country=country)
    assert city is not None
    assert (city.name, city.country, city.exact) == (found, country.upper(), True)


def test_a_city_says_where_it_is_and_whose_clocks_it_keeps():
    assert find_city("KOELN", country="DE") == City("Köln", "DE", "", 50.93, 6.95, "Europe/Berlin")


@pytest.mark.parametrize(
    ("region", "found"),
    [("", "MO"), ("MA", "MA"), ("il", "IL"), ("Illinois", "IL"), ("of nowhere", "MO")],
)
def test_of_several_the_region_decides_and_else_the_number_of_people(region, found):
    city = find_city("SPRINGFIELD", country="US", region=region)
    assert city is not None
    assert (city.region, city.exact) == (found, found != "MO")


def test_a_city_of_another_region_is_not_taken():
    assert find_city("London", country="CA", region="BC") is None
    assert find_city("London", country="CA", region="ON").time_zone == "America/Toronto"
    assert find_city("London", country="GB", region="ENG").time_zone == "Europe/London"


def test_a_name_with_more_words_finds_the_city_but_not_exactly():
    found = find_city("PARIS CDG", country="FR")
    assert (found.name, found.exact) == ("Paris", False)


@pytest.mark.parametrize(
    ("name", "country"), [("", "DE"), ("Atlantis", "DE"), ("Köln", ""), ("Köln", "ZZ"), ("Köln", "AT"), ("; %", "DE")]
)
def test_what_is_nowhere_is_not_found(name, country):
    assert find_city(name, country=country) is None


def test_a_country_has_a_middle_and_a_zone_where_all_of_it_keeps_one():
    germany, america, alaska = country_centre("DE"), country_centre("US"), country_centre("US", region="AK")
    assert (germany.time_zone, germany.exact) == ("Europe/Berlin", False)
    assert 47 < germany.latitude < 55
    assert 6 < germany.longitude < 15
    assert america.time_zone == ""
    assert alaska.time_zone == "America/Anchorage"
    assert country_centre("US", region="Alaska") == alaska
    assert country_centre("FJ").longitude > 170
    assert country_centre("ZZ") is None


@pytest.mark.parametrize(
    "country", ["DE", "AT", "FR", "IT", "NL", "DK", "CH", "GB", "BE", "LU", "PL", "CZ", "JP", "IN"]
)
def test_countries_of_one_time_have_a_zone(country):
    assert country_centre(country).time_zone


@pytest.mark.parametrize("country", ["US", "CA", "AU", "BR", "RU", "ES", "PT"])
def test_countries_of_several_times_have_none(country):
    assert country_centre(country).time_zone == ""


@given(st.text(), st.text(max_size=3), st.text(max_size=4))
def test_any_text_is_answered(name, country, region):
    found = find_city(name, country=country, region=region)
    assert found is None or found.country == country.upper()


@given(st.text())
def test_keys_are_plain_and_fold_to_themselves(name):
    assert all(key.isascii() and key.isalnum() for key in keys(name) if key)
    assert words(" ".join(words(name))) == words(name)


def test_the_file_is_small_and_names_its_source():
    kept = FILE.read_bytes()
    text = zlib.decompress(kept).decode()
    assert len(kept) < 1_200_000
    assert text.startswith("% ")
    assert "GeoNames" in text[:600]
    assert "creativecommons.org/licenses/by/4.0" in text[:600]
    assert text.count("\n;") > 34_000


def test_every_line_can_be_read():
    for line in zlib.decompress(FILE.read_bytes()).decode().split("\n"):
        if line.startswith(";"):
            _names, name, _region, north, east, zone = line.split("\t")
            assert name
            assert -90 <= float(north) <= 90
            assert -180 <= float(east) <= 180
            assert cities._zones()[int(zone)]

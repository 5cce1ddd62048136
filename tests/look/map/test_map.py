"""The parcel's way on a map: what it shows, what it says, and that nothing breaks it."""

import gzip
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from severshop.look.map import Stop, draw_way
from severshop.look.map.background import background
from severshop.look.map.labels import Name, arrange
from severshop.look.map.view import HEIGHT, MARGIN_X, MARGIN_Y, WIDTH, fit, unwrapped
from severshop.look.map.way import find_way
from severshop.look.map.world import FILE, world
from severshop.vocabulary.places import Place

START = datetime(2026, 11, 23, 6, tzinfo=UTC)
COLOGNE, HANOVER, HAMBURG = Place("Cologne", "", "DE"), Place("HANNOVER", "", "DE"), Place("Hamburg", "", "DE")
COPENHAGEN = Place("Copenhagen", "", "DK")
VILLAGE = Place("Kleinkleckersdorf", "", "AT")


def stops(*places):
    return [Stop(place, START + timedelta(hours=5 * index)) for index, place in enumerate(places)]


def drawn(*places, to=COPENHAGEN):
    return draw_way(stops(*places), destination=to, title="The way of your parcel")


def parsed(figure):
    return ET.fromstring(str(figure))  # noqa: S314 - our own markup


def marks(figure):
    return [mark.get("class") for mark in parsed(figure).iter("g") if mark.get("class")]


def texts(figure, kind="place"):
    return [text.text for text in parsed(figure).iter("text") if text.get("class") == kind]


def caption(figure):
    return parsed(figure).find("figcaption").text


def described(figure):
    return next(parsed(figure).iter("desc")).text


def test_the_way_goes_through_its_places_in_the_order_of_time():
    figure = draw_way(reversed(stops(COLOGNE, HANOVER, HAMBURG)), destination=COPENHAGEN, title="x")
    assert figure == draw_way(stops(COLOGNE, HANOVER, HAMBURG), destination=COPENHAGEN, title="x")
    assert described(figure) == (
        "From Cologne by way of Hannover. Last seen in Hamburg. From there it goes to Copenhagen, about 290 km as the crow flies."
    )


def test_what_is_done_is_solid_and_what_is_left_is_dotted():
    figure = parsed(drawn(COLOGNE, HANOVER, HAMBURG))
    (gone,) = [line for line in figure.iter("polyline") if line.get("class") == "gone"]
    (left,) = [line for line in figure.iter("line") if line.get("class") == "left"]
    last = gone.get("points").split(" ")[-1].split(",")
    assert len(gone.get("points").split(" ")) == 3
    assert last == [left.get("x1"), left.get("y1")]


def test_shapes_tell_the_places_apart_without_colour():
    assert sorted(marks(drawn(COLOGNE, HANOVER, HAMBURG))) == ["mark by", "mark goal", "mark here", "mark start"]
    assert sorted(marks(drawn(COLOGNE, COPENHAGEN))) == ["mark start", "mark there"]
    assert marks(drawn(COLOGNE, to=None)) == ["mark here"]


def test_every_place_has_its_name_and_so_have_the_countries():
    figure = drawn(COLOGNE, HANOVER, HAMBURG)
    assert set(texts(figure)) == {"Cologne", "Hannover", "Hamburg", "Copenhagen"}
    assert set(texts(figure, "country")) == {"Germany", "Denmark"}


def test_what_is_not_known_exactly_says_so_in_the_picture_and_in_words():
    figure = drawn(COLOGNE, to=VILLAGE)
    assert "Kleinkleckersdorf (approximate)" in texts(figure)
    assert [circle for circle in parsed(figure).iter("circle") if circle.get("class") == "about"]
    assert "Known only approximately: Kleinkleckersdorf." in caption(figure)
    assert "Known only approximately: Kleinkleckersdorf." in described(figure)
    assert "approximate" not in str(drawn(COLOGNE, HAMBURG))


def test_a_place_that_is_nowhere_exactly_is_no_detour_where_better_is_known():
    way = find_way(stops(COLOGNE, Place("Kleinkleckersdorf", "", "DE"), HAMBURG), destination=COPENHAGEN)
    assert [point.name for point in way.seen] == ["Cologne", "Hamburg"]
    last = find_way(stops(COLOGNE, Place("Kleinkleckersdorf", "", "DE")), destination=COPENHAGEN)
    assert [point.name for point in last.seen] == ["Cologne", "Kleinkleckersdorf"]


def test_a_stay_is_one_place():
    way = find_way(stops(COLOGNE, Place("KOELN", "", "DE"), HAMBURG, HAMBURG), destination=COPENHAGEN)
    assert [point.name for point in way.seen] == ["Cologne", "Hamburg"]


def test_there_is_nothing_left_where_it_goes_there_no_more_or_is_there():
    assert find_way(stops(COLOGNE), destination=None).left_km == 0
    assert "Dotted" not in caption(drawn(COLOGNE, to=None))
    there = find_way(stops(HAMBURG, COPENHAGEN), destination=COPENHAGEN)
    assert there.is_there
    assert there.left_km == 0
    assert described(drawn(HAMBURG, COPENHAGEN)) == "From Hamburg. Last seen in Copenhagen, the city that it goes to."


def test_below_the_map_stands_what_its_signs_mean():
    on_its_way = "Bull’s-eye: last seen. Diamond: where it goes. Dotted: what is left, about 290 km as the crow flies."
    assert caption(drawn(COLOGNE, HAMBURG)) == on_its_way
    assert caption(drawn(COLOGNE, COPENHAGEN)) == "Diamond: last seen in the city that it goes to."
    assert caption(drawn(COLOGNE, to=None)) == "Bull’s-eye: last seen."


@pytest.mark.parametrize(
    ("place", "north", "east"),
    [
        (Place("Little Nowhere", "AK", "US"), (58, 66), (-155, -140)),
        (Place("Little Nowhere", "alaska", "US"), (58, 66), (-155, -140)),
        (Place("Petit Nulle-Part", "QC", "CA"), (44, 50), (-75, -70)),
        (Place("Little Nowhere", "", "US"), (30, 45), (-100, -85)),
    ],
)
def test_a_village_lies_about_the_middle_of_its_region_where_that_is_known(place, north, east):
    goal = find_way(stops(COLOGNE), destination=place).goal
    assert not goal.exact
    assert north[0] < goal.north < north[1]
    assert east[0] < goal.east < east[1]


def test_two_villages_of_one_country_are_not_the_same_place():
    way = find_way(stops(Place("Oberkleckersdorf", "", "AT")), destination=VILLAGE)
    assert not way.is_there
    assert "km" not in caption(drawn(Place("Oberkleckersdorf", "", "AT"), to=VILLAGE))


@pytest.mark.parametrize("places", [(), (Place(),), (Place("Atlantis", "", "ZZ"),)])
def test_where_nothing_is_known_there_is_no_map(places):
    assert draw_way(stops(*places), destination=COPENHAGEN, title="x") == ""


def test_a_name_is_text_and_never_markup():
    figure = draw_way(stops(Place("<b>Köln</b> & Co", "", "DE")), destination=None, title="<i>", name="m")
    assert "<b>" not in figure
    assert "<i>" not in figure
    assert parsed(figure) is not None


def test_two_maps_of_one_page_share_no_id():
    ids = re.findall(r' id="([^"]+)"', draw_way(stops(COLOGNE), destination=None, title="x", name="map-2"))
    assert ids == ["map-2-title", "map-2-desc"]


def test_a_strict_policy_has_nothing_to_refuse():
    figure = str(drawn(COLOGNE, HANOVER))
    assert not re.search(r"style=|<style|<script|\bon\w+=|href", figure)


FAR = [
    (Place("Shenzhen", "", "CN"), Place("Anchorage", "AK", "US"), Place("Louisville", "KY", "US")),
    (Place("Tokyo", "", "JP"), Place("Honolulu", "HI", "US")),
    (Place("Sydney", "NSW", "AU"), Place("Singapore", "", "SG"), Place("London", "", "GB")),
    (Place("Reykjavik", "", "IS"), Place("Oslo", "", "NO")),
]


@pytest.mark.parametrize("places", [*FAR, (COLOGNE, HAMBURG), (COLOGNE,)])
def test_it_weighs_little_on_the_wire(places):
    assert len(gzip.compress(str(drawn(*places)).encode(), 6)) < 20_000


def test_across_the_date_line_it_goes_the_short_way():
    assert unwrapped([139.69, -157.86]) == [139.69, 202.14]
    points = parsed(drawn(*FAR[1], to=Place("Los Angeles", "CA", "US"))).find(".//polyline").get("points")
    (x1, _), (x2, _) = (map(int, point.split(",")) for point in points.split())
    assert 0 < x1 < x2 < WIDTH


degrees = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(st.lists(degrees, min_size=1, max_size=6))
def test_every_place_lies_within_the_margins(places):
    places = list(zip([north for north, _ in places], unwrapped([east for _, east in places]), strict=True))
    if max(east for _, east in places) - min(east for _, east in places) > 300:
        return
    view = fit(places)
    for north, east in places:
        x, y = view.place(north, east)
        assert MARGIN_X - 60 <= x <= WIDTH - MARGIN_X + 60
        assert MARGIN_Y - 60 <= y <= HEIGHT - MARGIN_Y + 60


@settings(max_examples=25, deadline=None)
@given(degrees, st.floats(0, 40))
def test_the_land_stays_on_the_canvas(place, wide):
    north, east = place
    land, _borders = background(fit([place, (min(north + wide / 3, 85), east + wide)]))
    for path in filter(None, land.split("z")):
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        xs, ys = (
            [sum(numbers[0 : end + 1 : 2]) for end in range(0, len(numbers), 2)],
            [sum(numbers[1 : end + 2 : 2]) for end in range(0, len(numbers), 2)],
        )
        assert -30 <= min(xs) <= max(xs) <= WIDTH + 30
        assert -30 <= min(ys) <= max(ys) <= HEIGHT + 30


spots = st.tuples(st.integers(100, WIDTH - 100), st.integers(100, HEIGHT - 100))


@given(st.lists(st.builds(Name, st.text("abc", min_size=1, max_size=20), spots), max_size=12, unique=True))
def test_labels_stand_on_the_canvas_and_the_first_always_finds_room(names):
    labels = arrange(names, lines=[], countries=[])
    assert len(labels) <= len(names)
    assert all(0 <= label.x <= WIDTH and 0 <= label.y <= HEIGHT for label in labels)
    assert len(labels) >= 1 or len(names) != 1


places = st.builds(
    Place,
    st.one_of(
        st.sampled_from(["Cologne", "HAMBURG", "Paris CDG", "Tokyo", "Suva", ""]),
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8),
    ),
    st.sampled_from(["", "AK", "??"]),
    st.sampled_from(["DE", "FR", "JP", "FJ", "US", "AQ", "", "ZZ"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(places, max_size=8), places)
def test_any_way_is_drawn_as_sound_markup(seen, destination):
    figure = draw_way(stops(*seen), destination=destination, title="x")
    assert figure == "" or parsed(figure).tag == "figure"


def test_the_outlines_are_small_and_name_their_source():
    assert FILE.stat().st_size < 150_000
    assert len(world().land) > 500
    assert len(world().borders) > 200
    assert "Natural Earth" in (Path(__file__).parents[3] / "README.md").read_text("utf-8")

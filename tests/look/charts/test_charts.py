"""Charts are drawn from any values, say what they show, and hold no style and no script."""

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from severshop.look.charts import Bar, Point, draw_bars, draw_line
from severshop.look.charts.scales import scale_of, some_of

values = st.none() | st.floats(allow_nan=True, allow_infinity=True)
points = st.builds(Point, st.text('<&"abc ', max_size=8), values, values, values, values, st.booleans(), st.booleans())


def read(drawn: Markup) -> ET.Element:
    """The chart as XML: it must be well-formed whatever the values."""
    return ET.fromstring(str(drawn))  # noqa: S314 - our own


def line(*given_points, **options):
    return draw_line(given_points, name="c", title="Kept", desc="By week", said=lambda value: f"{value:g}", **options)


def bars(*given_bars, **options):
    return draw_bars(given_bars, name="c", title="Kept", desc="By carrier", **options)


def places(drawn, tag, kind):
    return [one.get("points", "") for one in read(drawn).iter(tag) if kind in (one.get("class") or "").split()]


def test_nothing_to_draw_draws_nothing():
    assert line() == ""
    assert bars() == ""


def test_a_chart_says_what_it_is():
    for drawn in (line(Point("W 46", 0.9)), bars(Bar("DHL", 0.9, "90 %"))):
        root = read(drawn)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == "c-title c-desc"
        assert [one.get("id") for one in root][:2] == ["c-title", "c-desc"]


def test_what_is_written_cannot_become_markup():
    drawn = line(Point('"><script>', 0.5)) + bars(Bar("<b>", 1, "</svg>"))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "style" not in drawn


def test_one_week_is_a_dot_with_its_band():
    drawn = line(Point("W 46", 0.9, low=0.85, high=0.97, aim=0.93))
    assert len(places(drawn, "polygon", "band")) == 1
    assert len(places(drawn, "polyline", "aim")) == 1
    assert places(drawn, "polyline", "line") == []
    assert drawn.count("<circle") == 1


def test_a_week_without_a_value_breaks_the_line_in_two():
    drawn = line(Point("1", 1), Point("2", 2), Point("3", None), Point("4", 2), Point("5", 1))
    assert len(places(drawn, "polyline", "line")) == 2


def test_what_is_out_of_its_band_and_what_is_not_complete_have_shapes_of_their_own():
    drawn = line(Point("1", 0.7, is_alarm=True), Point("2", 0.9, is_open=True), Point("3", 0.9))
    assert drawn.count("dot alarm") == 1
    assert drawn.count("dot open") == 1


def test_higher_values_lie_higher():
    (drawn,) = places(line(Point("1", 0.2), Point("2", 0.8)), "polyline", "line")
    first, second = (float(pair.split(",")[1]) for pair in drawn.split())
    assert first > second


@given(st.lists(points, max_size=60))
def test_any_values_are_drawn_inside_the_paper(some):
    drawn = line(*some)
    if not some:
        assert drawn == ""
        return
    assert '"nan' not in drawn
    assert "inf" not in drawn
    for kind in ("line", "aim"):
        for path in places(drawn, "polyline", kind):
            assert all(0 <= float(x) <= 520 and 0 <= float(y) <= 250 for x, y in (p.split(",") for p in path.split()))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_scale_holds_what_it_is_for(some):
    scale = scale_of(some)
    assert scale.low < scale.high
    assert 1 <= len(scale.ticks) <= 8
    assert all(0 <= scale.share(value) <= 1 for value in some)


@pytest.mark.parametrize("most", [1, 2.5, 1e12])
def test_a_bounded_scale_stays_within_its_bounds(most):
    scale = scale_of([0.1, most, most * 3], least=0, most=most)
    assert (scale.low, scale.high) == (0, most)
    assert scale_of([5, 6], least=0, most=1).low < scale_of([5, 6], least=0, most=1).high


def test_labels_are_spread_and_end_with_the_newest():
    assert some_of(3, most=6) == {0, 1, 2}
    assert max(some_of(26, most=6)) == 25
    assert len(some_of(26, most=6)) <= 6


@given(
    st.lists(
        st.builds(Bar, st.text('<&"abc ', max_size=8), values, st.text('<&"abc ', max_size=8), values, st.booleans()),
        max_size=20,
    )
)
def test_bars_stay_on_their_rails(some):
    drawn = bars(*some)
    if some:
        for one in read(drawn):
            if one.tag == "rect":
                width = float(one.get("width"))
                assert math.isfinite(width)
                assert 0 <= width <= 444

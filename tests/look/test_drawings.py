"""Every kind has a drawing of its own, and no tint can break out of it."""

import re
from xml.etree import ElementTree as ET

import pytest

from severshop.look.drawings import kinds, shoe
from severshop.look.drawings.palette import palette

TINTS = ("#000000", "#ffffff", "#b4552d", "#F1EDE6")


def test_every_kind_has_a_silhouette_of_its_own():
    drawings = {str(shoe(kind, "#b4552d")) for kind in kinds()}
    assert len(drawings) == len(kinds()) >= 20


@pytest.mark.parametrize("kind", kinds())
def test_a_drawing_is_well_formed_and_fits_a_strict_policy(kind):
    for tint in TINTS:
        drawing = str(shoe(kind, tint))
        root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
        assert root.tag == "svg"
        assert root.attrib["viewBox"] == "0 0 180 140"
        names = {name for element in root.iter() for name in element.attrib}
        # No inline style, no script, and no id, so that a page may hold the same drawing twice.
        assert not names & {"style", "id", "class"}
        assert not [name for name in names if name.startswith("on")]
        assert "{" not in drawing


@pytest.mark.parametrize("kind", kinds())
def test_a_drawing_stays_on_its_canvas(kind):
    for group in re.findall(r'c[xy]="([\d.]+)"', str(shoe(kind, "#b4552d"))):
        assert 0 <= float(group) <= 180


@pytest.mark.parametrize("kind", kinds())
def test_the_tint_changes_the_drawing(kind):
    assert shoe(kind, "#b4552d") != shoe(kind, "#2f5a7c")


@pytest.mark.parametrize("tint", ["", "red", '"/><script>alert(1)</script>', "#12345", "#12345g", "{body}", "#1234567"])
def test_a_tint_that_is_no_colour_is_drawn_in_grey(tint):
    assert shoe("runner", tint) == shoe("runner", "#8a8378")


def test_a_label_is_escaped_and_read_to_a_screen_reader():
    drawing = str(shoe("boot", "#b4552d", label='Boot "x" <b>'))
    assert 'role="img"' in drawing
    assert 'aria-label="Boot &#34;x&#34; &lt;b&gt;"' in drawing
    assert "aria-hidden" not in drawing


def test_without_a_label_a_screen_reader_skips_it():
    assert 'aria-hidden="true"' in shoe("boot", "#b4552d")


def test_a_kind_that_nobody_has_drawn_is_a_plain_shoe():
    assert shoe("hovercraft", "#b4552d") == shoe("sneaker", "#b4552d")


@pytest.mark.parametrize("tint", ["#b4552d", "#2f5a7c", "#e3b429", "#f1ede6"])
def test_shade_is_darker_and_highlight_is_lighter_than_the_tint(tint):
    colours = palette(tint)
    assert _sum(colours["lining"]) < _sum(colours["deep"]) < _sum(colours["shade"]) < _sum(colours["body"])
    assert _sum(colours["body"]) < _sum(colours["light"]) < _sum(colours["glow"])


def test_black_gets_a_lighter_contour_and_white_a_darker_one():
    assert _sum(palette("#000000")["contour"]) > 0
    assert _sum(palette("#ffffff")["contour"]) < 3 * 255


def _sum(colour):
    return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5))

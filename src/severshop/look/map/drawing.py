"""The map itself, as SVG. Looks come from classes (css/status.css); shapes alone tell the markers apart.

A square is where the way begins, small rings are places on it, a bull's-eye is where the parcel was
last seen, a diamond is where it goes; a dashed circle says that a place is only about there.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.formats import country
from severshop.look.map.background import background
from severshop.look.map.labels import Name, arrange
from severshop.look.map.view import HEIGHT, WIDTH, View, fit, unwrapped
from severshop.look.map.way import Point, Stop, Way, find_way
from severshop.look.map.words import described, key_to
from severshop.vocabulary.cities import country_centre
from severshop.vocabulary.places import Place

SHAPES = {
    "start": Markup('<rect x="-11" y="-11" width="22" height="22" rx="3"/>'),
    "by": Markup('<circle r="9"/>'),
    "here": Markup('<circle class="ring" r="20"/><circle r="10"/>'),
    "goal": Markup('<path d="M0-21 21 0 0 21-21 0z"/>'),
    "there": Markup('<path d="M0-25 25 0 0 25-25 0z"/><circle r="9"/>'),
}
ABOUT_FAR = 60
"""How far it reaches on a phone, where markers are larger."""
ABOUT = Markup('<circle class="about" r="38"/>')


def draw_way(stops: Iterable[Stop], *, destination: Place | None, title: str, name: str = "map") -> Markup:
    """Return a figure with the way through the stops, in whatever order they come; empty where none is on the map.

    `destination` is where the parcel still goes or has arrived; None when it goes there no more.
    `name` tells several maps on one page apart.
    """
    way = find_way(stops, destination=destination)
    if way is None:
        return Markup("")
    view = fit([(point.north, point.east) for point in way.points])
    land, borders = background(view)
    return Markup(
        '<figure class="map"><svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{desc}</desc>'
        '<path class="land" d="{land}"/><path class="borders" d="{borders}"/>{lines}{marks}{labels}</svg>'
        "{key}</figure>"
    ).format(
        width=WIDTH,
        height=HEIGHT,
        name=name,
        title=title,
        desc=described(way),
        land=land,
        borders=borders,
        lines=_lines(way, view),
        marks=_marks(way, view),
        labels=_labels(way, view),
        key=Markup("<figcaption>{}</figcaption>").format(key_to(way)),
    )


def _lines(way: Way, view: View) -> Markup:
    seen = " ".join("{},{}".format(*_spot(point, view)) for point in way.seen)
    lines = Markup('<polyline class="gone" points="{}"/>').format(seen) if len(way.seen) > 1 else Markup("")
    if way.goal and not way.is_there:
        (x1, y1), (x2, y2) = _spot(way.seen[-1], view), _spot(way.goal, view)
        lines += Markup('<line class="left" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(x1, y1, x2, y2)
    return lines


def _marks(way: Way, view: View) -> Markup:
    """Return the markers; the more important one stands above the other where they meet."""
    kinds = ["start", *["by"] * (len(way.seen) - 2)][: len(way.seen) - 1]
    kinds.append("there" if way.is_there else "here")
    marks = list(zip(way.seen, kinds, strict=True))
    if way.goal and not way.is_there:
        marks.insert(0, (way.goal, "goal"))
    marks.sort(key=lambda mark: mark[1] in {"here", "there", "goal"})
    return Markup("").join(_mark(point, kind, view) for point, kind in marks)


def _mark(point: Point, kind: str, view: View) -> Markup:
    x, y = _spot(point, view)
    shape = SHAPES[kind] + (Markup("") if point.exact else ABOUT)
    return Markup('<g transform="translate({} {})"><g class="mark {}">{}</g></g>').format(x, y, kind, shape)


def _labels(way: Way, view: View) -> Markup:
    ends = [way.seen[-1], *([way.goal] if way.goal and not way.is_there else []), way.seen[0]]
    points = dict.fromkeys((*ends, *way.seen))
    labels = arrange(
        [_name(point, view) for point in points],
        lines=[_spot(point, view) for point in way.points],
        countries=_countries(way, view),
    )
    return Markup("").join(
        Markup('<text class="{}" x="{}" y="{}" text-anchor="{}" dominant-baseline="central">{}</text>').format(
            label.kind, label.x, label.y, label.anchor, label.text
        )
        for label in labels
    )


def _countries(way: Way, view: View) -> list[Name]:
    """Return the names of the countries on the way, each where most of its people live."""
    places = []
    for code in dict.fromkeys(point.country for point in way.points):
        middle = country_centre(code)
        if middle and all(point.name != country(code) for point in way.points):
            east = unwrapped([view.east, middle.longitude])[-1]
            places.append(Name(country(code), view.place(middle.latitude, east)))
    return places


def _name(point: Point, view: View) -> Name:
    if point.exact:
        return Name(point.name, _spot(point, view))
    return Name(_("%(place)s (approximate)") % {"place": point.name}, _spot(point, view), mark=ABOUT_FAR)


def _spot(point: Point, view: View) -> tuple[int, int]:
    return view.place(point.north, point.east)

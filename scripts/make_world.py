"""Make src/severshop/look/map/world.zz from Natural Earth. Run by hand when the outlines should be newer.

    npm install --prefix /some/where/else world-atlas@2
    python scripts/make_world.py /some/where/else/node_modules/world-atlas/countries-50m.json

The result is committed; neither the shop nor its tests need world-atlas.
"""

import json
import sys
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path

TARGET = Path("src/severshop/look/map/world.zz")
HEADER = """\
% The outlines of the land (L) and the borders between countries (B), as steps of a hundredth of a degree: first
% where a line begins (east, north), then how far it goes each time. From Natural Earth, 1:50 million (public domain,
% https://www.naturalearthdata.com), through the npm package world-atlas 2 (ISC), made coarser.
"""
COARSENESS = 0.025
"""Degrees by which a line may lie beside the real one: a pixel where 16 degrees fill a screen."""
HALF_TURN, SOUTH_POLE = 180, -90
SMALLEST = 0.06
"""Islands that are smaller than this, in degrees, are left out."""


def main(source):
    topology = json.loads(Path(source).read_text())
    arcs = decoded(topology)
    lines = [HEADER.rstrip("\n")]
    for ring in rings_of(topology["objects"]["land"]):
        points = coarser(unwrapped(joined(ring, arcs)))
        if is_wide(points):
            lines.append("L " + steps(points))
    lines += ["B " + steps(coarser(unwrapped(arcs[index]))) for index in borders(topology["objects"]["countries"])]
    text = "\n".join(lines)
    TARGET.write_bytes(zlib.compress(text.encode(), 9))
    count = sum(line.count(" ") // 2 for line in lines[1:])
    print(f"{len(lines)} lines, {count:,} points, {TARGET.stat().st_size:,} bytes kept")


def decoded(topology):
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def rings_of(shape):
    match shape["type"]:
        case "GeometryCollection":
            return [ring for each in shape["geometries"] for ring in rings_of(each)]
        case "MultiPolygon":
            return [ring for polygon in shape["arcs"] for ring in polygon]
        case "Polygon":
            return shape["arcs"]
        case _:
            return []


def joined(ring, arcs):
    points = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return points


def unwrapped(points):
    """Let a line that crosses the 180th degree go on beyond it; one that goes round the world is closed at the pole."""
    result = points[:1]
    for x, y in points[1:]:
        result.append((result[-1][0] + (x - result[-1][0] + 180) % 360 - 180, y))
    if points[0] == points[-1] and abs(result[-1][0] - result[0][0]) > HALF_TURN:
        result += [(result[-1][0], SOUTH_POLE), (result[0][0], SOUTH_POLE), result[0]]
    return result


def borders(countries):
    """Return the arcs that two countries share."""
    used = Counter()
    for shape in countries["geometries"]:
        used.update({index if index >= 0 else ~index for ring in rings_of(shape) for index in ring})
    return [index for index, times in sorted(used.items()) if times > 1]


def coarser(points):
    """Leave out points that lie beside the line of the others by less than `COARSENESS` (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    if points[0] == points[-1]:
        # A ring has no line from end to end to measure by: begin with its point farthest from the start.
        far = max(range(len(points)), key=lambda place: distance(points[place], points[0], points[0]))
        kept.add(far)
        spans = [(0, far), (far, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        if not between:
            continue
        worst = max(between, key=lambda place: distance(points[place], points[first], points[last]))
        if distance(points[worst], points[first], points[last]) > COARSENESS:
            kept.add(worst)
            spans += [(first, worst), (worst, last)]
    return [points[place] for place in sorted(kept)]


def distance(point, start, end):
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if length == 0:
        return ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length


def is_wide(points):
    easts, norths = [x for x, _ in points], [y for _, y in points]
    return max(max(easts) - min(easts), max(norths) - min(norths)) >= SMALLEST


def steps(points):
    whole = [(round(x * 100), round(y * 100)) for x, y in points]
    said = [f"{whole[0][0]} {whole[0][1]}"]
    said += [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(whole) if (x0, y0) != (x1, y1)]
    return " ".join(said)


if __name__ == "__main__":
    main(sys.argv[1])

"""From one tint all the colours of a drawing: shade, light, lining, sole and contour."""

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
FALLBACK = "#8a8378"
"""Warm grey: what is drawn when a tint is not a colour."""

type Rgb = tuple[float, float, float]

INK: Rgb = (24, 18, 14)
CREAM: Rgb = (255, 248, 236)

DARK, MIDDLE, PALE = 0.2, 0.62, 0.78
"""Brightness at which shading turns round."""


def palette(tint: str) -> dict[str, str]:
    """Return the colours of a drawing by their role; anything but `#rrggbb` is drawn in warm grey."""
    base = _rgb(tint if HEX.fullmatch(tint) else FALLBACK)
    brightness = _brightness(base)
    is_dark, is_pale = brightness < DARK, brightness > PALE
    return {
        "body": _hex(base),
        "light": _hex(_mix(base, CREAM, 0.16)),
        "glow": _hex(_mix(base, CREAM, 0.34)),
        "shade": _hex(_mix(base, INK, 0.1 if is_pale else 0.2)),
        "deep": _hex(_mix(base, INK, 0.2 if is_pale else 0.42)),
        "lining": _hex(_mix(base, INK, 0.38 if is_pale else 0.66)),
        # A black shoe must not drown on a dark page, nor a white one on a light page.
        "contour": _hex(_mix(base, CREAM, 0.3) if is_dark else _mix(base, INK, 0.22 if is_pale else 0.34)),
        "stitch": _hex(_mix(base, CREAM, 0.5) if brightness < MIDDLE else _mix(base, INK, 0.36)),
        "lace": _hex(_mix(base, CREAM, 0.86) if not is_pale else _mix(base, INK, 0.3)),
        "sole": "#f3ede2",
        "sole_shade": "#d8cdbb",
        "sole_edge": "#aa9f8d",
        "gum": "#bd8a58",
        "gum_shade": "#96683c",
        "tread": _hex(_mix(_mix(base, INK, 0.74), CREAM, 0.16 if is_dark else 0.06)),
        "tread_edge": _hex(_mix(_mix(base, INK, 0.5), CREAM, 0.3 if is_dark else 0.12)),
        "metal": "#cdb98a",
        "wood": "#d3a873",
        "wood_shade": "#b0824d",
        "wood_light": "#e6c699",
        "paper": "#f6f0e4",
    }


def _rgb(tint: str) -> Rgb:
    return int(tint[1:3], 16), int(tint[3:5], 16), int(tint[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def _mix(base: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (one + (two - one) * share for one, two in zip(base, other, strict=True))
    return red, green, blue


def _brightness(colour: Rgb) -> float:
    """Return how bright a colour looks, from 0 to 1 (ITU-R BT.709 weights)."""
    red, green, blue = colour
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255

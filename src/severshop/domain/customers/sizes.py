"""The words for a shoe size that somebody keeps. Pure."""

import re

WEARERS = ("women", "men", "children")
"""Whose feet: US sizes count differently for each."""
SYSTEMS = ("eu", "uk", "us")
WIDTHS = ("narrow", "regular", "wide")
SMALLEST, LARGEST = {"eu": 15.0, "uk": 0.0, "us": 0.0}, {"eu": 52.0, "uk": 17.0, "us": 18.0}
"""Beyond, nobody makes shoes."""
PLAIN = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")


def read_size(typed: str, *, system: str) -> str | None:
    """Return a size as labels print it (`42`, `8.5`), from how people write it (`8,5`, `8 1/2`); `None`: no size."""
    text = typed.strip().replace("\u00bd", " 1/2").replace(",", ".")
    whole, _, half = text.partition(" ")
    if half.strip() == "1/2":
        text = f"{whole}.5"
    if not PLAIN.fullmatch(text):
        return None
    size = float(text)
    if size * 2 != int(size * 2) or not SMALLEST[system] <= size <= LARGEST[system]:
        return None
    return f"{size:g}"

"""Groups of kinds that people browse by, and what a shoe size is called elsewhere. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

TRANSLATED = ("name", "summary", "description", "material", "care", "maker")
"""A product's texts that have a field for each further language. A colour has its name; sizes read alike anywhere."""
FURTHER_LANGUAGES = ("de",)
"""Beside English, which every text has."""

ACCESSORIES = ("balm", "spray", "brush", "laces", "insoles", "socks", "shoetree", "bag")

_SHOES = {
    "running": ("runner", "trail"),
    "sneakers": ("sneaker", "court", "hightop"),
    "boots": ("boot", "hiking", "chelsea", "winter", "rainboot"),
    "smart": ("derby", "brogue", "loafer", "heel", "ballerina", "boat"),
    "summer": ("sandal", "slide", "espadrille"),
    "home": ("slipper", "clog"),
    "kids": ("kids", "kidsboot"),
}

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"shoes": tuple(kind for kinds in _SHOES.values() for kind in kinds), **_SHOES, "accessories": ACCESSORIES}
)
"""What can be chosen in the list of products, and the kinds that it holds."""

# EU -> UK, as most European makers print it; US men is UK + 1, US women UK + 2.
_UK_ADULT = {
    35: 2.5, 36: 3.5, 37: 4, 38: 5, 39: 6, 40: 6.5, 41: 7, 42: 8, 43: 9, 44: 9.5, 45: 10.5, 46: 11, 47: 12,
}  # fmt: skip
# Children's UK sizes begin anew after 13; US is half a size more.
_UK_CHILD = {
    24: 7, 25: 7.5, 26: 8.5, 27: 9, 28: 10, 29: 11, 30: 11.5, 31: 12.5, 32: 13, 33: 1, 34: 2, 35: 2.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size in the three ways in which shoes are labelled, or a label of its own, or neither (one size)."""

    eu: str = ""
    uk: str = ""
    us: str = ""
    label: str = ""


class UnknownSizeError(ValueError):
    """A size that the conversion tables do not hold."""


def translated(row: object, text: str, *, language: str) -> str:
    """Return a text of a product or colour in a language; in English where nobody has translated it."""
    code = language.partition("-")[0]
    found = getattr(row, f"{text}_{code}") if code in FURTHER_LANGUAGES else ""
    return str(found or getattr(row, text))


def untranslated(row: object, texts: Sequence[str]) -> list[str]:
    """Return the fields of further languages that are empty although the English one is not."""
    fields = [(text, f"{text}_{code}") for code in FURTHER_LANGUAGES for text in texts]
    return [field for text, field in fields if getattr(row, text) and not getattr(row, field)]


def group_of(kind: str) -> str:
    """Return the group that a kind is browsed under."""
    return next((group for group, kinds in GROUPS.items() if group != "shoes" and kind in kinds), "shoes")


def sizes(spec: str, *, audience: str) -> tuple[Size, ...]:
    """Return the sizes that `36-46` (EU, whole sizes), `75 ml, 200 ml` (labels) or nothing (one size) stands for."""
    first, dash, last = spec.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        return tuple(shoe_size(size, audience=audience) for size in range(int(first), int(last) + 1))
    return tuple(Size(label=label.strip()) for label in spec.split(","))


def shoe_size(eu: int, *, audience: str) -> Size:
    """Return an EU size with its UK and US names; US differs for men, women and children."""
    table = _UK_CHILD if audience == "children" else _UK_ADULT
    if eu not in table:
        raise UnknownSizeError(f"EU {eu} is not in the table for {audience}")
    uk = table[eu]
    more = {"children": 0.5, "women": 2.0}.get(audience, 1.0)
    return Size(eu=str(eu), uk=f"{uk:g}", us=f"{uk + more:g}")

"""The seed catalogue, read from `data/products.toml` and checked before anything is written."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from severshop.domain.catalogue.rules import Size, sizes

FILE = Path(__file__).parent / "data" / "products.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSku:
    code: str
    size: Size
    on_hand: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedColour:
    slug: str
    name: str
    tint: str
    skus: tuple[SeedSku, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedProduct:
    slug: str
    name: str
    kind: str
    audience: str
    price_minor: int
    maker: str
    weight_grams: int
    hs_code: str
    origin: str
    summary: str
    description: str
    material: str
    care: str
    colours: tuple[SeedColour, ...]


class UnknownStockError(ValueError):
    """The file counts stock of a colour or a size that the product does not have."""


@cache
def seed_products() -> tuple[SeedProduct, ...]:
    """Return the products of the seed file, in its order."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(_product(entry, makers=content["makers"]) for entry in content["product"])


def _product(entry: Mapping[str, Any], *, makers: Mapping[str, str]) -> SeedProduct:
    texts = {name: entry[name] for name in ("slug", "name", "kind", "audience", "summary", "description")}
    colours = tuple(_colours(entry))
    _refuse_unknown_stock(entry, colours)
    return SeedProduct(
        **texts,
        material=entry["material"],
        care=entry["care"],
        maker=makers[entry["maker"]],
        price_minor=entry["price"],
        weight_grams=entry["weight_grams"],
        hs_code=entry["hs_code"],
        origin=entry["origin"],
        colours=colours,
    )


def _colours(entry: Mapping[str, Any]) -> Iterator[SeedColour]:
    made = sizes(entry["sizes"], audience=entry["audience"])
    for colour in entry["colours"]:
        skus = tuple(_sku(entry, colour["slug"], size) for size in made)
        yield SeedColour(slug=colour["slug"], name=colour["name"], tint=colour["tint"], skus=skus)


def _sku(entry: Mapping[str, Any], colour: str, size: Size) -> SeedSku:
    name = size.eu or size.label
    different: Mapping[str, int] = entry.get("stock_of", {})
    on_hand = different.get(f"{colour}/{name}", different.get(f"{colour}/*", entry["stock"]))
    code = "-".join(part for part in (entry["slug"], colour, name.replace(" ", "")) if part)
    return SeedSku(code=code, size=size, on_hand=on_hand)


def _refuse_unknown_stock(entry: Mapping[str, Any], colours: tuple[SeedColour, ...]) -> None:
    known = {f"{colour.slug}/*" for colour in colours}
    known |= {f"{colour.slug}/{sku.size.eu or sku.size.label}" for colour in colours for sku in colour.skus}
    if unknown := set(entry.get("stock_of", {})) - known:
        raise UnknownStockError(f"{entry['slug']}: {', '.join(sorted(unknown))}")

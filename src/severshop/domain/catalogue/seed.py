"""The seed catalogue, read from `data/products.toml` and checked before anything is written."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from severshop.domain.catalogue.rules import Size, sizes
from severshop.vocabulary.availability import Availability

DATA = Path(__file__).parent / "data"


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
    name_de: str


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
    availability: Availability
    summary: str
    description: str
    material: str
    care: str
    colours: tuple[SeedColour, ...]
    name_de: str
    summary_de: str
    description_de: str
    material_de: str
    care_de: str
    maker_de: str


class UntranslatedError(ValueError):
    """The file of a further language lacks a text, or has one of something that the shop does not sell."""


class UnknownStockError(ValueError):
    """The file counts stock of a colour or a size that the product does not have."""


@cache
def seed_products() -> tuple[SeedProduct, ...]:
    """Return the products of the seed file, in its order."""
    content = tomllib.loads((DATA / "products.toml").read_text("utf-8"))
    german = tomllib.loads((DATA / "products.de.toml").read_text("utf-8"))
    if different := set(german["product"]) ^ {entry["slug"] for entry in content["product"]}:
        raise UntranslatedError(", ".join(sorted(different)))
    return tuple(_product(entry, makers=content["makers"], german=german) for entry in content["product"])


def _product(entry: Mapping[str, Any], *, makers: Mapping[str, str], german: Mapping[str, Any]) -> SeedProduct:
    texts = {name: entry[name] for name in ("slug", "name", "kind", "audience", "summary", "description")}
    colours = tuple(_colours(entry, german["colours"]))
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
        availability=Availability(entry.get("availability", Availability.IN_STOCK)),
        colours=colours,
        **_german(entry, german),
    )


def _german(entry: Mapping[str, Any], german: Mapping[str, Any]) -> dict[str, str]:
    """Return the product's German texts. What many products share stands once in the file, under its English text."""
    try:
        own = german["product"][entry["slug"]]
        return {
            "name_de": own.get("name", entry["name"]),
            "summary_de": own["summary"],
            "description_de": own["description"],
            "material_de": own["material"],
            "care_de": german["care"][entry["care"]],
            "maker_de": german["makers"][entry["maker"]],
        }
    except KeyError as error:
        raise UntranslatedError(f"{entry['slug']}: {error}") from error


def _colours(entry: Mapping[str, Any], german: Mapping[str, str]) -> Iterator[SeedColour]:
    made = sizes(entry["sizes"], audience=entry["audience"])
    for colour in entry["colours"]:
        name, skus = colour["name"], tuple(_sku(entry, colour["slug"], size) for size in made)
        if name not in german:
            raise UntranslatedError(f"{entry['slug']}: {name}")
        yield SeedColour(slug=colour["slug"], name=name, name_de=german[name], tint=colour["tint"], skus=skus)


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

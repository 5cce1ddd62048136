"""Writes to the catalogue."""

from collections.abc import Sequence

from django.db import transaction

from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.catalogue.rules import FURTHER_LANGUAGES, TRANSLATED
from severshop.domain.catalogue.seed import SeedColour, SeedProduct, seed_products


@transaction.atomic
def load_catalogue() -> dict[str, int]:
    """Write the seed catalogue and return how many of each SKU lie on the shelf.

    Run again, it mends what differs from the file and touches nothing else.
    """
    products = seed_products()
    _write_products(products)
    colours = _write_colours(products)
    _write_skus(products, colours=colours)
    return {sku.code: sku.on_hand for made in products for colour in made.colours for sku in colour.skus}


def _write_products(products: Sequence[SeedProduct]) -> None:
    texts = (*TRANSLATED, *(f"{text}_{code}" for text in TRANSLATED for code in FURTHER_LANGUAGES))
    facts = ("kind", "audience", "price_minor", "weight_grams", "hs_code", "origin", "availability")
    Product.objects.bulk_create(
        (
            Product(slug=made.slug, position=position, **{name: getattr(made, name) for name in texts + facts})
            for position, made in enumerate(products)
        ),
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*texts, *facts, "position"],
    )


def _write_colours(products: Sequence[SeedProduct]) -> dict[tuple[str, str], int]:
    Colour.objects.bulk_create(
        (
            Colour(
                product_id=made.slug,
                slug=colour.slug,
                name=colour.name,
                name_de=colour.name_de,
                tint=colour.tint,
                position=position,
            )
            for made in products
            for position, colour in enumerate(made.colours)
        ),
        update_conflicts=True,
        unique_fields=["product", "slug"],
        update_fields=["name", "name_de", "tint", "position"],
    )
    rows = Colour.objects.filter(product__in=[made.slug for made in products]).values_list("product_id", "slug", "pk")
    return {(product, slug): pk for product, slug, pk in rows}


def _write_skus(products: Sequence[SeedProduct], *, colours: dict[tuple[str, str], int]) -> None:
    rows = [
        row
        for made in products
        for colour in made.colours
        for row in _sku_rows(colour, colours[made.slug, colour.slug])
    ]
    Sku.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["colour", "size_eu", "size_uk", "size_us", "size_label", "position"],
    )


def _sku_rows(colour: SeedColour, colour_id: int) -> list[Sku]:
    return [
        Sku(
            code=sku.code,
            colour_id=colour_id,
            size_eu=sku.size.eu,
            size_uk=sku.size.uk,
            size_us=sku.size.us,
            size_label=sku.size.label,
            position=position,
        )
        for position, sku in enumerate(colour.skus)
    ]

"""Tells the post-purchase half which other sizes and colours of a shoe there are."""

from django.utils import translation

from severshop.domain.catalogue.queries import articles, product
from severshop.usecases.reading.other_sizes import OtherSize


def find(sku: str, language: str) -> tuple[OtherSize, ...]:
    """Return every article of the product that a SKU is of, as the product page has them; none if it is not sold."""
    with translation.override(language):
        own = articles([sku]).get(sku)
        made = product(own.product_slug) if own else None
        if own is None or made is None:
            return ()
        sold = articles(made.skus)
        return tuple(
            OtherSize(
                sku=size.sku,
                name=article.name,
                variant=article.variant,
                colour=colour.name,
                size=size.name,
                silhouette=article.kind,
                tint=article.tint,
                unit_minor=article.price_minor,
                weight_grams=article.weight_grams,
                hs_code=article.hs_code,
                origin=article.origin,
            )
            for colour in made.colours
            for size in colour.sizes
            if (article := sold.get(size.sku))
        )

"""Whether a shoe runs small or large, for whoever is about to choose a size."""

from datetime import date

from severshop.domain.catalogue.queries import ProductView
from severshop.domain.returns.fit_counts import fits_of
from severshop.domain.returns.fits import Fit, fit


def fit_advice(product: ProductView, *, today: date) -> Fit | None:
    """Return how a product's sizes turn out, in all its colours; None where too little is known, or it has no sizes.

    A product is made for one audience: its numbers are never mixed with another's.
    """
    sized = [size.sku for colour in product.colours for size in colour.sizes if size.eu]
    return fit(fits_of(sized, today=today), today=today) if sized else None

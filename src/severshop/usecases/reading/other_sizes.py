"""Which other sizes of a shoe there are: asked of whoever sells it, where somebody does.

The post-purchase half knows no catalogue. `settings.OTHER_SIZES` names the function that answers; it is empty where
the shop half is left out, and sizes cannot be changed then.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class OtherSize(NamedTuple):
    """An article of the same product, as an order line would have it; its price today, with the tax in it."""

    sku: str
    name: str
    variant: str
    colour: str
    size: str
    silhouette: str
    tint: str
    unit_minor: int
    weight_grams: int
    hs_code: str
    origin: str


Asked = Callable[[str, str], tuple[OtherSize, ...]]
"""SKU and language in; every article of the same product out, that of the SKU too; none for what is not sold."""


def other_sizes(sku: str, *, language: str) -> tuple[OtherSize, ...]:
    """Return the articles of the same product, the SKU's own among them; none where nobody can tell."""
    if not settings.OTHER_SIZES:
        return ()
    asked: Asked = import_string(settings.OTHER_SIZES)
    return asked(sku, language)

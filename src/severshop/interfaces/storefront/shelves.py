"""The list of products, by group and by size."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from severshop.domain.catalogue.queries import ProductView, list_products, sizes_made
from severshop.domain.catalogue.rules import GROUPS, group_of
from severshop.domain.inventory.queries import available
from severshop.interfaces.storefront.page import show

SHELVES = tuple(group for group in GROUPS if group != "shoes")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of products under its name."""

    group: str
    products: tuple[ProductView, ...]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the shop sells; `kind` and `size` narrow it. A kind or size that does not exist is a 400."""
    group, size, made = request.GET.get("kind", ""), request.GET.get("size", ""), sizes_made()
    if (group and group not in GROUPS) or (size and size not in made):
        raise BadRequest("unknown kind or size")
    found = list_products(kinds=GROUPS.get(group, ()), size_eu=size)
    if size:
        found = _in_stock(found, size=size)
    return show(
        request,
        "home.html",
        shelves=_shelves(found),
        total=len(found),
        group=group,
        size=size,
        groups=tuple(GROUPS),
        sizes=made,
        is_front=not (group or size),
    )


def _in_stock(products: tuple[ProductView, ...], *, size: str) -> tuple[ProductView, ...]:
    wanted = {
        item.sku: product.slug
        for product in products
        for colour in product.colours
        for item in colour.sizes
        if item.eu == size
    }
    slugs = {wanted[sku] for sku, left in available(tuple(wanted)).items() if left}
    return tuple(product for product in products if product.slug in slugs)


def _shelves(products: tuple[ProductView, ...]) -> tuple[Shelf, ...]:
    shelves = (Shelf(group, tuple(p for p in products if group_of(p.kind) == group)) for group in SHELVES)
    return tuple(shelf for shelf in shelves if shelf.products)

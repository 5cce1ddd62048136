"""Which size of a shoe is the shopper's own, so that its page opens with it chosen."""

from django.http import HttpRequest

from severshop.domain.catalogue.queries import ProductView, SizeView
from severshop.domain.catalogue.rules import UnknownSizeError, shoe_size
from severshop.domain.customers.queries import sizes_of
from severshop.domain.customers.rules import WornSize
from severshop.interfaces.storefront.checkout import customer_of

WORN_BY = {"everyone": ("women", "men"), "women": ("women",), "men": ("men",), "children": ("children",)}


def own_skus(request: HttpRequest, product: ProductView) -> frozenset[str]:
    """Return the product's articles in the size that the signed-in shopper keeps; none for a guest."""
    customer_id = customer_of(request)
    if customer_id is None:
        return frozenset()
    kept = {size.wearer: size for size in sizes_of(customer_id)}
    worn = next((kept[wearer] for wearer in WORN_BY.get(product.audience, ()) if wearer in kept), None)
    if worn is None:
        return frozenset()
    return frozenset(size.sku for colour in product.colours for size in colour.sizes if _is(size, worn))


def _is(size: SizeView, worn: WornSize) -> bool:
    """Tell whether a size is the worn one, counted as the wearer's labels count."""
    if not size.eu.isdecimal():
        return False
    try:
        named = shoe_size(int(size.eu), audience=worn.wearer)
    except UnknownSizeError:
        return False
    return {"eu": named.eu, "uk": named.uk, "us": named.us}[worn.system] == worn.size

"""Reads of the catalogue: what the shop sells, as frozen values, in the language in force unless another is named."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.catalogue.rules import TRANSLATED, translated
from severshop.vocabulary.availability import Availability


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a basket, an order line or a parcel says about a SKU. The price contains the tax."""

    sku: str
    name: str
    variant: str
    """`Rust, EU 42`."""
    kind: str
    tint: str
    price_minor: int
    product_slug: str
    colour_slug: str
    weight_grams: int
    hs_code: str
    origin: str
    availability: Availability = Availability.IN_STOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeView:
    """One size of a colour. Shoes carry `eu`, `uk` and `us`; everything else carries `label`, or nothing."""

    sku: str
    eu: str = ""
    uk: str = ""
    us: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        return f"EU {self.eu}" if self.eu else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourView:
    slug: str
    name: str
    tint: str
    sizes: tuple[SizeView, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """A product with its colours and their sizes, in the order in which they are shown."""

    slug: str
    name: str
    kind: str
    audience: str
    summary: str
    description: str
    material: str
    care: str
    maker: str
    price_minor: int
    colours: tuple[ColourView, ...]
    availability: Availability = Availability.IN_STOCK

    def colour(self, slug: str) -> ColourView | None:
        """Return the colour with this slug, if the product comes in it."""
        return next((colour for colour in self.colours if colour.slug == slug), None)

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(size.sku for colour in self.colours for size in colour.sizes)


def articles(codes: Collection[str], *, language: str | None = None) -> dict[str, Article]:
    """Return what is sold under these codes; a code that is not sold is missing from the answer."""
    rows = Sku.objects.filter(code__in=set(codes)).select_related("colour__product")
    spoken = language or _language()
    return {row.code: _article(row, spoken) for row in rows}


def list_products(*, kinds: Sequence[str] = (), size_eu: str = "") -> tuple[ProductView, ...]:
    """Return the products of these kinds (all, if none is named) that are made in a size."""
    found = _with_colours()
    if kinds:
        found = found.filter(kind__in=kinds)
    if size_eu:
        found = found.filter(colours__skus__size_eu=size_eu).distinct()
    return tuple(_product(row) for row in found)


def product(slug: str) -> ProductView | None:
    """Return one product, or `None`."""
    row = _with_colours().filter(slug=slug).first()
    return _product(row) if row else None


def sizes_made() -> tuple[str, ...]:
    """Return the EU sizes that any product is made in, smallest first."""
    found = Sku.objects.exclude(size_eu="").order_by().values_list("size_eu", flat=True).distinct()
    return tuple(sorted(found, key=float))


def _with_colours() -> QuerySet[Product]:
    colours = Colour.objects.prefetch_related(Prefetch("skus", Sku.objects.order_by("position")))
    return Product.objects.prefetch_related(Prefetch("colours", colours.order_by("position")))


def _language() -> str:
    return get_language() or "en"


def _article(row: Sku, language: str) -> Article:
    colour, made = row.colour, row.colour.product
    return Article(
        sku=row.code,
        name=translated(made, "name", language=language),
        variant=", ".join(part for part in (translated(colour, "name", language=language), _size(row).name) if part),
        kind=made.kind,
        tint=colour.tint,
        price_minor=made.price_minor,
        product_slug=made.slug,
        colour_slug=colour.slug,
        weight_grams=made.weight_grams,
        hs_code=made.hs_code,
        origin=made.origin,
        availability=Availability(made.availability),
    )


def _product(row: Product) -> ProductView:
    language = _language()
    return ProductView(
        slug=row.slug,
        kind=row.kind,
        audience=row.audience,
        price_minor=row.price_minor,
        availability=Availability(row.availability),
        colours=tuple(_colour(colour, language) for colour in row.colours.all()),
        **{text: translated(row, text, language=language) for text in TRANSLATED},
    )


def _colour(row: Colour, language: str) -> ColourView:
    sizes = tuple(_size(sku) for sku in row.skus.all())
    return ColourView(slug=row.slug, name=translated(row, "name", language=language), tint=row.tint, sizes=sizes)


def _size(row: Sku) -> SizeView:
    return SizeView(sku=row.code, eu=row.size_eu, uk=row.size_uk, us=row.size_us, label=row.size_label)

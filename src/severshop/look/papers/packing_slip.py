"""The packing slip: what is in each parcel. It names no prices, for it may lie in a gift."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from severshop.look.papers.page import RIGHT, SMALL, STRONG, TITLE, Page, paragraph

WIDTHS = (0.62, 0.26, 0.12)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedParcel:
    """A parcel: who carries it under which number, and what is in it as (name, SKU, quantity)."""

    position: int
    carrier: str
    number: str
    content: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingSlip:
    """What stands on a packing slip. `pending` counts pieces that are in no parcel yet."""

    order_number: str
    seller: tuple[str, ...]
    recipient: tuple[str, ...]
    parcels: tuple[PackedParcel, ...]
    pending: tuple[tuple[str, str, int], ...]


def packing_slip_pdf(slip: PackingSlip) -> bytes:
    """Return the slip as PDF, in the language in force."""
    name = _("Packing slip")
    page = Page(title=f"{name} {slip.order_number}", foot=" · ".join(slip.seller))
    page.line(slip.seller[0], STRONG)
    page.gap(20)
    order = _("Order %(number)s") % {"number": slip.order_number}
    page.pair([paragraph(line) for line in slip.recipient], [paragraph(order, RIGHT)])
    page.gap(20)
    page.line(name, TITLE)
    for parcel in slip.parcels:
        page.gap(12)
        page.line(_("Parcel %(n)d of %(total)d") % {"n": parcel.position, "total": len(slip.parcels)}, STRONG)
        page.line(f"{parcel.carrier} {parcel.number}".strip(), SMALL)
        _write(page, parcel.content)
    if slip.pending:
        page.gap(12)
        page.line(_("Not packed yet"), STRONG)
        _write(page, slip.pending)
    return page.pdf()


def _write(page: Page, content: tuple[tuple[str, str, int], ...]) -> None:
    rows = [(name, sku, str(quantity)) for name, sku, quantity in content]
    page.table((_("Article"), _("SKU"), _("Quantity")), rows, widths=WIDTHS, words=2)

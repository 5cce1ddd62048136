"""The invoice, with what the law wants on it (Directive 2006/112/EC, Art. 226)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from severshop.look.formats import day, money, percent
from severshop.look.papers.page import RIGHT, SMALL, STRONG, TITLE, Page, paragraph

WIDTHS = (0.5, 0.12, 0.19, 0.19)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One row: what, how many, and what one costs with the tax in it, in minor units."""

    name: str
    quantity: int
    unit_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePaper:
    """What stands on an invoice. Amounts are minor units with the tax in them; `supplied_on` is None until dispatch."""

    number: str
    issued_on: date
    supplied_on: date | None
    order_number: str
    ordered_on: date
    seller: tuple[str, ...]
    seller_vat_id: str
    buyer: tuple[str, ...]
    positions: tuple[Position, ...]
    delivery_minor: int
    total_minor: int
    tax_minor: int
    tax_rate_bp: int
    currency: str
    is_export: bool
    paid_with: str


def invoice_pdf(paper: InvoicePaper) -> bytes:
    """Return the invoice as PDF, in the language in force."""
    name = _("Invoice %(number)s") % {"number": paper.number}
    page = Page(title=name, foot=" · ".join(paper.seller))
    page.pair([paragraph(line, STRONG if not at else SMALL) for at, line in enumerate(_seller(paper))], [])
    page.gap(26)
    page.pair([paragraph(line) for line in paper.buyer], [paragraph(line, RIGHT) for line in _dates(paper)])
    page.gap(22)
    page.line(name, TITLE)
    page.gap(10)
    _write_positions(page, paper)
    page.gap(12)
    page.sums(_sums(paper))
    page.gap(18)
    for sentence in _sentences(paper):
        page.line(sentence, SMALL)
    return page.pdf()


def _seller(paper: InvoicePaper) -> list[str]:
    vat_id = [_("VAT identification number %(id)s") % {"id": paper.seller_vat_id}] if paper.seller_vat_id else []
    return [*paper.seller, *vat_id]


def _dates(paper: InvoicePaper) -> list[str]:
    supplied = day(paper.supplied_on, year=True) if paper.supplied_on else _("with dispatch")
    return [
        _("Invoice date: %(day)s") % {"day": day(paper.issued_on, year=True)},
        _("Date of supply: %(day)s") % {"day": supplied},
        _("Order %(number)s") % {"number": paper.order_number},
        _("Ordered: %(day)s") % {"day": day(paper.ordered_on, year=True)},
    ]


def _write_positions(page: Page, paper: InvoicePaper) -> None:
    rows = [
        (
            one.name,
            str(one.quantity),
            money(one.unit_minor, paper.currency),
            money(one.unit_minor * one.quantity, paper.currency),
        )
        for one in paper.positions
    ]
    delivery = money(paper.delivery_minor, paper.currency)
    rows.append((_("Delivery"), "1", delivery, delivery))
    page.table((_("Article"), _("Quantity"), _("One"), _("Together")), rows, widths=WIDTHS, words=1)


def _sums(paper: InvoicePaper) -> list[tuple[str, str]]:
    return [
        (_("Net"), money(paper.total_minor - paper.tax_minor, paper.currency)),
        (_("VAT %(rate)s") % {"rate": percent(paper.tax_rate_bp)}, money(paper.tax_minor, paper.currency)),
        (_("Total"), money(paper.total_minor, paper.currency)),
    ]


def _sentences(paper: InvoicePaper) -> list[str]:
    said = [_("All prices contain the VAT named above.")]
    if paper.is_export:
        said = [_("Tax-free export delivery. Customs duties and taxes of the country of arrival are not in it.")]
    if paper.paid_with:
        said.append(_("Paid with %(card)s. Nothing is left to pay.") % {"card": paper.paid_with})
    return said

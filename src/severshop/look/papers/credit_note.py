"""The credit note, which amends an invoice and names it (Directive 2006/112/EC, Art. 219)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from severshop.look.formats import day, money, percent
from severshop.look.papers.page import RIGHT, SMALL, STRONG, TITLE, Page, paragraph
from severshop.vocabulary.refunds import PartKind

WIDTHS = (0.62, 0.14, 0.24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """One row: what for, how many (0 where that says nothing), and what went back with the tax in it.

    `name` is of goods, and empty where it is none of them in particular.
    """

    kind: PartKind
    name: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNotePaper:
    """What stands on a credit note. Amounts are minor units with the tax in them."""

    number: str
    issued_on: date
    invoice_number: str
    invoiced_on: date
    order_number: str
    paid_back_on: date
    seller: tuple[str, ...]
    seller_vat_id: str
    buyer: tuple[str, ...]
    credited: tuple[Credited, ...]
    tax_minor: int
    tax_rate_bp: int
    currency: str
    is_export: bool
    card: str

    @property
    def total_minor(self) -> int:
        return sum(one.amount_minor for one in self.credited)


def credit_note_pdf(paper: CreditNotePaper) -> bytes:
    """Return the credit note as PDF, in the language in force."""
    name = _("Credit note %(number)s") % {"number": paper.number}
    page = Page(title=name, foot=" · ".join(paper.seller))
    vat_id = [_("VAT identification number %(id)s") % {"id": paper.seller_vat_id}] if paper.seller_vat_id else []
    seller = [*paper.seller, *vat_id]
    page.pair([paragraph(line, STRONG if not at else SMALL) for at, line in enumerate(seller)], [])
    page.gap(26)
    page.pair([paragraph(line) for line in paper.buyer], [paragraph(line, RIGHT) for line in _dates(paper)])
    page.gap(22)
    page.line(name, TITLE)
    page.gap(4)
    amended = {"number": paper.invoice_number, "day": day(paper.invoiced_on, year=True)}
    page.line(_("It amends invoice %(number)s of %(day)s.") % amended)
    page.gap(10)
    rows = [
        (_what(one), str(one.quantity) if one.quantity else "", f"-{money(one.amount_minor, paper.currency)}")
        for one in paper.credited
    ]
    page.table((_("Credited"), _("Quantity"), _("Amount")), rows, widths=WIDTHS, words=1)
    page.gap(12)
    page.sums(_sums(paper))
    page.gap(18)
    for sentence in _sentences(paper):
        page.line(sentence, SMALL)
    return page.pdf()


def _what(one: Credited) -> str:
    return {
        PartKind.GOODS: one.name or _("Price reduction"),
        PartKind.DELIVERY: _("Delivery"),
        PartKind.DUTIES: _("Duties"),
    }[one.kind]


def _dates(paper: CreditNotePaper) -> list[str]:
    return [
        _("Date: %(day)s") % {"day": day(paper.issued_on, year=True)},
        _("Order %(number)s") % {"number": paper.order_number},
        _("Paid back: %(day)s") % {"day": day(paper.paid_back_on, year=True)},
    ]


def _sums(paper: CreditNotePaper) -> list[tuple[str, str]]:
    def less(amount_minor: int) -> str:
        return f"-{money(amount_minor, paper.currency)}" if amount_minor else money(0, paper.currency)

    return [
        (_("Net"), less(paper.total_minor - paper.tax_minor)),
        (_("VAT %(rate)s") % {"rate": percent(paper.tax_rate_bp)}, less(paper.tax_minor)),
        (_("Total"), less(paper.total_minor)),
    ]


def _sentences(paper: CreditNotePaper) -> list[str]:
    said = [_("What the invoice says is less by these amounts, and so is the VAT in it.")]
    if paper.is_export:
        said = [_("What the invoice says is less by these amounts. It was a tax-free export delivery.")]
    if paper.card:
        said.append(_("It went back to the card that it was paid with (%(card)s).") % {"card": paper.card})
    return said

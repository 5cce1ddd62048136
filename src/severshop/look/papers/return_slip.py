"""The slip that lies in a parcel that comes back: what is in it, where it goes, and bars that the desk scans."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm

from severshop.look import formats
from severshop.look.papers.page import SMALL, STRONG, TITLE, Page, paragraph

WIDTHS: Final = (0.44, 0.2, 0.26, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlip:
    """What stands on the slip. `lines`: name, SKU, reason, quantity."""

    number: str
    order_number: str
    sender: tuple[str, ...]
    send_to: tuple[str, ...]
    send_by: date
    announced_on: date
    lines: tuple[tuple[str, str, str, int], ...]


def return_slip_pdf(slip: ReturnSlip) -> bytes:
    """Return the slip as PDF, in the language in force. The same slip, the same bytes."""
    page = Page(title=_("Return %(number)s") % {"number": slip.number}, foot=" · ".join(slip.send_to))
    page.pair(
        [paragraph(_("Send it to"), SMALL), *(paragraph(line) for line in slip.send_to)],
        [paragraph(_("From"), SMALL), *(paragraph(line) for line in slip.sender)],
    )
    page.gap(20)
    page.line(_("Return %(number)s") % {"number": slip.number}, TITLE)
    page.gap(6)
    page.parts.append(Code128(slip.number, barWidth=0.36 * mm, barHeight=16 * mm, quiet=False))
    page.gap(10)
    page.line(_("Announced on %(day)s") % {"day": formats.day(slip.announced_on, year=True)})
    page.line(_("Please send it by %(day)s.") % {"day": formats.day(slip.send_by, year=True)}, STRONG)
    page.gap(12)
    rows = [(name, sku, reason, str(quantity)) for name, sku, reason, quantity in slip.lines]
    page.table((_("Article"), _("SKU"), _("Why"), _("Quantity")), rows, widths=WIDTHS, words=3)
    page.gap(14)
    page.line(_("Lay this slip on top, so that we know at once what came and whose it is."), SMALL)
    return page.pdf()

"""A parcel's label: 100 x 150 mm, with the tracking number as Code 128, and the customs declaration behind it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from severshop.look.formats import weight
from severshop.look.papers.customs import CustomsPaper, draw_customs
from severshop.look.papers.sheet import (
    BOLD,
    HEIGHT,
    MARGIN,
    MONO,
    WIDTH,
    Box,
    printable,
    rule,
    write,
    write_in,
)

WIDEST_BAR: Final = 0.42 * mm
"""The thinnest bar, where there is room for it; long numbers get thinner ones."""
QUIET_MODULES: Final = 10
"""Left white on both sides, so that a scanner finds the beginning."""
BAR_HEIGHT: Final = 27 * mm
INNER: Final = WIDTH - 2 * MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands on a label. `parcels` is None while nobody knows how many there will be."""

    carrier: str
    service: str
    number: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    order_number: str
    position: int
    parcels: int | None
    weight_grams: int
    customs: CustomsPaper | None = None


def label_pdf(label: Label) -> bytes:
    """Return the label as a PDF; a customs declaration follows on pages of its own. The same label, the same bytes."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(printable(_("Label %(number)s") % {"number": label.number}))
    _draw_top(canvas, label)
    _draw_recipient(canvas, label)
    _draw_facts(canvas, label)
    _draw_bars(canvas, label.number)
    canvas.showPage()
    if label.customs:
        draw_customs(canvas, label.customs, sender=label.sender, recipient=label.recipient, number=label.number)
    canvas.save()
    return buffer.getvalue()


def bar_code(number: str) -> Code128:
    """Return the bars of a tracking number, as thick as the label has room for."""
    modules = Code128(number, barWidth=1, quiet=False).width
    thin = min(WIDEST_BAR, (WIDTH - 2 * mm) / (modules + 2 * QUIET_MODULES))
    return Code128(number, barWidth=thin, barHeight=BAR_HEIGHT, quiet=False)


def _draw_top(canvas: Any, label: Label) -> None:
    write(canvas, _("From"), at=(MARGIN, 141 * mm), size=6)
    write_in(canvas, label.sender, Box(MARGIN, 121.5 * mm, 46 * mm, 19 * mm), size=8)
    right = Box(54 * mm, 121.5 * mm, 41 * mm, 23 * mm)
    write_in(canvas, [label.carrier], Box(right.left, 132 * mm, right.width, 12.5 * mm), font=BOLD, size=22)
    write_in(canvas, [label.service], Box(right.left, right.bottom, right.width, 9 * mm), size=12)
    rule(canvas, 119 * mm, thick=1.2)


def _draw_recipient(canvas: Any, label: Label) -> None:
    write(canvas, _("To"), at=(MARGIN, 115 * mm), size=6)
    *address, country = label.recipient or ("",)
    write_in(canvas, address, Box(MARGIN, 77 * mm, INNER, 36.5 * mm), size=14)
    write_in(canvas, [country.upper()], Box(MARGIN, 69 * mm, INNER, 8 * mm), font=BOLD, size=15)
    rule(canvas, 66 * mm, thick=1.2)


def _draw_facts(canvas: Any, label: Label) -> None:
    place = {"n": label.position, "total": label.parcels}
    facts = [
        (_("Parcel"), _("%(n)d of %(total)d") % place if label.parcels else str(label.position)),
        (_("Weight"), weight(label.weight_grams) if label.weight_grams else _("not known")),
        (_("Order"), label.order_number),
    ]
    for column, (name, value) in enumerate(facts):
        left = MARGIN + column * INNER / 3
        write(canvas, name, at=(left, 61.5 * mm), size=6)
        write_in(canvas, [value], Box(left, 52 * mm, INNER / 3 - 2 * mm, 9 * mm), font=BOLD, size=11)
    rule(canvas, 52 * mm)


def _draw_bars(canvas: Any, number: str) -> None:
    if number.isascii():
        bars = bar_code(number)
        bars.drawOn(canvas, (WIDTH - bars.width) / 2, 18 * mm)
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    size = min(13.0, INNER / max(len(spaced), 1) / 0.6)
    canvas.setFont(MONO, size)
    canvas.drawCentredString(WIDTH / 2, 11 * mm, printable(spaced))

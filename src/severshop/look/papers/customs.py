"""The pages of a customs declaration, after the postal form CN 22."""

from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.units import mm

from severshop.look.formats import day, money, weight
from severshop.look.papers.sheet import BOLD, MARGIN, WIDTH, Box, rule, write, write_in, write_right
from severshop.vocabulary.customs import CustomsDeclaration, CustomsLine

ROWS_A_PAGE: Final = 9
ROW: Final = 7.2 * mm
TABLE_TOP: Final = 101 * mm
HS, ORIGIN, WEIGHT, VALUE = 55 * mm, 68 * mm, 79 * mm, WIDTH - MARGIN
"""Where the columns are: the first begins, the others end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsPaper:
    """A declaration, and the day on which it was made out."""

    declaration: CustomsDeclaration
    made_out: date
    is_return: bool = False
    """The goods come back to who sold them: no sale, so that no duty is asked for."""
    is_replacement: bool = False
    """They stand in for others that were paid for: no sale, but worth what those were."""


def draw_customs(
    canvas: Any, paper: CustomsPaper, *, sender: tuple[str, ...], recipient: tuple[str, ...], number: str
) -> None:
    """Draw the declaration, on as many pages as it takes."""
    pages = list(batched(paper.declaration.lines, ROWS_A_PAGE)) or [()]
    for page, lines in enumerate(pages, start=1):
        counted = "" if len(pages) == 1 else _("page %(n)d of %(total)d") % {"n": page, "total": len(pages)}
        _draw_head(canvas, paper, number=number, counted=counted)
        _draw_people(canvas, sender=sender, recipient=recipient)
        _draw_rows(canvas, lines, currency=paper.declaration.currency)
        if page == len(pages):
            _draw_total(canvas, paper.declaration)
            _draw_word(canvas, paper.made_out)
        canvas.showPage()


def _draw_head(canvas: Any, paper: CustomsPaper, *, number: str, counted: str) -> None:
    write(canvas, _("Customs declaration"), at=(MARGIN, 140 * mm), font=BOLD, size=13)
    write_right(canvas, "CN 22", at=(WIDTH - MARGIN, 140 * mm), font=BOLD, size=13)
    kind = _kind(paper)
    write(canvas, kind, at=(MARGIN, 135.5 * mm), size=7)
    write_right(canvas, counted, at=(WIDTH - MARGIN, 135.5 * mm), size=7)
    write(canvas, _("Tracking number %(number)s") % {"number": number}, at=(MARGIN, 131.5 * mm), size=7)
    rule(canvas, 129 * mm, thick=1.2)


def _kind(paper: CustomsPaper) -> str:
    if paper.is_return:
        return _("May be opened officially. Returned goods.")
    if paper.is_replacement:
        return _("May be opened officially. Replacement, sent free of charge.")
    return _("May be opened officially. Sale of goods.")


def _draw_people(canvas: Any, *, sender: tuple[str, ...], recipient: tuple[str, ...]) -> None:
    for left, name, lines in ((MARGIN, _("From"), sender), (52 * mm, _("To"), recipient)):
        write(canvas, name, at=(left, 125.5 * mm), size=6)
        write_in(canvas, lines, Box(left, 108 * mm, 43 * mm, 16.5 * mm), size=7.5)
    rule(canvas, 107 * mm)


def _draw_rows(canvas: Any, lines: tuple[CustomsLine, ...], *, currency: str) -> None:
    write(canvas, _("Quantity and contents"), at=(MARGIN, 103 * mm), size=6)
    write(canvas, _("HS code"), at=(HS - 10 * mm, 103 * mm), size=6)
    for right, name in ((ORIGIN, _("Origin")), (WEIGHT, _("Weight")), (VALUE, _("Value"))):
        write_right(canvas, name, at=(right, 103 * mm), size=6)
    for row, line in enumerate(lines):
        bottom = TABLE_TOP - (row + 1) * ROW
        written = bottom + ROW - 7
        contents = f"{line.quantity} × {line.description}"
        write_in(canvas, [contents], Box(MARGIN, bottom + 1, HS - 11.5 * mm - MARGIN, ROW - 1.5), size=7)
        write(canvas, line.hs_code or "–", at=(HS - 10 * mm, written))
        write_right(canvas, line.origin or "–", at=(ORIGIN, written))
        write_right(canvas, weight(line.weight_grams) if line.weight_grams else "–", at=(WEIGHT, written))
        write_right(canvas, money(line.value_minor, currency), at=(VALUE, written))


def _draw_total(canvas: Any, declaration: CustomsDeclaration) -> None:
    y = 31.5 * mm
    rule(canvas, y + 4 * mm)
    pieces = ngettext("Total, %(n)d piece", "Total, %(n)d pieces", declaration.quantity) % {"n": declaration.quantity}
    write(canvas, pieces, at=(MARGIN, y), font=BOLD, size=8)
    write_right(canvas, weight(declaration.weight_grams), at=(WEIGHT, y), font=BOLD, size=8)
    write_right(canvas, money(declaration.value_minor, declaration.currency), at=(VALUE, y), font=BOLD, size=8)
    rule(canvas, y - 2 * mm)


def _draw_word(canvas: Any, made_out: date) -> None:
    word = _(
        "I am the sender named above. What is declared here is true, and nothing in this parcel is dangerous "
        "or forbidden by law or by postal or customs rules."
    )
    write_in(canvas, [word], Box(MARGIN, 17 * mm, WIDTH - 2 * MARGIN, 11 * mm), size=7)
    write(canvas, _("Date and signature"), at=(MARGIN, 5 * mm), size=6)
    write(canvas, day(made_out, year=True), at=(MARGIN, 8.5 * mm), size=8)
    canvas.setLineWidth(0.4)
    canvas.line(45 * mm, 8 * mm, WIDTH - MARGIN, 8 * mm)

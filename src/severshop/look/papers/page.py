"""A page of A4 for people: letter head, paragraphs, tables that go on over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from severshop.look.papers.sheet import BOLD, PLAIN, printable

MARGIN: Final = 22 * mm
FRAME_PADDING: Final = 6
"""What the library leaves around everything, in points."""
WIDTH: Final = A4[0] - 2 * MARGIN
INK, SOFT, LINE = HexColor("#1b1a17"), HexColor("#5c5a52"), HexColor("#d8d4ca")
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=9.5, leading=13.5, textColor=INK)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=8, leading=11, textColor=SOFT)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=TEXT, fontName=BOLD, fontSize=19, leading=24)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=TA_RIGHT)
STRONG_RIGHT = ParagraphStyle("strong right", parent=STRONG, alignment=TA_RIGHT)


@dataclass
class Page:
    """What is written, from top to bottom. Letters that a PDF reader lacks lose their marks (see `printable`)."""

    title: str
    foot: str
    parts: list[Any] = field(default_factory=list)

    def line(self, text: str, style: ParagraphStyle = TEXT) -> None:
        """Write a paragraph."""
        self.parts.append(paragraph(text, style))

    def gap(self, height: float) -> None:
        """Leave room, in points."""
        self.parts.append(Spacer(0, height))

    def pair(self, left: Sequence[Any], right: Sequence[Any]) -> None:
        """Write two columns side by side."""
        table = Table([[list(left), list(right)]], colWidths=[WIDTH * 0.56, WIDTH * 0.44])
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ]
            )
        )
        self.parts.append(table)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float], words: int) -> None:
        """Write a table; its first `words` columns are text, the others numbers. Its head comes again on each page."""
        content = [[paragraph(cell, _style(at, words, SMALL)) for at, cell in enumerate(head)]]
        content += [[paragraph(cell, _style(at, words, TEXT)) for at, cell in enumerate(row)] for row in rows]
        table = Table(content, colWidths=[share * WIDTH for share in widths], repeatRows=1)
        rules = [("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE)]
        table.setStyle(
            TableStyle(
                [
                    *rules,
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (0, -1), 0),
                    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ]
            )
        )
        self.parts.append(table)

    def sums(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write amounts below one another at the right, the last of them strong and under a line."""
        *parts, (name, total) = rows
        content = [[paragraph(text, RIGHT), paragraph(amount, RIGHT)] for text, amount in parts]
        content.append([paragraph(name, STRONG_RIGHT), paragraph(total, STRONG_RIGHT)])
        table = Table(content, colWidths=[WIDTH * 0.22, WIDTH * 0.22], hAlign="RIGHT")
        table.setStyle(TableStyle([("LINEABOVE", (0, -1), (-1, -1), 0.8, INK), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]))
        self.parts.append(table)

    def pdf(self) -> bytes:
        """Return the page, or pages, as PDF. The same content, the same bytes."""
        buffer = BytesIO()
        document = SimpleDocTemplate(
            buffer,
            pagesize=A4,
            leftMargin=MARGIN - FRAME_PADDING,
            rightMargin=MARGIN - FRAME_PADDING,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=printable(self.title),
            invariant=1,
        )
        document.build(self.parts, onFirstPage=self._draw_foot, onLaterPages=self._draw_foot)
        return buffer.getvalue()

    def _draw_foot(self, canvas: Canvas, document: Any) -> None:
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN, 12 * mm, printable(self.foot))
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, printable(_("page %(n)d") % {"n": document.page}))


def paragraph(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(escape(printable(text)), style)


def _style(at: int, words: int, style: ParagraphStyle) -> ParagraphStyle:
    return style if at < words else ParagraphStyle(f"{style.name} right", parent=style, alignment=TA_RIGHT)

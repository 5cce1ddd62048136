"""A sheet of label paper, and how text is made to fit on it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

WIDTH: Final = 100 * mm
HEIGHT: Final = 150 * mm
MARGIN: Final = 5 * mm
PLAIN: Final = "Helvetica"
BOLD: Final = "Helvetica-Bold"
MONO: Final = "Courier-Bold"
LEADING: Final = 1.2
SMALLEST: Final = 4.0

_WITHOUT_MARKS: Final = str.maketrans("ŁłĐđĦħŦŧıŋŊ", "LlDdHhTtinN")


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the sheet, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.bottom + self.height


def printable(text: str) -> str:
    """Return the text in letters that every PDF reader has: what else there is loses its marks."""
    return "".join(_printable(symbol) for symbol in unicodedata.normalize("NFC", text))


def write(canvas: Any, text: str, *, at: tuple[float, float], font: str = PLAIN, size: float = 7) -> None:
    """Write a line that is known to fit."""
    canvas.setFont(font, size)
    canvas.drawString(*at, printable(text))


def write_right(canvas: Any, text: str, *, at: tuple[float, float], font: str = PLAIN, size: float = 7) -> None:
    """Write a line that ends here."""
    canvas.setFont(font, size)
    canvas.drawRightString(*at, printable(text))


def write_in(canvas: Any, lines: Sequence[str], box: Box, *, font: str = PLAIN, size: float) -> None:
    """Write lines from the top of a box: broken where they are too long, smaller where they are too many."""
    texts = [printable(line) for line in lines]
    broken = _broken(texts, box, font=font, size=size)
    while size > SMALLEST and len(broken) * size * LEADING > box.height:
        size -= 0.5
        broken = _broken(texts, box, font=font, size=size)
    canvas.setFont(font, size)
    for number, line in enumerate(broken):
        canvas.drawString(box.left, box.top - size - number * size * LEADING, line)


def rule(canvas: Any, y: float, *, thick: float = 0.6) -> None:
    """Draw a line across the sheet."""
    canvas.setLineWidth(thick)
    canvas.line(MARGIN, y, WIDTH - MARGIN, y)


def _broken(texts: Sequence[str], box: Box, *, font: str, size: float) -> list[str]:
    return [
        part
        for text in texts
        for line in simpleSplit(text, font, size, box.width)
        for part in _cut(line, box, font=font, size=size)
    ]


def _cut(line: str, box: Box, *, font: str, size: float) -> list[str]:
    # One word longer than the box is broken wherever the box ends.
    parts = [""]
    for symbol in line:
        if parts[-1] and stringWidth(parts[-1] + symbol, font, size) > box.width:
            parts.append("")
        parts[-1] += symbol
    return parts


def _printable(symbol: str) -> str:
    for candidate in (symbol, symbol.translate(_WITHOUT_MARKS), _bare(symbol)):
        try:
            candidate.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return candidate if candidate.isprintable() or candidate == "\N{NO-BREAK SPACE}" else " "
    return "?"


def _bare(symbol: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", symbol) if not unicodedata.combining(part))

"""Reads back what was drawn: pages, texts, and the bars of a Code 128."""

import base64
import re
import zlib

from reportlab.graphics.barcode import code128

NUMBER = rb"-?\d*\.?\d+"
RECTANGLE = re.compile(rb"(%s) (%s) (%s) (%s) re" % ((NUMBER,) * 4))
SHOWN = re.compile(rb"\(((?:[^\\()]|\\.)*)\) Tj")
ESCAPED = re.compile(rb"\\([0-7]{3}|.)")


def pages(pdf: bytes) -> list[bytes]:
    """What is drawn on each page, in the order of the pages."""
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    drawn = [zlib.decompress(base64.a85decode(stream.strip(), adobe=False)) for stream in map(_bare, streams)]
    assert len(drawn) == len(re.findall(rb"/Type /Page\b(?!s)", pdf))
    return drawn


def texts(page: bytes) -> list[str]:
    """The lines that are written on a page."""
    return [ESCAPED.sub(_symbol, shown).decode("cp1252") for shown in SHOWN.findall(page)]


def scanned(page: bytes) -> str:
    """What a scanner reads from the bars of a page. Raises where the check symbol is wrong."""
    bars = sorted((float(x), float(width)) for x, _y, width, _height in RECTANGLE.findall(page))
    module = min(width for _x, width in bars)
    widths = []
    for (x, width), following in zip(bars, [*bars[1:], None], strict=True):
        widths.append(round(width / module))
        if following:
            widths.append(round((following[0] - x - width) / module))
    return _read(widths)


def _read(widths: list[int]) -> str:
    symbols = {tuple(ord(step.lower()) - 96 for step in pattern): value for value, pattern in code128._patterns.items()}
    values = [symbols[tuple(widths[at : at + 6])] for at in range(0, len(widths) - 7, 6)]
    assert symbols[tuple(widths[-7:])] == code128.stop
    *values, check = values
    assert (values[0] + sum(at * value for at, value in enumerate(values[1:], start=1))) % 103 == check
    return _said(values)


def _said(values: list[int]) -> str:
    sets = {code128.starta: code128.seta, code128.startb: code128.setb, code128.startc: code128.setc}
    inverse = {start: {value: symbol for symbol, value in table.items()} for start, table in sets.items()}
    changes = {"TO_A": code128.starta, "TO_B": code128.startb, "TO_C": code128.startc}
    now, said = values[0], ""
    for value in values[1:]:
        symbol = inverse[now][value]
        if symbol in changes:
            now = changes[symbol]
        else:
            said += symbol
    return said


def _bare(stream: bytes) -> bytes:
    return stream.strip().removesuffix(b"~>")


def _symbol(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8)]) if len(match[1]) == 3 else match[1]

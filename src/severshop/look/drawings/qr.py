"""QR codes as SVG: one path of small squares, dark on light whatever the page's colours are."""

from markupsafe import Markup
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

QUIET = 4
"""Modules left light on every side, by ISO/IEC 18004."""


def qr_svg(text: str, *, label: str) -> Markup:
    """Return the code of a text that scanners read from a screen; `label` names it to a screen reader."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.make()
    side = code.getModuleCount() + 2 * QUIET
    squares = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row, modules in enumerate(code.modules)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    svg = Markup(
        '<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" focusable="false"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        '<path fill="#000" d="{squares}"/></svg>'
    )
    return svg.format(side=side, label=label, squares=squares)

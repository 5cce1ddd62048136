"""Small charts, drawn on the server as SVG: no script, no style in the page. Looks come from css/charts.css.

Each says in its title and description what it shows; the page puts the table behind it beside it. Shapes tell what
colours tell: a ring is not complete yet, a diamond is out of its band.
"""

from severshop.look.charts.bars import Bar, draw_bars
from severshop.look.charts.lines import Point, draw_line

__all__ = ["Bar", "Point", "draw_bars", "draw_line"]

"""Figures as SVG, drawn on the server: each with a title, a description and value labels."""

from portal.web.figures.bars import bar_chart
from portal.web.figures.chains import Stage, chain
from portal.web.figures.lines import trend_line
from portal.web.figures.rows import row_chart
from portal.web.figures.svg import Series

__all__ = ["Series", "Stage", "bar_chart", "chain", "row_chart", "trend_line"]

"""Figures as SVG, drawn on the server: each with a title, a description and value labels."""

from portal.web.figures.bars import bar_chart
from portal.web.figures.chains import Stage, chain
from portal.web.figures.graphs import Arrow, Node, layered_graph
from portal.web.figures.lines import trend_line
from portal.web.figures.rows import row_chart
from portal.web.figures.svg import Series

__all__ = [
    "Arrow",
    "Node",
    "Series",
    "Stage",
    "bar_chart",
    "chain",
    "layered_graph",
    "row_chart",
    "trend_line",
]

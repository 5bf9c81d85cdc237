"""Figures: readable without seeing them, honest about what is missing, safe with any text."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.web.figures import Arrow, Node, Series, Stage, bar_chart, chain, layered_graph, trend_line
from portal.web.figures.layering import forward, layers

YEARS = ("2022", "2023", "2024")
BUDGET = Series("Begroot", (22, 33.5, 1250))
SPENT = Series("Gerealiseerd", (13, None, 20))
STAGES = (Stage("Bronland", 4, "maatregelen", "/keten/bronland"), Stage("Opslag en uithaal van lading", 0))

NODES = (Node("a", "Eerst dit", "Achter op schema"), Node("b", "Dan dit"), Node("c", "Ook dit"))
ARROWS = (Arrow("a", "b", marked=True), Arrow("a", "c"), Arrow("c", "a"))

Draw = Callable[[str], Markup]

DRAWINGS: dict[str, Draw] = {
    "bars": lambda title: bar_chart(title, "Per jaar.", YEARS, [BUDGET, SPENT], unit="miljoen euro"),
    "stack": lambda title: bar_chart(title, "Per jaar.", YEARS, [BUDGET, SPENT], stacked=True),
    "line": lambda title: trend_line(title, "Per jaar.", YEARS, [BUDGET, SPENT]),
    "chain": lambda title: chain(title, "Per fase.", STAGES),
    "graph": lambda title: layered_graph(title, "Wat waarop wacht.", NODES, ARROWS),
}


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(f"<div>{markup}</div>")  # noqa: S314 - our own drawing


def texts(markup: str) -> list[str]:
    return [element.text or "" for element in parsed(markup).iter("text")]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_says_what_it_shows(name: str) -> None:
    for svg in parsed(DRAWINGS[name]("Budget")).iter("svg"):
        title, description = svg.find("title"), svg.find("desc")
        assert title is not None
        assert description is not None
        assert title.text == "Budget"
        assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert svg.get("role") in {"img", "group"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_has_unique_ids_and_no_inline_style(name: str) -> None:
    elements = list(parsed(DRAWINGS[name]("Budget") + DRAWINGS[name]("Iets anders")).iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [element for element in elements if element.get("style")]


@pytest.mark.parametrize("name", DRAWINGS)
def test_text_of_people_is_no_markup(name: str) -> None:
    title = '<script>alert("x")</script>'
    assert "<script" not in DRAWINGS[name](title)
    assert next(parsed(DRAWINGS[name](title)).iter("title")).text == title


def test_values_are_written_in_dutch() -> None:
    assert {"33,5", "1.250"} <= set(texts(DRAWINGS["bars"]("Budget")))


def test_a_missing_value_is_a_dash_and_not_a_bar_of_zero() -> None:
    drawing = DRAWINGS["bars"]("Budget")
    assert "–" in texts(drawing)
    bars = [r for r in parsed(drawing).iter("rect") if r.get("class") == "fig-2"]
    assert len(bars) == 3  # two values and the legend


def test_a_missing_value_is_a_gap_in_a_line() -> None:
    whole = trend_line("Trend", "", YEARS, [Series("Heel", (1, 2, 3))])
    broken = trend_line("Trend", "", YEARS, [Series("Gebroken", (1, None, 3))])
    assert (len(lines(whole)), len(lines(broken))) == (1, 2)


def lines(markup: str) -> list[ET.Element]:
    paths = [path for path in parsed(markup).iter("path") if "fig-line" in path.get("class", "")]
    return paths[1:]  # the first one is the legend


def test_a_stack_shows_its_total() -> None:
    assert "35" in texts(bar_chart("Budget", "", ["2022"], [BUDGET_22, SPENT_22], stacked=True))


BUDGET_22, SPENT_22 = Series("Begroot", (22,)), Series("Gerealiseerd", (13,))


def test_a_stage_with_an_address_is_a_link_in_both_drawings() -> None:
    links = [link.get("href") for link in parsed(DRAWINGS["chain"]("Keten")).iter("a")]
    assert links == ["/keten/bronland", "/keten/bronland"]


def test_a_stage_without_anything_looks_different() -> None:
    looks = [path.get("class") for path in parsed(chain("Keten", "", STAGES)).iter("path")]
    assert looks == ["fig-stage", "fig-stage fig-stage--empty"] * 2


@given(st.lists(st.none() | st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=8))
def test_every_value_fits_in_the_drawing(values: list[float | None]) -> None:
    names = [str(index) for index in range(len(values))]
    drawing = parsed(bar_chart("Waarden", "", names, [Series("Reeks", values)]))
    svg = next(drawing.iter("svg"))
    height = float(svg.get("viewBox", "").split()[3])
    for bar in drawing.iter("rect"):
        top, size = float(bar.get("y", "nan")), float(bar.get("height", "nan"))
        assert top >= 0
        assert size >= 0
        assert top + size <= height


def test_a_graph_shows_every_box_and_marks_what_is_at_risk_with_a_sign() -> None:
    drawn = layered_graph("Titel", "Uitleg", NODES, ARROWS)
    assert {"Eerst dit", "Dan dit", "Ook dit", "Achter op schema"} <= set(texts(drawn))
    assert texts(drawn).count("!") == 1
    lines = [each for each in parsed(drawn).iter("path") if "fig-line" in (each.get("class") or "")]
    assert len(lines) == len(ARROWS)
    assert sum(bool(each.get("stroke-dasharray")) for each in lines) == 1
    assert layered_graph("Titel", "Uitleg", NODES, ARROWS) == drawn


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12)


@given(PAIRS)
def test_what_waits_stands_to_the_right_of_what_it_waits_for(pairs: list[tuple[str, str]]) -> None:
    arrows = [pair for pair in pairs if pair[0] != pair[1]]
    rows = layers("abcdef", arrows)
    depth = {key: level for level, row in enumerate(rows) for key in row}
    assert sorted(depth) == list("abcdef")
    kept = forward("abcdef", arrows)
    assert all(depth[first] < depth[then] for first, others in kept.items() for then in others)
    assert {(first, then) for first, others in kept.items() for then in others} <= set(arrows)
    assert layers("abcdef", arrows) == rows


def test_only_arrows_that_close_a_circle_run_back() -> None:
    assert layers("abc", [("a", "b"), ("b", "c"), ("a", "c")]) == [["a"], ["b"], ["c"]]
    assert layers("abc", [("a", "b"), ("b", "a")]) == [["a", "c"], ["b"]]
    dropped = {("a", "b"), ("b", "c"), ("c", "a")} - {
        (first, then)
        for first, others in forward("abc", [("a", "b"), ("b", "c"), ("c", "a")]).items()
        for then in others
    }
    assert dropped == {("c", "a")}

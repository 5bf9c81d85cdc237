"""The map and the panels: safe, readable in black and white, and honest about gaps."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from portal.web.figures.maps import Arrow, Ground, Look, Mark, Spot, place_map
from portal.web.figures.panels import Line, Moment, panel
from portal.web.figures.svg import Series
from portal.web.ground import read_ground
from tests.conftest import ROOT

GROUND = Ground((480, 410), ("M0 0h10z", ""), {"a": Spot(100, 100, "left"), "b": Spot(300, 200, "right")})
MARKS = [
    Mark("a", "Haven A", "3", Look.COUNT),
    Mark("b", "Haven B", "+95%", Look.UP),
    Mark("c", "Elders", "-35%", Look.DOWN),
    Mark("d", "Overal", "0%", Look.LEVEL),
    Mark("e", "Nergens", "–", Look.NOTHING),
]
ARROWS = [
    Arrow("a", "b", "2", 9),
    Arrow("b", "a", "1", dashed=True),
    Arrow("c", "a", "4"),
    Arrow("a", "weg", "5"),
]


def drawn_map(title: str = "Kaart") -> Markup:
    return place_map(title, "Wat er staat.", GROUND, MARKS, ARROWS, box_title="Geen vaste plaats")


def drawn_panel(title: str = "Reeks") -> Markup:
    lines = [
        Line(Series("Bron een", (4.0, 2.6, None, 3.0)), frozenset({1})),
        Line(Series("Bron twee", (1.0, 1.0, 1.0, 1.0))),
    ]
    return panel(
        title, "Wat er staat.", ("een", "twee", "drie", "vier"), lines, [Moment(1.5, "1")], unit="per 100"
    )


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own drawing


def texts(markup: str) -> list[str]:
    return [element.text or "" for element in parsed(markup).iter("text")]


@pytest.mark.parametrize("draw", [drawn_map, drawn_panel])
def test_it_says_what_it_shows_without_inline_style(draw: object) -> None:
    svg = parsed(draw("<b>Titel</b>"))  # type: ignore[operator]
    title, description = svg.find("title"), svg.find("desc")
    assert title is not None
    assert description is not None
    assert title.text == "<b>Titel</b>"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert not [element for element in svg.iter() if element.get("style")]


def test_every_mark_has_its_name_and_value_and_a_shape_of_its_own() -> None:
    found = texts(drawn_map())
    for mark in MARKS:
        assert mark.value in found
    assert {"Haven A", "Haven B", "Elders", "Overal", "Nergens", "Geen vaste plaats"} <= set(found)
    shapes = {
        (element.tag, (element.get("d") or "")[-12:], element.get("stroke-dasharray"), element.get("fill"))
        for element in parsed(drawn_map()).iter()
        if element.get("class") in {"fig-1", "fig-open"} and element.get("r") != "10.0"
    }
    assert len(shapes) >= len(Look)


def test_an_arrow_has_its_number_and_a_head_and_a_dash_where_it_is_no_signal() -> None:
    lines = [each for each in parsed(drawn_map()).iter("path") if each.get("class") == "fig-arrow"]
    heads = [each for each in parsed(drawn_map()).iter("path") if each.get("class") == "fig-arrow-head"]
    assert len(lines) == len(heads) == 3, "an arrow to a place that is not on the map is not drawn"
    assert [bool(each.get("stroke-dasharray")) for each in lines] == [False, True, False]
    assert {"2", "1", "4"} <= set(texts(drawn_map()))
    assert lines[0].get("d") != lines[1].get("d"), "there and back each have their own line"


def test_a_gap_and_another_definition_break_the_line() -> None:
    lines = [
        each.get("d") or ""
        for each in parsed(drawn_panel()).iter("path")
        if each.get("class") == "fig-1 fig-line"
    ]
    # One point before the break, one after it, one after the gap; and the piece in the legend.
    assert [each.count("L") for each in lines] == [0, 0, 0, 0]
    breaks = [each for each in parsed(drawn_panel()).iter("path") if each.get("class") == "fig-break"]
    assert len(breaks) == 1
    assert breaks[0].get("stroke-dasharray")


def test_sources_and_moments_are_named() -> None:
    found = texts(drawn_panel())
    assert {"Bron een", "Bron twee", "1", "per 100", "vier"} <= set(found)


def test_one_line_shows_its_values_and_below_zero_has_room() -> None:
    svg = panel("R", "D", ("een", "twee"), [Line(Series("Bron", (-4.0, 1250.5)))], [], unit="")
    assert {"-4", "1.250,5"} <= set(texts(svg))
    circles = [float(each.get("cy") or 0) for each in parsed(svg).iter("circle")]
    assert all(0 < height < 250 for height in circles)


def test_without_values_there_is_still_a_panel() -> None:
    assert "twee" in texts(panel("R", "D", ("een", "twee"), [], [], unit=""))


def test_without_a_build_there_is_no_ground(tmp_path: Path) -> None:
    assert read_ground(tmp_path / "map.json") is None


def test_the_build_gives_land_and_places(tmp_path: Path) -> None:
    content = {
        "size": [480, 410],
        "land": [{"code": "nl", "outline": "M0 0z"}],
        "places": {"rotterdam": {"x": 1.5, "y": 2, "side": "left"}},
    }
    (tmp_path / "map.json").write_text(json.dumps(content), encoding="utf-8")
    ground = read_ground(tmp_path / "map.json")
    assert ground == Ground((480, 410), ("M0 0z",), {"rotterdam": Spot(1.5, 2, "left")})


def test_the_real_map_has_the_places_of_the_plan_within_its_frame() -> None:
    ground = read_ground(ROOT / "static" / "build" / "map.json")
    assert ground is not None, "run `make assets` first"
    plan = (ROOT / "config" / "plan" / "knooppunten.yaml").read_text(encoding="utf-8")
    for code, spot in ground.places.items():
        assert f"- id: {code}\n" in plan
        assert 0 < spot.x < ground.size[0]
        assert 0 < spot.y < ground.size[1]
    assert all(len(outline) > 500 for outline in ground.land)

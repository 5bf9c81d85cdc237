"""A workbook made and read back without the portal around it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.documents.cover import Cover
from portal.documents.guard import WorkbookRefusedError, inspect
from portal.documents.reading import read_workbook
from portal.documents.workbook import workbook
from portal.domain.uploads import UploadRefusedError
from portal.domain.workbook import Contents, Row, Sheet, plain
from portal.domain.workbook_changes import Filled, changes
from tests.workbooks import filled, grid, parts_changed, place, sheet_names

COVER = Cover(7, "Haven", "eerste halfjaar", date(2026, 4, 1), datetime(2026, 3, 20, tzinfo=UTC), True)
TEXTS = ("done", "result", "next_step", "recovery", "decision_question")
EMPTY = dict.fromkeys(
    (*TEXTS, "status", "trend", "delay_reason", "proactivity", "fte_planned", "fte_filled"), ""
)


def row(code: str, **values: str) -> Row:
    said = {**EMPTY, "audience": "public", **{key: plain(value) for key, value in values.items()}}
    return Row(code, f"progress:{code}", (code, f"Titel {code}"), said)


def milestone(key: str, *, new: bool = False, locked: bool = False, **values: str) -> Row:
    said = {**dict.fromkeys(("title", "planned_on", "expected_on", "actual_on"), ""), **values}
    fixed = frozenset({"planned_on"}) if locked else frozenset()
    return Row(key, "details:a", ("a", "Titel a"), said, new=new, locked=fixed)


def contents(*rows: Row, milestones: tuple[Row, ...] = ()) -> Contents:
    sheets = {Sheet.MAATREGELEN: rows, Sheet.MILESTONES: milestones}
    return Contents(sheets, {each.part: 1 for each in (*rows, *milestones)})


def made(what: Contents) -> bytes:
    return workbook(COVER, what, None, frozenset(what.versions))


def mistakes(data: bytes, what: Contents) -> list[str]:
    with pytest.raises(WorkbookRefusedError) as error:
        read_workbook(data, 7, what)
    return error.value.messages


@pytest.fixture(autouse=True)
def dutch(world_app: Flask, frozen_clock: object) -> Iterator[None]:
    with world_app.test_request_context():
        yield


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT), st.sampled_from(["", "0.5", "10", "12.25"]))
def test_whatever_is_written_comes_back_the_same(texts: tuple[str, ...], fte: str) -> None:
    what = contents(row("a", **dict(zip(TEXTS, texts, strict=True)), fte_planned=fte))
    assert changes(what, read_workbook(made(what), 7, what), frozenset()) == []


def test_what_was_read_survives_being_kept() -> None:
    what = contents(row("a", done="Tekst"))
    read = read_workbook(made(what), 7, what)
    assert Filled.from_json(read.as_json()) == read


def test_the_workbook_says_what_it_is() -> None:
    data = made(contents(row("a")))
    assert sheet_names(data) == ["Uitleg", "Maatregelen", "Mijlpalen", "_lijsten", "_portaal"]
    guide = str(grid(data, "Uitleg"))
    assert "DEMONSTRATIE" in guide
    assert "geen persoonsgegevens" in guide
    assert "1 april 2026" in guide


def test_locked_cells_and_rows_stay_where_they_are() -> None:
    what = contents(row("a"), row("b"))
    data = made(what)
    swapped = filled(data, "Maatregelen", {"B4": "b", "B5": "a"})
    assert mistakes(swapped, what)[0] == "Blad Maatregelen, cel B4: ‘b’ hoort hier niet. Hier stond ‘a’."
    unknown = filled(data, "Maatregelen", {"A4": "zz-99"})
    assert mistakes(unknown, what) == [
        "Blad Maatregelen, cel B4: deze rij hoort niet in de werkmap. Haal de rij weg.",
        "Blad Maatregelen: de rij ‘a · Titel a’ ontbreekt. Download de werkmap opnieuw.",
    ]
    head = filled(data, "Maatregelen", {"D3": "Toestand"})
    assert mistakes(head, what) == ["Blad Maatregelen, cel D3: hier hoort ‘Status’ te staan."]


def test_sheets_that_are_missing_or_new_are_named() -> None:
    what = contents(row("a"))
    renamed = parts_changed(
        made(what), {"xl/workbook.xml": lambda text: text.replace('"Mijlpalen"', '"Kladblok"')}
    )
    assert mistakes(renamed, what) == [
        "Het blad ‘Mijlpalen’ ontbreekt. Download de werkmap opnieuw.",
        "Het blad ‘Kladblok’ hoort niet in deze werkmap. Haal het weg.",
    ]


def test_a_row_that_is_gone_in_the_portal_is_no_mistake_unless_somebody_wrote_in_it() -> None:
    what = contents(row("a"), row("b"))
    data, later = made(what), contents(row("a"))
    assert changes(later, read_workbook(data, 7, later), frozenset()) == []
    wrote = filled(data, "Maatregelen", {place(data, "Maatregelen", "b", "Wat is er gedaan?"): "Iets"})
    assert "intussen in het portaal weggehaald" in mistakes(wrote, later)[0]


def test_milestones_are_whole_and_keep_the_day_first_agreed() -> None:
    old = milestone("a/k1", title="Poort", planned_on="2026-01-01", locked=True)
    what = contents(row("a"), milestones=(old, milestone("a/nieuw-1", new=True)))
    data = made(what)
    moved = filled(data, "Mijlpalen", {"E4": "2-1-2026"})
    assert mistakes(moved, what) == [
        "Blad Mijlpalen, cel E4: deze waarde staat vast en kan niet meer veranderen."
    ]
    nameless = filled(data, "Mijlpalen", {"D4": None, "F5": "1-5-2026"})
    assert [message.partition(": ")[0] for message in mistakes(nameless, what)] == [
        "Blad Mijlpalen, cel D4",
        "Blad Mijlpalen, cel D5",
        "Blad Mijlpalen, cel E5",
    ]


def test_a_formula_and_an_error_of_the_spreadsheet_are_named() -> None:
    what = contents(row("a"))
    cells = {"F4": '<f>HYPERLINK("https://kwaad.example")</f><v>0</v>'}
    formula = filled(made(what), "Maatregelen", cells)
    assert mistakes(formula, what) == [
        "Blad Maatregelen, cel F4: hier staat een formule. Typ de waarde zelf."
    ]
    fault = parts_changed(
        made(what),
        {
            "xl/worksheets/sheet2.xml": lambda text: text.replace(
                text[text.index('<c r="F4"') : text.index("/>", text.index('<c r="F4"')) + 2],
                '<c r="F4" t="e"><v>#N/A</v></c>',
            )
        },
    )
    assert "foutmelding van Excel" in mistakes(fault, what)[0]


FAR = [
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="9"><c r="XFD9"><v>1</v></c></row>',
    '<x:row xmlns:x="y" r="99999"><x:c r="A99999"/></x:row>',
    '<é:row xmlns:é="y" r="99999"/>',
    '<row r="9"><c><v>1</v></c></row>',
    "<row><c r='A&#49;048576'/></row>",
    '<row r="9"><c a=">" r="XFD1048576"/></row>',
    """<row r="9"><c a=' r="A1"' r="XFD1048576"/></row>""",
    '<row r="9"><c a="b"r="XFD1048576" r="A1"/></row>',
    '<row r="9"><c a="<" r="XFD1048576"/></row>',
    "<row " * 100_000,
]


@pytest.mark.parametrize("far", FAR)
def test_a_cell_far_away_is_refused_before_anything_reads_it(far: str) -> None:
    data = parts_changed(
        made(contents(row("a"))),
        {"xl/worksheets/sheet2.xml": lambda text: text.replace("</sheetData>", far + "</sheetData>")},
    )
    with pytest.raises(WorkbookRefusedError, match="1 mistakes") as error:
        inspect(data)
    assert "rijen of kolommen" in error.value.messages[0]


def test_one_long_text_in_every_cell_is_refused_before_it_fills_the_memory() -> None:
    cells = "".join(
        f'<row r="{number}">' + f'<c r="Z{number}" t="s"><v>0</v></c>' * 20 + "</row>"
        for number in range(20, 1_000)
    )
    data = parts_changed(
        made(contents(row("a"))),
        {
            "xl/worksheets/sheet2.xml": lambda text: text.replace("</sheetData>", cells + "</sheetData>"),
            "xl/sharedStrings.xml": lambda text: text.replace("<t>", f"<t>{'a' * 1_000_000}", 1),
        },
    )
    with pytest.raises(WorkbookRefusedError, match="1 mistakes") as error:
        inspect(data)
    assert "veel meer tekst" in error.value.messages[0]


def test_a_sheet_in_other_signs_is_refused() -> None:
    wide = parts_changed(
        made(contents(row("a"))),
        {"xl/worksheets/sheet2.xml": lambda text: text},
    )
    recoded = parts_changed(
        wide,
        {"xl/worksheets/sheet9.xml": "<?xml version='1.0' encoding='UTF-16'?><sheetData/>".encode("utf-16")},
    )
    with pytest.raises((WorkbookRefusedError, UploadRefusedError)):
        inspect(recoded)


def test_a_workbook_without_the_hidden_sheet_is_not_ours() -> None:
    what = contents(row("a"))
    foreign = parts_changed(
        made(what), {"xl/workbook.xml": lambda text: text.replace('"_portaal"', '"_anders"')}
    )
    assert mistakes(foreign, what) == [
        "Dit is geen werkmap uit het portaal. Download de werkmap op deze pagina en vul die in."
    ]
    old = parts_changed(
        made(what), {"xl/sharedStrings.xml": lambda text: text.replace("<t>format</t>", "<t>vorm</t>")}
    )
    assert "andere versie" in mistakes(old, what)[0]


def test_a_version_counts_only_when_a_value_moved() -> None:
    before = contents(row("a", done="Oud"))
    data = filled(made(before), "Maatregelen", {"G4": "Nieuw"})
    read = read_workbook(data, 7, before)
    saved_again = replace(before, versions={"progress:a": 2})
    moved = replace(contents(row("a", done="Ander")), versions={"progress:a": 2})
    elsewhere = replace(contents(row("a", done="Oud", result="Ander")), versions={"progress:a": 2})
    assert [change.stale for change in changes(saved_again, read, frozenset())] == [False]
    assert [change.stale for change in changes(moved, read, frozenset())] == [True]
    assert [change.stale for change in changes(elsewhere, read, frozenset())] == [True]

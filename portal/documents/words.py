"""What sheets, columns and rows of a workbook are called."""

from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.progress import Aspect
from portal.domain.questionnaires import Question, Section
from portal.domain.workbook import Address, Column, Contents, Kind, Row, Sheet
from portal.web.formats import day as day_words
from portal.web.formats import euro
from portal.web.labels import label

GUIDE = _l("Uitleg")
FORMER = _l("Vorige periode")
LISTS, MARKS = "_lijsten", "_portaal"
"""Hidden sheets: what the lists offer, and how each value stood when the workbook was made."""

SHEET_TITLES: dict[Sheet, LazyString] = {
    Sheet.MAATREGELEN: _l("Maatregelen"),
    Sheet.SUMMARY: _l("Samenvatting"),
    Sheet.QUESTIONS: _l("Vragen"),
    Sheet.MILESTONES: _l("Mijlpalen"),
    Sheet.MONEY: _l("Geld"),
}

FIXED_TITLES: dict[Sheet, tuple[LazyString, ...]] = {
    Sheet.MAATREGELEN: (_l("Code"), _l("Maatregel")),
    Sheet.SUMMARY: (_l("Onderdeel"),),
    Sheet.QUESTIONS: (_l("Onderwerp"), _l("Vraag")),
    Sheet.MILESTONES: (_l("Code"), _l("Maatregel")),
    Sheet.MONEY: (_l("Jaar"), _l("Geldbron"), _l("Begroot (€)")),
}

COLUMN_TITLES: dict[tuple[Sheet, str], LazyString] = {
    (Sheet.MAATREGELEN, "status"): _l("Status"),
    (Sheet.MAATREGELEN, "trend"): _l("Trend"),
    (Sheet.MAATREGELEN, "done"): _l("Wat is er gedaan?"),
    (Sheet.MAATREGELEN, "result"): _l("Wat is het resultaat?"),
    (Sheet.MAATREGELEN, "next_step"): _l("Wat is de volgende stap?"),
    (Sheet.MAATREGELEN, "delay_reason"): _l("Reden van de vertraging"),
    (Sheet.MAATREGELEN, "recovery"): _l("Wat is nodig om weer op schema te komen?"),
    (Sheet.MAATREGELEN, "proactivity"): _l("Proactief of reactief"),
    (Sheet.MAATREGELEN, "fte_planned"): _l("Fte gepland"),
    (Sheet.MAATREGELEN, "fte_filled"): _l("Fte ingevuld"),
    (Sheet.MAATREGELEN, "decision_question"): _l("Vraag aan de stuurgroep"),
    (Sheet.MAATREGELEN, "audience"): _l("Voor wie"),
    (Sheet.SUMMARY, "rating"): _l("Oordeel"),
    (Sheet.SUMMARY, "text"): _l("Tekst of toelichting"),
    (Sheet.SUMMARY, "audience"): _l("Voor wie"),
    (Sheet.QUESTIONS, "answer"): _l("Antwoord"),
    (Sheet.QUESTIONS, "explanation"): _l("Toelichting"),
    (Sheet.QUESTIONS, "day"): _l("Datum"),
    (Sheet.MILESTONES, "title"): _l("Mijlpaal"),
    (Sheet.MILESTONES, "planned_on"): _l("Gepland op"),
    (Sheet.MILESTONES, "expected_on"): _l("Verwacht op"),
    (Sheet.MILESTONES, "actual_on"): _l("Gehaald op"),
    (Sheet.MONEY, "committed"): _l("Verplicht (€)"),
    (Sheet.MONEY, "realised"): _l("Besteed (€)"),
    (Sheet.MONEY, "forecast"): _l("Verwacht over het hele jaar (€)"),
    (Sheet.MONEY, "underspend_reason"): _l("Reden van onderuitputting"),
    (Sheet.MONEY, "explanation"): _l("Toelichting"),
}

_ROW_WORDS: dict[str, LazyString] = {
    "summary": _l("Samenvatting"),
    "developments": _l("Nieuwe ontwikkelingen en verplaatsing"),
    "covenant": _l("Hoe heet het convenant?"),
    "covenant_ends_on": _l("Tot en met wanneer geldt het convenant?"),
}


def heading(sheet: Sheet, column: str) -> str:
    """Return the words above a column."""
    return str(COLUMN_TITLES[sheet, column])


def fixed_words(sheet: Sheet, row: Row) -> list[str]:
    """Return the words before the columns that are written in."""
    if sheet is Sheet.SUMMARY:
        return [_part_words(row.key)]
    if sheet is Sheet.QUESTIONS:
        section = Section(row.part.partition(":")[2])
        return [str(label(section)), _part_words(row.key)]
    if sheet is Sheet.MONEY:
        year, source, budget = row.fixed
        return [year, source, euro(int(budget))]
    return list(row.fixed)


def row_words(sheet: Sheet, row: Row) -> str:
    """Return what a row is called in one line."""
    if sheet is Sheet.SUMMARY or sheet is Sheet.QUESTIONS:
        return _part_words(row.key)
    if sheet is Sheet.MILESTONES:
        return " · ".join(filter(None, (*row.fixed, row.values["title"] or _("nieuwe mijlpaal"))))
    return " · ".join(row.fixed[:2])


def part_words(sheet: Sheet, row: Row) -> str:
    """Return what the part of a row is called."""
    if sheet is Sheet.QUESTIONS:
        return fixed_words(sheet, row)[0]
    return " · ".join(row.fixed) if sheet is Sheet.MILESTONES else str(SHEET_TITLES[sheet])


def value_words(column: Column, value: str) -> str:
    """Return a value as people read it."""
    if not value:
        return ""
    if column.options is not None:
        return str(label(column.options(value)))
    if column.kind in {Kind.DAY, Kind.PAST_DAY}:
        return day_words(date.fromisoformat(value))
    if column.kind is Kind.EUROS:
        return euro(int(value))
    return value.replace(".", ",") if column.kind is Kind.DECIMAL else value


def rows_by_address(contents: Contents) -> dict[Address, Row]:
    """Return the row of each value."""
    return {address: row for address, row, _value in contents.cells()}


def options_of(options: type[StrEnum]) -> list[str]:
    """Return the words of each member, in the order of the enum."""
    return [str(label(member)) for member in options]


def _part_words(key: str) -> str:
    if key in _ROW_WORDS:
        return str(_ROW_WORDS[key])
    for kind in (Aspect, Question):
        if key in list(kind):
            return str(label(kind(key)))
    raise KeyError(key)

"""A wrong file is refused with file, line and reason."""

from pathlib import Path

import pytest

from portal.domain.plan import Finding, PlanError
from portal.services.plan import check_plan
from portal.services.plan.read import SYNTAX
from tests.plan.conftest import FOLDER, Edit


def _findings(folder: Path) -> list[Finding]:
    with pytest.raises(PlanError) as caught:
        check_plan(folder)
    return caught.value.findings


MAATREGELEN = "maatregelen_knooppunten.yaml"
LONG_QUOTE = '"een twee drie vier vijf zes zeven acht negen tien elf"'

MISTAKES = {
    "unknown key": ("rode_lijnen.yaml", "    korte_naam: Barr", "    kortenaam: Barr", "bestaat niet"),
    "wrong code": (MAATREGELEN, "id: rtm-01", "id: RTM 01", "kleine letters, cijfers en streepjes"),
    "unknown word": (
        MAATREGELEN,
        "    soort: focuspunt",
        "    soort: focus",
        "focuspunt, maatregel, overkoepelend",
    ),
    "number for text": (MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: 2023", "Hier hoort tekst"),
    "empty text": (MAATREGELEN, "naam: Barrièrevorming in de haven", 'naam: " "', "dit is leeg"),
    "text too long": (MAATREGELEN, "naam: Barr", f"naam: {'a' * 301}", "ten hoogste 300 tekens"),
    "impossible character": (MAATREGELEN, "naam: Barrièrevorming in de haven", r'naam: "a\0b"', "NUL"),
    "text for a list": (MAATREGELEN, "subdoelen: [i2]", "subdoelen: i2", "Hier hoort een lijst"),
    "list for keys": ("begroting.yaml", "bedragen: {2023: 13500000, 2024", "bedragen: [1, 2] #", "sleutels"),
    "text for a number": (
        "begroting.yaml",
        "bedragen: {2023: 13500000",
        'bedragen: {2023: "13,5"',
        "geheel getal",
    ),
    "negative amount": ("begroting.yaml", "2024: 5000000", "2024: -5", "ten minste 0"),
    "text for yes or no": ("ketenfasen.yaml", "afgeleid: false", "afgeleid: nee", "true of false"),
    "no date": ("programma.yaml", "peildatum: 2022-11-04", "peildatum: 2022-11-31", "Hier hoort een datum"),
    "wrong sortable date": ("moties.yaml", '"2021-05"', '"2021-13"', "jaar-maand"),
    "source in two parts": (
        "programma.yaml",
        '[BRIEF, "Inleiding", ',
        '["Inleiding", ',
        "document, sectie en citaat",
    ),
    "quote too long": (
        "programma.yaml",
        '"drugssmokkel via grote logistieke knooppunten"',
        LONG_QUOTE,
        "tien woorden",
    ),
    "unknown document": ("programma.yaml", '[BRIEF, "Inl', '[KRANT, "Inl', "bestaat niet als document"),
    "unknown network": (MAATREGELEN, "netwerk: rotterdam", "netwerk: utrecht", "bestaat niet als netwerk"),
    "unknown theme": (
        MAATREGELEN,
        "rode_lijnen: [barrierevorming]",
        "rode_lijnen: [muren]",
        "als rode lijn: 'muren'",
    ),
    "unknown maatregel": ("moties.yaml", "maatregel: ovk-03", "maatregel: ovk-33", "als maatregel: 'ovk-33'"),
    "reference twice": (MAATREGELEN, "subdoelen: [i8, i3]", "subdoelen: [i8, i8]", "meer dan één keer"),
    "duplicate code": (MAATREGELEN, "id: rtm-02", "id: rtm-01", "staat al in maatregelen_knooppunten.yaml"),
    "precision": ("toezeggingen.yaml", "precisie: maand", "precisie: onbepaald", "hoort geen streefdatum"),
    "half of a pair": ("subdoelen.yaml", "    koppeling_basis: afgeleid\n", "", "horen bij elkaar"),
    "wrong sum": ("begroting.yaml", "2024: 5000000", "2024: 4000000", "€ 32.000.000"),
    "wrong coverage": (
        "begroting.yaml",
        "bedrag: 24000000",
        "bedrag: 23000000",
        "De dekking telt op tot € 28.000.000",
    ),
    "letter differs": ("netwerken.yaml", "brief: 16500000", "brief: 16000000", "€ 16.000.000"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_gives_file_and_reason(mistake: str, folder: Path, edit: Edit) -> None:
    file, old, new, reason = MISTAKES[mistake]
    edit(file, old, new)
    findings = _findings(folder)
    matching = [finding for finding in findings if reason in finding.message]
    assert matching, [str(finding) for finding in findings]
    assert matching[0].file == file
    assert matching[0].line is not None


@pytest.mark.parametrize(
    "mistake", ["unknown key", "wrong code", "unknown word", "no date", "unknown theme", "quote too long"]
)
def test_mistake_gives_its_own_line(mistake: str, folder: Path, edit: Edit) -> None:
    file, old, new, reason = MISTAKES[mistake]
    line = edit(file, old, new)
    assert line in {finding.line for finding in _findings(folder) if reason in finding.message}


def test_missing_key_points_at_the_entry(folder: Path, edit: Edit) -> None:
    line = edit(MAATREGELEN, "    koppeling_basis: expliciet\n", "")
    finding = _findings(folder)[0]
    assert finding.message == "Deze sleutel ontbreekt."
    assert finding.path == ("maatregelen", 0, "koppeling_basis")
    assert finding.line is not None
    assert 0 < line - finding.line < 10


def test_syntax_error_gives_the_line(folder: Path, edit: Edit) -> None:
    line = edit("partners.yaml", "naam: Politie", 'naam: "Politie')
    finding = _findings(folder)[0]
    assert "geen geldige YAML" in finding.message
    assert finding.line is not None
    assert finding.line >= line


def test_key_that_stands_twice_is_named(folder: Path, edit: Edit) -> None:
    line = edit("partners.yaml", "    naam: Politie\n", "    naam: Politie\n    naam: Politie\n")
    finding = _findings(folder)[0]
    assert finding.message == "De sleutel 'naam' staat er twee keer."
    assert finding.line == line + 1


def test_files_that_are_missing_extra_or_unreadable(folder: Path) -> None:
    (folder / "moties.yaml").unlink()
    (folder / "moties.yml").write_text("moties: []\n", encoding="utf-8")
    (folder / "partners.yaml").write_bytes(b"partners: [\xff]\n")
    (folder / "subdoelen.yaml").write_text("- een lijst\n", encoding="utf-8")
    (folder / "ketenfasen.yaml").write_text("[" * 500, encoding="utf-8")
    messages = {finding.file: finding.message for finding in _findings(folder)}
    assert messages == {
        "moties.yml": "Dit bestand hoort niet bij het plan.",
        "moties.yaml": "Dit bestand ontbreekt.",
        "partners.yaml": "Dit bestand is geen UTF-8.",
        "subdoelen.yaml": "Dit bestand hoort uit sleutels met waarden te bestaan.",
        "ketenfasen.yaml": SYNTAX,
    }


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert _findings(tmp_path / "nergens")[0].message == "Deze map bestaat niet."


def test_every_mistake_is_reported_at_once(folder: Path, edit: Edit) -> None:
    edit("rode_lijnen.yaml", "id: weerbaarheid", "id: Weerbaarheid")
    edit("partners.yaml", "sector: publiek", "sector: staat")
    assert {finding.file for finding in _findings(folder)} == {"rode_lijnen.yaml", "partners.yaml"}


def test_a_finding_reads_as_a_sentence_with_its_place(folder: Path, edit: Edit) -> None:
    line = edit("partners.yaml", "sector: publiek", "sector: staat")
    assert str(_findings(folder)[0]) == (
        f"partners.yaml, regel {line} (partners > 1 > sector):"
        " Kies een van deze woorden: publiek, privaat, internationaal, gemengd."
    )


def test_the_real_plan_has_no_mistake() -> None:
    assert check_plan(FOLDER).placed

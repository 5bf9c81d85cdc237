"""The security case holds: every requirement has its answer, and what it names exists (ADR 43)."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from portal.cli import asvs
from portal.cli.asvs import ANSWERS, BY_INSTALLATION, MET, NOT_APPLICABLE, Requirement

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SECURITY = DOCS / "security.md"

# The levels of the requirements of ASVS 5.0.0 by section, in their order; a dot is one of level 3 that we do
# not take. What comes after the last sign of a section is of level 3 too.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "11222222222", "1.4": "222", "1.5": "12",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "2",
    "3.2": "11", "3.3": "1222", "3.4": "1122223", "3.5": "11122", "3.7": "22",
    "4.1": "122", "4.2": "2", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112", "5.3": "11", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223..3", "6.4": "1122", "6.5": "22222", "6.6": "222",
    "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "22", "7.6": "22",
    "8.1": "12", "8.2": "112", "8.3": "13", "8.4": "2",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "22", "10.3": "2222", "10.4": "11111222222", "10.5": "22222", "10.6": "22",
    "10.7": "222",
    "11.1": "22", "11.2": "222", "11.3": "112", "11.4": "1222", "11.5": "2", "11.6": "2",
    "12.1": "122", "12.2": "11", "12.3": "2222",
    "13.1": "2", "13.2": "22222", "13.3": "22", "13.4": "12222",
    "14.1": "22", "14.2": "1222..33", "14.3": "122",
    "15.1": "122", "15.2": "122", "15.3": "1222222", "15.4": ".3",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "222",
    "17.1": "2", "17.2": "2222", "17.3": "22",
}  # fmt: skip
EVASIONS = re.compile(
    r"\blater\b|\btodo\b|\btbd\b|\bvolgt\b|\bn\.?v\.?t\b|\bgepland\b|nog niet", re.IGNORECASE
)


@cache
def requirements() -> list[Requirement]:
    return [each for chapter in asvs.chapters() for each in chapter.requirements]


@cache
def names_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def exists(test: str) -> bool:
    place, _sign, name = test.partition("::")
    file = ROOT / place
    if not (place.startswith("tests/") and name.startswith("test_") and file.is_file()):
        return False
    return name in names_in(file)


def anchors(file: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def is_place(place: str) -> bool:
    name, _sign, anchor = place.partition("#")
    file = ROOT / name
    return file.exists() and (not anchor or anchor in anchors(file))


def test_every_requirement_of_level_one_and_two_stands_there_once() -> None:
    expected = {
        f"{section}.{number}": int(level)
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level != "."
    }
    assert [list(expected.values()).count(level) for level in (1, 2, 3)] == [70, 183, 9]
    assert [each.id for each in requirements()] == list(expected)
    assert {each.id: each.level for each in requirements()} == expected


def test_every_test_that_is_named_exists() -> None:
    missing = sorted({test for each in requirements() for test in each.tests if not exists(test)})
    assert not missing


def test_every_place_that_is_named_exists() -> None:
    missing = sorted({place for each in requirements() for place in each.where if not is_place(place)})
    assert not missing


@pytest.mark.parametrize("each", requirements(), ids=lambda each: each.id)
def test_every_answer_is_complete(each: Requirement) -> None:
    assert each.subject
    assert each.answer in ANSWERS
    assert not EVASIONS.search(f"{each.subject} {each.reason}")
    assert len(set(each.tests)) == len(each.tests)
    if each.answer == MET:
        assert each.where, "say where it is built"
        assert each.tests or each.reason, "name the test, or why there is none"
    elif each.answer == NOT_APPLICABLE:
        assert each.reason, "say why it does not apply"
    else:
        assert each.answer == BY_INSTALLATION
        assert each.reason, "say why only the installation can"
        assert any(place.startswith("docs/") for place in each.where), "say where it reads how"


def test_the_page_is_current() -> None:
    present = (DOCS / "asvs.md").read_text(encoding="utf-8")
    assert present == asvs.page(), "draai `portal docs`"


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert exists("tests/docs/test_security.py::test_the_page_is_current")
    assert not exists("tests/docs/test_security.py::test_that_nobody_wrote")
    assert not exists("tests/docs/test_nothing.py::test_the_page_is_current")
    assert not is_place("docs/security.md#een-kop-die-er-niet-is")
    assert not is_place("portal/nergens.py")


PARTS = [
    "Wat wordt beschermd",
    "Wie en wat",
    "Grenzen van vertrouwen",
    "Bedreigingen",
    "Misbruik uitgespeeld",
    "Wat overblijft",
    "Indeling van gegevens",
    "Inloggen",
    "Sessies",
    "Rechten",
    "Invoer",
    "Grenzen",
    "Bestanden",
    "Verbindingen",
    "Sleutels en versleuteling",
    "Logboek en auditspoor",
    "Persoonsgegevens",
    "Bewaartermijnen",
    "Onderdelen van anderen",
    "Eisen van het ontwerp",
    "BIO2 en richtlijnen",
    "Wat een installatie zelf regelt",
]


def test_the_page_for_a_ciso_has_its_parts() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads == PARTS
    bodies = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert all(len(body.split()) > 25 for body in bodies), "a heading is no answer"
    assert not EVASIONS.search(text)


def test_the_page_names_only_tests_and_files_that_exist() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py::test_\w+)`", text)
    assert len(named) > 40
    assert not [test for test in named if not exists(test)]
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)]+)\)", text):
        name, _sign, anchor = link.partition("#")
        file = (DOCS / name).resolve() if name else SECURITY
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


def test_every_requirement_of_the_design_has_its_line() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    lines = re.findall(r"^\| R(\d\d) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert [int(number) for number, _measure, _shown in lines] == list(range(1, 65))
    for number, measure, shown in lines:
        assert len(measure.split()) > 2, f"R{number}"
        assert "::test_" in shown or len(shown.split()) > 4, f"R{number} has no test and no reason"

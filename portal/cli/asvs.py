"""The page with every requirement of the ASVS, drawn from docs/asvs.yaml (ADR 43)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).resolve().parents[2] / "docs" / "asvs.yaml"
MADE = "<!-- Gemaakt met `portal docs` uit docs/asvs.yaml; wijzig dat, niet deze pagina. -->"
MET, NOT_APPLICABLE, BY_INSTALLATION = "voldaan", "niet van toepassing", "bij de installatie"
ANSWERS = (MET, NOT_APPLICABLE, BY_INSTALLATION)


@dataclass(frozen=True)
class Requirement:
    """One requirement, what the portal answers to it, where that is built and which test shows it."""

    id: str
    level: int
    subject: str
    answer: str
    where: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the standard."""

    number: int
    title: str
    requirements: tuple[Requirement, ...]


def chapters(file: Path = FILE) -> list[Chapter]:
    """Return every chapter with its requirements."""
    return [
        Chapter(each["nummer"], each["titel"], tuple(_requirement(row) for row in each["eisen"]))
        for each in _content(file)["hoofdstukken"]
    ]


def _content(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return content


def _requirement(row: dict[str, Any]) -> Requirement:
    return Requirement(
        str(row["id"]),
        row["niveau"],
        row["onderwerp"],
        row["antwoord"],
        tuple(row.get("waar", ())),
        tuple(row.get("test", ())),
        row.get("reden", ""),
    )


def page(file: Path = FILE) -> str:
    """Return the page with all requirements."""
    return "\n\n".join([MADE, *_parts(_content(file)["bron"], chapters(file))]) + "\n"


def _parts(source: str, found: Sequence[Chapter]) -> Iterator[str]:
    yield "# OWASP ASVS 5.0, eis voor eis"
    yield (
        f"{source} Alle eisen van niveau 1 en 2 staan hier, met negen van niveau 3 die wij ook aanhouden. "
        "De omschrijving is van ons en kort; de volledige eis staat in de standaard. Een test bewaakt dat "
        "iedere eis er staat, dat ieder genoemd bestand en iedere genoemde test bestaat, en dat iedere "
        "afwijking een reden heeft. Hoe alles samenhangt, staat in [security.md](security.md)."
    )
    yield _table(("Antwoord", "Niveau 1", "Niveau 2", "Niveau 3"), list(_totals(found)))
    yield (
        "*Voldaan*: gebouwd, met de test die het laat zien. *Niet van toepassing*: het portaal heeft dit "
        "niet. *Bij de installatie*: kan alleen de beheerder regelen; de handleiding zegt hoe."
    )
    for chapter in found:
        yield f"## {chapter.number}. {chapter.title}"
        yield _table(
            ("Eis", "Niveau", "Onderwerp", "Antwoord", "Waar", "Test of reden"),
            [_row(each) for each in chapter.requirements],
        )


def _totals(found: Sequence[Chapter]) -> Iterator[Sequence[str]]:
    count = Counter((each.answer, each.level) for chapter in found for each in chapter.requirements)
    for answer in ANSWERS:
        yield answer.capitalize(), *(str(count[answer, level]) for level in (1, 2, 3))
    yield "Samen", *(str(sum(count[answer, level] for answer in ANSWERS)) for level in (1, 2, 3))


def _row(each: Requirement) -> Sequence[str]:
    shown = [f"[{_short(test)}](../{test.partition('::')[0]})" for test in each.tests]
    return (
        each.id,
        str(each.level),
        each.subject,
        each.answer,
        "<br>".join(_link(place) for place in each.where) or "–",
        "<br>".join([*shown, *([each.reason] if each.reason else [])]),
    )


def _link(place: str) -> str:
    if place.startswith("docs/"):
        name = place.removeprefix("docs/")
        return f"[{name}]({name})"
    return f"[{place}](../{place})"


def _short(test: str) -> str:
    file, _sign, name = test.partition("::")
    return (
        f"{file.removeprefix('tests/').removesuffix('.py')}: {name.removeprefix('test_').replace('_', ' ')}"
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

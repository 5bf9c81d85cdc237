"""How the plan speaks of dates, amounts and kinds."""

from datetime import date
from enum import StrEnum

import pytest

from portal.domain.dates import DatePrecision
from portal.domain.plan.consistency import date_mistake
from portal.domain.plan.diff import ChangeKind, EntryChange, FieldChange, PlanDiff, shown
from portal.domain.plan.words import WORDS, dutch
from portal.domain.programme import Basis, PartnerPart
from portal.domain.sources import Source


@pytest.mark.parametrize("kind", list(WORDS))
def test_every_member_has_one_dutch_word(kind: type[StrEnum]) -> None:
    assert sorted(WORDS[kind].values()) == sorted(kind)
    assert {WORDS[kind][dutch(member)] for member in kind} == set(kind)


@pytest.mark.parametrize(
    ("precision", "latest", "words", "mistake"),
    [
        (DatePrecision.UNDETERMINED, None, "binnenkort", None),
        (DatePrecision.UNDETERMINED, date(2022, 12, 31), "", "hoort geen streefdatum"),
        (DatePrecision.DAY, None, "23 november 2021", "hoort een streefdatum"),
        (DatePrecision.DAY, date(2021, 11, 23), "23 november 2021", None),
        (DatePrecision.MONTH, date(2024, 2, 29), "februari 2024", None),
        (DatePrecision.MONTH, date(2024, 2, 28), "februari 2024", "laatste dag van de maand"),
        (DatePrecision.SEASON, date(2023, 6, 21), "voorjaar 2023", None),
        (DatePrecision.SEASON, date(2024, 6, 21), "voorjaar 2023", "jaar van de termijn"),
        (DatePrecision.HALF_YEAR, date(2023, 6, 30), "eerste helft van 2023", None),
        (DatePrecision.HALF_YEAR, date(2023, 6, 29), "eerste helft van 2023", "30 juni of 31 december"),
        (DatePrecision.YEAR, date(2023, 12, 31), "2023", None),
        (DatePrecision.YEAR, date(2023, 12, 30), "2023", "31 december"),
    ],
)
def test_dates_fit_their_precision(
    precision: DatePrecision, latest: date | None, words: str, mistake: str | None
) -> None:
    found = date_mistake(precision, latest, words)
    assert found is None if mistake is None else mistake in (found or "")


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (None, "vervallen_op", "leeg"),
        ("", "opmerking", "leeg"),
        ((), "subdoelen", "leeg"),
        (True, "afgeleid", "ja"),
        (False, "afgeleid", "nee"),
        (date(2024, 7, 15), "vervallen_op", "15 juli 2024"),
        (1_250_000, "bedrag", "€ 1.250.000"),
        (0, "bedrag", "€ 0"),
        (2025, "jaar", "2025"),
        (Basis.DERIVED, "basis", "afgeleid"),
        (("i2", "i3"), "subdoelen", "i2, i3"),
        ((("douane", PartnerPart.EXECUTOR),), "partners", "douane uitvoerder"),
        ({"VB21": "2021-06-01"}, "datum_afwijkend", "VB21 2021-06-01"),
        ((Source("NOTA", "3 Ad 1", "Reservering 5"),), "bron", "NOTA 3 Ad 1: “Reservering 5”"),
        ("a" * 81, "omschrijving", "a" * 80 + "…"),
    ],
)
def test_values_are_shown_in_dutch(value: object, name: str, text: str) -> None:
    assert shown(value, name) == text


def test_difference_reads_as_text_and_counts_what_only_moves() -> None:
    title = FieldChange("naam", "Oud", "Nieuw")
    diff = PlanDiff(
        (
            EntryChange(ChangeKind.ADDED, "motie", "mot-a", "Eerste"),
            EntryChange(ChangeKind.CHANGED, "maatregel", "rtm-01", "Nieuw", (title,)),
            EntryChange(ChangeKind.RETIRED, "actie", "ovk-01-a", ""),
            EntryChange(ChangeKind.CHANGED, "subdoel", "i2", "Barrières", order_only=True),
        )
    )
    assert diff.lines() == [
        "Nieuw: motie mot-a (Eerste)",
        "Verandert: maatregel rtm-01 (Nieuw)",
        "  naam: Oud → Nieuw",
        "Vervalt: actie ovk-01-a",
        "Andere plaats in de volgorde: 1",
    ]
    assert diff.summary() == "1 nieuw, 2 veranderd, 1 vervallen"


def test_empty_difference_has_no_lines() -> None:
    assert PlanDiff().is_empty
    assert PlanDiff().lines() == []

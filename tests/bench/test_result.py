"""What the benchmark says of its figures: what became slower stands out, and no budget is kept by silence."""

from typing import Any

import pytest

from tests.bench import tables
from tests.bench.budgets import judge
from tests.bench.report import put


def result(**times_bare: float) -> dict[str, Any]:
    """A result of one world, with so many times the bare page for each journey."""
    rows = {
        key: {"title": key.title(), "times_bare": times, "queries": 9, "cold_queries": 14}
        for key, times in times_bare.items()
    }
    return {"worlds": {"postgresql-60": {"journeys": rows, "worker_pss_mib": [120, 140], "bare_ms": 5.0}}}


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (2.0, 2.0, "+0 %"),
        (2.2, 2.0, "+10 %"),
        (2.4, 2.0, "**+20 %**"),
        (1.0, 2.0, "**-50 %**"),
    ],
)
def test_a_page_that_became_slower_stands_out(now: float, before: float, words: str) -> None:
    found = tables.difference(result(home=now), result(home=before), "postgresql-60", "home")
    assert found == words


def test_a_planted_slow_page_shows_in_the_table() -> None:
    lines = tables.costs(result(home=6.0, matrix=2.0), "postgresql-60", result(home=2.0, matrix=2.0))
    assert [line for line in lines if "**" in line] == [next(line for line in lines if "Home" in line)]


def test_a_new_journey_has_no_difference() -> None:
    assert tables.difference(result(home=2.0), result(), "postgresql-60", "home") == ""
    assert tables.difference(result(home=2.0), None, "postgresql-60", "home") == ""


def test_a_journey_that_is_not_there_says_so() -> None:
    found = result()
    found["worlds"]["postgresql-60"]["journeys"]["search"] = {"title": "Zoeken", "fault": "nog niet"}
    assert "| Zoeken | nog niet |" in tables.costs(found, "postgresql-60", None)[-1]
    assert tables.verdicts(found)


def test_budgets_are_kept_broken_or_not_measured() -> None:
    verdicts = {verdict.budget.words: verdict for verdict in judge(result(home=3.0, autosave=2.1))}
    assert verdicts["Home: rekentijd"].kept is True
    assert verdicts["Autosave: rekentijd"].kept is False
    assert verdicts["Home: vragen aan de database"].figure == 14
    assert verdicts["Home: vragen aan de database"].kept is False
    assert verdicts["Geheugen van een werkproces, met zijn deel van wat zij delen"].kept is True
    assert verdicts["XLSX van alles: rekentijd"].kept is None


def test_growth_is_from_the_smallest_to_the_largest_world() -> None:
    found = result(list=2.0)
    found["worlds"] |= {
        f"postgresql-{scale}": {
            "journeys": {"list": {"title": "Lijst", "times_bare": times}},
            "worker_pss_mib": [],
            "bare_ms": 5.0,
        }
        for scale, times in ((6, 2.0), (600, 3.0))
    }
    grown = next(each for each in judge(found) if "groei" in each.budget.words)
    assert (grown.figure, grown.kept) == (1.5, False)


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = "Voor\n<!-- begin: kosten -->\noud\n<!-- eind: kosten -->\nNa\n"
    assert put(page, "kosten", ["nieuw"]) == (
        "Voor\n<!-- begin: kosten -->\n\nnieuw\n\n<!-- eind: kosten -->\nNa\n"
    )
    with pytest.raises(LookupError):
        put(page, "anders", ["nieuw"])

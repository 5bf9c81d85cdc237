"""Differences between texts and submissions: nothing is lost, nothing shown that is not for the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.audience import Audience, at_least
from portal.domain.differences import RunKind, part_changes, word_differences
from portal.domain.progress import Aspect, Rating
from portal.domain.review import OfficeContent, differs_without_reason

EVERYBODY = frozenset(Audience)


def runs(old: str, new: str) -> list[tuple[str, str]]:
    return [(run.kind.value, run.text) for run in word_differences(old, new)]


def test_words_come_and_go() -> None:
    assert runs("Het hek staat.", "Het nieuwe hek staat er.") == [
        ("equal", "Het"),
        ("inserted", " nieuwe"),
        ("equal", " hek staat"),
        ("inserted", " er"),
        ("equal", "."),
    ]
    assert runs("", "") == []
    assert runs("", "Nieuw") == [("inserted", "Nieuw")]
    assert runs("Oud", "") == [("deleted", "Oud")]


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_runs_are_both_texts_to_the_letter(old: str, new: str) -> None:
    found = word_differences(old, new)
    assert "".join(run.text for run in found if run.kind is not RunKind.INSERTED) == old
    assert "".join(run.text for run in found if run.kind is not RunKind.DELETED) == new


def test_texts_that_would_take_too_long_count_as_replaced() -> None:
    assert [kind for kind, _text in runs("a " * 2_500, "a " * 2_400)] == ["deleted", "inserted"]


def submission(**parts: dict[str, Any]) -> dict[str, Any]:
    return {"parts": parts, "titles": {"one": "Hekken"}}


def test_only_parts_that_changed_are_told() -> None:
    old = submission(one={"status": "behind", "done": "Niets"}, two={"status": "behind"})
    new = submission(one={"status": "on_schedule", "done": "Niets"}, two={"status": "behind"})
    (change,) = part_changes(old, new, EVERYBODY)
    assert (change.key, change.title, change.count) == ("one", "Hekken", 1)
    assert [(each.field, each.old, each.new) for each in change.fields] == [
        ("status", "behind", "on_schedule")
    ]
    assert part_changes(new, new, EVERYBODY) == []


@pytest.mark.parametrize("audiences", [("network", "all_networks"), ("all_networks", "network")])
def test_words_that_either_submission_keeps_inside_are_counted_only(audiences: tuple[str, str]) -> None:
    old, new = (
        submission(one={"done": words, "status": words, "audience": audience})
        for words, audience in zip(("oud", "nieuw"), audiences, strict=True)
    )
    (inside,) = part_changes(old, new, EVERYBODY)
    assert ([each.field for each in inside.fields], inside.hidden) == (["done", "status", "audience"], 0)
    (outside,) = part_changes(old, new, at_least(Audience.STEERING))
    assert ([each.field for each in outside.fields], outside.hidden) == (["status", "audience"], 1)


def test_developments_and_contributions_have_audiences_of_their_own() -> None:
    def said(words: str) -> dict[str, Any]:
        return submission(
            summary={"summary": words, "developments": words, "developments_audience": "network"},
            money={"contributions": [{"description": words, "audience": "network"}]},
        )

    changes = part_changes(said("oud"), said("nieuw"), at_least(Audience.ALL_NETWORKS))
    assert [([each.field for each in change.fields], change.hidden) for change in changes] == [
        (["summary"], 1),
        ([], 1),
    ]


def test_another_judgement_than_that_of_the_network_needs_a_reason() -> None:
    network: dict[Aspect, Rating | None] = {Aspect.RISKS: Rating.GOOD}
    assert not differs_without_reason(OfficeContent(Aspect.RISKS, Rating.GOOD), network)
    assert differs_without_reason(OfficeContent(Aspect.RISKS, Rating.CRITICAL, " "), network)
    assert not differs_without_reason(OfficeContent(Aspect.RISKS, Rating.CRITICAL, "Want."), network)


def test_amounts_are_for_who_reads_money_only() -> None:
    old, new = (
        {"parts": {"section:money": {"line:2026:Bron": {"realised": amount}}}, "titles": {}}
        for amount in (1, 2)
    )
    (hidden,) = part_changes(old, new, [])
    assert (list(hidden.fields), hidden.hidden) == ([], 1)
    (shown,) = part_changes(old, new, [], money=True)
    assert [each.field for each in shown.fields] == ["line:2026:Bron"]

"""What counts as proved, what as claimed, what asks for attention, and in which order."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.parliament import AskFacts, AskKind, AskState
from portal.domain.programme import LetterJudgement
from portal.domain.proof import Claim, Concern, Proof, ProofFacts, claims_of, concerns_of, proof_of, urgency

TODAY = date(2026, 3, 20)
ONCE, RECURRING = AskKind.ONCE, AskKind.RECURRING


def facts(
    state: AskState = AskState.NOT_STARTED,
    kind: AskKind = ONCE,
    due_on: date | None = None,
    **more: object,
) -> ProofFacts:
    return replace(ProofFacts(AskFacts(state, kind, due_on)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts(), Proof.NOTHING),
        (facts(AskState.UNASSESSED), Proof.NOTHING),
        (facts(AskState.IN_PROGRESS), Proof.CLAIMED),
        (facts(AskState.PARTLY), Proof.CLAIMED),
        (facts(letter_judgement=LetterJudgement.CARRIED_OUT), Proof.CLAIMED),
        (facts(letter_judgement=LetterJudgement.ANSWERED), Proof.CLAIMED),
        (facts(letter_judgement=LetterJudgement.ANSWERED_NEGATIVELY), Proof.CLAIMED),
        (facts(letter_judgement=LetterJudgement.IN_PROGRESS), Proof.NOTHING),
        (facts(letter_judgement=LetterJudgement.OPEN), Proof.NOTHING),
        (facts(completed_without_evidence=True), Proof.CLAIMED),
        (facts(AskState.FULFILLED, closed_with_passage=True), Proof.PROVED),
        (facts(AskState.ANSWERED, closed_with_passage=True), Proof.PROVED),
        # The state alone proves nothing, and neither does a letter about what is open again.
        (facts(AskState.FULFILLED), Proof.NOTHING),
        (facts(AskState.IN_PROGRESS, closed_with_passage=True), Proof.CLAIMED),
        (facts(AskState.LAPSED), Proof.LAPSED),
        (facts(AskState.LAPSED, closed_with_passage=True), Proof.LAPSED),
        (facts(AskState.IN_PROGRESS, RECURRING), Proof.CLAIMED),
        (facts(AskState.IN_PROGRESS, RECURRING, times_settled=2), Proof.PROVED),
        (facts(AskState.IN_PROGRESS, RECURRING, times_settled=2, times_missed=1), Proof.CLAIMED),
        (facts(AskState.NOT_STARTED, RECURRING, times_settled=2, times_missed=1), Proof.NOTHING),
        (facts(AskState.IN_PROGRESS, ONCE, times_settled=2), Proof.CLAIMED),
    ],
)
def test_every_ask_is_exactly_one_of_these(given: ProofFacts, expected: Proof) -> None:
    assert proof_of(given) is expected


def test_every_claim_is_named() -> None:
    every = facts(AskState.PARTLY, letter_judgement=LetterJudgement.ANSWERED, completed_without_evidence=True)
    assert claims_of(every) == [Claim.LETTER, Claim.OFFICE, Claim.REPORTED]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts(), []),
        (facts(due_on=date(2026, 3, 19)), [Concern.LATE]),
        (facts(due_on=TODAY), [Concern.SOON]),
        (facts(due_on=date(2026, 4, 19)), [Concern.SOON]),
        (facts(due_on=date(2026, 4, 20)), []),
        (
            facts(due_on=date(2020, 1, 1), has_owner=False, has_maatregel=False),
            [Concern.LATE, Concern.NO_OWNER, Concern.NO_MAATREGEL],
        ),
        (facts(AskState.FULFILLED, due_on=date(2020, 1, 1), has_owner=False), []),
        (facts(AskState.LAPSED, due_on=date(2020, 1, 1), has_maatregel=False), []),
    ],
)
def test_what_asks_for_attention(given: ProofFacts, expected: list[Concern]) -> None:
    assert concerns_of(given, TODAY) == expected


def test_what_is_late_longest_comes_first_and_what_is_closed_last() -> None:
    in_order = [
        facts(due_on=date(2020, 1, 1)),
        facts(due_on=date(2026, 3, 1)),
        facts(AskState.IN_PROGRESS, RECURRING, due_on=date(2026, 4, 1), times_settled=1),
        facts(AskState.IN_PROGRESS),
        facts(),
        facts(AskState.FULFILLED, due_on=date(2019, 1, 1), closed_with_passage=True),
        facts(AskState.LAPSED, due_on=date(2018, 1, 1)),
    ]
    assert sorted([in_order[each] for each in (3, 6, 0, 5, 2, 4, 1)], key=urgency) == in_order

"""What is proved of an ask, what is only claimed, and how urgent it is (product, section 5; ADR 0032).

Proved is what a letter to the Kamer says and a second person approved. Everything else that sounds as if it
was done is a claim, with who claims it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.parliament import OPEN_STATES, AskFacts, AskKind, AskState, is_overdue
from portal.domain.programme import LetterJudgement

SOON = timedelta(days=30)
"""So long before its last day an ask is almost due."""


class Proof(StrEnum):
    """How well it is shown that an ask is carried out; every ask is exactly one of these."""

    PROVED = "proved"
    CLAIMED = "claimed"
    NOTHING = "nothing"
    LAPSED = "lapsed"


class Claim(StrEnum):
    """Who says that something was done while nothing proves it."""

    LETTER = "letter"
    OFFICE = "office"
    REPORTED = "reported"


class Concern(StrEnum):
    """What asks for attention; an ask can have several."""

    LATE = "late"
    SOON = "soon"
    NO_OWNER = "no_owner"
    NO_MAATREGEL = "no_maatregel"


CLAIMS_OF_LETTER = frozenset(
    {LetterJudgement.CARRIED_OUT, LetterJudgement.ANSWERED, LetterJudgement.ANSWERED_NEGATIVELY}
)
CLAIMS_OF_OFFICE = frozenset({AskState.IN_PROGRESS, AskState.PARTLY})


@dataclass(frozen=True)
class ProofFacts:
    """What proof and concerns of an ask follow from."""

    ask: AskFacts
    closed_with_passage: bool = False
    """Whether a second person approved that it ended, with the passage of a letter."""
    times_settled: int = 0
    times_missed: int = 0
    """Times of a duty whose last day has passed and that are not settled."""
    letter_judgement: LetterJudgement | None = None
    completed_without_evidence: bool = False
    """Whether a maatregel that carries it out is reported completed, with nothing that shows it."""
    has_owner: bool = True
    has_maatregel: bool = True


def proof_of(facts: ProofFacts) -> Proof:
    """Return how well it is shown; a duty is proved as long as every time that has passed was settled."""
    ask = facts.ask
    if ask.state is AskState.LAPSED:
        return Proof.LAPSED
    kept_up = ask.kind is AskKind.RECURRING and facts.times_settled and not facts.times_missed
    if (ask.state not in OPEN_STATES and facts.closed_with_passage) or kept_up:
        return Proof.PROVED
    return Proof.CLAIMED if claims_of(facts) else Proof.NOTHING


def claims_of(facts: ProofFacts) -> Sequence[Claim]:
    """Return who says that something was done."""
    said = (
        (Claim.LETTER, facts.letter_judgement in CLAIMS_OF_LETTER),
        (Claim.OFFICE, facts.ask.state in CLAIMS_OF_OFFICE),
        (Claim.REPORTED, facts.completed_without_evidence),
    )
    return [claim for claim, holds in said if holds]


def concerns_of(facts: ProofFacts, today: date) -> Sequence[Concern]:
    """Return what asks for attention; nothing of what is closed does."""
    ask = facts.ask
    if ask.state not in OPEN_STATES:
        return []
    late = is_overdue(ask, today)
    found = (
        (Concern.LATE, late),
        (Concern.SOON, not late and ask.due_on is not None and ask.due_on - today <= SOON),
        (Concern.NO_OWNER, not facts.has_owner),
        (Concern.NO_MAATREGEL, not facts.has_maatregel),
    )
    return [concern for concern, holds in found if holds]


Urgency = tuple[bool, date, int]
"""Sorts what asks most attention first."""


def urgency(facts: ProofFacts) -> Urgency:
    """Return the place in order: open before closed, then the first last day, then what is claimed."""
    order = (Proof.CLAIMED, Proof.NOTHING, Proof.PROVED, Proof.LAPSED)
    closed = facts.ask.state not in OPEN_STATES
    day = facts.ask.due_on if not closed and facts.ask.due_on else date.max
    return closed, day, order.index(proof_of(facts))

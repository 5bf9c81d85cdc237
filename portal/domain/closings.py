"""Closing an ask: which outcomes can be proposed, and what each needs (design: product, section 5)."""

from collections.abc import Sequence

from portal.domain.parliament import NEEDS_PASSAGE, AskKind, AskState

OUTCOMES = (AskState.FULFILLED, AskState.ANSWERED, AskState.LAPSED)
"""How an ask, or one time of it, can end; in the order in which a form offers them."""


def possible_outcomes(kind: AskKind, *, whole: bool) -> Sequence[AskState]:
    """Return how an ask as a whole, or one time of it, can end; what comes back is never done for good."""
    if whole and kind is AskKind.RECURRING:
        return [outcome for outcome in OUTCOMES if outcome is not AskState.FULFILLED]
    return OUTCOMES


def needs_passage(outcome: AskState) -> bool:
    """Return whether only a letter to the Kamer can say so."""
    return outcome in NEEDS_PASSAGE


def letter_code(year: int, number: int) -> str:
    """Return how a letter that the office registers is called, such as brief-2024-03."""
    return f"brief-{year}-{number:02}"

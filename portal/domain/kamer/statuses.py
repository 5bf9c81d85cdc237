"""From the words of the Tweede Kamer to ours: only words that are known, never a guess."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from portal.domain.parliament import Appreciation, Vote


class ToezeggingStatus(StrEnum):
    """How far a toezegging is, according to the Kamer."""

    OPEN = "open"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    LAPSED = "lapsed"


DECIDED = "Besluit"
"""The one status of a decision that was really taken; the others are proposals for one."""

DECISION_KINDS: Mapping[str, Vote] = {
    "Ingediend": Vote.NOT_YET,
    "Stemmen - aangehouden": Vote.HELD,
    "Stemmen - aangenomen": Vote.ADOPTED,
    "Stemmen - verworpen": Vote.REJECTED,
    "Stemmen - ingetrokken": Vote.WITHDRAWN,
}
FINAL_VOTES = frozenset({Vote.ADOPTED, Vote.REJECTED, Vote.WITHDRAWN})

TOEZEGGING_STATUSES: Mapping[str, ToezeggingStatus] = {
    "Openstaand": ToezeggingStatus.OPEN,
    "Deels Afgedaan": ToezeggingStatus.PARTLY_DONE,
    "Afgedaan": ToezeggingStatus.DONE,
    "Vervallen": ToezeggingStatus.LAPSED,
    # The description of the service has these two; the data had none of them in August 2026.
    "Deels Voldaan": ToezeggingStatus.PARTLY_DONE,
    "Voldaan": ToezeggingStatus.DONE,
}

APPRECIATIONS: Mapping[str, Appreciation | None] = {
    "Overgenomen": Appreciation.TAKEN_OVER,
    "Oordeel Kamer": Appreciation.LEFT_TO_KAMER,
    "Ontraden": Appreciation.ADVISED_AGAINST,
    "Ontraden, tenzij gewijzigd": Appreciation.ADVISED_AGAINST_UNLESS,
    "Ontraden tenzij gewijzigd": Appreciation.ADVISED_AGAINST_UNLESS,
    "Verzocht motie aan te houden": Appreciation.ASKED_TO_HOLD,
    "Geen (expliciete) appreciatie": Appreciation.NONE_GIVEN,
    "Nog niet bekend": None,
    "Nog te ontvangen": None,
    "Niet beschikbaar bij gewijzigde moties en/of amendementen": None,
    "Niet beschikbaar bij moties en/of amendementen vóór 1 april 2019": None,
}
"""What the cabinet said of a motie; the last four are known, and say that there is nothing to take over."""


def toezegging_status(raw: str) -> ToezeggingStatus | None:
    """Return our word for a status, None for one we do not know."""
    return TOEZEGGING_STATUSES.get(raw.strip())


def appreciation_of(raw: str) -> Appreciation | None:
    """Return our word for what the cabinet said, None for nothing or a word we do not know."""
    return APPRECIATIONS.get(raw.strip())


def vote_of(decisions: Collection[tuple[str, str]]) -> Vote | None:
    """Return what became of a motie by its decisions, each a kind and a status; None where that is unclear.

    The source gives decisions no day of their own, and a later correction changes when they were written.
    So the order does not count: one final outcome is the outcome, two different ones are for people to
    judge, and without one the motie is where it last can have been. A kind of vote that we do not know
    may contradict what we do know.
    """
    kinds = {kind.strip() for kind, status in decisions if status.strip() == DECIDED}
    unknown = {kind for kind in kinds if kind not in DECISION_KINDS}
    votes = {DECISION_KINDS[kind] for kind in kinds - unknown}
    final = votes & FINAL_VOTES
    if any(kind.startswith("Stemmen") for kind in unknown) or len(final) > 1:
        return None
    if final:
        return final.pop()
    if unknown or not votes:
        return None
    return Vote.HELD if Vote.HELD in votes else Vote.NOT_YET

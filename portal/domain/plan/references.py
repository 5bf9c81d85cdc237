"""Every reference from one entry to another, as a table, and the check that they all arrive."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.plan.budget import BudgetLine, FundingSource
from portal.domain.plan.documents import Document
from portal.domain.plan.entry import Entry
from portal.domain.plan.finding import Finding, Path
from portal.domain.plan.knooppunten import Knooppunt, Network, Partner
from portal.domain.plan.maatregelen import Action, Maatregel
from portal.domain.plan.parliament import CoalitionPassage, Motie, MotieLink, Toezegging
from portal.domain.plan.plan import Placed, Plan, key_of
from portal.domain.plan.programme import ChainStage, Goal, Line, Theme


@dataclass(frozen=True)
class Reference:
    """A field of one kind of entry that holds codes of another kind."""

    holder: type[Entry]
    field: str
    target: type[Entry]


REFERENCES = (
    Reference(Goal, "themes", Theme),
    Reference(Knooppunt, "research", Document),
    Reference(Network, "line", Line),
    Reference(Network, "knooppunt", Knooppunt),
    Reference(Network, "partners", Partner),
    Reference(BudgetLine, "network", Network),
    Reference(BudgetLine, "funding_source", FundingSource),
    Reference(Maatregel, "network", Network),
    Reference(Maatregel, "owners", Partner),
    Reference(Maatregel, "executor", Partner),
    Reference(Maatregel, "involved", Partner),
    Reference(Maatregel, "knooppunten", Knooppunt),
    Reference(Maatregel, "themes", Theme),
    Reference(Maatregel, "goals", Goal),
    Reference(Maatregel, "chain_stages", ChainStage),
    Reference(Maatregel, "funding_sources", FundingSource),
    Reference(Action, "executor", Partner),
    Reference(Motie, "maatregelen", Maatregel),
    Reference(Motie, "other_dates", Document),
    Reference(Toezegging, "document", Document),
    Reference(Toezegging, "maatregel", Maatregel),
    Reference(Toezegging, "motie", Motie),
    Reference(CoalitionPassage, "maatregelen", Maatregel),
)


def check_references(plan: Plan) -> list[Finding]:
    """Return every reference and source that names something the plan does not have, or names it twice."""
    known = {
        target: {entry.code for entry in plan.of(target)}
        for target in {reference.target for reference in REFERENCES}
    }
    findings: list[Finding] = []
    for placed in plan.placed:
        findings.extend(_check_sources(placed, known[Document]))
        for reference in REFERENCES:
            if isinstance(placed.entry, reference.holder):
                findings.extend(_check_field(placed, reference, known[reference.target]))
    return findings


def _check_sources(placed: Placed, documents: Collection[str]) -> Iterator[Finding]:
    for number, source in enumerate(placed.entry.sources):
        if source.document not in documents:
            path = placed.at("sources", number)
            yield Finding(
                placed.file, None, path, f"Deze code bestaat niet als document: '{source.document}'."
            )


def _check_field(placed: Placed, reference: Reference, known: Collection[str]) -> Iterator[Finding]:
    path = placed.at(reference.field)
    codes = list(_codes(getattr(placed.entry, reference.field)))
    counted = Counter(code for _, code in codes)
    for steps, code in codes:
        if code not in known:
            yield Finding(
                placed.file,
                None,
                (*path, *steps),
                f"Deze code bestaat niet als {reference.target.noun}: '{code}'.",
            )
        elif counted[code] > 1:
            counted[code] = 0
            yield Finding(placed.file, None, (*path, *steps), f"'{code}' staat er meer dan één keer.")


def _codes(value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, Mapping):
        yield from (((code,), code) for code in value)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            if isinstance(item, MotieLink):
                yield (number, key_of(item, "maatregel")), item.maatregel
            else:
                yield (number,), item

"""Reading the documents of the plan, and which facts rest on them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import models
from portal.domain.areas import Area
from portal.domain.sources import Source
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class DocumentName:
    """What a reference to a document shows."""

    title: str
    dated_on: date | None
    date_words: str


Names = Mapping[str, DocumentName]
"""Document code to name."""


@dataclass(frozen=True)
class Fact:
    """An entry of the plan with the passages it rests on."""

    code: str
    title: str
    sources: tuple[Source, ...]
    parent: str = ""
    """Code of the entry it is part of, for a deelverzoek and for an action."""


_Column = InstrumentedAttribute[str] | sa.ColumnElement[str]
_FACTS: dict[str, tuple[type[models.PlanEntry], _Column]] = {
    "programme": (models.Programme, models.Programme.title),
    "line": (models.Line, models.Line.title),
    "theme": (models.Theme, models.Theme.title),
    "goal": (models.Goal, models.Goal.title),
    "chain_stage": (models.ChainStage, models.ChainStage.title),
    "knooppunt": (models.Knooppunt, models.Knooppunt.title),
    "network": (models.Network, models.Network.title),
    "partner": (models.Partner, models.Partner.title),
    "maatregel": (models.Maatregel, models.Maatregel.title),
    "action": (models.Action, models.Action.title),
    "funding_source": (models.FundingSource, models.FundingSource.title),
    "budget_entry": (
        models.BudgetEntry,
        models.BudgetEntry.title + ", " + sa.cast(models.BudgetEntry.year, sa.Text),
    ),
    "printed_total": (models.PrintedTotal, sa.cast(models.PrintedTotal.year, sa.Text)),
    "motie": (models.Motie, models.Motie.title),
    "ask": (models.Ask, models.Ask.text),
    "toezegging": (models.Toezegging, models.Toezegging.title),
    "coalition_passage": (models.CoalitionPassage, models.CoalitionPassage.title),
    "contradiction": (models.Contradiction, models.Contradiction.title),
    "document": (models.Document, models.Document.title),
}


@remembered(Area.PLAN)
def document_names(session: Session) -> dict[str, DocumentName]:
    """Return the name of every document, for references to it."""
    document = models.Document
    rows = session.execute(sa.select(document.code, document.title, document.dated_on, document.date_words))
    return {code: DocumentName(title, dated_on, words) for code, title, dated_on, words in rows}


def all_documents(session: Session) -> Sequence[models.Document]:
    """Return the documents, those among the sources and those that are missing."""
    return session.scalars(
        sa.select(models.Document)
        .where(models.Document.retired_on.is_(None))
        .order_by(models.Document.missing, models.Document.position)
    ).all()


def document_by_code(session: Session, code: str) -> models.Document | None:
    """Return the document with this code."""
    return session.scalar(sa.select(models.Document).where(models.Document.code == code))


def all_contradictions(session: Session) -> Sequence[models.Contradiction]:
    """Return where documents contradict each other or stay silent."""
    return session.scalars(
        sa.select(models.Contradiction)
        .where(models.Contradiction.retired_on.is_(None))
        .order_by(models.Contradiction.position)
    ).all()


def all_facts(session: Session) -> dict[str, list[Fact]]:
    """Return every entry of the plan by kind, in one query."""
    found: dict[str, list[Fact]] = {noun: [] for noun in _FACTS}
    everything = sa.union_all(*(_facts(noun) for noun in _FACTS))
    for noun, _position, code, title, sources, parent in session.execute(
        everything.order_by("noun", "position")
    ):
        found[noun].append(Fact(code, title, sources, parent))
    return found


def resting_on(facts: Mapping[str, Sequence[Fact]], code: str) -> dict[str, list[Fact]]:
    """Return the entries that name this document, by kind, each with only those passages."""
    found: dict[str, list[Fact]] = {}
    for noun, entries in facts.items():
        for entry in entries:
            passages = tuple(source for source in entry.sources if source.document == code)
            if passages:
                found.setdefault(noun, []).append(Fact(entry.code, entry.title, passages, entry.parent))
    return found


def facts_per_document(facts: Mapping[str, Sequence[Fact]]) -> Counter[str]:
    """Return for each document how many entries of the plan name it."""
    return Counter(
        document
        for entries in facts.values()
        for entry in entries
        for document in {source.document for source in entry.sources}
    )


def _facts(noun: str) -> sa.Select[Any]:
    model, title = _FACTS[noun]
    parent: Any = sa.literal("")
    query = sa.select(model)
    if noun == "ask":
        parent = models.Motie.code
        query = query.join(models.Motie, models.Motie.id == models.Ask.item_id)
    elif noun == "action":
        parent = models.Maatregel.code
        query = query.join(models.Maatregel, models.Maatregel.id == models.Action.maatregel_id)
    return query.where(model.retired_on.is_(None)).with_only_columns(
        sa.literal(noun).label("noun"),
        model.position.label("position"),
        model.code,
        sa.cast(title, sa.Text).label("title"),
        model.sources,
        parent.label("parent"),
    )

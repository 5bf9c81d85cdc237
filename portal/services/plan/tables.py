"""Which entries of the plan files fill which table, and which fields they share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from portal import models
from portal.domain.plan import Plan
from portal.domain.plan.budget import BudgetAmount, FundingSource, PrintedTotal
from portal.domain.plan.documents import Contradiction, Document
from portal.domain.plan.entry import Entry
from portal.domain.plan.knooppunten import Knooppunt, Network, Partner
from portal.domain.plan.maatregelen import Action, Maatregel
from portal.domain.plan.parliament import CoalitionPassage, Motie, PlannedAsk, Toezegging, asks_of
from portal.domain.plan.programme import ChainStage, Goal, Line, Programme, Theme
from portal.models import PlanEntry

Record = Entry | BudgetAmount | PlannedAsk
Numbered = Iterator[tuple[int, Record]]

TOP_LEVEL = 2
"""Steps in the path of an entry that is not part of another: the section and the place in it."""


@dataclass(frozen=True)
class Table:
    """A table of the plan: its entries in order, and the fields that file and table share by name."""

    model: type[PlanEntry]
    noun: str
    file: str
    fields: tuple[str, ...]
    records: Callable[[Plan], Numbered]


def _entries(kind: type[Entry]) -> Callable[[Plan], Numbered]:
    def numbered(plan: Plan) -> Numbered:
        count = 0
        for placed in plan.placed:
            if not isinstance(placed.entry, kind):
                continue
            count += 1
            place = placed.path[-1]
            inside = len(placed.path) > TOP_LEVEL and isinstance(place, int)
            yield (int(place) + 1 if inside else count), placed.entry

    return numbered


def _amounts(plan: Plan) -> Numbered:
    yield from enumerate(plan.budget.amounts(), start=1)


def _asks(plan: Plan) -> Numbered:
    whole: list[Motie | Toezegging | CoalitionPassage] = [*plan.of(Motie)]
    whole += [*plan.of(Toezegging), *plan.of(CoalitionPassage)]
    for entry in whole:
        yield from enumerate(asks_of(entry), start=1)


def _table(model: type[PlanEntry], kind: type[Entry], file: str, fields: str) -> Table:
    return Table(model, kind.noun, file, (*fields.split(), "sources", "retired_on"), _entries(kind))


ASK_FIELDS = "item text response letter_judgement kind recurrence due_precision due_latest due_words sources"
BUDGET_FIELDS = "series title network funding_source year and_later amount note sources retired_on"

TABLES = (
    _table(
        models.Document,
        Document,
        "documenten.yaml",
        "title kind dated_on date_words reference author missing note",
    ),
    _table(models.Programme, Programme, "programma.yaml", "title main_goal as_of"),
    _table(models.Line, Line, "programma.yaml", "title description"),
    _table(models.Theme, Theme, "rode_lijnen.yaml", "title short_title description"),
    _table(models.Goal, Goal, "subdoelen.yaml", "title kind themes theme_basis note"),
    _table(models.ChainStage, ChainStage, "ketenfasen.yaml", "title derived"),
    _table(
        models.Knooppunt,
        Knooppunt,
        "knooppunten.yaml",
        "title kind areas problem plan_title research note",
    ),
    _table(models.Partner, Partner, "partners.yaml", "title sector kind tasks note"),
    _table(models.Network, Network, "netwerken.yaml", "title short_title line knooppunt partners"),
    _table(
        models.FundingSource,
        FundingSource,
        "financieringsbronnen.yaml",
        "title in_programme_budget description",
    ),
    Table(models.BudgetEntry, BudgetAmount.noun, "begroting.yaml", tuple(BUDGET_FIELDS.split()), _amounts),
    _table(models.PrintedTotal, PrintedTotal, "begroting.yaml", "year amount"),
    _table(
        models.Action,
        Action,
        "maatregelen_*.yaml",
        "title stage description executor funding_words planned_words planned_latest planned_precision",
    ),
    _table(
        models.Maatregel,
        Maatregel,
        "maatregelen_*.yaml",
        "network title kind term ends_on stage stage_basis description partners knooppunten themes goals"
        " chain_stages link_basis funding_sources legislation_possible note actions",
    ),
    Table(models.Ask, PlannedAsk.noun, "moties.yaml", (*ASK_FIELDS.split(), "retired_on"), _asks),
    _table(
        models.Motie,
        Motie,
        "moties.yaml",
        "title submitters date_words date_sort other_dates reference inside_programme whole_plan note links",
    ),
    _table(
        models.Toezegging,
        Toezegging,
        "toezeggingen.yaml",
        "title kind document due_words due_latest due_precision frequency_words state_words"
        " inside_programme maatregel motie note",
    ),
    _table(
        models.CoalitionPassage, CoalitionPassage, "coalitieakkoord.yaml", "title carried_out_by maatregelen"
    ),
    _table(models.Contradiction, Contradiction, "tegenstrijdigheden.yaml", "title description severity"),
)
"""Every table of the plan; one that another refers to may stand anywhere, rows are made first."""

LABELS = {
    "position": "volgorde",
    "missing": "ontbreekt",
    "note": "opmerking",
    "partners": "partners",
    "links": "koppelingen",
    "series": "regel",
    "title": "naam",
    "network": "netwerk",
    "funding_source": "financieringsbron",
    "year": "jaar",
    "and_later": "en volgende jaren",
    "amount": "bedrag",
    "sources": "bron",
    "retired_on": "vervallen_op",
    "item": "hoort bij",
    "text": "tekst",
    "response": "invulling",
    "letter_judgement": "oordeel_brief",
    "kind": "soort",
    "recurrence": "frequentie",
    "due_precision": "precisie",
    "due_latest": "streefdatum",
    "due_words": "termijn",
}
"""Names of fields that no file has as a key."""


def label(record: Record, field: str) -> str:
    """Return the name of a field as the plan files call it."""
    known: Any = type(record).model_fields if isinstance(record, Entry) else {}
    if field in known:
        return known[field].alias or field
    return LABELS[field]


def name(record: Record) -> str:
    """Return what a person calls the entry: its title, or the text that stands for it."""
    for field in ("title", "text"):
        if hasattr(record, field):
            return str(getattr(record, field))
    return ""

"""Which items in a report are for whom: as a WHERE clause, and as a copy of the words one may read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal.domain.audience import Audience
from portal.models import MaatregelProgress, Report

Column = sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]


@dataclass(frozen=True)
class AudienceScope:
    """Audiences that include somebody everywhere, and audiences that do so in some networks."""

    everywhere: frozenset[Audience] = frozenset()
    in_networks: Mapping[Audience, frozenset[int]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Let it be part of the key of what is remembered for somebody."""
        return hash((self.everywhere, frozenset(self.in_networks.items())))

    def of(self, network_id: int | None) -> frozenset[Audience]:
        """Return the audiences that include this person for items of a network; None: of no network."""
        return self.everywhere | {
            audience for audience, networks in self.in_networks.items() if network_id in networks
        }

    def clause(self, audience: Column, network_id: Column) -> sa.ColumnElement[bool]:
        """Return the condition on items, by the columns of their audience and of their network."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.everywhere:
            conditions.append(audience.in_(sorted(self.everywhere)))
        conditions.extend(
            sa.and_(audience == each, network_id.in_(sorted(networks)))
            for each, networks in sorted(self.in_networks.items())
        )
        return sa.or_(*conditions) if conditions else sa.false()


@dataclass(frozen=True)
class ReadableText:
    """A text as far as somebody may read it."""

    text: str
    withheld_for: Audience | None = None
    """For whom it is meant, where it is not for this reader; the text is then empty."""


@dataclass(frozen=True)
class ReadableProgress:
    """The words a report spends on one maatregel, as far as somebody may read them."""

    done: str
    result: str
    next_step: str
    recovery: str
    decision_question: str
    withheld_for: Audience | None = None
    """For whom they are meant, where they are not for this reader; the words are then empty."""


def readable_progress(row: MaatregelProgress, audiences: Collection[Audience]) -> ReadableProgress:
    """Return the words about a maatregel that are for these audiences."""
    if row.audience not in audiences:
        return ReadableProgress("", "", "", "", "", row.audience)
    return ReadableProgress(row.done, row.result, row.next_step, row.recovery, row.decision_question)


def readable_words(report: Report, audiences: Collection[Audience]) -> dict[int, ReadableProgress]:
    """Return the words of each row of the report, by its id."""
    return {row.id: readable_progress(row, audiences) for row in report.progress}


def readable_developments(report: Report, audiences: Collection[Audience]) -> ReadableText:
    """Return the developments, where they are for these audiences."""
    if report.developments_audience not in audiences:
        return ReadableText("", report.developments_audience)
    return ReadableText(report.developments)


def left_out(report: Report, audiences: Collection[Audience]) -> int:
    """Return how many texts and contributions in a report are not for these audiences."""
    hidden = [row.content for row in report.progress if row.audience not in audiences]
    texts = [
        words
        for said in hidden
        for words in (said.done, said.result, said.next_step, said.recovery, said.decision_question)
        if words.strip()
    ]
    developments = report.developments.strip() and report.developments_audience not in audiences
    contributions = [each for each in report.contributions if each.audience not in audiences]
    return len(texts) + bool(developments) + len(contributions)

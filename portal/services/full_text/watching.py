"""Whose change makes what is found different: data, not code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from portal import models as m
from portal.domain.workflow import COUNTED
from portal.services.full_text.registry import SEARCHED

_Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


@dataclass(frozen=True)
class Watched:
    """A table of which a row is part of what is found of other rows."""

    source: str
    column: str = "id"
    other: tuple[_Column, _Column] | None = None
    """Of another table: what the column says stands in the first, the rows that it is about in the second."""
    unless: Callable[[Any], bool] | None = None
    """Says of which rows no change can matter."""

    def ids(self, number: int) -> sa.Select[Any] | None:
        """Return the question that leads from the column to the rows, if it does not name the row itself."""
        return None if self.other is None else sa.select(self.other[1]).where(self.other[0] == number)


def _stays_hidden(report: m.Report) -> bool:
    """Return whether a report neither counts nor did so: nobody finds it, and writing in it costs nothing."""
    former = sa.inspect(report).attrs.state.history.deleted or ()
    return not {report.state, *former} & COUNTED


def _same(*names: str) -> Callable[[Any], bool]:
    """Return whether none of these was changed."""
    return lambda row: not any(sa.inspect(row).attrs[name].history.has_changes() for name in names)


_renamed = _same("title")

WATCHED: Mapping[type[Any], tuple[Watched, ...]] = {
    **{each.model: (Watched(source),) for source, each in SEARCHED.items()},
    m.Report: (Watched("report", unless=_stays_hidden),),
    m.Evidence: (
        Watched("evidence"),
        Watched("report", "progress_id", (m.MaatregelProgress.id, m.MaatregelProgress.report_id)),
    ),
    m.Maatregel: (
        Watched("maatregel"),
        Watched("underpinning", other=(m.Underpinning.maatregel_id, m.Underpinning.id), unless=_renamed),
        Watched("change_request", other=(m.ChangeRequest.maatregel_id, m.ChangeRequest.id), unless=_renamed),
    ),
    m.Network: (
        Watched("network"),
        Watched("report", other=(m.Report.network_id, m.Report.id), unless=_renamed),
        Watched("statement", other=(m.Statement.network_id, m.Statement.id), unless=_renamed),
    ),
    m.Knooppunt: (
        Watched("network", other=(m.Network.knooppunt_id, m.Network.id)),
        Watched("observation", other=(m.Observation.knooppunt_id, m.Observation.id), unless=_renamed),
    ),
    m.Goal: (
        Watched("goal"),
        Watched("goal_assessment", other=(m.GoalAssessment.goal_id, m.GoalAssessment.id), unless=_renamed),
    ),
    m.Indicator: (
        Watched("indicator"),
        Watched("observation", other=(m.Observation.indicator_id, m.Observation.id), unless=_renamed),
    ),
    m.Meeting: (
        Watched("meeting"),
        Watched("decision", other=(m.Decision.meeting_id, m.Decision.id), unless=_same("held_on")),
    ),
    m.RegisterItem: (
        Watched("register_item"),
        Watched("ask", other=(m.Ask.item_id, m.Ask.id), unless=_same("title", "retired_on")),
    ),
    m.Period: (Watched("report", other=(m.Report.period_id, m.Report.id), unless=_same("observes_until")),),
    m.Action: (Watched("maatregel", "maatregel_id"),),
    m.IndicatorDefinition: (Watched("indicator", "indicator_id"),),
    m.OfficeJudgement: (Watched("report", "report_id"),),
    m.Erratum: (Watched("report", "report_id"),),
    m.SignalStep: (Watched("signal", "signal_id"),),
    m.AgendaItem: (Watched("meeting", "meeting_id"),),
    m.Remark: (Watched("meeting", "item_id", (m.AgendaItem.id, m.AgendaItem.meeting_id)),),
    m.ActionStep: (Watched("action_item", "action_id"),),
    m.Passage: (Watched("letter", "letter_id"),),
    m.LegislationStep: (Watched("legislation_track", "track_id"),),
}
"""What else stands in a report is only written while nobody finds it."""


def watched(row: object) -> Iterator[Watched]:
    """Yield what must be made again because a row changed."""
    for model in type(row).__mro__:
        for each in WATCHED.get(model, ()):
            if each.unless is None or not each.unless(row):
                yield each

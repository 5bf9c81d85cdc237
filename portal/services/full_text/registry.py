"""Per table how its rows are found by words: data, not code.

A table with texts that is not here stands in a list in the tests, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal import models
from portal.services.full_text import of_parliament, of_plan, of_reports, of_steering
from portal.services.full_text.text import Make


@dataclass(frozen=True)
class Searched:
    """A table of which every row can be found, and what to load with it."""

    model: type[Any]
    make: Make
    load: tuple[ORMOption, ...] = ()


_progress = selectinload(models.Report.progress)
_place = joinedload(models.Observation.knooppunt).joinedload(models.Knooppunt.network)
_agenda = selectinload(models.Meeting.items).selectinload(models.AgendaItem.remarks)

SEARCHED: Mapping[str, Searched] = {
    "maatregel": Searched(models.Maatregel, of_plan.of_maatregel, (selectinload(models.Maatregel.actions),)),
    "underpinning": Searched(
        models.Underpinning, of_plan.of_underpinning, (joinedload(models.Underpinning.maatregel),)
    ),
    "network": Searched(models.Network, of_plan.of_network, (joinedload(models.Network.knooppunt),)),
    "goal": Searched(models.Goal, of_plan.of_goal),
    "goal_assessment": Searched(
        models.GoalAssessment, of_plan.of_assessment, (joinedload(models.GoalAssessment.goal),)
    ),
    "indicator": Searched(
        models.Indicator, of_plan.of_indicator, (selectinload(models.Indicator.definitions),)
    ),
    "observation": Searched(
        models.Observation, of_plan.of_observation, (joinedload(models.Observation.indicator), _place)
    ),
    "document": Searched(models.Document, of_plan.of_document),
    "contradiction": Searched(models.Contradiction, of_plan.of_contradiction),
    "report": Searched(
        models.Report,
        of_reports.of_report,
        (
            joinedload(models.Report.period),
            joinedload(models.Report.network),
            _progress.joinedload(models.MaatregelProgress.maatregel),
            _progress.selectinload(models.MaatregelProgress.requirements),
            _progress.selectinload(models.MaatregelProgress.milestones),
            selectinload(models.Report.judgements),
            selectinload(models.Report.office_judgements),
            selectinload(models.Report.answers),
            selectinload(models.Report.contributions),
            selectinload(models.Report.money),
        ),
    ),
    "evidence": Searched(models.Evidence, of_reports.of_evidence),
    "statement": Searched(models.Statement, of_reports.of_statement, (joinedload(models.Statement.network),)),
    "signal": Searched(models.Signal, of_steering.of_signal, (selectinload(models.Signal.steps),)),
    "meeting": Searched(models.Meeting, of_steering.of_meeting, (_agenda,)),
    "decision": Searched(models.Decision, of_steering.of_decision, (joinedload(models.Decision.meeting),)),
    "action_item": Searched(
        models.ActionItem, of_steering.of_action, (selectinload(models.ActionItem.steps),)
    ),
    "change_request": Searched(
        models.ChangeRequest, of_steering.of_change, (joinedload(models.ChangeRequest.maatregel),)
    ),
    "register_item": Searched(models.RegisterItem, of_parliament.of_item),
    "ask": Searched(models.Ask, of_parliament.of_ask, (joinedload(models.Ask.item),)),
    "letter": Searched(models.Letter, of_parliament.of_letter, (selectinload(models.Letter.passages),)),
    "issued_document": Searched(models.IssuedDocument, of_parliament.of_issued),
    "legislation_track": Searched(
        models.LegislationTrack, of_parliament.of_law, (selectinload(models.LegislationTrack.steps),)
    ),
}

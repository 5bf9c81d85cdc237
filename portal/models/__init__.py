"""The tables, one aggregate a file; importing this package makes all of them known."""

from portal.models.account import Account, Appointment
from portal.models.audit import AuditEvent
from portal.models.budget import BudgetEntry, FundingSource, PrintedTotal
from portal.models.document import Contradiction, Document
from portal.models.knooppunt import Knooppunt, Network, Partner, network_partner
from portal.models.maatregel import Action, Maatregel, MaatregelPartner
from portal.models.parliament import Ask, CoalitionPassage, Motie, MotieMaatregel, Toezegging
from portal.models.period import Period
from portal.models.plan_entry import PlanEntry, TitleHistory
from portal.models.programme import ChainStage, Goal, Line, Programme, Theme
from portal.models.report import Judgement, MaatregelProgress, Report

__all__ = [
    "Account",
    "Action",
    "Appointment",
    "Ask",
    "AuditEvent",
    "BudgetEntry",
    "ChainStage",
    "CoalitionPassage",
    "Contradiction",
    "Document",
    "FundingSource",
    "Goal",
    "Judgement",
    "Knooppunt",
    "Line",
    "Maatregel",
    "MaatregelPartner",
    "MaatregelProgress",
    "Motie",
    "MotieMaatregel",
    "Network",
    "Partner",
    "Period",
    "PlanEntry",
    "PrintedTotal",
    "Programme",
    "Report",
    "Theme",
    "TitleHistory",
    "Toezegging",
    "network_partner",
]

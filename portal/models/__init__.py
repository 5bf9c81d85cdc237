"""The tables, one aggregate a file; importing this package makes all of them known."""

from portal.models.account import Account, Appointment, AppointmentReview
from portal.models.asks import (
    AskClosing,
    AskLink,
    AskOccurrence,
    AskReference,
    AskStep,
    Postponement,
)
from portal.models.audit import AuditEvent, AuditHead, AuditSeal
from portal.models.budget import BudgetEntry, FundingSource, PrintedTotal
from portal.models.change_mark import ChangeMark
from portal.models.change_request import ChangeRequest
from portal.models.comment import Comment
from portal.models.detail import ProgressMilestone, ProgressRequirement
from portal.models.document import Contradiction, Document
from portal.models.evidence import Evidence
from portal.models.full_text import SearchText
from portal.models.indicator import (
    GoalAssessment,
    Indicator,
    IndicatorDefinition,
    IndicatorNorm,
    Observation,
    ObservationUpload,
    ScreeningSetting,
    Underpinning,
)
from portal.models.issued import IssuedDocument, WordTemplate
from portal.models.knooppunt import Knooppunt, Network, Partner, network_partner
from portal.models.legislation import LegislationStep, LegislationTrack
from portal.models.letter import Letter, Passage
from portal.models.maatregel import Action, Maatregel, MaatregelPartner
from portal.models.maatregel_status import MaatregelStatus
from portal.models.meeting import (
    ActionItem,
    ActionStep,
    AgendaItem,
    Attendance,
    Decision,
    FlagDisposition,
    Meeting,
    MeetingBook,
    Remark,
)
from portal.models.money import BudgetEvent, Contribution, MoneyLine, Statement
from portal.models.notice import Mail, Notice, NoticePreference
from portal.models.open_data import KamerProposal
from portal.models.parliament import (
    Ask,
    CoalitionPassage,
    Motie,
    MotieMaatregel,
    Recommendation,
    RegisterItem,
    Toezegging,
)
from portal.models.period import Period
from portal.models.plan_entry import PlanEntry, TitleHistory
from portal.models.programme import ChainStage, Goal, Line, Programme, Theme
from portal.models.report import Judgement, MaatregelProgress, Report
from portal.models.review import Erratum, OfficeJudgement, PartReturn, Submission
from portal.models.section import QuestionnaireAnswer, ReportSection
from portal.models.sign_in import (
    AccountToken,
    ExternalIdentity,
    RecoveryCode,
    SecondFactor,
    SignInSession,
    Throttle,
)
from portal.models.signal import Signal, SignalStep, VocabularyTerm
from portal.models.writing import Explanation, KeptInput, Presence, WorkbookUpload

__all__ = [
    "Account",
    "AccountToken",
    "Action",
    "ActionItem",
    "ActionStep",
    "AgendaItem",
    "Appointment",
    "AppointmentReview",
    "Ask",
    "AskClosing",
    "AskLink",
    "AskOccurrence",
    "AskReference",
    "AskStep",
    "Attendance",
    "AuditEvent",
    "AuditHead",
    "AuditSeal",
    "BudgetEntry",
    "BudgetEvent",
    "ChainStage",
    "ChangeMark",
    "ChangeRequest",
    "CoalitionPassage",
    "Comment",
    "Contradiction",
    "Contribution",
    "Decision",
    "Document",
    "Erratum",
    "Evidence",
    "Explanation",
    "ExternalIdentity",
    "FlagDisposition",
    "FundingSource",
    "Goal",
    "GoalAssessment",
    "Indicator",
    "IndicatorDefinition",
    "IndicatorNorm",
    "IssuedDocument",
    "Judgement",
    "KamerProposal",
    "KeptInput",
    "Knooppunt",
    "LegislationStep",
    "LegislationTrack",
    "Letter",
    "Line",
    "Maatregel",
    "MaatregelPartner",
    "MaatregelProgress",
    "MaatregelStatus",
    "Mail",
    "Meeting",
    "MeetingBook",
    "MoneyLine",
    "Motie",
    "MotieMaatregel",
    "Network",
    "Notice",
    "NoticePreference",
    "Observation",
    "ObservationUpload",
    "OfficeJudgement",
    "PartReturn",
    "Partner",
    "Passage",
    "Period",
    "PlanEntry",
    "Postponement",
    "Presence",
    "PrintedTotal",
    "Programme",
    "ProgressMilestone",
    "ProgressRequirement",
    "QuestionnaireAnswer",
    "Recommendation",
    "RecoveryCode",
    "RegisterItem",
    "Remark",
    "Report",
    "ReportSection",
    "ScreeningSetting",
    "SearchText",
    "SecondFactor",
    "SignInSession",
    "Signal",
    "SignalStep",
    "Statement",
    "Submission",
    "Theme",
    "Throttle",
    "TitleHistory",
    "Toezegging",
    "Underpinning",
    "VocabularyTerm",
    "WordTemplate",
    "WorkbookUpload",
    "network_partner",
]

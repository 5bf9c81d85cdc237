"""What a member of an enum is called on screen, and which colour and icon go with it."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.access.policy import Permission
from portal.domain.audit import AuditAction
from portal.domain.dates import DatePrecision
from portal.domain.periods import Timeliness
from portal.domain.programme import (
    Basis,
    GoalKind,
    KnooppuntKind,
    LetterJudgement,
    MaatregelKind,
    MaatregelTerm,
    PartnerPart,
    PartnerSector,
    Severity,
    Stage,
    ToezeggingKind,
)
from portal.domain.progress import Aspect, DelayReason, ProgressStatus, Rating, Trend
from portal.domain.readiness import Obstacle
from portal.domain.reports import Gap
from portal.domain.roles import Role
from portal.domain.workflow import PeriodAction, PeriodState, ReportAction, ReportState

_WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (Role.CONTRIBUTOR, _l("PPS-partner")),
    (Role.COORDINATOR, _l("Coördinator")),
    (Role.PROGRAMME_OFFICER, _l("Medewerker programmabureau")),
    (Role.STEERING_MEMBER, _l("Lid stuurgroep")),
    (Role.STEERING_SECRETARY, _l("Secretaris stuurgroep")),
    (Role.READER, _l("Lezer")),
    (Role.ADMINISTRATOR, _l("Beheerder")),
    (ProgressStatus.NOT_STARTED, _l("Niet gestart")),
    (ProgressStatus.ON_SCHEDULE, _l("Op schema")),
    (ProgressStatus.NEEDS_ATTENTION, _l("Aandacht nodig")),
    (ProgressStatus.BEHIND, _l("Achter op schema")),
    (ProgressStatus.COMPLETED, _l("Afgerond")),
    (ProgressStatus.STOPPED, _l("Gestopt")),
    (Trend.BETTER, _l("Beter")),
    (Trend.SAME, _l("Gelijk")),
    (Trend.WORSE, _l("Slechter")),
    (DelayReason.LABOUR_MARKET, _l("Arbeidsmarkt")),
    (DelayReason.DELIVERY, _l("Late levering")),
    (DelayReason.LEGAL, _l("Juridische reden")),
    (DelayReason.DECISION, _l("Wacht op een besluit")),
    (DelayReason.DEPENDENCY, _l("Afhankelijk van een andere maatregel")),
    (DelayReason.PARTNER, _l("Inzet van een partner")),
    (DelayReason.BUDGET, _l("Geld")),
    (DelayReason.OTHER, _l("Andere reden")),
    (Aspect.PROGRESS, _l("Voortgang")),
    (Aspect.MEANS, _l("Middelen")),
    (Aspect.COOPERATION, _l("Samenwerking")),
    (Aspect.RISKS, _l("Risico’s")),
    (Rating.GOOD, _l("Goed")),
    (Rating.ATTENTION, _l("Aandacht nodig")),
    (Rating.CRITICAL, _l("Zorgelijk")),
    (PeriodState.PLANNED, _l("Gepland")),
    (PeriodState.OPEN, _l("Open")),
    (PeriodState.CLOSED, _l("Gesloten")),
    (PeriodState.ADOPTED, _l("Vastgesteld")),
    (ReportState.DRAFT, _l("Concept")),
    (ReportState.SUBMITTED, _l("Ingediend")),
    (ReportState.RETURNED, _l("Teruggestuurd")),
    (ReportState.ACCEPTED, _l("Geaccepteerd")),
    (ReportState.ADOPTED, _l("Vastgesteld")),
    (ReportState.NOT_RECEIVED, _l("Niet ontvangen")),
    (ReportAction.SUBMIT, _l("Indienen")),
    (ReportAction.RETURN, _l("Terugsturen")),
    (ReportAction.ACCEPT, _l("Accepteren")),
    (ReportAction.ADOPT, _l("Vaststellen")),
    (ReportAction.WRITE_OFF, _l("Afsluiten als niet ontvangen")),
    (PeriodAction.OPEN, _l("Openen")),
    (PeriodAction.CLOSE, _l("Sluiten")),
    (PeriodAction.REOPEN, _l("Opnieuw openen")),
    (PeriodAction.ADOPT, _l("Vaststellen")),
    (Timeliness.NOT_DUE, _l("Nog niet ontvangen")),
    (Timeliness.OVERDUE, _l("Te laat, niet ontvangen")),
    (Timeliness.ON_TIME, _l("Op tijd")),
    (Timeliness.LATE, _l("Te laat ingediend")),
    (Timeliness.NOT_RECEIVED, _l("Niet ontvangen")),
    (Gap.STATUS, _l("status")),
    (Gap.TREND, _l("trend")),
    (Gap.DONE, _l("wat is er gedaan")),
    (Gap.RESULT, _l("resultaat")),
    (Gap.NEXT_STEP, _l("volgende stap")),
    (Gap.DELAY_REASON, _l("reden van vertraging")),
    (Gap.RECOVERY, _l("wat is nodig om weer op schema te komen")),
    (Gap.SUMMARY, _l("samenvatting")),
    (Gap.RATING, _l("oordeel")),
    (Gap.EXPLANATION, _l("toelichting")),
    (Obstacle.NO_COORDINATOR, _l("Dit PPS-netwerk heeft geen coördinator met een lopende aanstelling")),
    (Obstacle.NO_MAATREGELEN, _l("Dit PPS-netwerk heeft geen lopende maatregelen")),
    (Obstacle.NO_OWNER, _l("Deze maatregel heeft geen eigenaar met een actief account")),
    (Obstacle.OTHER_PERIOD_OPEN, _l("Deze rapportageperiode staat nog open; sluit die eerst")),
    (Obstacle.SUBMISSION_PAST, _l("De laatste dag om in te dienen is al voorbij; pas eerst de datums aan")),
    (KnooppuntKind.SEAPORT, _l("Zeehaven")),
    (KnooppuntKind.AIRPORT, _l("Luchthaven")),
    (KnooppuntKind.AUCTION, _l("Veiling")),
    (KnooppuntKind.FOREIGN_PORT, _l("Buitenlandse haven")),
    (KnooppuntKind.OTHER, _l("Overig")),
    (GoalKind.SUBSTANTIVE, _l("Inhoudelijk")),
    (GoalKind.PROCESS, _l("Procesmatig")),
    (PartnerSector.PUBLIC, _l("Publiek")),
    (PartnerSector.PRIVATE, _l("Privaat")),
    (PartnerSector.INTERNATIONAL, _l("Internationaal")),
    (PartnerSector.MIXED, _l("Publiek-privaat")),
    (MaatregelKind.FOCUS, _l("Focuspunt")),
    (MaatregelKind.CONCRETE, _l("Concrete maatregel")),
    (MaatregelKind.OVERARCHING, _l("Overkoepelende maatregel")),
    (MaatregelTerm.STRUCTURAL, _l("Structureel")),
    (MaatregelTerm.INCIDENTAL, _l("Incidenteel, 2021 en 2022")),
    (Stage.EXPLORATORY, _l("Verkennend")),
    (Stage.PLANNED, _l("Gepland")),
    (Stage.IN_PROGRESS, _l("In uitvoering")),
    (Stage.COMPLETED, _l("Afgerond")),
    (Basis.EXPLICIT, _l("Staat in de brief")),
    (Basis.DERIVED, _l("Afgeleid")),
    (PartnerPart.OWNER, _l("Verantwoordelijk")),
    (PartnerPart.EXECUTOR, _l("Voert uit")),
    (PartnerPart.INVOLVED, _l("Betrokken")),
    (ToezeggingKind.PROMISE, _l("Toezegging")),
    (ToezeggingKind.ANNOUNCEMENT, _l("Aankondiging")),
    (ToezeggingKind.PLANNING, _l("Planning")),
    (LetterJudgement.CARRIED_OUT, _l("Uitvoering gegeven")),
    (LetterJudgement.IN_PROGRESS, _l("In uitvoering")),
    (LetterJudgement.ANSWERED, _l("Beantwoord")),
    (LetterJudgement.ANSWERED_NEGATIVELY, _l("Beantwoord, met redenen om het niet te doen")),
    (LetterJudgement.OPEN, _l("Nog in te vullen")),
    (Severity.LOW, _l("Klein")),
    (Severity.MEDIUM, _l("Middelgroot")),
    (Severity.HIGH, _l("Groot")),
    (DatePrecision.DAY, _l("op de dag")),
    (DatePrecision.MONTH, _l("op de maand")),
    (DatePrecision.SEASON, _l("op het seizoen")),
    (DatePrecision.HALF_YEAR, _l("op het halfjaar")),
    (DatePrecision.YEAR, _l("op het jaar")),
    (DatePrecision.UNDETERMINED, _l("niet bepaald")),
    (Permission.READ_PROGRAMME, _l("Het plan lezen: maatregelen, subdoelen, moties, begroting")),
    (Permission.READ_ADOPTED, _l("Vastgestelde rapportages lezen")),
    (Permission.READ_SUBMITTED, _l("Ingediende en geaccepteerde rapportages lezen")),
    (Permission.READ_DRAFT, _l("Concepten lezen")),
    (Permission.READ_PERIODS, _l("Rapportageperiodes bekijken")),
    (Permission.READ_RECEIPT, _l("Zien of een rapportage ontvangen is")),
    (Permission.WRITE_REPORT, _l("Rapportage invullen")),
    (Permission.SUBMIT_REPORT, _l("Rapportage indienen")),
    (Permission.ACCEPT_REPORT, _l("Rapportage accepteren of terugsturen")),
    (Permission.ADOPT_PERIOD, _l("Rapportageperiode vaststellen")),
    (Permission.MANAGE_PERIODS, _l("Rapportageperiodes plannen, openen en sluiten")),
    (Permission.ASSIGN_OWNER, _l("Eigenaar van een maatregel aanwijzen")),
    (Permission.READ_ROLES, _l("Rollen en rechten bekijken")),
    (Permission.MANAGE_ACCOUNTS, _l("Accounts en aanstellingen beheren")),
    (AuditAction.PLAN_LOADED, _l("Plan ingelezen")),
    (AuditAction.ACCOUNT_CREATED, _l("Account aangemaakt")),
    (AuditAction.ACCOUNT_DEACTIVATED, _l("Account uitgezet")),
    (AuditAction.ACCOUNT_REACTIVATED, _l("Account weer aangezet")),
    (AuditAction.APPOINTMENT_GIVEN, _l("Aanstelling gegeven")),
    (AuditAction.APPOINTMENT_ENDED, _l("Aanstelling beëindigd")),
    (AuditAction.SIGNED_IN, _l("Ingelogd")),
    (AuditAction.SIGN_IN_REFUSED, _l("Inloggen geweigerd")),
    (AuditAction.SIGNED_OUT, _l("Uitgelogd")),
    (AuditAction.OWNER_ASSIGNED, _l("Eigenaar aangewezen")),
    (AuditAction.PERIOD_PLANNED, _l("Rapportageperiode gepland")),
    (AuditAction.PERIOD_CHANGED, _l("Rapportageperiode gewijzigd")),
    (AuditAction.PERIOD_OPENED, _l("Rapportageperiode geopend")),
    (AuditAction.PERIOD_CLOSED, _l("Rapportageperiode gesloten")),
    (AuditAction.PERIOD_REOPENED, _l("Rapportageperiode opnieuw geopend")),
    (AuditAction.PERIOD_ADOPTED, _l("Rapportageperiode vastgesteld")),
    (AuditAction.PROGRESS_WRITTEN, _l("Voortgang ingevuld")),
    (AuditAction.PROGRESS_UNCHANGED, _l("Voortgang ongewijzigd overgenomen")),
    (AuditAction.JUDGEMENTS_WRITTEN, _l("Samenvatting en oordelen ingevuld")),
    (AuditAction.REPORT_SUBMITTED, _l("Rapportage ingediend")),
    (AuditAction.REPORT_RETURNED, _l("Rapportage teruggestuurd")),
    (AuditAction.REPORT_ACCEPTED, _l("Rapportage geaccepteerd")),
    (AuditAction.REPORT_ADOPTED, _l("Rapportage vastgesteld")),
    (AuditAction.REPORT_WRITTEN_OFF, _l("Rapportage afgesloten als niet ontvangen")),
)

_KINDS: tuple[tuple[Enum, str], ...] = (
    (ProgressStatus.NOT_STARTED, "neutral"),
    (ProgressStatus.ON_SCHEDULE, "good"),
    (ProgressStatus.NEEDS_ATTENTION, "attention"),
    (ProgressStatus.BEHIND, "critical"),
    (ProgressStatus.COMPLETED, "good"),
    (ProgressStatus.STOPPED, "neutral"),
    (Rating.GOOD, "good"),
    (Rating.ATTENTION, "attention"),
    (Rating.CRITICAL, "critical"),
    (PeriodState.PLANNED, "neutral"),
    (PeriodState.OPEN, "info"),
    (PeriodState.CLOSED, "attention"),
    (PeriodState.ADOPTED, "good"),
    (ReportState.DRAFT, "neutral"),
    (ReportState.SUBMITTED, "info"),
    (ReportState.RETURNED, "attention"),
    (ReportState.ACCEPTED, "good"),
    (ReportState.ADOPTED, "good"),
    (ReportState.NOT_RECEIVED, "critical"),
    (Timeliness.NOT_DUE, "neutral"),
    (Timeliness.OVERDUE, "critical"),
    (Timeliness.ON_TIME, "good"),
    (Timeliness.LATE, "attention"),
    (Timeliness.NOT_RECEIVED, "critical"),
    (LetterJudgement.CARRIED_OUT, "good"),
    (LetterJudgement.IN_PROGRESS, "info"),
    (LetterJudgement.ANSWERED, "info"),
    (LetterJudgement.ANSWERED_NEGATIVELY, "neutral"),
    (LetterJudgement.OPEN, "attention"),
    (Severity.LOW, "neutral"),
    (Severity.MEDIUM, "attention"),
    (Severity.HIGH, "critical"),
    (Trend.BETTER, "good"),
    (Trend.SAME, "neutral"),
    (Trend.WORSE, "critical"),
)
"""Which of good, attention, critical, info and neutral a badge shows; words always stand beside it."""


# Members of two enums can be the same text ("adopted"), so the kind of enum is part of the key.
LABELS = {(type(member), member.value): words for member, words in _WORDS}
KINDS = {(type(member), member.value): words for member, words in _KINDS}


def label(member: Enum | None) -> LazyString | str:
    """Return the words for a member, nothing for None; raises KeyError for a member without words."""
    return "" if member is None else LABELS[type(member), member.value]


def kind(member: Enum | None) -> str:
    """Return the badge kind of a member; what is missing is neutral."""
    return "neutral" if member is None else KINDS.get((type(member), member.value), "neutral")


def choices(members: type[Enum]) -> list[tuple[str, LazyString]]:
    """Return value and words of each member, for a select."""
    return [(member.value, LABELS[type(member), member.value]) for member in members]


def role_words(values: list[str]) -> str:
    """Return the words for roles as the audit trail keeps them."""
    return ", ".join(str(label(Role(value))) for value in values)

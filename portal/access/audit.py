"""Which words of the audit trail somebody may read: reading the trail is not reading drafts (ADR 40)."""

from collections.abc import Mapping

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.audit import SubjectKind
from portal.queries.audit_lines import AuditReader

READ_WORDS: Mapping[SubjectKind, Permission] = {
    SubjectKind.PLAN: Permission.READ_PROGRAMME,
    SubjectKind.ACCOUNT: Permission.READ_AUDIT,
    SubjectKind.MAATREGEL: Permission.READ_PROGRAMME,
    SubjectKind.PERIOD: Permission.READ_SUBMITTED,
    SubjectKind.REPORT: Permission.READ_DRAFT,
    SubjectKind.CHANGE_REQUEST: Permission.READ_CHANGES,
    SubjectKind.BUDGET_EVENT: Permission.READ_MONEY,
    SubjectKind.STATEMENT: Permission.READ_STATEMENT,
    SubjectKind.ASK: Permission.READ_ASK_FILE,
    SubjectKind.MAIL: Permission.READ_AUDIT,
    SubjectKind.SIGNAL: Permission.TRIAGE_SIGNALS,
    SubjectKind.VOCABULARY: Permission.READ_SIGNALS,
    SubjectKind.INDICATOR: Permission.READ_PERIODS,
    SubjectKind.OBSERVATION: Permission.KEEP_INDICATORS,
    SubjectKind.GOAL: Permission.READ_SUBMITTED,
    SubjectKind.FLAG: Permission.READ_FLAGS,
    SubjectKind.SCREENING: Permission.READ_DISPLACEMENT,
    SubjectKind.MEETING: Permission.READ_MEETINGS,
    SubjectKind.DECISION: Permission.READ_MEETINGS,
    SubjectKind.ACTION: Permission.READ_MEETINGS,
    SubjectKind.REGISTER_ITEM: Permission.READ_ASK_FILE,
    SubjectKind.LETTER: Permission.READ_ASK_FILE,
    SubjectKind.LEGISLATION: Permission.READ_ASK_FILE,
    SubjectKind.ISSUED_DOCUMENT: Permission.READ_ADOPTED,
    SubjectKind.OPEN_DATA: Permission.USE_OPEN_DATA,
    SubjectKind.PAGE: Permission.READ_AUDIT,
    SubjectKind.AUDIT: Permission.READ_AUDIT,
    SubjectKind.BACKUP: Permission.READ_AUDIT,
}
"""What one must be allowed to read the reasons, texts and old and new values of lines about a thing.

Never less than the page of that thing asks for its history: a rating of a goal while the period is open,
why a report was written off, why a proposal of the open data was turned down.
"""


def audit_reader(principal: Principal) -> AuditReader:
    """Return of which things this person may read the words, as an argument for queries."""
    reaches = {kind: principal.reach(permission) for kind, permission in READ_WORDS.items()}
    return AuditReader(
        frozenset(kind for kind, reach in reaches.items() if reach.everywhere),
        {kind: reach.networks for kind, reach in reaches.items() if reach.networks},
    )

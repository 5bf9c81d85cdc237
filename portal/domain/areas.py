"""Areas of the programme in which something can change; what is remembered names those it follows from."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Area(StrEnum):
    """A part of what the portal keeps."""

    PLAN = "plan"
    REPORTING = "reporting"
    MONEY = "money"
    SIGNALS = "signals"
    INDICATORS = "indicators"
    STEERING = "steering"
    PARLIAMENT = "parliament"
    PEOPLE = "people"


_TABLES: Mapping[Area, str] = {
    Area.PLAN: (
        "action chain_stage change_request contradiction document goal goal_theme knooppunt "
        "knooppunt_research line maatregel maatregel_chain_stage maatregel_funding_source maatregel_goal "
        "maatregel_knooppunt maatregel_partner maatregel_theme network network_partner partner programme "
        "theme title_history"
    ),
    Area.REPORTING: "erratum evidence maatregel_status office_judgement part_return period report submission",
    Area.MONEY: "budget_entry budget_event funding_source printed_total statement",
    Area.SIGNALS: "signal signal_maatregel signal_observation signal_step signal_term vocabulary_term",
    Area.INDICATORS: (
        "goal_assessment indicator indicator_definition indicator_goal indicator_maatregel indicator_norm "
        "observation observation_upload screening_setting underpinning"
    ),
    Area.STEERING: (
        "action_item action_step agenda_item agenda_item_action attendance decision decision_maatregel "
        "decision_signal flag_disposition meeting meeting_book remark"
    ),
    Area.PARLIAMENT: (
        "ask ask_closing ask_link ask_occurrence ask_reference ask_step coalition_maatregel issued_document "
        "kamer_proposal legislation_step legislation_track letter motie_maatregel passage passage_ask "
        "postponement register_item track_maatregel word_template"
    ),
    Area.PEOPLE: "account appointment appointment_review",
}
AREA_OF: Mapping[str, Area] = {table: area for area, tables in _TABLES.items() for table in tables.split()}
"""By the name of the table; tables of drafts, sessions, notices and the audit trail are in none."""

_WRITING = (
    "comment comment_mention contribution explanation judgement kept_input maatregel_contributor "
    "maatregel_progress money_line presence progress_milestone progress_partner progress_requirement "
    "questionnaire_answer report_partner report_section workbook_upload"
)
"""What is being written counts only when the state of its report changes."""
_PERSONAL = (
    "account_token audit_event audit_head audit_seal change_mark external_identity mail mail_notice notice "
    "notice_preference recovery_code second_factor sign_in_session throttle"
)
"""What concerns one person, or only watches."""
_DERIVED = "search_text"
"""What follows from other tables."""
UNMARKED = frozenset(f"{_WRITING} {_PERSONAL} {_DERIVED}".split())
"""Nothing may be remembered of these: writing in them is far too frequent, and marks nothing."""

_DRAFT = "covenant covenant_ends_on developments developments_audience id return_reason summary version"
_OWN = "id language last_signed_in_at password_changed_at password_hash"
_QUIET: Mapping[str, frozenset[str]] = {
    "report": frozenset(_DRAFT.split()),
    "account": frozenset(_OWN.split()),
}
"""Columns whose change alone marks nothing: drafts, and what only concerns the person."""


def area_changed(table: str, columns: Collection[str] | None) -> Area | None:
    """Return the area that changes with this table, None where nothing that is remembered follows from it.

    `columns` are those an update writes; None stands for a row that is added or removed.
    """
    if columns is not None and frozenset(columns) <= _QUIET.get(table, frozenset()):
        return None
    return AREA_OF.get(table)

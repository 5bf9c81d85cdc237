"""What the portal keeps of a person: every table that points at an account, and what is told of it (R61).

A test compares this with all foreign keys to an account, so that a new table cannot be forgotten.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Via:
    """A column that is told as what it points at: the code or title of another row."""

    name: str
    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Section:
    """One table of the export: whose its rows are, what is told of them, and by what they are ordered."""

    key: str
    table: str
    whose: tuple[str, ...]
    told: tuple[str | Via, ...]
    newest: str


@dataclass(frozen=True)
class Trace:
    """One thing somebody did or was named in: when, and about what; not the text of it."""

    table: str
    column: str
    when: str | None = None
    what: str | None = None

    @property
    def key(self) -> str:
        """Table and column, as the words for it are found."""
        return f"{self.table}.{self.column}"


_NETWORK = Via("network", "network_id", "network", "code")

SECTIONS = (
    Section(
        "account",
        "account",
        ("id",),
        (
            *("email", "name", "organisation", "language", "active", "created_at"),
            *("last_signed_in_at", "password_changed_at"),
        ),
        "created_at",
    ),
    Section(
        "appointments",
        "appointment",
        ("account_id",),
        (
            *("role", _NETWORK, "starts_on", "ends_on", "ended_at"),
            Via("substitute_for", "substitute_for_id", "account", "name"),
        ),
        "starts_on",
    ),
    Section(
        "substitutes",
        "appointment",
        ("substitute_for_id",),
        ("role", _NETWORK, "starts_on", "ends_on", "ended_at"),
        "starts_on",
    ),
    Section(
        "sessions",
        "sign_in_session",
        ("account_id",),
        (
            *("method", "created_at", "last_seen_at", "expires_at", "ended_at", "end_reason"),
            *("device", "address"),
        ),
        "created_at",
    ),
    Section(
        "factors",
        "second_factor",
        ("account_id",),
        ("kind", "name", "created_at", "confirmed_at", "last_used_at"),
        "created_at",
    ),
    Section("recovery_codes", "recovery_code", ("account_id",), ("created_at", "used_at"), "created_at"),
    Section(
        "identities",
        "external_identity",
        ("account_id",),
        ("issuer", "subject", "linked_at", "last_used_at"),
        "linked_at",
    ),
    Section(
        "links",
        "account_token",
        ("account_id",),
        ("purpose", "payload", "created_at", "expires_at", "used_at", "withdrawn_at"),
        "created_at",
    ),
    Section("notices", "notice", ("account_id",), ("kind", _NETWORK, "created_at", "read_at"), "created_at"),
    Section("preferences", "notice_preference", ("account_id",), ("kind", "delivery"), "id"),
    Section(
        "mails",
        "mail",
        ("account_id",),
        ("created_at", "sent_at", "address", "subject", "text"),
        "created_at",
    ),
    Section(
        "comments",
        "comment",
        ("author_id",),
        ("added_at", "text"),
        "added_at",
    ),
    Section("remarks", "remark", ("author_id",), ("made_at", "text"), "made_at"),
    Section("kept_input", "kept_input", ("account_id",), ("path", "kept_at", "fields"), "kept_at"),
    Section("presence", "presence", ("account_id",), ("seen_at",), "seen_at"),
    Section(
        "workbooks",
        "workbook_upload",
        ("account_id",),
        ("file_name", "uploaded_at", "processed_at"),
        "uploaded_at",
    ),
    Section(
        "observation_files",
        "observation_upload",
        ("account_id",),
        ("file_name", "uploaded_at", "processed_at"),
        "uploaded_at",
    ),
    Section(
        "attendance",
        "attendance",
        ("account_id",),
        (Via("held_on", "meeting_id", "meeting", "held_on"), "presence", "replaced_by"),
        "id",
    ),
    Section("maatregelen", "maatregel", ("owner_id",), ("code", "title"), "id"),
    Section(
        "contributions",
        "maatregel_contributor",
        ("account_id",),
        (
            Via("code", "maatregel_id", "maatregel", "code"),
            Via("title", "maatregel_id", "maatregel", "title"),
        ),
        "maatregel_id",
    ),
    Section("register_items", "register_item", ("owner_id",), ("code", "title"), "id"),
    Section("actions", "action_item", ("owner_id",), ("what", "due_on", "state"), "due_on"),
)

TRACES = (
    Trace("account_token", "created_by_id", "created_at"),
    Trace("action_item", "given_by_id", "given_at", "what"),
    Trace("action_step", "by_id", "at"),
    Trace("appointment_review", "by_id", "at"),
    Trace("ask", "added_by_id", "added_at", "code"),
    Trace("ask_closing", "decided_by_id", "decided_at"),
    Trace("ask_closing", "proposed_by_id", "proposed_at"),
    Trace("ask_link", "added_by_id", "added_at"),
    Trace("ask_link", "removed_by_id", "removed_at"),
    Trace("ask_reference", "added_by_id", "added_at"),
    Trace("ask_reference", "removed_by_id", "removed_at"),
    Trace("ask_step", "by_id", "at"),
    Trace("budget_event", "recorded_by_id", "recorded_at"),
    Trace("change_request", "decided_by_id", "decided_at"),
    Trace("change_request", "requested_by_id", "requested_at"),
    Trace("comment_mention", "account_id"),
    Trace("decision", "recorded_by_id", "recorded_at", "year"),
    Trace("erratum", "added_by_id", "added_at"),
    Trace("evidence", "added_by_id", "added_at", "title"),
    Trace("evidence", "removed_by_id", "removed_at", "title"),
    Trace("explanation", "explained_by_id", "explained_at"),
    Trace("flag_disposition", "decided_by_id", "decided_at"),
    Trace("goal_assessment", "written_by_id", "written_at"),
    Trace("indicator_definition", "made_by_id", "made_at"),
    Trace("indicator_norm", "set_by_id", "set_at"),
    Trace("issued_document", "issued_by_id", "issued_at", "title"),
    Trace("kamer_proposal", "decided_by_id", "decided_at", "title"),
    Trace("legislation_step", "by_id", "at"),
    Trace("legislation_track", "added_by_id", "added_at", "title"),
    Trace("letter", "registered_by_id", "registered_at", "title"),
    Trace("letter", "retracted_by_id", "retracted_at", "title"),
    Trace("maatregel_progress", "updated_by_id", "updated_at", "title"),
    Trace("meeting_book", "issued_by_id", "issued_at"),
    Trace("observation", "recorded_by_id", "recorded_at"),
    Trace("observation", "withdrawn_by_id", "withdrawn_at"),
    Trace("office_judgement", "given_by_id", "given_at"),
    Trace("part_return", "returned_by_id", "returned_at"),
    Trace("passage", "added_by_id", "added_at", "section"),
    Trace("passage", "retracted_by_id", "retracted_at", "section"),
    Trace("postponement", "by_id", "at"),
    Trace("register_item", "added_by_id", "added_at", "title"),
    Trace("report", "accepted_by_id", "accepted_at"),
    Trace("report", "submitted_by_id", "submitted_at"),
    Trace("report_section", "updated_by_id", "updated_at"),
    Trace("screening_setting", "set_by_id", "set_at"),
    Trace("signal", "filed_by_id", "filed_at", "title"),
    Trace("signal_step", "by_id", "at"),
    Trace("statement", "accepted_by_id", "accepted_at", "year"),
    Trace("statement", "submitted_by_id", "submitted_at", "year"),
    Trace("submission", "submitted_by_id", "submitted_at", "number"),
    Trace("underpinning", "written_by_id", "written_at"),
    Trace("word_template", "placed_by_id", "placed_at", "file_name"),
)

ELSEWHERE = {
    "audit_event.actor_id": "told as lines of the audit trail, with those about the account",
}
"""Columns that point at an account and are told in another way, with how."""

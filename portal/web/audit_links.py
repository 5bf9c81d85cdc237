"""Where the thing that a line of the audit trail is about can be opened, for who may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.audit import SubjectKind
from portal.models import AuditEvent


@dataclass(frozen=True)
class _Place:
    endpoint: str
    argument: str
    permission: Permission


_BY_NUMBER: Mapping[SubjectKind, _Place] = {
    SubjectKind.ACCOUNT: _Place("accounts.show", "account_id", Permission.MANAGE_ACCOUNTS),
    SubjectKind.MEETING: _Place("meetings.show", "meeting_id", Permission.READ_MEETINGS),
    SubjectKind.DECISION: _Place("decisions.show", "decision_id", Permission.READ_MEETINGS),
    SubjectKind.CHANGE_REQUEST: _Place("change_requests.show", "request_id", Permission.READ_CHANGES),
    SubjectKind.MAIL: _Place("mails.show", "mail_id", Permission.READ_MAIL_LOG),
}
_BY_LABEL: Mapping[SubjectKind, _Place] = {
    SubjectKind.ASK: _Place("asks.show", "code", Permission.READ_PROGRAMME),
    SubjectKind.LETTER: _Place("letters.show", "code", Permission.READ_PROGRAMME),
}
_BY_CODE: Mapping[SubjectKind, _Place] = {
    SubjectKind.MAATREGEL: _Place("maatregelen.show", "code", Permission.READ_PROGRAMME),
    SubjectKind.INDICATOR: _Place("indicators.show", "code", Permission.READ_PROGRAMME),
    SubjectKind.GOAL: _Place("goals.show", "code", Permission.READ_PROGRAMME),
    SubjectKind.LEGISLATION: _Place("legislation.show", "code", Permission.READ_PROGRAMME),
}


def place_of(
    event: AuditEvent, principal: Principal, code_of: Callable[[SubjectKind, int | None], str | None]
) -> str:
    """Return the address of what a line is about; nothing where it has none that this person may open."""
    kind = event.subject_kind
    if kind in _BY_CODE:
        return _address(_BY_CODE[kind], principal, code_of(kind, event.subject_id))
    if kind in _BY_LABEL:
        return _address(_BY_LABEL[kind], principal, event.subject_label)
    return _address(_BY_NUMBER[kind], principal, event.subject_id) if kind in _BY_NUMBER else ""


def _address(place: _Place, principal: Principal, value: str | int | None) -> str:
    if not value or not principal.allows(place.permission):
        return ""
    argument: dict[str, Any] = {place.argument: value}
    return url_for(place.endpoint, **argument)

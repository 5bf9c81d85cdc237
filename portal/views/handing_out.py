"""Handing figures out as a file, with a line in the audit trail of who took them."""

from flask import abort, request
from werkzeug.wrappers import Response

from portal.database import db
from portal.documents.figures import TYPES, WRITERS, Figures
from portal.domain.audit import AuditAction, SubjectKind
from portal.services import audit
from portal.web.files import as_attachment
from portal.web.sign_in import current_principal


def asked_kind(field: str = "soort") -> str:
    """Return which kind of file the form asks for, or 400."""
    kind = request.form.get(field, "")
    return kind if kind in WRITERS else abort(400)


def hand_out(
    figures: Figures,
    name: str,
    kind: str,
    subject: SubjectKind,
    subject_id: int | None = None,
    *,
    network_id: int | None = None,
    count: int | None = None,
) -> Response:
    """Return the figures as a file with this name, and commit that the one who is signed in took it."""
    audit.record(
        db.session,
        current_principal().actor,
        AuditAction.EXPORTED,
        subject,
        subject_id,
        figures.title,
        network_id=network_id,
        details={"format": kind} | ({} if count is None else {"count": count}),
    )
    answer = as_attachment(b"".join(WRITERS[kind](figures)), f"{name}.{kind}", TYPES[kind])
    db.session.commit()
    return answer

"""Putting the Word template of an office in the place of our own, and taking it out again."""

import hashlib

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.parliament import IssuedKind
from portal.domain.uploads import CheckedFile
from portal.filestore import FileStore, new_key
from portal.models import WordTemplate
from portal.queries.issued import placed_template
from portal.services import audit
from portal.services.locks import hold_table


def place_template(
    session: Session, actor: Actor, kind: IssuedKind, file: CheckedFile, store: FileStore
) -> WordTemplate:
    """Use a template that was checked from now on; the very same again is the one that is there."""
    hold_table(session, WordTemplate)
    present = placed_template(session, kind)
    if present is not None and present.sha256 == file.sha256:
        return present
    key = new_key()
    store.put(key, file.content)
    return _add(
        session,
        actor,
        WordTemplate(
            kind=kind,
            file_key=key,
            file_name=file.name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
        ),
    )


def use_own_template(session: Session, actor: Actor, kind: IssuedKind) -> None:
    """Go back to the template of the portal; where that is used already nothing happens."""
    hold_table(session, WordTemplate)
    if placed_template(session, kind) is not None:
        _add(session, actor, WordTemplate(kind=kind))


def _add(session: Session, actor: Actor, template: WordTemplate) -> WordTemplate:
    template.placed_at, template.placed_by_id = clock.now(), actor.account_id or 0
    session.add(template)
    session.flush()
    details = {"kind": template.kind.value, "sha256": template.sha256}
    audit.record(
        session,
        actor,
        AuditAction.TEMPLATE_PLACED,
        SubjectKind.ISSUED_DOCUMENT,
        None,
        template.file_name,
        details=details,
    )
    return template

"""Saying which maatregel carries out an ask, on which basis, and what it does for it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import (
    LinkedAlreadyError,
    LinkRemovedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.programme import Basis
from portal.models import Ask, AskLink, Maatregel
from portal.services.asks import hold_ask, record
from portal.services.locks import columns_of


@dataclass(frozen=True)
class LinkContent:
    """Whether a letter says so, and what the maatregel does for the ask."""

    basis: Basis
    contribution: str = ""


def link_maatregel(
    session: Session, actor: Actor, ask: Ask, maatregel: Maatregel, content: LinkContent
) -> AskLink:
    """Link a maatregel; the same again is the link that is there. Raises LinkedAlreadyError."""
    if actor.account_id is None:
        raise ReasonRequiredError
    hold_ask(session, ask)
    present = session.scalar(
        sa.select(AskLink).where(
            AskLink.ask_id == ask.id, AskLink.maatregel_id == maatregel.id, AskLink.removed_at.is_(None)
        )
    )
    if present is not None:
        if (present.basis, present.contribution) != (content.basis, content.contribution):
            raise LinkedAlreadyError
        return present
    link = AskLink(
        ask=ask,
        maatregel=maatregel,
        basis=content.basis,
        contribution=content.contribution,
        added_at=clock.now(),
        added_by_id=actor.account_id,
    )
    session.add(link)
    session.flush()
    _record(session, actor, AuditAction.ASK_LINKED, link, basis=content.basis.value)
    return link


def change_link(session: Session, actor: Actor, link: AskLink, version: int, content: LinkContent) -> None:
    """Say otherwise on which basis and what it does; raises LinkRemovedError, StaleVersionError."""
    _hold(session, link, version)
    wanted = {"basis": content.basis, "contribution": content.contribution}
    changed = {name: [getattr(link, name), value] for name, value in wanted.items()}
    changed = {name: values for name, values in changed.items() if values[0] != values[1]}
    if not changed:
        return
    link.basis, link.contribution = content.basis, content.contribution
    session.flush()
    _record(session, actor, AuditAction.ASK_LINKED, link, **changed)


def unlink(session: Session, actor: Actor, link: AskLink, version: int) -> None:
    """Remove a link; it stays, with who did so and when. Raises LinkRemovedError, StaleVersionError."""
    _hold(session, link, version)
    link.removed_at, link.removed_by_id = clock.now(), actor.account_id
    session.flush()
    _record(session, actor, AuditAction.ASK_UNLINKED, link)


def _hold(session: Session, link: AskLink, version: int) -> None:
    session.refresh(link, columns_of(AskLink), with_for_update=True)
    if link.removed_at is not None:
        raise LinkRemovedError
    if link.version != version:
        raise StaleVersionError


def _record(session: Session, actor: Actor, action: AuditAction, link: AskLink, **details: Any) -> None:
    record(session, actor, action, link.ask, details={"maatregel": link.maatregel.code} | details)

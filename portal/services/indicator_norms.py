"""What an indicator is held against: a baseline, a target, or the decision to do without."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NormIncompleteError, StaleVersionError
from portal.domain.indicators import NormKind
from portal.models import Indicator, IndicatorNorm
from portal.services import audit


@dataclass(frozen=True)
class NormContent:
    """A value with its day and source, or why we do without."""

    value: Decimal | None = None
    holds_on: date | None = None
    source: str = ""
    waived_because: str = ""


def set_norm(
    session: Session,
    actor: Actor,
    indicator: Indicator,
    kind: NormKind,
    knooppunt_id: int | None,
    content: NormContent,
    version: int = 0,
) -> IndicatorNorm:
    """Write a baseline or target for a place, or None for all together; or the decision to do without.

    `version` is that of the norm on the page, zero where there was none. The same words again change nothing.
    Raises NormIncompleteError, StaleVersionError.
    """
    because = content.waived_because.strip()
    if actor.account_id is None or (content.value is None) is (not because):
        raise NormIncompleteError
    if because:
        content = NormContent(waived_because=because)
    elif content.holds_on is None or not content.source.strip():
        raise NormIncompleteError
    session.refresh(indicator, ["version"], with_for_update=True)
    norm = session.scalar(
        sa.select(IndicatorNorm)
        .where(
            IndicatorNorm.indicator_id == indicator.id,
            IndicatorNorm.kind == kind,
            IndicatorNorm.knooppunt_id.is_(None)
            if knooppunt_id is None
            else IndicatorNorm.knooppunt_id == knooppunt_id,
        )
        .execution_options(populate_existing=True)
    )
    if norm is not None and _content_of(norm) == content:
        return norm
    if (norm.version if norm is not None else 0) != version:
        raise StaleVersionError
    before = _told(_content_of(norm)) if norm is not None else None
    if norm is None:
        norm = IndicatorNorm(indicator_id=indicator.id, kind=kind, knooppunt_id=knooppunt_id)
        session.add(norm)
    norm.value, norm.holds_on = content.value, content.holds_on
    norm.source, norm.waived_because = content.source.strip(), content.waived_because
    norm.set_at, norm.set_by_id = clock.now(), actor.account_id
    session.flush()
    session.expire(indicator, ["norms"])
    audit.record(
        session,
        actor,
        AuditAction.NORM_SET,
        SubjectKind.INDICATOR,
        indicator.id,
        indicator.title,
        reason=because,
        details={
            "kind": kind.value,
            "knooppunt": norm.knooppunt.code if norm.knooppunt is not None else "",
            "old": before,
            "new": _told(content),
        },
    )
    return norm


def _content_of(norm: IndicatorNorm) -> NormContent:
    return NormContent(norm.value, norm.holds_on, norm.source, norm.waived_because)


def _told(content: NormContent) -> str:
    return content.waived_because if content.value is None else str(content.value)

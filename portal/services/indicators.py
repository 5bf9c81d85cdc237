"""Keeping the library of indicators: what they count, since when, and what belongs to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    DefinitionError,
    DuplicateError,
    ReasonRequiredError,
    StaleVersionError,
    UnitFixedError,
)
from portal.domain.indicators import Direction
from portal.models import (
    Goal,
    Indicator,
    IndicatorDefinition,
    Maatregel,
    Observation,
)
from portal.services import audit
from portal.services.indicator_norms import NormContent, set_norm

__all__ = [
    "IndicatorContent",
    "NormContent",
    "add_indicator",
    "change_definition",
    "change_indicator",
    "restore_indicator",
    "retire_indicator",
    "set_norm",
]


@dataclass(frozen=True)
class IndicatorContent:
    """What an indicator is, apart from its definition; the code never changes."""

    code: str
    title: str
    unit: str
    direction: Direction
    source: str
    moment: str
    exposure: str = ""
    goal_ids: Collection[int] = ()
    maatregel_ids: Collection[int] = ()


def add_indicator(
    session: Session, actor: Actor, content: IndicatorContent, definition: str, valid_from: date
) -> Indicator:
    """Add an indicator with its first definition; raises DuplicateError, ReasonRequiredError."""
    if actor.account_id is None or not definition.strip():
        raise ReasonRequiredError
    if session.scalar(sa.select(Indicator.id).where(Indicator.code == content.code)) is not None:
        raise DuplicateError
    last = session.scalar(sa.select(sa.func.max(Indicator.position))) or 0
    indicator = Indicator(code=content.code, position=last + 1, **_plain(content))
    indicator.goals, indicator.maatregelen = _links(session, content)
    indicator.definitions = [
        IndicatorDefinition(
            number=1,
            text=definition.strip(),
            valid_from=valid_from,
            made_at=clock.now(),
            made_by_id=actor.account_id,
        )
    ]
    session.add(indicator)
    session.flush()
    _record(session, actor, AuditAction.INDICATOR_WRITTEN, indicator, code=content.code)
    return indicator


def change_indicator(
    session: Session, actor: Actor, indicator: Indicator, version: int, content: IndicatorContent
) -> None:
    """Change what stands beside the definition; raises StaleVersionError, UnitFixedError."""
    _hold(session, indicator, version)
    if _counts_otherwise(indicator, content) and _has_values(session, indicator):
        raise UnitFixedError
    changed: dict[str, Any] = {
        name: [_shown(getattr(indicator, name)), _shown(value)]
        for name, value in _plain(content).items()
        if getattr(indicator, name) != value
    }
    for name, value in _plain(content).items():
        setattr(indicator, name, value)
    goals, maatregelen = _links(session, content)
    for name, links in (("goals", goals), ("maatregelen", maatregelen)):
        before = getattr(indicator, name)
        if {each.id for each in before} != {each.id for each in links}:
            changed[name] = [[each.code for each in before], [each.code for each in links]]
            setattr(indicator, name, links)
    if not changed:
        return
    session.flush()
    _record(session, actor, AuditAction.INDICATOR_WRITTEN, indicator, **changed)


def change_definition(
    session: Session,
    actor: Actor,
    indicator: Indicator,
    version: int,
    text: str,
    valid_from: date,
    reason: str,
) -> IndicatorDefinition:
    """Add a version of the definition, a break in the series; the same one again is the version there is.

    Raises ReasonRequiredError, StaleVersionError, DefinitionError.
    """
    if actor.account_id is None or not reason.strip() or not text.strip():
        raise ReasonRequiredError
    session.refresh(indicator, with_for_update=True)
    last = indicator.definitions[-1]
    if (last.text, last.valid_from, last.reason) == (text.strip(), valid_from, reason.strip()):
        return last
    if indicator.version != version:
        raise StaleVersionError
    if last.text == text.strip() or valid_from <= last.valid_from:
        raise DefinitionError
    made = IndicatorDefinition(
        indicator_id=indicator.id,
        number=last.number + 1,
        text=text.strip(),
        valid_from=valid_from,
        reason=reason.strip(),
        made_at=clock.now(),
        made_by_id=actor.account_id,
    )
    indicator.definitions.append(made)
    _touch(session, indicator)
    _record(
        session,
        actor,
        AuditAction.DEFINITION_CHANGED,
        indicator,
        reason=made.reason,
        number=made.number,
        valid_from=valid_from.isoformat(),
    )
    return made


def retire_indicator(session: Session, actor: Actor, indicator: Indicator, version: int, reason: str) -> None:
    """Let an indicator take no values from today; raises ReasonRequiredError, StaleVersionError."""
    _set_retired(session, actor, indicator, version, clock.today(), reason)


def restore_indicator(
    session: Session, actor: Actor, indicator: Indicator, version: int, reason: str
) -> None:
    """Let a retired indicator take values again; raises ReasonRequiredError, StaleVersionError."""
    _set_retired(session, actor, indicator, version, None, reason)


def _set_retired(
    session: Session, actor: Actor, indicator: Indicator, version: int, day: date | None, reason: str
) -> None:
    if not reason.strip():
        raise ReasonRequiredError
    _hold(session, indicator, version)
    before, indicator.retired_on = indicator.retired_on, day
    session.flush()
    retired = [_shown(before), _shown(day)]
    _record(
        session, actor, AuditAction.INDICATOR_WRITTEN, indicator, reason=reason.strip(), retired_on=retired
    )


def _hold(session: Session, indicator: Indicator, version: int) -> None:
    session.refresh(indicator, with_for_update=True)
    if indicator.version != version:
        raise StaleVersionError


def _touch(session: Session, indicator: Indicator) -> None:
    """Count a change beside the row as a change of it, so that who had it open is told."""
    sa.orm.attributes.flag_modified(indicator, "title")
    session.flush()


def _plain(content: IndicatorContent) -> dict[str, Any]:
    return {
        "title": content.title,
        "unit": content.unit,
        "direction": content.direction,
        "exposure": content.exposure,
        "source": content.source,
        "moment": content.moment,
    }


def _links(session: Session, content: IndicatorContent) -> tuple[list[Goal], list[Maatregel]]:
    goals = sa.select(Goal).where(Goal.id.in_(sorted(content.goal_ids))).order_by(Goal.position)
    maatregelen = (
        sa.select(Maatregel).where(Maatregel.id.in_(sorted(content.maatregel_ids))).order_by(Maatregel.code)
    )
    return list(session.scalars(goals)), list(session.scalars(maatregelen))


def _counts_otherwise(indicator: Indicator, content: IndicatorContent) -> bool:
    """Return whether values would be counted in, or divided by, something else."""
    other_exposure = bool(indicator.exposure) and indicator.exposure != content.exposure
    return indicator.unit != content.unit or other_exposure


def _has_values(session: Session, indicator: Indicator) -> bool:
    standing = sa.exists().where(Observation.indicator_id == indicator.id, Observation.withdrawn_at.is_(None))
    return session.scalar(sa.select(standing)) or False


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    indicator: Indicator,
    *,
    reason: str = "",
    **details: Any,
) -> None:
    audit.record(
        session,
        actor,
        action,
        SubjectKind.INDICATOR,
        indicator.id,
        indicator.title,
        reason=reason,
        details=details,
    )

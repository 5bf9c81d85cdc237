"""Setting the limits of the screening for displacement, and making a signal of an outcome."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.displacement_parameters import Parameters, plausible
from portal.domain.errors import (
    ImplausibleLimitsError,
    ReasonRequiredError,
    StaleVersionError,
    UnchangedLimitsError,
)
from portal.models import ScreeningSetting, Signal
from portal.queries.screening import newest_setting, parameters_of
from portal.services import audit
from portal.services.signals import SignalContent, file_signal, link_signal


def set_parameters(
    session: Session, actor: Actor, parameters: Parameters, reason: str, seen_id: int
) -> ScreeningSetting:
    """Let other limits hold from now on; `seen_id` is the row that held when they were chosen, 0 for none.

    The same again, by the same person for the same reason, is the row that is there already.

    Raises ReasonRequiredError, ImplausibleLimitsError, StaleVersionError and UnchangedLimitsError.
    """
    if actor.account_id is None or not reason.strip():
        raise ReasonRequiredError
    if not plausible(parameters):
        raise ImplausibleLimitsError
    _hold(session)
    before = newest_setting(session)
    if before is not None and _same(before, actor, parameters, reason):
        return before
    if (before.id if before else 0) != seen_id:
        raise StaleVersionError
    if parameters_of(before) == parameters:
        raise UnchangedLimitsError
    setting = ScreeningSetting(
        giver_change=parameters.giver_change,
        receiver_change=parameters.receiver_change,
        floor=parameters.floor,
        fewest_observations=parameters.fewest_observations,
        most_lag=parameters.most_lag,
        reason=reason,
        set_at=clock.now(),
        set_by_id=actor.account_id,
    )
    session.add(setting)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.SCREENING_SET,
        SubjectKind.SCREENING,
        setting.id,
        "Grenzen van de screening",
        reason=reason,
        details={"old": _written(parameters_of(before)), "new": _written(parameters)},
    )
    return setting


def file_hit(
    session: Session, actor: Actor, content: SignalContent, observation_ids: frozenset[int]
) -> Signal:
    """Make a signal of an outcome with the values it rests on; the same outcome again is the first one."""
    signal = file_signal(session, actor, content, None)
    if not signal.observations:
        link_signal(session, actor, signal, signal.version, frozenset(), observation_ids)
    return signal


def _hold(session: Session) -> None:
    """Let nobody else set limits until this transaction ends; SQLite lets one write at a time by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE screening_setting IN SHARE ROW EXCLUSIVE MODE"))


def _same(setting: ScreeningSetting, actor: Actor, parameters: Parameters, reason: str) -> bool:
    by_same = setting.set_by_id == actor.account_id and setting.reason == reason
    return by_same and parameters_of(setting) == parameters


def _written(parameters: Parameters) -> dict[str, str]:
    return {name: str(value) for name, value in vars(parameters).items()}

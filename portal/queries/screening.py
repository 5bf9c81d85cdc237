"""Reading the limits of the screening for displacement, and what was made of its outcomes."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.displacement_parameters import Parameters
from portal.models import ScreeningSetting, Signal


def newest_setting(session: Session) -> ScreeningSetting | None:
    """Return the limits that hold now; None where nobody set any."""
    return session.scalar(_newest_first().limit(1))


def all_settings(session: Session) -> Sequence[ScreeningSetting]:
    """Return all limits that ever held, the newest first, with who set them."""
    return session.scalars(_newest_first()).all()


def parameters_of(setting: ScreeningSetting | None) -> Parameters:
    """Return the limits as the rule takes them; the defaults where nobody set any."""
    if setting is None:
        return Parameters()
    return Parameters(
        setting.giver_change,
        setting.receiver_change,
        setting.floor,
        setting.fewest_observations,
        setting.most_lag,
    )


def signals_of(
    session: Session, readable: sa.ColumnElement[bool], keys: Collection[str]
) -> dict[str, Signal]:
    """Return the signals made from these outcomes, as far as this condition lets one read them."""
    if not keys:
        return {}
    rows = session.scalars(
        sa.select(Signal).where(readable, Signal.screening_key.in_(sorted(keys))).order_by(Signal.id.desc())
    )
    return {each.screening_key: each for each in rows}


def _newest_first() -> sa.Select[ScreeningSetting]:
    return (
        sa.select(ScreeningSetting)
        .options(joinedload(ScreeningSetting.set_by))
        .order_by(ScreeningSetting.id.desc())
    )

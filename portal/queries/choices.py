"""What lists can be filtered on: the networks and the entries of the plan, by code and name."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.models import ChainStage, Goal, Network, Theme
from portal.queries.remembered import remembered

Choices = tuple[tuple[str, str], ...]
"""Code and name, in the order of the plan."""


@remembered(Area.PLAN)
def network_choices(session: Session) -> Choices:
    """Return the networks of today by their short names."""
    return _choices(session, Network, Network.short_title)


@remembered(Area.PLAN)
def theme_choices(session: Session) -> Choices:
    """Return the rode lijnen of today by their short names."""
    return _choices(session, Theme, Theme.short_title)


@remembered(Area.PLAN)
def goal_choices(session: Session) -> Choices:
    """Return the subdoelen of today, with their code before the name."""
    return tuple((code, f"{code}. {title}") for code, title in _choices(session, Goal, Goal.title))


@remembered(Area.PLAN)
def stage_choices(session: Session) -> Choices:
    """Return the ketenfasen of today."""
    return _choices(session, ChainStage, ChainStage.title)


def _choices(
    session: Session,
    model: type[Network | Theme | Goal | ChainStage],
    name: sa.orm.InstrumentedAttribute[str],
) -> Choices:
    rows = session.execute(
        sa.select(model.code, name).where(model.retired_on.is_(None)).order_by(model.position, model.id)
    )
    return tuple((code, words) for code, words in rows)

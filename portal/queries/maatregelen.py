"""Reading maatregelen."""

from datetime import date

import sqlalchemy as sa

from portal.models import Maatregel


def is_active(on: date) -> sa.ColumnElement[bool]:
    """Return the condition that a maatregel still runs on a day."""
    return sa.and_(
        sa.or_(Maatregel.retired_on.is_(None), Maatregel.retired_on > on),
        sa.or_(Maatregel.ends_on.is_(None), Maatregel.ends_on >= on),
    )


def active_maatregelen(on: date) -> sa.Select[tuple[Maatregel]]:
    """Return the maatregelen that run on a day, in the order of the plan."""
    return sa.select(Maatregel).where(is_active(on)).order_by(Maatregel.network_id, Maatregel.position)

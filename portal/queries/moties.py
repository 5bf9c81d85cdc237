"""Reading moties, the coalition agreement and recommendations."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.programme import Basis
from portal.models import CoalitionPassage, Maatregel, Motie, MotieMaatregel, Recommendation


def motie_by_code(session: Session, code: str) -> Motie | None:
    """Return the motie with its asks and the maatregelen that carry it out."""
    linked = selectinload(Motie.links).joinedload(MotieMaatregel.maatregel)
    return session.scalar(
        sa.select(Motie)
        .where(Motie.code == code)
        .options(selectinload(Motie.asks), joinedload(Motie.owner), linked.joinedload(Maatregel.network))
    )


def moties_of_maatregel(session: Session, maatregel_id: int) -> list[tuple[Motie, Basis | None]]:
    """Return the moties a maatregel carries out with the basis; none where the whole plan carries it out."""
    linked = sa.and_(MotieMaatregel.motie_id == Motie.id, MotieMaatregel.maatregel_id == maatregel_id)
    whole = sa.and_(Motie.whole_plan.is_(True), Motie.retired_on.is_(None))
    rows = session.execute(
        sa.select(Motie, MotieMaatregel.basis)
        .outerjoin(MotieMaatregel, linked)
        .where(sa.or_(MotieMaatregel.motie_id.is_not(None), whole))
        .order_by(MotieMaatregel.motie_id.is_(None), Motie.position)
    )
    return [(motie, basis) for motie, basis in rows]


def coalition_passages(session: Session) -> Sequence[CoalitionPassage]:
    """Return the passages of the coalition agreement with the maatregelen that carry them out."""
    linked = selectinload(CoalitionPassage.maatregelen)
    return session.scalars(
        sa.select(CoalitionPassage)
        .where(CoalitionPassage.retired_on.is_(None))
        .options(linked.joinedload(Maatregel.network))
        .order_by(CoalitionPassage.position)
    ).all()


def passage_by_code(session: Session, code: str) -> CoalitionPassage | None:
    """Return the passage with its asks and the maatregelen that carry it out."""
    linked = selectinload(CoalitionPassage.maatregelen)
    return session.scalar(
        sa.select(CoalitionPassage)
        .where(CoalitionPassage.code == code)
        .options(
            selectinload(CoalitionPassage.asks),
            joinedload(CoalitionPassage.owner),
            linked.joinedload(Maatregel.network),
        )
    )


def recommendation_by_code(session: Session, code: str) -> Recommendation | None:
    """Return the recommendation with its asks."""
    return session.scalar(
        sa.select(Recommendation)
        .where(Recommendation.code == code)
        .options(selectinload(Recommendation.asks), joinedload(Recommendation.owner))
    )


def coalition_of_maatregel(session: Session, maatregel_id: int) -> Sequence[CoalitionPassage]:
    """Return the passages a maatregel carries out."""
    return session.scalars(
        sa.select(CoalitionPassage)
        .where(CoalitionPassage.maatregelen.any(Maatregel.id == maatregel_id))
        .order_by(CoalitionPassage.position)
    ).all()

"""What is kept beside the reports can always be made from them again."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.progress import ProgressStatus
from portal.models import Maatregel, MaatregelStatus
from portal.services.maatregel_status import keep_statuses


def kept(session: Session) -> list[tuple[Any, ...]]:
    columns = MaatregelStatus.__table__.c
    return [tuple(row) for row in session.execute(sa.select(*columns).order_by(*columns))]


def test_what_is_wrong_missing_or_too_much_is_put_right(db_session: Session) -> None:
    before = kept(db_session)
    of = sorted({row[0] for row in before})
    table: Any = MaatregelStatus.__table__
    db_session.execute(
        sa.update(table).where(table.c.maatregel_id == of[0]).values(status=ProgressStatus.STOPPED)
    )
    db_session.execute(sa.delete(table).where(table.c.maatregel_id == of[1], table.c.adopted_only))
    other = db_session.get_one(Maatregel, of[0])
    new = Maatregel(
        code="nieuw-01",
        position=99,
        network_id=other.network_id,
        title="Nieuw",
        description="",
        kind=other.kind,
        term=other.term,
        link_basis=other.link_basis,
    )
    db_session.add(new)
    db_session.flush()
    example = dict(zip(table.c.keys(), before[0], strict=True))
    db_session.execute(sa.insert(table).values({**example, "maatregel_id": new.id}))
    assert keep_statuses(db_session) == 3
    assert kept(db_session) == before
    assert keep_statuses(db_session) == 0

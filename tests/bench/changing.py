"""Letting something change in the programme, so that nothing that a process remembers still holds."""

import secrets

import sqlalchemy as sa

from portal.domain.areas import Area
from portal.models import ChangeMark
from portal.services.upsert import insert_for

_BITS = 62


class Change:
    """Gives every area of the programme another mark, as a change in it does."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        insert = insert_for(engine.dialect.name)(ChangeMark)
        self._statement = insert.on_conflict_do_update(
            index_elements=["area"], set_={"mark": insert.excluded.mark}
        )

    def __call__(self) -> None:
        """Change something everywhere."""
        marks = [{"area": area, "mark": secrets.randbits(_BITS)} for area in Area]
        with self._engine.begin() as connection:
            connection.execute(self._statement, marks)

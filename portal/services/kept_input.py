"""Keeping what somebody had typed when the session was over, until it is saved or thrown away."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import KeptInput
from portal.queries.kept_input import KEPT_FOR
from portal.services.upsert import put


def keep(session: Session, account_id: int, path: str, fields: Sequence[tuple[str, str]]) -> None:
    """Keep what was typed on one page for one person, in the place of what was kept before."""
    session.execute(
        sa.delete(KeptInput).where(
            KeptInput.account_id == account_id, KeptInput.kept_at < clock.now() - KEPT_FOR
        )
    )
    typed = {"fields": [list(pair) for pair in fields], "kept_at": clock.now()}
    put(session, KeptInput, {"account_id": account_id, "path": path}, typed)


def drop(session: Session, account_id: int | None, path: str) -> None:
    """Forget what was kept of a page."""
    session.execute(sa.delete(KeptInput).where(KeptInput.account_id == account_id, KeptInput.path == path))

"""Doors behind which much is asked of the portal: each account has a ration, and waits when it is used up."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from portal.database import db, only_reads
from portal.domain.rationing import Ration
from portal.services import rationing
from portal.web.sign_in import current_principal

View = TypeVar("View", bound=Callable[..., Any])
_log = structlog.get_logger()


class RationUsedError(TooManyRequests):
    """Raised when somebody did something costly too often; says after how many seconds it can again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds


def costly(ration: Ration) -> Callable[[View], View]:
    """Say that a view costs much, and how often one may ask it."""

    def mark(view: View) -> View:
        view.ration = ration  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Count before a costly view begins; other views ask the database nothing for it."""
    app.config.setdefault("RATIONED", True)
    app.before_request(keep_ration)


def keep_ration() -> None:
    """Raise RationUsedError when the ration of this account for this view is used up."""
    view = current_app.view_functions.get(request.endpoint or "")
    ration: Ration | None = getattr(view, "ration", None)
    if ration is None or not current_app.config["RATIONED"]:
        return
    account_id = current_principal().account_id
    wait = _counted(ration, account_id) if account_id is not None else None
    if wait:
        _log.warning("ration_used", ration=ration.name, account=account_id)
        raise RationUsedError(wait)


def _counted(ration: Ration, account_id: int) -> int:
    """Return how many seconds to wait, zero for none; counted apart, so that failing counts as well."""
    # The view has not begun: what is committed here is at most that the session is in use.
    db.session.commit()
    marker = only_reads.set(False)
    try:
        with db.sessionmaker() as apart:
            wait = rationing.use(apart, ration, account_id)
            apart.commit()
    finally:
        only_reads.reset(marker)
    return max(1, round(wait.total_seconds())) if wait is not None else 0

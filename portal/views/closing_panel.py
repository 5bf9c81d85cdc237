"""Part of the page of an ask: what letters say of it, what closed it, and what is proposed."""

from typing import Any

from portal.access.policy import Permission
from portal.database import db
from portal.domain.parliament import CLOSED_STATES, ClosingState
from portal.models import Ask
from portal.queries.closings import approved_of, closings_of, passages_about
from portal.web.sign_in import current_principal


def closing_panel(ask: Ask) -> dict[str, Any]:
    """Return what the part of the page shows to who is signed in."""
    principal = current_principal()
    reads = principal.allows(Permission.READ_ASK_FILE)
    every = closings_of(db.session, ask.id) if reads else approved_of(db.session, ask.id)
    holding = [each for each in every if each.state is ClosingState.APPROVED]
    closed = ask.state in CLOSED_STATES
    keeps = principal.allows(Permission.KEEP_ASKS)
    return {
        "ask": ask,
        "whole": next((each for each in holding if each.occurrence is None), None) if closed else None,
        "times": [each for each in holding if each.occurrence is not None],
        "proposals": every if reads else [],
        "passages": passages_about(db.session, ask.id),
        "reads": reads,
        "may_propose": keeps and not closed,
        "may_reopen": keeps and (closed or any(each.occurrence for each in holding)),
    }

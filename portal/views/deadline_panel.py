"""Part of the page of an ask: by when an ask is due, how often, and what was postponed."""

from typing import Any

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.deadlines import can_be_postponed, time_state, was_promised
from portal.domain.parliament import AskKind, is_overdue
from portal.domain.terms import Recurrence
from portal.models import Ask
from portal.queries.ask_facts import facts_of
from portal.queries.deadlines import due_of, postponements_of, settlements
from portal.queries.occurrences import occurrences_of
from portal.web.letter_words import passage_url, passage_words
from portal.web.sign_in import current_principal
from portal.web.term_words import days_late, rhythm_rule, term_rule


def deadline_panel(ask: Ask) -> dict[str, Any]:
    """Return what the part of the page shows to who is signed in."""
    principal, today = current_principal(), clock.today()
    facts = facts_of(db.session, [ask])[ask.id]
    recurs = ask.kind is AskKind.RECURRING
    times = occurrences_of(db.session, ask.id) if recurs else []
    settled = settlements(db.session, ask.id) if recurs else {}
    moved = postponements_of(db.session, ask.id)
    newest = next((each for each in reversed(moved) if each.occurrence_id is None), None)
    open_times = sum(each.settled_at is None for each in times)
    return {
        "ask": ask,
        "recurs": recurs,
        "has_rhythm": recurs and ask.recurrence is not Recurrence.UNDETERMINED,
        "due_on": facts.due_on,
        "late": is_overdue(facts, today),
        "late_words": days_late((today - facts.due_on).days) if facts.due_on else "",
        "newest": newest,
        "rule": term_rule(newest.to_precision, newest.to_day)
        if newest
        else term_rule(ask.due_precision, ask.due_latest),
        "rhythm": rhythm_rule(ask.recurrence) if ask.recurrence else "",
        "times": [
            (each, due_of(each), time_state(due_of(each), today, settled=each.settled_at is not None))
            for each in times
        ],
        "settled": settled,
        "postponements": moved,
        "promised": was_promised(ask.item.item_kind, ask.origin, ask.due_latest),
        "reads_reasons": principal.allows(Permission.READ_ASK_FILE),
        "may_postpone": principal.allows(Permission.KEEP_ASKS)
        and can_be_postponed(ask.state, ask.kind, open_times),
        "passage_words": passage_words,
        "passage_url": passage_url,
    }

"""What the page of anything in the register shows: how far it is, its asks, and the file behind it."""

from collections.abc import Iterable
from typing import Any

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.kamerstukken import publication_of
from portal.domain.parliament import AskOutcome, is_overdue, item_state, outcome_of
from portal.models import Ask, RegisterItem
from portal.queries.ask_facts import facts_of
from portal.queries.audit import events_of
from portal.queries.documents import document_names
from portal.queries.evidence import evidence_of_item
from portal.web.formats import written_day
from portal.web.register_words import explanation
from portal.web.sign_in import current_principal


def item_page(item: RegisterItem) -> dict[str, Any]:
    """Return what the page of an item shows to who is signed in."""
    principal, today = current_principal(), clock.today()
    facts = facts_of(db.session, item.asks)
    outcomes = {number: outcome_of(each, today) for number, each in facts.items()}
    standing = [outcomes[ask.id] for ask in item.asks if ask.retired_on is None]
    state = item_state(standing)
    reads_file = principal.allows(Permission.READ_ASK_FILE)
    return {
        "item": item,
        "state": state,
        "explanation": explanation(state, standing),
        "outcomes": outcomes,
        "facts": facts,
        "late": {number for number, each in facts.items() if is_overdue(each, today)},
        "evidence": evidence_of_item(db.session, principal.visibility(), item.id),
        "publication": publication_of(item.reference),
        "other_dates": [(code, written_day(day)) for code, day in item.other_dates.items()],
        "names": document_names(db.session),
        "reads_file": reads_file,
        "keeps": principal.allows(Permission.KEEP_ASKS),
        "events": events_of(db.session, SubjectKind.REGISTER_ITEM, item.id) if reads_file else [],
    }


def shown_outcomes(asks: Iterable[Ask]) -> dict[int, AskOutcome]:
    """Return how far asks are today, by their number."""
    facts, today = facts_of(db.session, asks), clock.today()
    return {number: outcome_of(each, today) for number, each in facts.items()}

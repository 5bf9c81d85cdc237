"""Reading which maatregelen carry out asks: as the programme office linked them, and as the plan says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.parliament import AskFacts, RegisterKind
from portal.domain.programme import Basis
from portal.models import Ask, AskLink, Maatregel, MotieMaatregel, Network, RegisterItem, Toezegging
from portal.models.parliament import coalition_maatregel
from portal.queries.ask_facts import due_day
from portal.queries.maatregelen import is_active
from portal.queries.search import contains_words


@dataclass(frozen=True)
class PlanLink:
    """That the plan files link a maatregel to a whole item; only of a motie they say on which basis."""

    maatregel: Maatregel
    basis: Basis | None


def links_of_ask(session: Session, ask_id: int) -> Sequence[AskLink]:
    """Return every link an ask ever had, in the order of the plan, with who linked it."""
    return session.scalars(
        sa.select(AskLink)
        .join(AskLink.maatregel)
        .join(Maatregel.network)
        .where(AskLink.ask_id == ask_id)
        .options(
            contains_eager(AskLink.maatregel).contains_eager(Maatregel.network),
            joinedload(AskLink.added_by),
            joinedload(AskLink.removed_by),
        )
        .order_by(Network.position, Maatregel.position, AskLink.id)
    ).all()


def link_of_ask(session: Session, ask_id: int, maatregel_code: str) -> AskLink | None:
    """Return the link that stands between an ask and a maatregel."""
    return session.scalar(
        sa.select(AskLink)
        .join(AskLink.maatregel)
        .where(AskLink.ask_id == ask_id, Maatregel.code == maatregel_code, AskLink.removed_at.is_(None))
        .options(contains_eager(AskLink.maatregel).joinedload(Maatregel.network))
    )


def plan_links(session: Session, item: RegisterItem) -> list[PlanLink]:
    """Return the maatregelen that the plan files link to the item as a whole."""
    basis: sa.ColumnElement[Any] = sa.null()
    query = sa.select(Maatregel)
    if item.item_kind is RegisterKind.MOTIE:
        basis = MotieMaatregel.basis.expression
        query = query.join(MotieMaatregel).where(MotieMaatregel.motie_id == item.id)
    elif item.item_kind is RegisterKind.TOEZEGGING:
        query = query.join(Toezegging, Toezegging.maatregel_id == Maatregel.id).where(
            Toezegging.id == item.id
        )
    elif item.item_kind is RegisterKind.COALITION_PASSAGE:
        query = query.join(coalition_maatregel).where(coalition_maatregel.c.coalition_passage_id == item.id)
    else:
        return []
    rows = session.execute(
        query.add_columns(basis)
        .join(Maatregel.network)
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    )
    return [PlanLink(*row) for row in rows]


def links_of_maatregel(session: Session, maatregel_id: int) -> list[tuple[AskLink, AskFacts]]:
    """Return the links of a maatregel that stand now, with what the outcome of each ask follows from."""
    rows = session.execute(
        sa.select(AskLink, due_day())
        .join(AskLink.ask)
        .join(Ask.item)
        .where(AskLink.maatregel_id == maatregel_id, AskLink.removed_at.is_(None))
        .options(contains_eager(AskLink.ask).contains_eager(Ask.item))
        .order_by(RegisterItem.item_kind, RegisterItem.position, Ask.position, Ask.id)
    )
    return [(link, AskFacts(link.ask.state, link.ask.kind, due_on)) for link, due_on in rows]


def maatregelen_by_item(session: Session, item_ids: Collection[int]) -> dict[int, set[int]]:
    """Return which maatregelen are linked to items: to one of their asks, or by the plan to a whole motie."""
    by_asks = (
        sa.select(Ask.item_id, AskLink.maatregel_id)
        .join(AskLink, AskLink.ask_id == Ask.id)
        .where(Ask.item_id.in_(sorted(item_ids)), AskLink.removed_at.is_(None))
    )
    by_plan = sa.select(MotieMaatregel.motie_id, MotieMaatregel.maatregel_id).where(
        MotieMaatregel.motie_id.in_(sorted(item_ids))
    )
    found: dict[int, set[int]] = {}
    for item_id, maatregel_id in session.execute(by_asks.union(by_plan)):
        found.setdefault(item_id, set()).add(maatregel_id)
    return found


def linkable_maatregelen(session: Session, ask_id: int, words: str, today: date) -> Sequence[Maatregel]:
    """Return the maatregelen that run and are not linked to the ask, where all the words are found."""
    linked = sa.select(AskLink.maatregel_id).where(AskLink.ask_id == ask_id, AskLink.removed_at.is_(None))
    return session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(
            is_active(today),
            Maatregel.id.not_in(linked),
            contains_words(words, Maatregel.code, Maatregel.title, Maatregel.description, Network.title),
        )
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()

"""What a document for the Kamer would say now: adopted material only, for the readers that were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.database import db
from portal.documents.kamer_annex import annex
from portal.documents.kamer_chapter import chapter
from portal.documents.kamer_cw31 import cw31
from portal.documents.kamer_infographic import infographic
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.issued import AUDIENCES, Document
from portal.domain.parliament import IssuedKind
from portal.models import Period
from portal.queries.adopted import ADOPTED_ONLY, adopted_period, adopted_periods
from portal.queries.annex import register_on
from portal.queries.chain import chain_of, the_programme
from portal.queries.cw31 import cw31_facts
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel

OF_A_PERIOD = frozenset({IssuedKind.CHAPTER, IssuedKind.CW31})
"""Kinds that tell of one adopted period; the others tell of a day."""


@dataclass(frozen=True)
class Choice:
    """Which document somebody asks for; where no period can be chosen it is the newest adopted one."""

    kind: IssuedKind
    audience: Audience
    period: Period | None
    periods: Sequence[Period]


def choice_of(kind: IssuedKind, audience: str, period: str) -> Choice | None:
    """Return what somebody chose, by default what is public of the newest period; None for what is not."""
    periods = adopted_periods(db.session)
    newest = next(iter(periods), None)
    wanted = next((each for each in periods if each.code == period), None) if period else newest
    if audience not in {"", *AUDIENCES} or (period and wanted is None):
        return None
    chosen = wanted if kind in OF_A_PERIOD else newest
    return Choice(kind, Audience(audience or Audience.PUBLIC), chosen, periods)


def content_of(choice: Choice) -> Document | None:
    """Return the document as it would be now; None where there is nothing to make it of."""
    code = choice.period.code if choice.period else ""
    if choice.kind is IssuedKind.ANNEX:
        register = register_on(db.session, clock.today())
        return annex(register, choice.audience, code) if register.inside else None
    if choice.kind is IssuedKind.INFOGRAPHIC:
        return _infographic(choice.audience, code)
    adopted = adopted_period(db.session, choice.period) if choice.period else None
    if choice.kind is IssuedKind.CHAPTER:
        return chapter(adopted, choice.audience) if adopted else None
    facts = cw31_facts(db.session, adopted, clock.today())
    return cw31(facts, choice.audience) if facts else None


def _infographic(audience: Audience, period: str) -> Document | None:
    programme = the_programme(db.session)
    if programme is None:
        return None
    return infographic(
        programme,
        chain_of(db.session, clock.today()),
        latest_by_maatregel(db.session, ADOPTED_ONLY),
        document_names(db.session),
        audience,
        period,
        clock.today(),
    )

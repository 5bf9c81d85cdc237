"""Reading what flags are derived from: a few questions, whatever the size of the programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.coherence import Axis
from portal.domain.flag_facts import EntryFacts, Label, MaatregelFacts, ProgrammeFacts, Stretch
from portal.domain.programme import GoalKind
from portal.domain.progress import ProgressStatus
from portal.domain.workflow import PeriodState
from portal.models import (
    ChainStage,
    Goal,
    LegislationTrack,
    Maatregel,
    MaatregelPartner,
    MaatregelProgress,
    Network,
    Partner,
    Period,
    ProgressRequirement,
    Report,
    Theme,
    Underpinning,
)
from portal.models.detail import progress_partner
from portal.models.legislation import track_maatregel
from portal.models.maatregel import maatregel_chain_stage, maatregel_goal, maatregel_theme
from portal.models.programme import goal_theme
from portal.queries.latest_progress import latest_progress, newest_states
from portal.queries.legislation import law_states
from portal.queries.maatregelen import is_active
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility

_ENTRIES = ((Axis.THEMES, Theme), (Axis.GOALS, Goal), (Axis.CHAIN_STAGES, ChainStage))
Pairs = Mapping[str, Mapping[str, frozenset[str]]]
"""For each kind of link: codes by the code they belong to."""


def programme_facts(session: Session, visibility: Visibility, today: date) -> ProgrammeFacts:
    """Return the programme of today as the newest reports tell it that count and may be read."""
    return _programme_facts(session, visibility.of_counted(), today)


FOLLOWS_FROM = (Area.PLAN, Area.REPORTING, Area.INDICATORS, Area.PARLIAMENT)
"""Where a change can make something stand out."""


@remembered(*FOLLOWS_FROM)
def _programme_facts(session: Session, visibility: Visibility, today: date) -> ProgrammeFacts:
    networks = session.execute(
        sa.select(Network.code, Network.short_title, Network.knooppunt_id)
        .where(Network.retired_on.is_(None))
        .order_by(Network.position)
    ).all()
    names = {("networks", code): title for code, title, _place in networks}
    entry_rows = session.execute(_entries()).all()
    names |= {(kind, code): title for kind, code, title, *_rest in entry_rows}
    pairs = _pairs(session, visibility)
    adopted = _adopted(session, visibility)
    latest = newest_states(session, visibility)
    rows = session.execute(_maatregelen(today)).all()
    laws = law_states(session).values()
    names |= {("laws", law.code): law.title for law in laws}
    names |= {("maatregelen", code): title for code, title, *_rest in rows}
    names |= {("periods", code): title for code, title in adopted.titles.items()}
    return ProgrammeFacts(
        networks=[code for code, _title, _place in networks],
        knooppunten=frozenset(code for code, _title, place in networks if place is not None),
        entries=[
            EntryFacts(axis, code, part == GoalKind.PROCESS, pairs["lines"].get(code, frozenset()))
            for axis in Axis
            for kind, code, _title, part, _position in entry_rows
            if kind == axis
        ],
        maatregelen=[
            MaatregelFacts(
                code,
                network,
                latest[maatregel_id].status if maatregel_id in latest else None,
                _labels(pairs, code),
                pairs["partners"].get(code, frozenset()),
                pairs["requires"].get(code, frozenset()) - {code},
                adopted.before.get(maatregel_id),
                adopted.after.get(maatregel_id),
                operational_on,
                bool(runs),
                pairs["laws"].get(code, frozenset()),
            )
            for code, _title, maatregel_id, network, operational_on, runs in rows
        ],
        stretch=adopted.stretch,
        laws={law.code: (law.facts, law.risk(today)) for law in laws},
        names=names,
    )


@dataclass
class _Adopted:
    """What the two newest adopted periods say of each maatregel, by its id."""

    stretch: Stretch | None = None
    titles: dict[str, str] = field(default_factory=dict)
    before: dict[int, ProgressStatus] = field(default_factory=dict)
    after: dict[int, ProgressStatus] = field(default_factory=dict)


def _entries() -> sa.CompoundSelect[Any]:
    """Return kind, code, title, part and position of every entry of an axis, and of the partners."""
    nothing = sa.null().cast(sa.String)
    parts = [
        sa.select(
            sa.literal(str(axis)).label("kind"),
            model.code,
            # Of a rode lijn the short title is what people say.
            (Theme.short_title if model is Theme else model.title).label("title"),
            Goal.kind.cast(sa.String).label("part") if model is Goal else nothing.label("part"),
            model.position,
        ).where(model.retired_on.is_(None))
        for axis, model in _ENTRIES
    ]
    partners = sa.select(sa.literal("partners"), Partner.code, Partner.title, nothing, Partner.position)
    return sa.union_all(*parts, partners).order_by("position", "code")


def _maatregelen(today: date) -> sa.Select[str, str, int, str, date | None, bool]:
    return (
        sa.select(
            Maatregel.code,
            Maatregel.title,
            Maatregel.id,
            Network.code,
            Underpinning.operational_on,
            is_active(today),
        )
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(Underpinning, Underpinning.maatregel_id == Maatregel.id)
        .where(Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    )


def _pair(kind: str, code: Any, other: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(kind).label("kind"), code.label("code"), other.label("other"))


def _pairs(session: Session, visibility: Visibility) -> Pairs:
    """Return what belongs to what, by code: as the plan has it, and as the newest reports add."""
    planned, told = _planned_pairs(session), _told_pairs(session, visibility)
    partners = {
        code: planned["partners"].get(code, frozenset()) | told["partners"].get(code, frozenset())
        for code in {*planned["partners"], *told["partners"]}
    }
    return {**planned, **told, "partners": partners}


@remembered(Area.PLAN, Area.PARLIAMENT)
def _planned_pairs(session: Session) -> Pairs:
    """Return the entries, partners and laws of maatregelen, and the rode lijnen of subdoelen."""
    question = sa.union_all(
        _pair(Axis.THEMES, Maatregel.code, Theme.code).join_from(Maatregel, maatregel_theme).join(Theme),
        _pair(Axis.GOALS, Maatregel.code, Goal.code).join_from(Maatregel, maatregel_goal).join(Goal),
        _pair(Axis.CHAIN_STAGES, Maatregel.code, ChainStage.code)
        .join_from(Maatregel, maatregel_chain_stage)
        .join(ChainStage),
        _pair("lines", Goal.code, Theme.code).join_from(Goal, goal_theme).join(Theme),
        _pair("partners", Maatregel.code, Partner.code).join_from(Maatregel, MaatregelPartner).join(Partner),
        _pair("laws", Maatregel.code, LegislationTrack.code)
        .join_from(Maatregel, track_maatregel)
        .join(LegislationTrack, LegislationTrack.id == track_maatregel.c.track_id),
    )
    return _grouped(session, question, (*Axis, "lines", "partners", "laws"))


@remembered(Area.PLAN, Area.REPORTING)
def _told_pairs(session: Session, visibility: Visibility) -> Pairs:
    """Return which partners and which other maatregelen the newest reports name."""
    latest = sa.select(latest_progress(visibility)).cte("latest")
    required = sa.orm.aliased(Maatregel)
    question = sa.union_all(
        _pair("partners", Maatregel.code, Partner.code)
        .join_from(latest, Maatregel, Maatregel.id == latest.c.maatregel_id)
        .join(progress_partner, progress_partner.c.progress_id == latest.c.progress_id)
        .join(Partner, Partner.id == progress_partner.c.partner_id),
        _pair("requires", Maatregel.code, required.code)
        .join_from(latest, Maatregel, Maatregel.id == latest.c.maatregel_id)
        .join(ProgressRequirement, ProgressRequirement.progress_id == latest.c.progress_id)
        .join(required, required.id == ProgressRequirement.maatregel_id),
    )
    return _grouped(session, question, ("partners", "requires"))


def _grouped(session: Session, question: sa.CompoundSelect[Any], kinds: Iterable[str]) -> Pairs:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind, code, other in session.execute(question):
        found[kind][code].add(other)
    return {
        str(kind): {code: frozenset(others) for code, others in found[str(kind)].items()} for kind in kinds
    }


def _labels(pairs: Pairs, code: str) -> frozenset[Label]:
    return frozenset((axis, entry) for axis in Axis for entry in pairs[axis].get(code, ()))


def _adopted(session: Session, visibility: Visibility) -> _Adopted:
    """Return what was reported in the two newest adopted periods, as far as it may be read."""
    newest = (
        sa.select(Period.id)
        .where(Period.state == PeriodState.ADOPTED)
        .order_by(Period.observes_from.desc(), Period.id.desc())
        .limit(2)
    )
    rows = session.execute(
        sa.select(
            Period.code,
            Period.title,
            Period.observes_until,
            MaatregelProgress.maatregel_id,
            MaatregelProgress.status,
        )
        .outerjoin(Report, sa.and_(Report.period_id == Period.id, visibility.counted()))
        .outerjoin(MaatregelProgress, MaatregelProgress.report_id == Report.id)
        .where(Period.id.in_(newest))
        .order_by(Period.observes_from, Period.id)
    ).all()
    ends = {code: until for code, _title, until, *_rest in rows}
    found = _Adopted(titles={code: title for code, title, *_rest in rows})
    if len(ends) < len(("before", "after")):
        return found
    (_older, after), (newer, until) = ends.items()
    found.stretch = Stretch(newer, after, until)
    for code, _title, _until, maatregel_id, status in rows:
        if status is not None:
            (found.after if code == newer else found.before)[maatregel_id] = status
    return found

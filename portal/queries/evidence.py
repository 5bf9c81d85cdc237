"""Reading evidence: within the reports one may read, and only what is meant for the reader."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import Ask, Evidence, MaatregelProgress, Report
from portal.queries.traces import traces
from portal.queries.visibility import Visibility

_MOST = 256
"""For so many kinds of reader the statements are kept."""
Grouped = Mapping[int, Sequence[Evidence]]
"""By the id of the progress row or of the ask; one without evidence is absent."""


def evidence_of_report(session: Session, visibility: Visibility, report_id: int) -> Grouped:
    """Return what stands with each maatregel of a report, oldest first, in one query at most."""
    if report_id not in traces(session).with_evidence:
        return {}
    return _by_progress(session, _of_report(visibility), {"report_id": report_id})


def evidence_of_maatregel(session: Session, visibility: Visibility, maatregel_id: int) -> Grouped:
    """Return what the reports that were handed in give with one maatregel, in one query."""
    return _by_progress(session, _of_maatregel(visibility), {"maatregel_id": maatregel_id})


def evidence_of_item(session: Session, visibility: Visibility, item_id: int) -> Grouped:
    """Return what stands with each ask of a motie or promise, in one query."""
    found = session.scalars(
        sa.select(Evidence)
        .join(Ask, Ask.id == Evidence.ask_id)
        .where(Ask.item_id == item_id, Evidence.removed_at.is_(None), _for_nobody_special(visibility))
        .order_by(Evidence.id)
    )
    grouped: dict[int, list[Evidence]] = {}
    for each in found:
        grouped.setdefault(each.ask_id or 0, []).append(each)
    return grouped


def evidence_of_ask(session: Session, visibility: Visibility, ask_id: int) -> Sequence[Evidence]:
    """Return what stands with one ask, as far as it is meant for the reader."""
    wanted = (Evidence.ask_id == ask_id, Evidence.removed_at.is_(None), _for_nobody_special(visibility))
    return session.scalars(sa.select(Evidence).where(*wanted).order_by(Evidence.id)).all()


def all_with_progress(session: Session, progress_id: int) -> Sequence[Evidence]:
    """Return everything that ever stood with one maatregel in one report, for who writes there."""
    return _everything(session, Evidence.progress_id == progress_id)


def all_with_ask(session: Session, ask_id: int) -> Sequence[Evidence]:
    """Return everything that ever stood with one ask, for who keeps it."""
    return _everything(session, Evidence.ask_id == ask_id)


def readable_evidence(session: Session, visibility: Visibility, evidence_id: int) -> Evidence | None:
    """Return one piece of evidence when it stands where one may read, and is meant for the reader."""
    of_report = sa.and_(visibility.clause(), visibility.words.clause(Evidence.audience, Report.network_id))
    of_ask = sa.and_(Evidence.ask_id.is_not(None), _for_nobody_special(visibility))
    return session.scalar(
        sa.select(Evidence)
        .outerjoin(MaatregelProgress, MaatregelProgress.id == Evidence.progress_id)
        .outerjoin(Report, Report.id == MaatregelProgress.report_id)
        .where(
            Evidence.id == evidence_id,
            Evidence.removed_at.is_(None),
            sa.or_(of_ask, sa.and_(Evidence.progress_id.is_not(None), of_report)),
        )
    )


def standing_evidence(session: Session, report_id: int) -> Sequence[tuple[Evidence, MaatregelProgress]]:
    """Return what stands with the maatregelen of a report, for whomever it is meant."""
    rows = session.execute(
        sa.select(Evidence, MaatregelProgress)
        .join(MaatregelProgress, MaatregelProgress.id == Evidence.progress_id)
        .where(MaatregelProgress.report_id == report_id, Evidence.removed_at.is_(None))
        .options(joinedload(MaatregelProgress.maatregel))
        .order_by(Evidence.id)
    )
    return [(evidence, row) for evidence, row in rows]


def progress_of(session: Session, evidence: Evidence) -> MaatregelProgress:
    """Return what the evidence stands with in its report, with report and network."""
    return session.scalars(
        sa.select(MaatregelProgress)
        .where(MaatregelProgress.id == evidence.progress_id)
        .options(
            joinedload(MaatregelProgress.report).joinedload(Report.period),
            joinedload(MaatregelProgress.report).joinedload(Report.network),
        )
    ).one()


def ask_of(session: Session, evidence: Evidence) -> Ask:
    """Return the ask that the evidence stands with."""
    return session.get_one(Ask, evidence.ask_id)


def kept_files(session: Session) -> Mapping[str, Evidence]:
    """Return every file that should lie in the store, by its key there."""
    rows = session.scalars(sa.select(Evidence).where(Evidence.file_key != "", Evidence.removed_at.is_(None)))
    return {each.file_key: each for each in rows}


@lru_cache(_MOST)
def _of_report(visibility: Visibility) -> sa.Select[Evidence]:
    return _readable(visibility).where(MaatregelProgress.report_id == sa.bindparam("report_id"))


@lru_cache(_MOST)
def _of_maatregel(visibility: Visibility) -> sa.Select[Evidence]:
    of_maatregel = MaatregelProgress.maatregel_id == sa.bindparam("maatregel_id")
    return _readable(visibility).where(of_maatregel, visibility.handed_in())


def _readable(visibility: Visibility) -> sa.Select[Evidence]:
    return (
        sa.select(Evidence)
        .join(MaatregelProgress, MaatregelProgress.id == Evidence.progress_id)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .where(
            visibility.clause(),
            visibility.words.clause(Evidence.audience, Report.network_id),
            Evidence.removed_at.is_(None),
        )
        .order_by(Evidence.id)
    )


def _by_progress(
    session: Session, question: sa.Select[Evidence], asked: Mapping[str, int]
) -> dict[int, list[Evidence]]:
    grouped: dict[int, list[Evidence]] = {}
    for each in session.scalars(question, asked):
        grouped.setdefault(each.progress_id or 0, []).append(each)
    return grouped


def _everything(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Evidence]:
    people = (selectinload(Evidence.added_by), selectinload(Evidence.removed_by))
    return session.scalars(sa.select(Evidence).where(condition).options(*people).order_by(Evidence.id)).all()


def _for_nobody_special(visibility: Visibility) -> sa.ColumnElement[bool]:
    """Return the condition on evidence of no network: what is for the reader anywhere."""
    return visibility.words.clause(Evidence.audience, sa.null())

"""Similar maatregelen side by side, as far as the reader may know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.flag_facts import MaatregelFacts, ProgrammeFacts
from portal.domain.programme import Stage
from portal.domain.similarity import MOST_COMPARED
from portal.models import Maatregel, MaatregelProgress
from portal.queries.audience import ReadableText
from portal.queries.flag_facts import programme_facts
from portal.queries.latest_progress import latest_progress
from portal.queries.maatregel_states import MaatregelState, states_of
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class Column:
    """One maatregel in the comparison."""

    facts: MaatregelFacts
    state: MaatregelState
    stage: Stage | None
    """How far it was when the letter was written."""
    result: ReadableText | None
    """What the newest report that counts says came of it; None without a report."""


@dataclass(frozen=True)
class Comparison:
    """The chosen maatregelen, and the programme they were chosen from."""

    columns: Sequence[Column]
    programme: ProgrammeFacts


def read_comparison(
    session: Session, visibility: Visibility, codes: Sequence[str], today: date
) -> Comparison:
    """Return up to four of these maatregelen; what does not run today or does not exist is left out."""
    programme = programme_facts(session, visibility, today)
    known = [code for code in dict.fromkeys(codes) if code in programme.by_code]
    chosen = [code for code in known if programme.by_code[code].runs][:MOST_COMPARED]
    states = {each.code: each for each in states_of(session, visibility, chosen)}
    stages = _stages(session, chosen)
    results = _results(session, visibility, chosen)
    columns = [
        Column(programme.by_code[code], states[code], stages[code], results.get(code)) for code in chosen
    ]
    return Comparison(columns, programme)


def _stages(session: Session, codes: Collection[str]) -> Mapping[str, Stage | None]:
    rows = session.execute(
        sa.select(Maatregel.code, Maatregel.stage).where(Maatregel.code.in_(sorted(codes)))
    )
    return {code: stage for code, stage in rows}  # noqa: C416 - a row is no pair to the type checker


def _results(session: Session, visibility: Visibility, codes: Collection[str]) -> Mapping[str, ReadableText]:
    latest = latest_progress(visibility)
    rows = session.scalars(
        sa.select(MaatregelProgress)
        .join(latest, latest.c.progress_id == MaatregelProgress.id)
        .join(MaatregelProgress.maatregel)
        .where(Maatregel.code.in_(sorted(codes)))
        .options(joinedload(MaatregelProgress.maatregel))
    )
    return {row.maatregel.code: _readable(row, visibility) for row in rows}


def _readable(row: MaatregelProgress, visibility: Visibility) -> ReadableText:
    if row.audience not in visibility.words.of(row.maatregel.network_id):
        return ReadableText("", row.audience)
    return ReadableText(row.result)

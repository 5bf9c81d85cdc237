"""What a report holds: words, judgements, answers, money, milestones, and the copy kept at submission."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from portal.domain.budget_events import BudgetKey
from portal.domain.money import UnderspendReason
from portal.domain.progress import Aspect, Rating
from portal.domain.questionnaires import QUESTIONS, Answer, Section
from portal.models import (
    Judgement,
    MaatregelProgress,
    MoneyLine,
    ProgressMilestone,
    ProgressRequirement,
    QuestionnaireAnswer,
    ReportSection,
    Submission,
)
from portal.models.detail import progress_partner
from portal.models.section import report_partner
from tests.bench.world.bulk import Bulk
from tests.bench.world.course import NOTHING_SAID, Course, said
from tests.bench.world.places import Place
from tests.bench.world.words import Words

_REQUIRES = 8


class Contents:
    """Fills reports."""

    def __init__(self, bulk: Bulk, chance: Random, words: Words, courses: Mapping[int, Course]) -> None:
        self._bulk, self._chance, self._words, self._courses = bulk, chance, words, courses
        self._kept: dict[str, Any] = {}

    def own_words(self, *, filled: bool) -> dict[str, Any]:
        """Return the columns of a report with words in them."""
        return {
            "summary": self._words.text(5) if filled else "",
            "developments": self._words.text(2) if filled else "",
            "covenant": "Convenant weerbaar netwerk",
        }

    def fill(
        self,
        report: int,
        number: int,
        place: Place,
        filled: float,
        at: datetime,
        account: int,
        budgets: Mapping[BudgetKey, int],
    ) -> dict[int, int]:
        """Add everything that belongs to a report; return the progress rows by maatregel."""
        self._kept = {"parts": {"summary": {}}, "titles": {}}
        self._judge(report, filled=filled == 1)
        for section in Section:
            self._bulk.add(ReportSection.__table__, report_id=report, section=section)
        self._answer(report, filled=filled == 1)
        self._account(report, number, place, budgets, filled=filled == 1)
        for partner in place.partners:
            self._bulk.link(report_partner, report_id=report, partner_id=partner)
        return {
            maatregel[0]: self._progress(
                report, number, place, maatregel, (at, account), written=row < filled * len(place.maatregelen)
            )
            for row, maatregel in enumerate(place.maatregelen)
        }

    def keep(self, report: int, at: datetime, account: int) -> None:
        """Keep what was filled last, as it was submitted."""
        self._bulk.add(
            Submission.__table__,
            report_id=report,
            number=1,
            submitted_at=at,
            submitted_by_id=account,
            content=self._kept,
        )

    def _judge(self, report: int, *, filled: bool) -> None:
        part = self._kept["parts"]["summary"]
        for aspect in Aspect:
            rating = self._chance.choice((Rating.GOOD, Rating.GOOD, *Rating)) if filled else None
            words = self._words.text(2) if filled else ""
            self._bulk.add(
                Judgement.__table__, report_id=report, aspect=aspect, rating=rating, explanation=words
            )
            part |= {f"rating:{aspect}": rating, f"words:{aspect}": words}

    def _answer(self, report: int, *, filled: bool) -> None:
        for questions in QUESTIONS.values():
            for question in questions:
                self._bulk.add(
                    QuestionnaireAnswer.__table__,
                    report_id=report,
                    question=question,
                    answer=self._chance.choice(list(Answer)) if filled else None,
                    explanation=self._words.text(1) if filled else "",
                )

    def _account(
        self, report: int, number: int, place: Place, budgets: Mapping[BudgetKey, int], *, filled: bool
    ) -> None:
        """Account for each pot: over the half-years of a year more of it is spent."""
        for (network, year, source), budget in budgets.items():
            if network == place.id:
                spent = budget * (4 + number % 2 * 5) // 10
                self._bulk.add(
                    MoneyLine.__table__,
                    report_id=report,
                    year=year,
                    funding_source_id=source,
                    committed=spent if filled else None,
                    realised=spent if filled else None,
                    forecast=spent if filled else None,
                    underspend_reason=next(iter(UnderspendReason)) if filled else None,
                    explanation=self._words.text(1) if filled else "",
                )

    def _progress(
        self,
        report: int,
        number: int,
        place: Place,
        maatregel: tuple[int, str, str],
        by: tuple[datetime, int],
        *,
        written: bool,
    ) -> int:
        maatregel_id, _code, title = maatregel
        fared = self._courses[maatregel_id]
        content = said(self._chance, self._words, fared, number) if written else NOTHING_SAID
        row = self._bulk.add(
            MaatregelProgress.__table__,
            report_id=report,
            maatregel_id=maatregel_id,
            title=title,
            updated_at=by[0] if written else None,
            updated_by_id=by[1] if written else None,
            **content,
        )
        for partner in place.partners[:2]:
            self._bulk.link(progress_partner, progress_id=row, partner_id=partner)
        self._milestone(row, number, fared)
        other = place.maatregelen[maatregel_id % len(place.maatregelen)][0]
        if maatregel_id % _REQUIRES == 0 and other != maatregel_id:
            self._bulk.add(
                ProgressRequirement.__table__,
                progress_id=row,
                maatregel_id=other,
                explanation=self._words.text(1),
            )
        self._kept["titles"][f"progress:{row}"] = title
        self._kept["parts"][f"progress:{row}"] = {
            name: value if value is None or isinstance(value, str) else str(value)
            for name, value in content.items()
        }
        return row

    def _milestone(self, row: int, number: int, fared: Course) -> None:
        milestone = fared.milestone
        if milestone is None or (milestone.reached_in is not None and number > milestone.reached_in):
            return
        self._bulk.add(
            ProgressMilestone.__table__,
            progress_id=row,
            key=milestone.key[-36:],
            title=milestone.title,
            planned_on=milestone.planned_on,
            expected_on=milestone.planned_on,
            actual_on=milestone.planned_on if milestone.reached_in == number else None,
        )

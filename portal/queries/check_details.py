"""What checks need besides the words of a report: details of its maatregelen, and what partners bring in."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.details import MilestoneContent
from portal.domain.programme import PartnerSector
from portal.models import Contribution, MaatregelProgress, Partner, ProgressMilestone, ProgressRequirement
from portal.models.detail import progress_partner


@dataclass(frozen=True)
class CheckDetails:
    """Details of maatregelen, each by the id of the progress row."""

    milestones: dict[int, list[MilestoneContent]] = field(default_factory=dict)
    sectors: dict[int, set[PartnerSector]] = field(default_factory=dict)
    requirements: dict[int, dict[str, str]] = field(default_factory=dict)
    """Why other maatregelen are needed, by field."""
    contributions: list[str] = field(default_factory=list)
    """The words on what partners bring in, in the order of the form."""


_MILESTONE, _SECTOR, _REQUIREMENT, _CONTRIBUTION = "milestone", "sector", "requirement", "contribution"
_REPORT = sa.bindparam("report_id", type_=sa.Integer)
_ROWS = sa.select(MaatregelProgress.id).where(MaatregelProgress.report_id == _REPORT)
_NO_DAYS = [sa.cast(sa.null(), sa.Date)] * 3


def _lines(kind: str, row_id: Any, place: Any, key: Any, words: Any, days: Any = _NO_DAYS) -> sa.Select[Any]:
    """Return lines of one kind, in the columns that all kinds share."""
    named = zip(("planned_on", "expected_on", "actual_on"), days, strict=True)
    return sa.select(
        sa.literal_column(f"'{kind}'", sa.Text).label("kind"),
        row_id.label("row_id"),
        place.label("place"),
        sa.cast(key, sa.Text).label("key"),
        sa.cast(words, sa.Text).label("words"),
        *(day.label(name) for name, day in named),
    )


_DAYS = ProgressMilestone.planned_on, ProgressMilestone.expected_on, ProgressMilestone.actual_on
_WITH = progress_partner.c
_ALL = sa.union_all(
    _lines(
        _MILESTONE,
        ProgressMilestone.progress_id,
        ProgressMilestone.position,
        ProgressMilestone.key,
        ProgressMilestone.title,
        _DAYS,
    ).where(ProgressMilestone.progress_id.in_(_ROWS)),
    _lines(_SECTOR, _WITH.progress_id, Partner.id, Partner.sector, sa.literal_column("''"))
    .join(Partner, Partner.id == _WITH.partner_id)
    .where(_WITH.progress_id.in_(_ROWS)),
    _lines(
        _REQUIREMENT,
        ProgressRequirement.progress_id,
        ProgressRequirement.id,
        ProgressRequirement.maatregel_id,
        ProgressRequirement.explanation,
    ).where(ProgressRequirement.progress_id.in_(_ROWS)),
    _lines(
        _CONTRIBUTION,
        Contribution.report_id,
        Contribution.id,
        sa.literal_column("''"),
        Contribution.description,
    ).where(Contribution.report_id == _REPORT),
).order_by("row_id", "place")


def check_details(session: Session, report_id: int) -> CheckDetails:
    """Return the details of every maatregel in a report, in one query."""
    details = CheckDetails()
    for kind, row_id, _place, key, words, planned, expected, actual in session.execute(
        _ALL, {"report_id": report_id}
    ):
        if kind == _MILESTONE:
            content = MilestoneContent(words, planned, expected, actual, key)
            details.milestones.setdefault(row_id, []).append(content)
        elif kind == _SECTOR:
            details.sectors.setdefault(row_id, set()).add(PartnerSector(key))
        elif kind == _REQUIREMENT:
            details.requirements.setdefault(row_id, {})[f"requirement:{key}"] = words
        else:
            details.contributions.append(words)
    return details

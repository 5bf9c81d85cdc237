"""Details and questionnaires through the services: what is kept, refused, remembered and copied."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.details import DetailContent, MilestoneContent, RequirementContent
from portal.domain.errors import (
    FutureDayError,
    IncompleteReportError,
    MilestoneFixedError,
    NotEditableError,
    RequirementError,
    StaleVersionError,
)
from portal.domain.questionnaires import Answer, AnswerContent, NetworkFacts, Question, Section
from portal.domain.workflow import ReportState
from portal.models import MaatregelProgress, Partner, ProgressMilestone, Report
from portal.queries.audit import events_of, took_part
from portal.queries.details import detail_content, fixed_days, former_milestones
from portal.queries.questionnaires import answers_before, last_adopted
from portal.queries.visibility import Visibility
from portal.queries.worklist import worklist
from portal.services import reports, sections
from portal.services.details import write_details
from tests.builders import (
    FIRST,
    SECOND,
    House,
    accept,
    adopt,
    answer,
    fill,
    house,
    open_round,
    report_of,
    submit,
)

EVERYTHING = Visibility(frozenset(ReportState))
MILESTONE = MilestoneContent("Poorten geplaatst", date(2026, 6, 1))


@pytest.fixture
def built(bare_session: Session) -> House:
    return house(bare_session, 1)


@pytest.fixture
def draft(bare_session: Session, built: House) -> Report:
    period = open_round(bare_session, built, "eerste", FIRST)
    return report_of(bare_session, period, built.networks[0])


def write(session: Session, built: House, row: MaatregelProgress, content: DetailContent) -> None:
    write_details(session, built.coordinators["net-1"], row, row.version, content)


def next_draft(session: Session, built: House, report: Report) -> Report:
    """Adopt the report and return the draft of the round after it."""
    fill(session, built, report)
    submit(session, built, report, report.period.submit_from)
    accept(session, built, report, report.period.submit_from)
    adopt(session, built, report.period, date(2025, 9, 1))
    period = open_round(session, built, "tweede", SECOND)
    return report_of(session, period, built.networks[0])


def test_details_are_kept_together_and_counted(bare_session: Session, built: House, draft: Report) -> None:
    row, other = draft.progress
    partner = bare_session.scalars(sa.select(Partner)).one()
    content = DetailContent(
        (MILESTONE,), (RequirementContent(other.maatregel_id, "Eerst die."),), frozenset({partner.id})
    )
    before, whole = row.version, draft.content_version
    write(bare_session, built, row, content)
    bare_session.expire_all()
    kept = detail_content(row)
    assert replace(kept.milestones[0], key="") == MILESTONE
    assert (kept.requirements, kept.partner_ids) == (content.requirements, content.partner_ids)
    assert (row.version, draft.content_version) == (before + 1, whole + 1)
    event = events_of(bare_session, SubjectKind.REPORT, draft.id)[0]
    assert (event.action, event.part) == (AuditAction.PARTS_WRITTEN, row.title)
    assert took_part(bare_session, draft.id, built.coordinators["net-1"].account_id or 0)
    write(bare_session, built, row, kept)
    assert row.version == before + 1


def test_details_first_still_lets_the_words_be_taken_over(
    bare_session: Session, built: House, draft: Report
) -> None:
    write(bare_session, built, draft.progress[0], DetailContent((MILESTONE,)))
    assert not worklist(draft).rows[0].begun


def test_a_stale_save_of_details_writes_nothing(bare_session: Session, built: House, draft: Report) -> None:
    row = draft.progress[0]
    seen = row.version
    write(bare_session, built, row, DetailContent((MILESTONE,)))
    with pytest.raises(StaleVersionError):
        write_details(bare_session, built.coordinators["net-1"], row, seen, DetailContent())
    assert len(detail_content(row).milestones) == 1


def test_what_cannot_be_true_is_not_saved(bare_session: Session, built: House, draft: Report) -> None:
    row = draft.progress[0]
    with pytest.raises(FutureDayError):
        write(bare_session, built, row, DetailContent((replace(MILESTONE, actual_on=date(2026, 6, 1)),)))
    with pytest.raises(RequirementError):
        write(bare_session, built, row, DetailContent(requirements=(RequirementContent(row.maatregel_id),)))
    assert detail_content(row) == DetailContent()


def test_facts_come_along_and_the_first_agreed_day_never_moves_again(
    bare_session: Session, built: House, draft: Report
) -> None:
    row = draft.progress[0]
    done = MilestoneContent("Klaar", date(2025, 3, 1), actual_on=date(2025, 3, 2))
    expected = replace(MILESTONE, expected_on=date(2026, 7, 1))
    needed = RequirementContent(draft.progress[1].maatregel_id, "Eerst die.")
    write(bare_session, built, row, DetailContent((done, expected), (needed,)))
    second = next_draft(bare_session, built, draft)
    copy = next(each for each in second.progress if each.maatregel_id == row.maatregel_id)
    kept = detail_content(copy)
    assert [replace(each, key="") for each in kept.milestones] == [expected]
    assert kept.requirements == (needed,)
    assert copy.updated_at is None

    key = kept.milestones[0].key
    assert fixed_days(bare_session, copy.maatregel_id)[key] == MILESTONE.planned_on
    moved = replace(kept.milestones[0], planned_on=date(2026, 9, 1))
    with pytest.raises(MilestoneFixedError):
        write(bare_session, built, copy, replace(kept, milestones=(moved,)))
    later = replace(kept.milestones[0], expected_on=date(2026, 9, 1))
    write(bare_session, built, copy, replace(kept, milestones=(later,)))
    former = former_milestones(bare_session, second)[copy.maatregel_id][key]
    assert former.day == date(2026, 7, 1)
    with pytest.raises(NotEditableError):
        write(bare_session, built, row, DetailContent())
    with pytest.raises(DBAPIError, match="frozen"):
        bare_session.execute(
            sa.update(ProgressMilestone)
            .where(ProgressMilestone.progress_id == row.id)
            .values(planned_on=date(2030, 1, 1))
        )


def test_a_report_waits_for_its_questionnaires(bare_session: Session, built: House, draft: Report) -> None:
    fill(bare_session, built, draft)
    who = built.coordinators["net-1"]
    version = sections.section_version(draft, Section.DATA_SHARING)
    said = {Question.PUBLIC_BOTTLENECK: AnswerContent(Answer.YES)}
    sections.write_answers(bare_session, who, draft, Section.DATA_SHARING, version, said)
    work = next(each for each in worklist(draft).sections if each.section is Section.DATA_SHARING)
    assert (len(work.gaps), worklist(draft).complete) == (1, False)
    with pytest.raises(IncompleteReportError):
        submit(bare_session, built, draft, FIRST.submit_from)
    answer(bare_session, who, draft)
    submit(bare_session, built, draft, FIRST.submit_from)


def test_a_section_has_a_version_of_its_own(bare_session: Session, built: House, draft: Report) -> None:
    who = built.coordinators["net-1"]
    partner = bare_session.scalars(sa.select(Partner)).one()
    facts = NetworkFacts("Convenant", date(2026, 6, 30), frozenset({partner.id}))
    before, whole = draft.version, draft.content_version
    version = sections.section_version(draft, Section.NETWORK)
    sections.write_answers(bare_session, who, draft, Section.NETWORK, version, {}, facts)
    bare_session.expire_all()
    assert sections.network_facts(draft) == facts
    assert (draft.version, draft.content_version) == (before, whole + 1)
    with pytest.raises(StaleVersionError):
        sections.write_answers(bare_session, who, draft, Section.NETWORK, version, {}, NetworkFacts())
    event = events_of(bare_session, SubjectKind.REPORT, draft.id)[0]
    assert (event.action, event.part) == (AuditAction.SECTION_WRITTEN, "Het PPS-netwerk zelf")


def test_former_answers_are_taken_over_once(bare_session: Session, built: House, draft: Report) -> None:
    second = next_draft(bare_session, built, draft)
    who, section = built.coordinators["net-1"], Section.DATA_SHARING
    former = last_adopted(answers_before(bare_session, EVERYTHING, second))
    assert former is not None
    version = sections.section_version(second, section)
    sections.copy_answers(bare_session, who, second, section, version, former.answers)
    work = {each.section: each.gaps for each in worklist(second).sections}
    assert not work[section]
    assert len(work[Section.NETWORK]) == 4
    with pytest.raises(NotEditableError):
        sections.copy_answers(bare_session, who, second, section, version + 1, former.answers)


def test_only_a_section_that_was_sent_back_opens_again(
    bare_session: Session, built: House, draft: Report
) -> None:
    with clock.at(datetime(2025, 7, 1, 10, tzinfo=UTC)):
        fill(bare_session, built, draft)
    submit(bare_session, built, draft, FIRST.submit_from)
    who = built.coordinators["net-1"]
    said = {Question.FRAMEWORK_KNOWN: AnswerContent(Answer.NO, "Nog niet.")}
    with pytest.raises(NotEditableError):
        sections.write_answers(bare_session, who, draft, Section.DATA_SHARING, 2, said)
    reports.return_report(
        bare_session,
        built.officer,
        draft,
        draft.version,
        section_reason="",
        maatregel_reasons={},
        section_reasons={Section.DATA_SHARING: "Leg uit waarom."},
    )
    work = {each.section: each for each in worklist(draft).sections}
    assert work[Section.DATA_SHARING].waits_for_correction
    assert not work[Section.NETWORK].editable
    version = sections.section_version(draft, Section.DATA_SHARING)
    sections.write_answers(bare_session, who, draft, Section.DATA_SHARING, version, said)
    assert not next(
        each for each in worklist(draft).sections if each.section is Section.DATA_SHARING
    ).waits_for_correction

"""Writing the sections of a report that are questionnaires: the network itself, and sharing data."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.questionnaires import QUESTIONS, AnswerContent, NetworkFacts, Question, Section
from portal.domain.workflow import part_is_editable
from portal.models import Partner, QuestionnaireAnswer, Report, ReportSection
from portal.queries.audit import goes_on_writing
from portal.queries.completeness import answers_of
from portal.services import audit
from portal.services.locks import hold_sections
from portal.services.parts import SECTION_TITLES
from portal.services.progress import ONE_LINE_FOR


def section_row(report: Report, section: Section) -> ReportSection | None:
    """Return the row of a section; a draft from before there were sections has none until it is written."""
    return next((row for row in report.sections if row.section is section), None)


def section_version(report: Report, section: Section) -> int:
    """Return the version of a section, zero where nothing was ever written."""
    row = section_row(report, section)
    return row.version if row else 0


def report_section_is_editable(report: Report, section: Section) -> bool:
    """Return whether the network may write this section: a draft, or a section that was sent back."""
    row = section_row(report, section)
    sent_back = bool(row and row.return_reason)
    return part_is_editable(report.state, report.period.state, sent_back=sent_back)


def network_facts(report: Report) -> NetworkFacts:
    """Return what a report says of the network itself besides answers."""
    return NetworkFacts(
        report.covenant, report.covenant_ends_on, frozenset(partner.id for partner in report.partners)
    )


def is_untouched(report: Report, section: Section) -> bool:
    """Return whether nothing was answered in this section yet."""
    given = answers_of(report)
    return all(given.get(question, AnswerContent()) == AnswerContent() for question in QUESTIONS[section])


def write_answers(
    session: Session,
    actor: Actor,
    report: Report,
    section: Section,
    version: int,
    answers: Mapping[Question, AnswerContent],
    network: NetworkFacts | None = None,
    *,
    by_itself: bool = False,
) -> None:
    """Save the answers of one section; raises NotEditableError or StaleVersionError.

    `network` belongs to the section on the network itself; without it those facts stay as they are.
    Sending the same answers twice is saving them once. `by_itself`: nobody pressed a button.
    """
    _hold(session, report, section)
    stale = section_version(report, section) != version
    if stale:
        _read_again(session, report)
    given = answers_of(report)
    wanted = {question: answers[question] for question in QUESTIONS[section] if question in answers}
    other_facts = section is Section.NETWORK and network is not None and network != network_facts(report)
    if not other_facts and all(
        given.get(question, AnswerContent()) == said for question, said in wanted.items()
    ):
        return
    if stale:
        raise StaleVersionError
    if network is not None and other_facts:
        _put_facts(session, report, network)
    _put_answers(report, wanted)
    _mark(session, actor, report, section, by_itself=by_itself)


def copy_answers(
    session: Session,
    actor: Actor,
    report: Report,
    section: Section,
    version: int,
    former: Mapping[Question, AnswerContent],
) -> None:
    """Take over the former answers of one section; what was answered already is never replaced.

    Raises NotEditableError or StaleVersionError.
    """
    _hold(session, report, section)
    if section_version(report, section) != version:
        raise StaleVersionError
    if not is_untouched(report, section):
        raise NotEditableError
    _put_answers(
        report, {question: former[question] for question in QUESTIONS[section] if question in former}
    )
    _mark(session, actor, report, section)


def _hold(session: Session, report: Report, section: Section) -> None:
    known = None if "sections" in sa.inspect(report).unloaded else section_version(report, section)
    hold_sections(session, report)
    if known is not None and known != section_version(report, section):
        _read_again(session, report)
    if not report_section_is_editable(report, section):
        raise NotEditableError


def _read_again(session: Session, report: Report) -> None:
    """Read what somebody else saved, also where this session had read it just before."""
    session.scalars(
        sa.select(Report)
        .where(Report.id == report.id)
        .options(selectinload(Report.answers), selectinload(Report.partners))
        .execution_options(populate_existing=True)
    ).one()


def _put_answers(report: Report, answers: Mapping[Question, AnswerContent]) -> None:
    rows = {row.question: row for row in report.answers}
    for question, said in answers.items():
        row = rows.get(question)
        if row is None:
            row = QuestionnaireAnswer(question=question)
            report.answers.append(row)
        row.answer, row.explanation = said.answer, said.explanation


def _put_facts(session: Session, report: Report, facts: NetworkFacts) -> None:
    # Past the version of the report, which is that of summary and judgements: somebody may be writing those.
    session.execute(
        sa.update(Report)
        .where(Report.id == report.id)
        .values(covenant=facts.covenant, covenant_ends_on=facts.covenant_ends_on)
    )
    session.refresh(report, ["covenant", "covenant_ends_on"])
    report.partners = list(
        session.scalars(
            sa.select(Partner).where(Partner.id.in_(sorted(facts.partner_ids))).order_by(Partner.position)
        )
    )


def _mark(
    session: Session, actor: Actor, report: Report, section: Section, *, by_itself: bool = False
) -> None:
    row = section_row(report, section)
    if row is None:
        row = ReportSection(section=section)
        report.sections.append(row)
    else:
        flag_modified(row, "return_reason")
    row.updated_at = clock.now()
    row.updated_by_id = actor.account_id
    session.flush()
    part, since = SECTION_TITLES[section], clock.now() - ONE_LINE_FOR
    if by_itself and goes_on_writing(
        session, report.id, actor.account_id, AuditAction.SECTION_WRITTEN, part, since
    ):
        return
    audit.record(
        session,
        actor,
        AuditAction.SECTION_WRITTEN,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"part": part},
    )

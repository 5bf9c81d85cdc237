"""Every door of the portal with an example of what is behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.access.policy import Permission
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.flags import Flag, FlagKind
from portal.domain.workflow import PeriodState, ReportState
from portal.models import (
    Account,
    ActionItem,
    AgendaItem,
    Ask,
    AskClosing,
    AskReference,
    AuditEvent,
    BudgetEvent,
    ChangeRequest,
    Decision,
    Evidence,
    KamerProposal,
    LegislationTrack,
    Letter,
    Maatregel,
    Mail,
    Meeting,
    Motie,
    Network,
    Observation,
    Period,
    Report,
    Signal,
    VocabularyTerm,
)

NONE_SUCH = 2147483647
"""A number that no row has."""
# What a door asks about the report behind it, besides being able to read it.
ASKS_OF_REPORT = {
    "reports.show": None,
    "reports.confirm_submit": Permission.SUBMIT_REPORT,
    "reports.submit": Permission.SUBMIT_REPORT,
    "reports.accept": Permission.ACCEPT_REPORT,
    "reports.choose_return": Permission.ACCEPT_REPORT,
    "reports.give_back": Permission.ACCEPT_REPORT,
    "review.changes": Permission.READ_SUBMITTED,
    "review.confirm_withdraw": Permission.SUBMIT_REPORT,
    "review.withdraw": Permission.SUBMIT_REPORT,
    "judging.edit_judgement": Permission.GIVE_RATING,
    "judging.save_judgement": Permission.GIVE_RATING,
    "errata.new": Permission.ADD_ERRATUM,
    "errata.add": Permission.ADD_ERRATUM,
    "progress.edit": Permission.WRITE_REPORT,
    "money.edit": Permission.COORDINATE_REPORT,
    "money.save": Permission.COORDINATE_REPORT,
    "progress.save": Permission.WRITE_REPORT,
    "progress.unchanged": Permission.WRITE_REPORT,
    "details.edit": Permission.WRITE_REPORT,
    "details.save": Permission.WRITE_REPORT,
    "evidence.index_progress": Permission.WRITE_REPORT,
    "evidence.add_file": Permission.WRITE_REPORT,
    "evidence.add_link": Permission.WRITE_REPORT,
    "evidence.confirm_removal": Permission.WRITE_REPORT,
    "evidence.remove": Permission.WRITE_REPORT,
    "explanations.index": Permission.WRITE_REPORT,
    "explanations.save": Permission.WRITE_REPORT,
    "workbooks.show": Permission.WRITE_REPORT,
    "workbooks.download": Permission.WRITE_REPORT,
    "workbooks.upload": Permission.WRITE_REPORT,
    "workbook_changes.differences": Permission.WRITE_REPORT,
    "workbook_changes.process": Permission.WRITE_REPORT,
    "workbook_changes.discard": Permission.WRITE_REPORT,
    "exports.xlsx": None,
    "exports.csv": None,
    "exports.form": Permission.WRITE_REPORT,
    "sections.edit": Permission.WRITE_REPORT,
    "sections.save": Permission.WRITE_REPORT,
    "sections.unchanged": Permission.WRITE_REPORT,
    "progress.edit_section": Permission.COORDINATE_REPORT,
    "progress.save_section": Permission.COORDINATE_REPORT,
    "autosave.save_progress": Permission.WRITE_REPORT,
    "autosave.be_at_progress": Permission.WRITE_REPORT,
    "autosave.save_section": Permission.COORDINATE_REPORT,
    "autosave.be_at_section": Permission.COORDINATE_REPORT,
    "autosave_sections.save": Permission.WRITE_REPORT,
    "autosave_sections.be_at": Permission.WRITE_REPORT,
    "autosave_sections.be_at_money": Permission.COORDINATE_REPORT,
    "comments.show": Permission.WRITE_REPORT,
    "comments.add": Permission.WRITE_REPORT,
}
# Doors to one maatregel: a coordinator comes in, others only where it was given to them.
GIVEN_OUT = {
    "progress.edit",
    "progress.save",
    "progress.unchanged",
    "autosave.save_progress",
    "autosave.be_at_progress",
    "details.edit",
    "details.save",
    "evidence.index_progress",
    "evidence.add_file",
    "evidence.add_link",
    "evidence.confirm_removal",
    "evidence.remove",
}

# Pages that tell of the reports of one network.
ONE_PER_NETWORK = {
    "networks.show": sa.select(Network.code).order_by(Network.position),
    "maatregelen.show": sa.select(sa.func.min(Maatregel.code)).group_by(Maatregel.network_id),
}


CONSTANTS: dict[str, object] = {
    "network_code": "rotterdam",
    "appointment_id": NONE_SUCH,
    "session_id": NONE_SUCH,
    "notice_id": NONE_SUCH,
    # Nobody in the demonstration has a second factor.
    "factor_id": NONE_SUCH,
    "norm": "nulmeting",
    "place_code": "samen",
    "flag_slug": Flag(FlagKind.WHITE_SPOT, "goals:i7", {}).slug,
    "number": NONE_SUCH,
    "maatregel_code": "rtm-02",
    "area": "moties",
    "external_id": UUID(int=1),
    "slug": "bijlage",
    # A link that never was; the page says that it does not work.
    "geheim": "verzonnen",
    "name": "bijlage-2026-1",
    "form": "pdf",
    "passage_number": 1,
}

# The example of a number or code is the first there is.
FIRST_OF = {
    "ask_code": sa.select(sa.func.min(Ask.code))
    .join(Motie, Motie.id == Ask.item_id)
    .where(Motie.code == "mot-mutluer"),
    "evidence_id": sa.select(sa.func.min(Evidence.id)),
    "account_id": sa.select(sa.func.min(Account.id)),
    "event_id": sa.select(sa.func.min(BudgetEvent.id)),
    "mail_id": sa.select(sa.func.min(Mail.id)),
    "line_id": sa.select(sa.func.min(AuditEvent.id)),
    "meeting_id": sa.select(sa.func.max(Meeting.id)),
    "item_id": sa.select(sa.func.min(AgendaItem.id)).where(
        AgendaItem.meeting_id == sa.select(sa.func.max(Meeting.id)).scalar_subquery()
    ),
    "decision_id": sa.select(sa.func.max(Decision.id)),
    "action_id": sa.select(sa.func.max(ActionItem.id)),
    "request_id": sa.select(sa.func.min(ChangeRequest.id)),
    "closing_id": sa.select(sa.func.max(AskClosing.id)),
    "reference_id": sa.select(sa.func.min(AskReference.id)),
    "signal_id": sa.select(sa.func.min(Signal.id)).where(Signal.audience == Audience.ALL_NETWORKS),
    "term_id": sa.select(sa.func.min(VocabularyTerm.id)),
    "proposal_id": sa.select(sa.func.min(KamerProposal.id)),
    "observation_id": sa.select(sa.func.min(Observation.id)),
    "period_code": sa.select(Period.code).where(Period.state == PeriodState.OPEN),
}

# A letter of the plan has fewer doors that open: what it quotes is kept in the files of the plan.
LETTER_OF_THE_OFFICE = (
    sa.select(Letter.code)
    .where(Letter.document_id.is_(None), Letter.retracted_at.is_(None), Letter.passages.any())
    .order_by(Letter.id)
    .limit(1)
)
PROPOSED_LAST = (
    sa.select(Ask.code).join(AskClosing, AskClosing.ask_id == Ask.id).order_by(AskClosing.id.desc()).limit(1)
)
POINTED_AT = (
    sa.select(Ask.code).join(AskReference, AskReference.ask_id == Ask.id).order_by(AskReference.id).limit(1)
)


@dataclass(frozen=True)
class Visit:
    """One request to one door."""

    endpoint: str
    method: str
    url: str
    network_id: int | None = None
    state: ReportState | None = None
    given_to: frozenset[int] | None = None
    """Who may come in besides a coordinator; None where that is not asked."""


def visits(app: Flask, session: Session) -> Iterator[Visit]:
    """Every rule with every method, for an object of each network where it is about a report."""
    newest, former = session.scalars(sa.select(Period.id).order_by(Period.observes_from.desc()).limit(2))
    # Of the round before, two networks say as much as six.
    two = sa.select(Network.id).order_by(Network.position).limit(2)
    examples = sa.or_(
        Report.period_id == newest,
        sa.and_(Report.period_id == former, Report.network_id.in_(two)),
        Report.state == ReportState.NOT_RECEIVED,
    )
    reports = session.scalars(sa.select(Report).where(examples).order_by(Report.id.desc())).all()
    # The other doors ask for the state and the network, not for which of two networks in one state it is.
    one_of_each_state = {report.state: report for report in reports}.values()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint in ASKS_OF_REPORT:
                for report in reports if rule.endpoint == "reports.show" else one_of_each_state:
                    yield Visit(
                        rule.endpoint,
                        method,
                        _url(app, rule, session, report),
                        report.network_id,
                        report.state,
                        _given_to(report) if rule.endpoint in GIVEN_OUT else None,
                    )
            elif rule.endpoint in ONE_PER_NETWORK:
                for code in session.scalars(ONE_PER_NETWORK[rule.endpoint]):
                    url = app.url_map.bind("localhost").build(rule.endpoint, {"code": code})
                    yield Visit(rule.endpoint, method, url)
            else:
                yield Visit(rule.endpoint, method, _url(app, rule, session, None))


def _given_to(report: Report) -> frozenset[int]:
    maatregel = report.progress[0].maatregel
    return frozenset({maatregel.owner_id or 0, *(account.id for account in maatregel.contributors)})


def _url(app: Flask, rule: Rule, session: Session, report: Report | None) -> str:
    values: dict[str, object] = {}
    for name in rule.arguments:
        if report is not None:
            code = report.progress[0].maatregel.code
            values[name] = {
                "period_code": report.period.code,
                "network_code": report.network.code,
                "code": code,
                "part": "gegevensdeling",
                "evidence_id": NONE_SUCH,
            }[name]
        elif name == "code":
            values[name] = _code_for(rule.endpoint, session)
        elif name in CONSTANTS:
            values[name] = CONSTANTS[name]
        elif name in FIRST_OF:
            values[name] = session.scalar(FIRST_OF[name]) or NONE_SUCH
        elif name == "year":
            values[name] = clock.today().year - 1
        else:
            raise AssertionError(f"no example for <{name}> of {rule.rule}")
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _code_for(endpoint: str, session: Session) -> str:
    examples = {
        "networks": "rotterdam",
        "division": "rotterdam",
        "maatregelen": "rtm-01",
        "change_requests": "rtm-01",
        "goals": "i1",
        "goal_assessments": "p1",
        "underpinning": "rtm-01",
        "documents": "BRIEF",
        "indicators": "ind-01",
        "indicator_keeping": "ind-01",
        "indicator_norms": "ind-01",
        "observations": "ind-01",
        "moties.show": "mot-mutluer",
        "ask_evidence": "mot-mu-1",
        "ask_evidence.moved": "mot-mutluer",
        "asks": "mot-mu-1",
        "asks.edit": "mot-bikker-kuik-1",
        "asks.save": "mot-bikker-kuik-1",
        "ask_links": "mot-mu-3",
        "register": "mot-mutluer",
        "recommendations": "aanbeveling-1",
        "moties.show_passage": "ca-1",
        "deadlines": "mot-mu-1",
        "kamer_dossier": "mot-mutluer",
        "closings": "mot-mu-1",
        "moties.show_toezegging": "toe-congres",
    }
    if endpoint.partition(".")[0] == "legislation":
        return session.scalar(sa.select(sa.func.min(LegislationTrack.code))) or "wet-01"
    if endpoint.partition(".")[0] in {"periods", "period_actions", "cockpit", "judging"}:
        return session.scalar(sa.select(Period.code).where(Period.state == PeriodState.OPEN)) or ""
    if endpoint.partition(".")[0] in {"letters", "passages"}:
        return session.scalar(LETTER_OF_THE_OFFICE) or "BRIEF"
    if endpoint.partition(".")[0] == "ask_references":
        return session.scalar(POINTED_AT) or "mot-mu-1"
    if endpoint.partition(".")[0] == "closing_decisions":
        return session.scalar(PROPOSED_LAST) or "mot-mu-1"
    return examples.get(endpoint) or examples[endpoint.partition(".")[0]]

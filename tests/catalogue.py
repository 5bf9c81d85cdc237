"""Every door of the portal with an example of what is behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.access.policy import Permission
from portal.domain.workflow import PeriodState, ReportState
from portal.models import Account, Maatregel, Network, Period, Report

# What a door asks about the report behind it, besides being able to read it.
ASKS_OF_REPORT = {
    "reports.show": None,
    "reports.confirm_submit": Permission.SUBMIT_REPORT,
    "reports.submit": Permission.SUBMIT_REPORT,
    "reports.accept": Permission.ACCEPT_REPORT,
    "reports.choose_return": Permission.ACCEPT_REPORT,
    "reports.give_back": Permission.ACCEPT_REPORT,
    "progress.edit": Permission.WRITE_REPORT,
    "progress.save": Permission.WRITE_REPORT,
    "progress.unchanged": Permission.WRITE_REPORT,
    "progress.edit_section": Permission.WRITE_REPORT,
    "progress.save_section": Permission.WRITE_REPORT,
}

# Pages that tell of the reports of one network.
ONE_PER_NETWORK = {
    "networks.show": sa.select(Network.code).order_by(Network.position),
    "maatregelen.show": sa.select(sa.func.min(Maatregel.code)).group_by(Maatregel.network_id),
}


@dataclass(frozen=True)
class Visit:
    """One request to one door."""

    endpoint: str
    method: str
    url: str
    network_id: int | None = None
    state: ReportState | None = None


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
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint in ASKS_OF_REPORT:
                for report in reports:
                    yield Visit(
                        rule.endpoint,
                        method,
                        _url(app, rule, session, report),
                        report.network_id,
                        report.state,
                    )
            elif rule.endpoint in ONE_PER_NETWORK:
                for code in session.scalars(ONE_PER_NETWORK[rule.endpoint]):
                    url = app.url_map.bind("localhost").build(rule.endpoint, {"code": code})
                    yield Visit(rule.endpoint, method, url)
            else:
                yield Visit(rule.endpoint, method, _url(app, rule, session, None))


def _url(app: Flask, rule: Rule, session: Session, report: Report | None) -> str:
    values: dict[str, object] = {}
    for name in rule.arguments:
        if report is not None:
            code = report.progress[0].maatregel.code
            values[name] = {
                "period_code": report.period.code,
                "network_code": report.network.code,
                "code": code,
            }[name]
        elif name == "code":
            values[name] = _code_for(rule.endpoint, session)
        elif name == "account_id":
            values[name] = session.scalar(sa.select(sa.func.min(Account.id)))
        elif name == "appointment_id":
            values[name] = 2147483647
        else:
            raise AssertionError(f"no example for <{name}> of {rule.rule}")
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _code_for(endpoint: str, session: Session) -> str:
    examples = {
        "networks": "rotterdam",
        "maatregelen": "rtm-01",
        "goals": "i1",
        "documents": "BRIEF",
        "moties.show": "mot-mutluer",
        "moties.show_toezegging": "toe-congres",
    }
    if endpoint.partition(".")[0] in {"periods", "period_actions"}:
        return session.scalar(sa.select(Period.code).where(Period.state == PeriodState.OPEN)) or ""
    return examples.get(endpoint) or examples[endpoint.partition(".")[0]]

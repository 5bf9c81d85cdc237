"""Every door × every persona × nobody, compared with the policy table; and no draft leaks anywhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.policy import READ_STATE, Permission
from portal.access.principal import NOBODY, Principal
from portal.demo.personas import PASSWORD, PERSONAS
from portal.domain.progress import Aspect, DelayReason, ProgressStatus, Rating, Trend
from portal.domain.reports import JudgementContent, ProgressContent
from portal.domain.workflow import EDITABLE, FROZEN, PeriodState, ReportState
from portal.models import Judgement, Maatregel, MaatregelProgress, Network, Period, Report
from portal.queries.accounts import account_by_email
from portal.services import progress
from portal.web.doors import Door, lock_of
from tests.browsing import signed_in
from tests.catalogue import ASKS_OF_REPORT, Visit, visits
from tests.databases import ON_POSTGRES
from tests.workbooks import told

MARK = "Kenmerkende conceptzin van"
TELLS_OF_ACTIVITY = {"cockpit.show", "audit_trail.index"}
"""For the programme office: how far each network is (ADR 0020); for who reads the trail: that somebody wrote
(ADR 0040). Never what it says."""
OF_THE_WATCHER = {"own_audit", "own_sessions", "own_data", "authenticator_apps", "profile"}
"""Areas that tell of the visits of this test itself, or show a secret that is made anew each time."""
FORBIDDEN, ABSENT = frozenset({"forbidden"}), frozenset({"absent"})
CLOSED_AFTER_DRAFT = {"progress.edit", "progress.edit_section", "money.edit", "money.save"}
REFUSES = {
    "statements": FORBIDDEN | ABSENT,
    "statement_actions": FORBIDDEN | ABSENT,
    "maatregelen.assign_owner": FORBIDDEN,
    "division.edit": FORBIDDEN,
    "division.save": FORBIDDEN,
    "change_requests.ask": FORBIDDEN | ABSENT,
    "change_requests.of_maatregel": FORBIDDEN | ABSENT,
    "change_requests.show": FORBIDDEN | ABSENT,
    "change_requests.decide": FORBIDDEN | ABSENT,
    "change_requests.withdraw": FORBIDDEN | ABSENT,
    # The demonstration has no provider of single sign-on and no contact for holes.
    "single_sign_on": ABSENT,
    "security_txt.show": ABSENT,
    "notices.read": ABSENT,
    # No session has this number.
    "own_sessions.end": ABSENT,
    "notices.open_": ABSENT,
    "evidence.confirm_removal": ABSENT,
    "evidence.remove": ABSENT,
    "evidence.download": ABSENT,
    "ask_evidence.confirm_removal": ABSENT,
    "ask_evidence.remove": ABSENT,
    "meeting_documents.book": ABSENT,
    # The demonstration issues nothing by itself.
    "issued.show": ABSENT,
    "issued.differences": ABSENT,
    "issued.download": ABSENT,
    "letters.download": ABSENT,
    "actions.show": FORBIDDEN | ABSENT,
    "actions.move": FORBIDDEN | ABSENT,
    "observations.show": ABSENT,
    "observations.confirm_withdrawal": FORBIDDEN | ABSENT,
    "observations.withdraw": FORBIDDEN | ABSENT,
    "accounts.end": ABSENT,
    # For a machine that knows the token; without one it is not there.
    "metrics.metrics": ABSENT,
    # No request has this number.
    "profile.show": ABSENT,
    # It leads to the sign-in page: that is what it is for.
    "confirming.sign_in_again": frozenset({"sign_in"}),
    # Nobody in the demonstration has a second factor.
    "factors.edit": ABSENT,
    "factors.rename": ABSENT,
    "factors.confirm_removal": ABSENT,
    "factors.remove": ABSENT,
    "appointments.confirm_end": ABSENT,
    "appointments.end": ABSENT,
    "account_reviews.confirm_end": ABSENT,
    "account_reviews.end": ABSENT,
    "kamer_proposals.show": ABSENT,
    "kamer_proposals.take_over": ABSENT,
    "kamer_proposals.reject": ABSENT,
    # A maatregel is read by everybody and written by its own network.
    "underpinning.edit": FORBIDDEN,
    "underpinning.save": FORBIDDEN,
    # A signal is for who filed it and for who interprets it.
    "signal_steps.edit": FORBIDDEN,
    "signal_steps.save": FORBIDDEN,
    "signal_steps.choose_links": FORBIDDEN,
    "signal_steps.link": FORBIDDEN,
    # The demonstration need not follow a law: then there is none with the code of the example.
}
"""How a door, or every door of an area, may refuse besides for the right it asks."""
EMAILS = [persona.email for persona in PERSONAS if persona.active]
TWINS = {
    "medewerker2.programmabureau",
    "lid2.stuurgroep",
    "coordinator.overkoepelend",
    "partner.overkoepelend",
}
"""Who may do the very same as another, about reports in the very same states."""
SWEPT = [persona.email for persona in PERSONAS if persona.active and persona.local_part not in TWINS]
if ON_POSTGRES:
    # The policy is Python on both databases: there one of each combination of roles tries what is SQL.
    ONE_OF_EACH = {
        frozenset(post.role for post in persona.posts if post.is_current()): persona.email
        for persona in reversed(PERSONAS)
        if persona.email in SWEPT
    }
    SWEPT = list(ONE_OF_EACH.values())


@dataclass(frozen=True)
class Marked:
    """A report with a sentence in all its texts that stands nowhere else."""

    url: str
    sentence: str
    network_id: int
    state: ReportState

    def is_for(self, principal: Principal) -> bool:
        """Whether the policy table lets somebody read it."""
        return principal.allows(READ_STATE[self.state], self.network_id)


@pytest.fixture
def marked(db_session: Session) -> list[Marked]:
    """Mark every report that not everybody may read, in each of the states that ask for that."""
    written_off = draft_of_an_old_round(db_session)
    marks = []
    for report in db_session.scalars(sa.select(Report).where(Report.state.not_in(sorted(FROZEN)))):
        place = f"{report.period.code}/{report.network.code}"
        sentence = f"{MARK} {place}."
        report.summary = sentence
        db_session.execute(
            sa.update(Judgement).where(Judgement.report_id == report.id).values(explanation=sentence)
        )
        db_session.execute(
            sa.update(MaatregelProgress)
            .where(MaatregelProgress.report_id == report.id)
            .values(done=sentence, result=sentence, next_step=sentence, recovery=sentence)
        )
        state = ReportState.NOT_RECEIVED if report is written_off else report.state
        marks.append(Marked(f"/rapportages/{place}", sentence, report.network_id, state))
    db_session.flush()
    # From here on the database refuses every change to it.
    written_off.state = ReportState.NOT_RECEIVED
    written_off.period.state = PeriodState.ADOPTED
    db_session.commit()
    assert {mark.state for mark in marks} == set(ReportState) - {ReportState.ADOPTED}
    return marks


def draft_of_an_old_round(session: Session) -> Report:
    """A draft of Rotterdam in a round before all others, to be written off."""
    period = Period(
        code="toets",
        title="Toetsronde",
        observes_from=date(2020, 1, 1),
        observes_until=date(2020, 6, 30),
        submit_from=date(2020, 7, 1),
        submit_until=date(2020, 8, 15),
        state=PeriodState.CLOSED,
    )
    network = session.scalars(sa.select(Network).where(Network.code == "rotterdam")).one()
    maatregelen = session.scalars(sa.select(Maatregel).where(Maatregel.network_id == network.id))
    report = Report(
        period=period,
        network=network,
        judgements=[Judgement(aspect=aspect) for aspect in Aspect],
        progress=[MaatregelProgress(maatregel=each, title=each.title) for each in maatregelen],
    )
    session.add(report)
    session.flush()
    return report


def expected(app: Flask, principal: Principal, visit: Visit) -> str:
    """What the policy table says of this visit: in, sign_in, forbidden or absent."""
    lock = lock_of(app, visit.endpoint)
    assert lock is not None, f"{visit.endpoint} has no lock"
    if lock is Door.PUBLIC:
        return "in"
    if principal.account_id is None:
        return "sign_in" if visit.method == "GET" else "forbidden"
    if lock is Door.SIGNED_IN:
        return "in"
    assert isinstance(lock, Permission)
    if not principal.allows(lock):
        return "forbidden"
    if visit.network_id is None or visit.state is None:
        return "in"
    if not principal.allows(READ_STATE[visit.state], visit.network_id):
        return "absent"
    asked = ASKS_OF_REPORT[visit.endpoint]
    if asked is not None and not principal.allows(asked, visit.network_id):
        return "forbidden"
    coordinates = principal.allows(Permission.COORDINATE_REPORT, visit.network_id)
    if visit.given_to is not None and not coordinates and principal.account_id not in visit.given_to:
        return "forbidden"
    return "in"


def outcome(client: FlaskClient, visit: Visit) -> tuple[str, str]:
    answer = client.open(visit.url, method=visit.method)
    location = answer.headers.get("Location", "")
    if answer.status_code == 302 and location.startswith("/inloggen") and "volgende" in location:
        return "sign_in", ""
    found = {401: "forbidden", 403: "forbidden", 404: "absent"}.get(answer.status_code, "in")
    assert answer.status_code < 500, f"{visit} answered {answer.status_code}"
    return found, told(answer)


@pytest.mark.parametrize("email", [None, *SWEPT], ids=lambda email: (email or "anonymous").partition("@")[0])
def test_every_door_answers_as_the_policy_says(
    app: Flask,
    world: sa.Connection,
    db_session: Session,
    monkeypatch: pytest.MonkeyPatch,
    marked: list[Marked],
    record_property: Callable[[str, object], None],
    email: str | None,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    principal = NOBODY
    if email:
        account = account_by_email(db_session, email)
        assert account is not None
        principal = identify(db_session, account.id) or NOBODY
    cookies = cookies_of(app, email) if email else {}
    count = 0
    wrong = []
    for visit in list(visits(app, db_session)):
        with world.begin_nested() as savepoint:
            client = app.test_client()
            with client.session_transaction() as session:
                session.update(cookies)
            found, body = outcome(client, visit)
            wanted = expected(app, principal, visit)
            if found != wanted and not (wanted == "in" and may_refuse(visit, found)):
                wrong.append(f"{visit.method} {visit.url} for {email}: {found}, the policy says {wanted}")
            for mark in marked:
                readable = mark.is_for(principal)
                assert readable or mark.sentence not in body, f"{visit.url} shows {mark} to {email}"
                if readable and visit.endpoint == "reports.show" and visit.url == mark.url:
                    assert mark.state in EDITABLE or mark.sentence in body, f"{email} should read {mark}"
            savepoint.rollback()
        count += 1
    record_property("visits", count)
    assert wrong == []


OF_A_PLACE = {"observations.show", "observations.confirm_withdrawal", "observations.withdraw"}
"""Doors to a value of one knooppunt: others may not read it, or not take it back."""


def may_refuse(visit: Visit, found: str) -> bool:
    """Doors that refuse for what they are about, besides for the person."""
    if visit.endpoint in CLOSED_AFTER_DRAFT:
        return found == "forbidden" and visit.state is not ReportState.DRAFT
    area = visit.endpoint.partition(".")[0]
    return found in REFUSES.get(visit.endpoint, REFUSES.get(area, frozenset()))


def cookies_of(app: Flask, email: str) -> dict[str, object]:
    """Sign in once and keep what the session holds."""
    with signed_in(app, email).session_transaction() as session:
        return dict(session)


def test_a_door_without_a_lock_stays_shut(app: Flask) -> None:
    locks = {rule.endpoint: lock_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert [endpoint for endpoint, lock in locks.items() if lock is None] == []


def test_nothing_but_the_own_network_notices_a_draft(
    app: Flask, db_session: Session, sign_in: object
) -> None:
    """What an outsider sees is the same before and after somebody writes in a draft: counts included."""
    watchers = [
        "coordinator.schiphol",
        "lid1.stuurgroep",
        "secretaris.stuurgroep",
        "medewerker1.programmabureau",
        "lezer.programma",
        "lezer.rotterdam",
        "beheerder",
    ]
    urls = sorted(
        {
            visit.url
            for visit in visits(app, db_session)
            if visit.method == "GET"
            and visit.endpoint not in TELLS_OF_ACTIVITY
            and visit.endpoint.partition(".")[0] not in OF_THE_WATCHER
        }
    )

    def seen() -> dict[tuple[str, str], str]:
        pages = {}
        for watcher in watchers:
            client = sign_in(f"{watcher}@mainportaal.example")  # type: ignore[operator]
            for url in urls:
                pages[watcher, url] = _without_noise(told(client.get(url)))
        return pages

    before = seen()
    report = db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Network.code == "rotterdam", Report.state == ReportState.DRAFT)
    ).one()
    coordinator = account_by_email(db_session, "coordinator.rotterdam@mainportaal.example")
    assert coordinator is not None
    writer = identify(db_session, coordinator.id) or NOBODY
    words = "Heel andere tekst"
    content = ProgressContent(
        ProgressStatus.STOPPED, Trend.WORSE, words, words, words, DelayReason.DELIVERY, words
    )
    for row in report.progress:
        progress.write_progress(db_session, writer.actor, row, row.version, content)
    judgements = [JudgementContent(aspect, Rating.CRITICAL, words) for aspect in Aspect]
    progress.write_section(db_session, writer.actor, report, report.version, words, judgements)
    db_session.commit()
    after = seen()
    assert [key for key in before if before[key] != after[key]] == []
    form = f"/rapportages/{report.period.code}/rotterdam/samenvatting"
    own = sign_in(coordinator.email)  # type: ignore[operator]
    assert words in own.get(form).get_data(as_text=True)


def _without_noise(html: str) -> str:
    html = re.sub(r'<input[^>]*name="formulier"[^>]*>', "", html)
    html = re.sub(r'name="csrf_token"[^>]*>|data-token="[^"]*"', "", html)
    return re.sub(r"<code>[0-9a-f]{16}</code>", "", html)


def test_the_password_of_the_demonstration_opens_every_persona(client: FlaskClient) -> None:
    page = client.get("/inloggen").get_data(as_text=True)
    assert PASSWORD in page
    assert all(email in page for email in EMAILS)

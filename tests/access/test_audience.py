"""Items meant for fewer readers than the report: no page and no export shows their words to others."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access.identify import identify
from portal.access.policy import READ_STATE
from portal.access.principal import NOBODY, Principal
from portal.demo.personas import PERSONAS
from portal.domain import clock
from portal.domain.audience import Audience, at_least
from portal.domain.evidence import EvidenceKind
from portal.domain.money import ContributionKind
from portal.domain.roles import Duty, Role
from portal.domain.workflow import ReportState
from portal.models import Account, Contribution, Erratum, Evidence, MaatregelProgress, Report
from portal.queries.accounts import account_by_email
from portal.queries.audience import left_out, readable_developments, readable_words
from tests.catalogue import visits
from tests.conftest import SignIn

MARKED = (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.ADOPTED)
WATCHERS = [
    "coordinator.schiphol",
    "partner.bloemenveilingen",
    "medewerker2.programmabureau",
    "lid1.stuurgroep",
    "lezer.programma",
    "lezer.rotterdam",
]


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        (Role.CONTRIBUTOR, at_least(Audience.NETWORK), at_least(Audience.ALL_NETWORKS)),
        (Role.COORDINATOR, at_least(Audience.NETWORK), at_least(Audience.ALL_NETWORKS)),
        (Role.READER, at_least(Audience.ALL_NETWORKS), frozenset()),
    ],
)
def test_what_a_role_in_a_network_may_see(
    role: Role, own: frozenset[Audience], other: frozenset[Audience]
) -> None:
    principal = Principal(1, "Toets", (Duty(role, 7, "Zeven"),))
    assert principal.audiences(7) == own
    assert principal.audiences(8) == other
    assert principal.audiences(None) == other


@pytest.mark.parametrize(
    ("role", "everywhere"),
    [
        (Role.PROGRAMME_OFFICER, at_least(Audience.NETWORK)),
        (Role.STEERING_MEMBER, at_least(Audience.STEERING)),
        (Role.STEERING_SECRETARY, at_least(Audience.STEERING)),
        (Role.READER, at_least(Audience.ALL_NETWORKS)),
        (Role.ADMINISTRATOR, frozenset()),
    ],
)
def test_what_a_role_in_the_programme_may_see(role: Role, everywhere: frozenset[Audience]) -> None:
    principal = Principal(1, "Toets", (Duty(role, None, ""),))
    assert principal.audiences(7) == principal.audiences(None) == everywhere
    assert NOBODY.audiences(7) == frozenset()


@dataclass(frozen=True)
class Marked:
    """A sentence that stands in items of one report for one audience, and nowhere else."""

    sentence: str
    audience: Audience
    url: str
    network_id: int
    state: ReportState

    def is_for(self, principal: Principal) -> bool:
        """Whether the policy lets somebody read it."""
        readable = principal.allows(READ_STATE[self.state], self.network_id)
        return readable and self.audience in principal.audiences(self.network_id)


@pytest.fixture
def marked(db_session: Session) -> list[Marked]:
    """Mark the words of one report in each state that others read, an audience for each maatregel."""
    author = db_session.scalars(sa.select(Account).order_by(Account.id)).first()
    assert author is not None
    marks: list[Marked] = []
    for state, report in zip(MARKED, _reports(db_session), strict=True):
        audiences = cycle(Audience)
        for row in report.progress:
            audience = next(audiences)
            sentence = _sentence(report, audience)
            row.done = row.result = row.next_step = row.recovery = row.decision_question = sentence
            row.audience = audience
            db_session.add(
                Evidence(
                    kind=EvidenceKind.LINK,
                    title=sentence,
                    progress_id=row.id,
                    audience=audience,
                    url="https://voorbeeld.example/",
                    added_at=clock.now(),
                    added_by_id=author.id,
                )
            )
        for audience in Audience:
            report.contributions.append(
                Contribution(
                    kind=ContributionKind.IN_KIND, description=_sentence(report, audience), audience=audience
                )
            )
            url = f"/rapportages/{report.period.code}/{report.network.code}"
            mark = Marked(_sentence(report, audience), audience, url, report.network_id, state)
            marks.append(mark)
        report.developments = _sentence(report, Audience.NETWORK)
        report.developments_audience = Audience.NETWORK
        db_session.flush()
        _freeze(db_session, report, state, author)
    db_session.commit()
    return marks


def _reports(session: Session) -> Iterator[Report]:
    """A submitted report, an accepted one, and another submitted one that is then adopted."""

    def in_state(state: ReportState) -> Sequence[Report]:
        return session.scalars(sa.select(Report).where(Report.state == state).order_by(Report.id)).all()

    first, *_others, last = in_state(ReportState.SUBMITTED)
    yield from (first, in_state(ReportState.ACCEPTED)[0], last)


def _freeze(session: Session, report: Report, state: ReportState, author: Account) -> None:
    """Adopt a report behind the back of the services, with an erratum for each audience beside it."""
    if state is not ReportState.ADOPTED:
        return
    report.accepted_at, report.accepted_by_id = clock.now(), author.id
    report.state, report.adopted_at = state, clock.now()
    session.flush()
    for audience in Audience:
        sentence = _sentence(report, audience)
        session.add(
            Erratum(
                report_id=report.id,
                passage=sentence,
                correction=sentence,
                reason=sentence,
                audience=audience,
                added_at=clock.now(),
                added_by_id=author.id,
            )
        )


def _sentence(report: Report, audience: Audience) -> str:
    return f"Kenmerkende zin voor {audience.value} uit {report.network.code}."


def text_of(answer: TestResponse) -> str:
    """Everything that can be read in an answer; what is packed is unpacked."""
    content = answer.get_data()
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def principal_of(session: Session, email: str) -> Principal:
    account = account_by_email(session, email)
    assert account is not None
    return identify(session, account.id) or NOBODY


@pytest.mark.parametrize("watcher", WATCHERS)
def test_no_page_shows_words_to_whom_they_are_not_meant_for(
    app: Flask, db_session: Session, sign_in: SignIn, marked: list[Marked], watcher: str
) -> None:
    email = f"{watcher}@mainportaal.example"
    principal = principal_of(db_session, email)
    client = sign_in(email)
    # Of pages about a report, those about a marked one.
    urls = {
        visit.url
        for visit in visits(app, db_session)
        if visit.method == "GET"
        and (visit.network_id is None or any(visit.url.startswith(mark.url) for mark in marked))
    }
    urls |= {mark.url for mark in marked} | {f"{mark.url}/wijzigingen" for mark in marked}
    codes = db_session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .where(Report.network_id.in_({mark.network_id for mark in marked}))
    )
    urls |= {f"/maatregelen/{row.maatregel.code}" for row in codes}
    seen = 0
    for url in sorted(urls - {"/uitloggen"}):
        text = text_of(client.get(url))
        for mark in marked:
            assert mark.is_for(principal) or mark.sentence not in text, f"{url} shows {mark} to {watcher}"
            if url == mark.url and mark.is_for(principal):
                assert mark.sentence in text, f"{watcher} should read {mark}"
                seen += 1
    assert bool(seen) is any(mark.is_for(principal) for mark in marked)


def test_every_watcher_is_a_persona() -> None:
    assert set(WATCHERS) <= {persona.local_part for persona in PERSONAS if persona.active}


def test_what_is_left_out_is_counted(db_session: Session, marked: list[Marked]) -> None:
    report = db_session.scalars(sa.select(Report).where(Report.state == ReportState.ACCEPTED)).one()
    assert left_out(report, at_least(Audience.NETWORK)) == 0
    hidden = [row for row in report.progress if row.audience is Audience.NETWORK]
    assert left_out(report, at_least(Audience.STEERING)) == 5 * len(hidden) + 2
    words = readable_words(report, at_least(Audience.STEERING))
    assert {words[row.id].done for row in hidden} == {""}
    assert {words[row.id].withheld_for for row in hidden} == {Audience.NETWORK}
    assert readable_developments(report, at_least(Audience.STEERING)).text == ""
    assert readable_developments(report, at_least(Audience.NETWORK)).text == report.developments

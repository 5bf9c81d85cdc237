"""Remarkable values: shown, explained by who writes, asked again when they change, and gone along."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import UnexplainedFindingsError
from portal.domain.progress import ProgressStatus
from portal.domain.reports import ProgressContent
from portal.domain.workflow import ReportState
from portal.models import Account, AuditEvent, Explanation, MaatregelProgress, Report
from portal.queries.accounts import account_by_email
from portal.queries.checks import findings_of
from portal.services import explanations, progress, reports
from tests.conftest import SignIn
from tests.views.test_reports import newest, url_of

COORDINATOR = "coordinator.overkoepelend@mainportaal.example"
OFFICER = "medewerker1.programmabureau@mainportaal.example"
WHY = "Klopt, want er is een collega eerder begonnen."
Write = Callable[..., MaatregelProgress]


@pytest.fixture
def draft(db_session: Session) -> Report:
    """A draft in which nothing is missing."""
    return newest(db_session, ReportState.DRAFT, "overkoepelend")


@pytest.fixture
def write(db_session: Session, draft: Report) -> Write:
    """Change what the first maatregel says."""

    def change(**fields: object) -> MaatregelProgress:
        row = draft.progress[0]
        content: ProgressContent = replace(row.content, **fields)  # type: ignore[arg-type]
        progress.write_progress(db_session, actor(db_session), row, row.version, content)
        db_session.commit()
        return row

    return change


def actor(session: Session, email: str = COORDINATOR) -> Actor:
    account = account_by_email(session, email)
    assert account is not None
    principal = identify(session, account.id)
    assert principal is not None
    return principal.actor


def too_many(write: Write, filled: str = "3") -> MaatregelProgress:
    return write(fte_planned=Decimal(2), fte_filled=Decimal(filled))


def sent(page: str) -> dict[str, str]:
    """The hidden fields of the first form on the page of remarkable values."""
    names = ("onderdeel", "veld", "controle", "waarde")
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in names}
    return {name: _plain(match.group(1)) for name, match in found.items() if match}


def _plain(text: str) -> str:
    return text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def explain(client: FlaskClient, report: Report, text: str = WHY, **fields: str) -> tuple[int, str]:
    url = url_of(report, "/opvallend")
    data = {**sent(client.get(url).get_data(as_text=True)), "toelichting": text, **fields}
    answer = client.post(url, data=data)
    return answer.status_code, answer.get_data(as_text=True)


def submit(client: FlaskClient, session: Session, report: Report) -> tuple[int, str]:
    session.expire_all()
    answer = client.post(url_of(report, "/indienen"), data={"version": report.content_version})
    return answer.status_code, answer.get_data(as_text=True)


def test_a_remarkable_value_is_told_explained_and_goes_along(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    row = too_many(write)
    client = sign_in(COORDINATOR)
    worklist = client.get(url_of(draft)).get_data(as_text=True)
    assert "Er is meer fte ingevuld (3) dan gepland (2)." in worklist
    assert url_of(draft, f"/maatregelen/{row.maatregel.code}") in worklist
    confirm = client.get(url_of(draft, "/indienen")).get_data(as_text=True)
    assert "Er staan opvallende waarden in de rapportage" in confirm
    status, page = submit(client, db_session, draft)
    assert (status, "Er is meer fte ingevuld" in page) == (422, True)
    assert explain(client, draft)[0] == 302
    assert "Niets staat indienen in de weg" in client.get(url_of(draft)).get_data(as_text=True)
    status, _page = submit(client, db_session, draft)
    assert status == 302
    read = sign_in(OFFICER).get(url_of(draft)).get_data(as_text=True)
    assert WHY in read
    assert "Er is meer fte ingevuld (3) dan gepland (2)." in read


def test_a_finding_leads_to_its_field(sign_in: SignIn, draft: Report, write: Write) -> None:
    texts = dict.fromkeys(("done", "result", "next_step", "recovery"), "Bel 06-12345678.")
    write(fte_planned=Decimal(20_000), fte_filled=Decimal(20_000), status=ProgressStatus.BEHIND, **texts)
    client = sign_in(COORDINATOR)
    worklist = client.get(url_of(draft)).get_data(as_text=True)
    links = set(re.findall(r'href="([^"#]+/maatregelen/[^"#]+)#([^"]+)"', worklist))
    assert len(links) == 6
    for url, anchor in links:
        assert f'id="{anchor}"' in client.get(url).get_data(as_text=True)


def test_another_value_asks_again_and_the_old_words_do_not_go_along(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    too_many(write)
    client = sign_in(COORDINATOR)
    assert explain(client, draft)[0] == 302
    too_many(write, "4")
    assert submit(client, db_session, draft)[0] == 422
    write(fte_planned=None, fte_filled=None)
    assert submit(client, db_session, draft)[0] == 302
    assert db_session.scalars(sa.select(Explanation).where(Explanation.report_id == draft.id)).all() == []


def test_explaining_what_changed_meanwhile_keeps_the_words(
    sign_in: SignIn, draft: Report, write: Write
) -> None:
    too_many(write)
    client = sign_in(COORDINATOR)
    old = sent(client.get(url_of(draft, "/opvallend")).get_data(as_text=True))
    too_many(write, "4")
    status, page = explain(client, draft, **old)
    assert status == 409
    assert WHY in page
    assert sent(page)["waarde"] != old["waarde"]
    write(fte_planned=None, fte_filled=None)
    status, page = explain(client, draft, **old)
    assert (status, WHY in page) == (409, True)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_001])
def test_an_explanation_has_words(sign_in: SignIn, draft: Report, write: Write, text: str) -> None:
    too_many(write)
    status, page = explain(sign_in(COORDINATOR), draft, text)
    assert status == 422
    assert text.strip() in page


@pytest.mark.parametrize(
    "fields",
    [{"controle": "verzonnen"}, {"onderdeel": "progress:0"}, {"waarde": "{}"}, {"waarde": "geen json"}],
)
def test_what_is_not_there_cannot_be_explained(
    sign_in: SignIn, draft: Report, write: Write, fields: dict[str, str]
) -> None:
    too_many(write)
    assert explain(sign_in(COORDINATOR), draft, **fields)[0] == 409


def test_a_hint_stops_nobody_and_asks_nothing(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    write(done="Klaar.")
    client = sign_in(COORDINATOR)
    page = client.get(url_of(draft, "/opvallend")).get_data(as_text=True)
    assert "Deze tekst is heel kort." in page
    assert 'name="toelichting"' not in page
    assert submit(client, db_session, draft)[0] == 302


def test_two_forms_share_no_id(
    sign_in: SignIn,
    db_session: Session,
    draft: Report,
    write: Write,
    world_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    too_many(write)
    other = draft.progress[1]
    content = replace(other.content, fte_planned=Decimal(2), fte_filled=Decimal(3))
    progress.write_progress(db_session, actor(db_session), other, other.version, content)
    db_session.commit()
    client = sign_in(COORDINATOR)
    # The token against forged requests is a field as well.
    monkeypatch.setitem(world_app.config, "WTF_CSRF_ENABLED", True)
    page = client.get(url_of(draft, "/opvallend")).get_data(as_text=True)
    assert page.count('name="toelichting"') == 2
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_an_error_cannot_be_explained(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    row = write(fte_planned=Decimal(20_000))
    client = sign_in(COORDINATOR)
    assert 'name="toelichting"' not in client.get(url_of(draft, "/opvallend")).get_data(as_text=True)
    found = next(each for each in findings_of(db_session, draft) if each.part == f"progress:{row.id}")
    keys = dict(zip(("onderdeel", "veld", "controle"), found.key, strict=True))
    data = {**keys, "waarde": found.finding.value, "toelichting": WHY}
    assert client.post(url_of(draft, "/opvallend"), data=data).status_code == 409
    with pytest.raises(UnexplainedFindingsError):
        reports.submit_report(db_session, actor(db_session), draft, draft.content_version)


def test_personal_data_asks_for_an_explanation_and_is_not_repeated(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    write(done="Wie meer wil weten, belt 06-12345678 tijdens kantooruren.")
    client = sign_in(COORDINATOR)
    page = client.get(url_of(draft, "/opvallend")).get_data(as_text=True)
    assert "lijkt op: telefoonnummer" in page
    assert "Het gaat om: 06-12345678." in page
    assert explain(client, draft, "Dit is het nummer van de balie.")[0] == 302
    (kept,) = db_session.scalars(sa.select(Explanation).where(Explanation.report_id == draft.id))
    assert "12345678" not in kept.value
    assert submit(client, db_session, draft)[0] == 302
    for email, sees in ((OFFICER, True), ("lid1.stuurgroep@mainportaal.example", False)):
        read = sign_in(email).get(url_of(draft)).get_data(as_text=True)
        assert ("Dit is het nummer van de balie." in read) is sees


def test_an_explanation_is_for_whom_the_words_are_for(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    too_many(write)
    write(audience=Audience.NETWORK)
    client = sign_in(COORDINATOR)
    assert explain(client, draft)[0] == 302
    assert submit(client, db_session, draft)[0] == 302
    assert WHY in sign_in(OFFICER).get(url_of(draft)).get_data(as_text=True)
    assert WHY not in sign_in("lid1.stuurgroep@mainportaal.example").get(url_of(draft)).get_data(as_text=True)


def test_who_does_not_write_the_maatregel_does_not_explain_it(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    row = too_many(write)
    coordinator = account_by_email(db_session, COORDINATOR)
    assert coordinator is not None
    row.maatregel.owner, row.maatregel.contributors = coordinator, []
    db_session.commit()
    url = url_of(draft, "/opvallend")
    data = {**sent(sign_in(COORDINATOR).get(url).get_data(as_text=True)), "toelichting": WHY}
    partner = sign_in("partner.overkoepelend@mainportaal.example")
    page = partner.get(url).get_data(as_text=True)
    assert "Er is meer fte ingevuld" in page
    assert 'name="toelichting"' not in page
    assert partner.post(url, data=data).status_code == 403
    assert sign_in("coordinator.schiphol@mainportaal.example").post(url, data=data).status_code == 404


def test_only_what_can_be_written_is_explained(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    too_many(write)
    client = sign_in(COORDINATOR)
    data = {**sent(client.get(url_of(draft, "/opvallend")).get_data(as_text=True)), "toelichting": WHY}
    draft.state, draft.first_submitted_at = ReportState.RETURNED, clock.now()
    db_session.commit()
    assert client.post(url_of(draft, "/opvallend"), data=data).status_code == 409
    # What nobody may write stops nobody: a part that was not sent back is not asked about again.
    db_session.expire_all()
    assert not any(each.stands for each in findings_of(db_session, draft))


def test_explaining_stands_in_the_trail_without_the_words(
    sign_in: SignIn, db_session: Session, draft: Report, write: Write
) -> None:
    row = too_many(write)
    assert explain(sign_in(COORDINATOR), draft)[0] == 302
    query = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FINDING_EXPLAINED)
    (event,) = db_session.scalars(query.order_by(AuditEvent.id.desc()).limit(1))
    assert event.details == {"part": row.title, "check": "fte_over_planned"}
    assert event.actor_name == db_session.get_one(Account, event.actor_id).name
    assert explain(sign_in(COORDINATOR), draft)[0] == 302
    assert (db_session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0) >= 1


def test_saying_the_same_again_is_no_event(db_session: Session, draft: Report, write: Write) -> None:
    too_many(write)
    (found,) = [each for each in findings_of(db_session, draft) if each.stands]

    def events() -> int:
        counted = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.FINDING_EXPLAINED)
        return db_session.scalar(counted) or 0

    who = actor(db_session)
    explanations.explain(db_session, who, draft, found.key, found.finding.value, WHY)
    once = events()
    explanations.explain(db_session, who, draft, found.key, found.finding.value, f"  {WHY} ")
    assert events() == once
    explanations.explain(db_session, who, draft, found.key, found.finding.value, "Toch anders.")
    assert events() == once + 1


def test_amounts_are_not_for_who_does_not_read_money(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    line = draft.money[0]
    line.realised = -987_654
    db_session.commit()
    url = url_of(draft, "/opvallend")
    coordinator = sign_in(COORDINATOR).get(url).get_data(as_text=True)
    assert "987.654" in coordinator
    data = {**sent(coordinator), "onderdeel": f"money:{line.id}", "veld": "realised"}
    data |= {"controle": "negative_amount", "toelichting": WHY}
    partner = sign_in("partner.overkoepelend@mainportaal.example")
    for path in ("/opvallend", ""):
        assert "987.654" not in partner.get(url_of(draft, path)).get_data(as_text=True)
    assert partner.post(url, data=data).status_code == 403

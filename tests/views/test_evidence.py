"""Evidence with a maatregel: adding, taking away, handing out, and to whom."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.domain.evidence import MOST_EVIDENCE
from portal.domain.uploads import UploadProblem
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, Evidence, MaatregelProgress, Network, Report
from portal.web.files import file_store
from portal.web.labels import label
from tests.abuse.corpus import MADE_HARMLESS, REFUSED
from tests.abuse.making import docx, pdf
from tests.browsing import SignIn

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
OTHER = "coordinator.schiphol@mainportaal.example"
OFFICER = "medewerker1.programmabureau@mainportaal.example"
MEMBER = "lid1.stuurgroep@mainportaal.example"
READER = "lezer.programma@mainportaal.example"


@pytest.fixture
def report(db_session: Session) -> Report:
    """The draft of Rotterdam."""
    return in_state(db_session, ReportState.DRAFT)


@pytest.fixture
def coordinator(sign_in: SignIn) -> FlaskClient:
    return sign_in(COORDINATOR)


def in_state(session: Session, state: ReportState, network: str = "rotterdam") -> Report:
    found = sa.select(Report).join(Report.network).where(Network.code == network, Report.state == state)
    return session.scalars(found.order_by(Report.id.desc())).first() or pytest.fail(
        f"no {state} of {network}"
    )


def page_of(report: Report) -> str:
    code = report.progress[0].maatregel.code
    return f"/rapportages/{report.period.code}/{report.network.code}/maatregelen/{code}/bewijs"


def send(client: FlaskClient, url: str, content: bytes, name: str, **said: str) -> TestResponse:
    """Send a form with a file as browsers do, who write what cannot stand in a name as a number."""
    fields = {"titel": "Foto van de hal", "doelgroep": "all_networks", **said}
    name = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    parts = [
        f'--grens\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in fields.items()
    ]
    parts.append(
        f'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    head = "".join(parts).encode("utf-8", "surrogatepass")
    return client.post(
        f"{url}/bestand",
        input_stream=BytesIO(head + content + b"\r\n--grens--\r\n"),
        content_type="multipart/form-data; boundary=grens",
        headers={"Content-Length": str(len(head) + len(content) + 13)},
    )


def send_link(client: FlaskClient, url: str, address: str, **said: str) -> TestResponse:
    data = {"link-titel": "Persbericht", "link-doelgroep": "public", "link-adres": address, **said}
    return client.post(f"{url}/link", data=data)


def rows(session: Session) -> list[Evidence]:
    session.expire_all()
    return list(session.scalars(sa.select(Evidence).order_by(Evidence.id)))


def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    found = sa.select(AuditEvent).where(AuditEvent.action == action)
    return list(session.scalars(found.order_by(AuditEvent.id)))


@pytest.fixture
def before(db_session: Session) -> int:
    """How much evidence the demonstration has."""
    return len(rows(db_session))


def test_a_file_comes_in_and_goes_out_unchanged(
    coordinator: FlaskClient, db_session: Session, report: Report, before: int
) -> None:
    content = docx()
    assert send(coordinator, page_of(report), content, "Verslag één.docx").status_code == 302
    made = rows(db_session)[-1]
    assert len(rows(db_session)) == before + 1
    assert (made.title, made.file_name, made.size) == ("Foto van de hal", "Verslag één.docx", len(content))
    page = coordinator.get(page_of(report)).get_data(as_text=True)
    assert "Foto van de hal" in page
    assert "Word-document" in page
    assert made.sha256[:12] in page
    answer = coordinator.get(f"/bewijs/{made.id}")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Verslag%20%C3%A9%C3%A9n.docx" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    added = events(db_session, AuditAction.EVIDENCE_ADDED)[-1]
    read = events(db_session, AuditAction.EVIDENCE_READ)[-1]
    assert (
        added.details
        == read.details
        == {"part": report.progress[0].title, "kind": "file", "sha256": made.sha256}
    )
    assert "Foto van de hal" not in str(added.details)
    reading = coordinator.get(f"/rapportages/{report.period.code}/rotterdam").get_data(as_text=True)
    assert "Bestand opgehaald" not in reading
    assert "1 stuk bewijs" in reading


def test_the_same_file_twice_is_once(
    coordinator: FlaskClient, db_session: Session, report: Report, before: int
) -> None:
    for _time in range(2):
        assert send(coordinator, page_of(report), pdf(), "verslag.pdf").status_code == 302
        assert send_link(coordinator, page_of(report), "https://www.rijksoverheid.nl/").status_code == 302
    assert len(rows(db_session)) == before + 2


def test_a_link_is_text_that_nobody_visits(
    coordinator: FlaskClient, db_session: Session, report: Report, before: int
) -> None:
    address = "https://www.rijksoverheid.nl/actueel?a=1&b=2"
    assert send_link(coordinator, page_of(report), address).status_code == 302
    made = rows(db_session)[-1]
    assert (made.url, made.audience) == (address, Audience.PUBLIC)
    page = coordinator.get(page_of(report)).get_data(as_text=True)
    assert 'href="https://www.rijksoverheid.nl/actueel?a=1&amp;b=2" rel="noopener noreferrer"' in page
    assert coordinator.get(f"/bewijs/{made.id}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.rijksoverheid.nl/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://naam:woord@rijksoverheid.nl/",
        "https://www.rijksoverheid.nl/\\evil",
        'https://www.rijksoverheid.nl/"><script>',
        "https://rïjksoverheid.nl/",
        "https://rijksoverheid.nl:99999/",
        "//rijksoverheid.nl",
        f"https://rijksoverheid.nl/{'a' * 1000}",
    ],
)
def test_another_kind_of_address_is_refused(
    coordinator: FlaskClient, db_session: Session, report: Report, before: int, address: str
) -> None:
    answer = send_link(coordinator, page_of(report), address)
    assert answer.status_code == 422
    assert 'value="Persbericht"' in answer.get_data(as_text=True)
    assert len(rows(db_session)) == before


@pytest.mark.parametrize("problem", sorted({abuse.problem for abuse in REFUSED}))
def test_every_abusive_file_gets_a_clear_refusal(
    coordinator: FlaskClient, db_session: Session, report: Report, before: int, problem: UploadProblem
) -> None:
    for abuse in (each for each in REFUSED if each.problem is problem):
        answer = send(coordinator, page_of(report), abuse.content, abuse.name)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, abuse.what
        assert str(label(problem)) in page, abuse.what
        assert 'value="Foto van de hal"' in page, abuse.what
    assert len(rows(db_session)) == before


# No browser sends a quote or the end of a line in a name; the check itself is tried with them.
SENT = [each for each in MADE_HARMLESS if not {'"', "\n"} & set(each.name)]


def test_every_disguise_goes_out_harmless(
    coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    for disguise in SENT:
        answer = send(coordinator, page_of(report), disguise.content, disguise.name)
        assert answer.status_code == 302, disguise.what
        made = rows(db_session)[-1]
        assert made.file_name == disguise.kept_as or "\\" in disguise.name, disguise.what
        answer = coordinator.get(f"/bewijs/{made.id}")
        assert not disguise.gone or disguise.gone not in answer.data, disguise.what
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment"), disguise.what
        assert not set("\r\n/\\<>") & set(disposition), disguise.what
        assert coordinator.post(f"{page_of(report)}/{made.id}/verwijderen").status_code == 302


@pytest.mark.parametrize("missing", ["titel", "doelgroep"])
def test_what_was_typed_stays_when_something_is_missing(
    coordinator: FlaskClient, report: Report, missing: str
) -> None:
    answer = send(coordinator, page_of(report), pdf(), "verslag.pdf", **{missing: ""})
    assert answer.status_code == 422
    without = coordinator.post(
        f"{page_of(report)}/bestand", data={"titel": "Mijn titel", "doelgroep": "public"}
    )
    assert without.status_code == 422
    assert "Kies een bestand." in without.get_data(as_text=True)
    assert 'value="Mijn titel"' in without.get_data(as_text=True)


def test_a_title_is_text_and_fits(coordinator: FlaskClient, db_session: Session, report: Report) -> None:
    assert send(coordinator, page_of(report), pdf(), "a.pdf", titel="a" * 201).status_code == 422
    assert send(coordinator, page_of(report), pdf(), "a.pdf", titel="a\0b").status_code == 422
    assert send(coordinator, page_of(report), pdf(), "a.pdf", doelgroep="iedereen").status_code == 422
    assert send(coordinator, page_of(report), pdf(), "a.pdf", titel="<script>x</script>").status_code == 302
    assert "<script>x" not in coordinator.get(page_of(report)).get_data(as_text=True)


class Endless:
    """A body of half a gigabyte that nobody keeps; it counts how much of it was taken."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, size if size >= 0 else 64 * 1024)
        self.left -= count
        self.taken += count
        return b"x" * count


@pytest.mark.parametrize("told", [True, False])
def test_half_a_gigabyte_is_refused_unread(
    app: Flask,
    coordinator: FlaskClient,
    db_session: Session,
    report: Report,
    before: int,
    told: bool,  # noqa: FBT001
) -> None:
    size = 500 * 1024**2
    body = Endless(size)
    environ: dict[str, Any] = {"wsgi.input": body, "wsgi.input_terminated": True}
    if told:
        environ["CONTENT_LENGTH"] = str(size)
    answer = coordinator.post(
        f"{page_of(report)}/bestand",
        environ_overrides=environ,
        content_type="multipart/form-data; boundary=grens",
    )
    assert answer.status_code == 413
    assert "te groot" in answer.get_data(as_text=True)
    assert body.taken <= app.config["MAX_FILE_SIZE"] + 1024**2
    assert len(rows(db_session)) == before


def test_only_this_door_takes_more_than_a_form(app: Flask, coordinator: FlaskClient, report: Report) -> None:
    size = app.config["MAX_CONTENT_LENGTH"] + 100_000
    filled = pdf()[:-6] + b"%" * size + b"\n%%EOF\n"
    assert send(coordinator, page_of(report), filled, "groot.pdf").status_code == 302
    answer = coordinator.post(f"{page_of(report)}/link", data={"link-titel": "x" * size})
    assert answer.status_code == 413


def test_just_too_big_is_told_at_the_file(app: Flask, coordinator: FlaskClient, report: Report) -> None:
    answer = send(coordinator, page_of(report), pdf() + b" " * app.config["MAX_FILE_SIZE"], "groot.pdf")
    assert answer.status_code == 422
    assert "Dit bestand is te groot." in answer.get_data(as_text=True)


def test_there_is_an_end_to_it(coordinator: FlaskClient, db_session: Session, report: Report) -> None:
    row = report.progress[0]
    present = sum(each.progress_id == row.id for each in rows(db_session))
    for number in range(MOST_EVIDENCE - present):
        assert (
            send_link(coordinator, page_of(report), f"https://voorbeeld.example/{number}").status_code == 302
        )
    answer = send_link(coordinator, page_of(report), "https://voorbeeld.example/nog-een")
    assert answer.status_code == 422
    assert "Hier staan al 25 bestanden en links." in answer.get_data(as_text=True)
    assert sum(each.progress_id == row.id for each in rows(db_session)) == MOST_EVIDENCE


def test_removing_asks_first_destroys_the_file_and_leaves_a_line(
    app: Flask, coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf")
    made = rows(db_session)[-1]
    removal = f"{page_of(report)}/{made.id}/verwijderen"
    asked = coordinator.get(removal).get_data(as_text=True)
    assert "wordt vernietigd" in asked
    assert rows(db_session)[-1].removed_at is None
    assert coordinator.post(removal).status_code == 302
    gone = rows(db_session)[-1]
    assert gone.removed_at is not None
    assert coordinator.get(f"/bewijs/{made.id}").status_code == 404
    with app.app_context():
        assert gone.file_key not in {file.key for file in file_store().files()}
    page = coordinator.get(page_of(report)).get_data(as_text=True)
    assert "1 verwijderd bestand" in page
    assert "verslag.pdf" in page
    assert coordinator.post(removal).status_code == 404
    assert len(events(db_session, AuditAction.EVIDENCE_REMOVED)) == 1


def test_evidence_of_another_maatregel_cannot_be_taken_away_here(
    coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf")
    made, other = rows(db_session)[-1], report.progress[1].maatregel.code
    elsewhere = (
        f"/rapportages/{report.period.code}/rotterdam/maatregelen/{other}/bewijs/{made.id}/verwijderen"
    )
    assert coordinator.get(elsewhere).status_code == coordinator.post(elsewhere).status_code == 404
    assert rows(db_session)[-1].removed_at is None


@pytest.mark.parametrize("email", [OTHER, OFFICER, MEMBER, READER])
def test_nobody_outside_the_network_gets_at_the_evidence_of_a_draft(
    sign_in: SignIn, coordinator: FlaskClient, db_session: Session, report: Report, email: str
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf", doelgroep="public")
    made = rows(db_session)[-1]
    client = sign_in(email)
    assert client.get(f"/bewijs/{made.id}").status_code == 404
    assert client.get(page_of(report)).status_code in {403, 404}
    assert send(client, page_of(report), docx(), "verslag.docx").status_code in {403, 404}
    assert client.post(f"{page_of(report)}/{made.id}/verwijderen").status_code in {403, 404}
    maatregel = report.progress[0].maatregel.code
    assert "Foto van de hal" not in client.get(f"/maatregelen/{maatregel}").get_data(as_text=True)


def test_nobody_without_signing_in(
    client: FlaskClient, coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf", doelgroep="public")
    answer = client.get(f"/bewijs/{rows(db_session)[-1].id}")
    assert answer.status_code == 302
    assert "/inloggen" in answer.headers["Location"]


SEES = {
    (Audience.NETWORK, OFFICER): True,
    (Audience.NETWORK, MEMBER): False,
    (Audience.NETWORK, OTHER): False,
    (Audience.NETWORK, READER): False,
    (Audience.STEERING, OFFICER): True,
    (Audience.STEERING, MEMBER): True,
    (Audience.STEERING, OTHER): False,
    (Audience.STEERING, READER): False,
    (Audience.ALL_NETWORKS, MEMBER): True,
    (Audience.ALL_NETWORKS, OTHER): True,
    (Audience.ALL_NETWORKS, READER): True,
    (Audience.PUBLIC, OTHER): True,
    (Audience.PUBLIC, READER): True,
}


@pytest.fixture
def adopted(coordinator: FlaskClient, db_session: Session, report: Report) -> dict[Audience, int]:
    """Evidence for each audience, in a report that is then adopted by hand."""
    made = {}
    for audience in Audience:
        content = pdf(f"/Audience /{audience.value}")
        send(
            coordinator,
            page_of(report),
            content,
            "a.pdf",
            titel=f"Stuk voor {audience.value}",
            doelgroep=audience.value,
        )
        made[audience] = rows(db_session)[-1].id
    officer = db_session.scalar(sa.text("SELECT min(id) FROM account"))
    db_session.execute(
        sa.text(
            "UPDATE report SET first_submitted_at = :moment, submitted_at = :moment, accepted_at = :moment,"
            " accepted_by_id = :officer, adopted_at = :moment, state = 'adopted' WHERE id = :id"
        ),
        {"moment": "2026-03-01 00:00:00+00:00", "officer": officer, "id": report.id},
    )
    db_session.commit()
    return made


@pytest.mark.parametrize(("audience", "email"), list(SEES), ids=str)
def test_each_audience_reads_what_is_meant_for_it(
    sign_in: SignIn, report: Report, adopted: dict[Audience, int], audience: Audience, email: str
) -> None:
    client, sees = sign_in(email), SEES[audience, email]
    assert client.get(f"/bewijs/{adopted[audience]}").status_code == (200 if sees else 404)
    maatregel = report.progress[0].maatregel.code
    for url in (f"/rapportages/{report.period.code}/rotterdam", f"/maatregelen/{maatregel}"):
        page = client.get(url).get_data(as_text=True)
        assert (f"Stuk voor {audience.value}<" in page) is sees


def test_after_adoption_evidence_stays_as_it_is(
    coordinator: FlaskClient, db_session: Session, report: Report, adopted: dict[Audience, int]
) -> None:
    page = coordinator.get(page_of(report)).get_data(as_text=True)
    assert "Dit onderdeel staat vast" in page
    assert 'type="file"' not in page
    count = len(rows(db_session))
    assert send(coordinator, page_of(report), docx(), "laat.docx").status_code == 409
    removal = f"{page_of(report)}/{adopted[Audience.PUBLIC]}/verwijderen"
    assert coordinator.get(removal).status_code == 302
    assert coordinator.post(removal).status_code == 409
    assert len(rows(db_session)) == count
    for statement in ("UPDATE evidence SET title = 'x'", "DELETE FROM evidence"):
        with pytest.raises(IntegrityError, match="frozen"), db_session.begin_nested():
            db_session.execute(sa.text(f"{statement} WHERE id = {adopted[Audience.PUBLIC]}"))


@pytest.mark.parametrize("harm", ["changed", "gone", "longer"])
def test_a_file_that_is_not_as_it_came_in_is_not_handed_out(
    app: Flask, coordinator: FlaskClient, db_session: Session, report: Report, harm: str
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf")
    made = rows(db_session)[-1]
    with app.app_context():
        store = file_store()
        store.delete(made.file_key)
        if harm != "gone":
            store.put(made.file_key, pdf().replace(b"Page", b"Paeg") if harm == "changed" else pdf() + b" ")
    answer = coordinator.get(f"/bewijs/{made.id}")
    assert answer.status_code == 500
    assert b"%PDF" not in answer.data
    assert "Content-Disposition" not in answer.headers
    assert events(db_session, AuditAction.EVIDENCE_READ) == []


def test_only_what_was_sent_back_opens_and_then_counts_as_corrected(
    coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    first, second = report.progress[0], report.progress[1]
    db_session.execute(
        sa.update(Report)
        .where(Report.id == report.id)
        .values(state=ReportState.RETURNED, first_submitted_at=sa.func.current_timestamp())
    )
    db_session.execute(
        sa.update(MaatregelProgress)
        .where(MaatregelProgress.id == first.id)
        .values(return_reason="Voeg bewijs toe.")
    )
    db_session.commit()
    before = first.updated_at
    url = f"/rapportages/{report.period.code}/rotterdam/maatregelen"
    assert send(coordinator, f"{url}/{second.maatregel.code}/bewijs", pdf(), "a.pdf").status_code == 409
    assert send(coordinator, f"{url}/{first.maatregel.code}/bewijs", pdf(), "a.pdf").status_code == 302
    db_session.expire_all()
    assert first.updated_at is not None
    assert before is None or first.updated_at > before


def test_the_mark_is_that_of_the_content(
    coordinator: FlaskClient, db_session: Session, report: Report
) -> None:
    send(coordinator, page_of(report), pdf(), "verslag.pdf")
    made = rows(db_session)[-1]
    assert made.sha256 == hashlib.sha256(pdf()).hexdigest()
    assert len(made.file_key) == 64

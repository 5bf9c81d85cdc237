"""The questionnaires of a report through the doors: the right and the wrong person, state and input."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.questionnaires import Answer, Question, Section
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, Partner, Report
from portal.queries.completeness import answers_of
from portal.services.sections import section_version
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.views.test_reports import newest, url_of

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
PARTNER = "partner.rotterdam@mainportaal.example"
SHARING, NETWORK = "/onderdelen/gegevensdeling", "/onderdelen/netwerk"


@pytest.fixture
def draft(db_session: Session) -> Report:
    return newest(db_session, ReportState.DRAFT, "rotterdam")


def save(client: FlaskClient, report: Report, rest: str, version: int, **typed: object) -> tuple[int, str]:
    sent = {name.replace("_", "-"): value for name, value in typed.items()}
    answer = client.post(url_of(report, rest), data={"version": version, **sent})
    return answer.status_code, answer.get_data(as_text=True)


def test_answers_are_saved_and_the_list_says_what_is_missing(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client = sign_in(PARTNER)
    version = section_version(draft, Section.DATA_SHARING)
    typed = {f"vraag_{n}": "yes" for n in range(1, 7)} | {"vraag_5_toelichting": "Wij wachten op één dienst."}
    assert save(client, draft, SHARING, version, **typed)[0] == 302
    db_session.expire_all()
    said = answers_of(draft)
    assert said[Question.FRAMEWORK_KNOWN].answer is Answer.YES
    assert said[Question.PUBLIC_BOTTLENECK].explanation == "Wij wachten op één dienst."
    page = client.get(url_of(draft)).get_data(as_text=True)
    assert "Gegevensdeling" in page
    assert "Toelichting" in page
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.details) == (AuditAction.SECTION_WRITTEN, {"part": "Gegevensdeling"})


def test_the_former_answer_stands_beside_and_can_be_taken_over(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client = sign_in(COORDINATOR)
    page = client.get(url_of(draft, SHARING)).get_data(as_text=True)
    assert "Alleen voor belastinggegevens bestaat nog verschil van inzicht." in page
    assert "Antwoorden per rapportageperiode" in page
    version = section_version(draft, Section.DATA_SHARING)
    assert save(client, draft, f"{SHARING}/ongewijzigd", version)[0] == 302
    db_session.expire_all()
    assert answers_of(draft)[Question.PUBLIC_BOTTLENECK].answer is Answer.PARTLY
    assert "Ongewijzigd overnemen" not in client.get(url_of(draft, SHARING)).get_data(as_text=True)
    assert save(client, draft, f"{SHARING}/ongewijzigd", version + 1)[0] == 409


def test_the_network_itself(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    partner = db_session.scalars(sa.select(Partner).where(Partner.code == "politie")).one()
    version = section_version(draft, Section.NETWORK)
    typed = {
        "convenant": "Nieuw convenant",
        "vraag_1": "yes",
        "partners_publiek": [str(partner.id)],
    }
    before = draft.version
    status, _page = save(client, draft, NETWORK, version, **typed, convenant_einde="")
    assert status == 302
    db_session.expire_all()
    assert (draft.covenant, draft.covenant_ends_on) == ("Nieuw convenant", None)
    assert [each.code for each in draft.partners] == ["politie"]
    assert draft.version == before
    page = client.get(url_of(draft, NETWORK)).get_data(as_text=True)
    assert "alleen partners mee uit één sector: publiek" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-05-01", "Het convenant eindigt op 1 mei 2026, binnen zes maanden."),
        ("2026-03-01", "Het convenant is geëindigd op 1 maart 2026."),
    ],
)
def test_an_agreement_that_ends_is_warned_about(sign_in: SignIn, draft: Report, day: str, words: str) -> None:
    client = sign_in(COORDINATOR)
    version = section_version(draft, Section.NETWORK)
    answer = client.post(
        url_of(draft, NETWORK), data={"version": version, "convenant": "X", "convenant_einde": day}
    )
    assert answer.status_code == 302
    assert words in client.get(url_of(draft, NETWORK)).get_data(as_text=True)


def test_a_stale_save_shows_both_and_loses_neither(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, partner = sign_in(COORDINATOR), sign_in(PARTNER)
    version = section_version(draft, Section.DATA_SHARING)
    first = {"vraag_1": "no", "vraag_1_toelichting": "Van de partner", "vraag_2": "yes"}
    assert save(partner, draft, SHARING, version, **first)[0] == 302
    second = {"vraag_1": "yes", "vraag_1_toelichting": "Van de coördinator"}
    status, page = save(coordinator, draft, SHARING, version, **second)
    assert status == 409
    assert "Van de partner" in page
    assert page.count("Van de coördinator") >= 2
    assert 'checked id="vraag-2-0"' in page or page.count("checked") >= 2
    assert save(coordinator, draft, SHARING, version + 1, **second)[0] == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"vraag_1": "misschien", "vraag_1_toelichting": "Behouden"}, "Behouden"),
        ({"vraag_1_toelichting": "x" * 2_001}, "Deze tekst is te lang."),
        ({"vraag_1_toelichting": "nul\x00teken"}, "een teken dat niet kan worden opgeslagen"),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, draft: Report, typed: dict[str, str], message: str
) -> None:
    version = section_version(draft, Section.DATA_SHARING)
    status, page = save(sign_in(COORDINATOR), draft, SHARING, version, **typed)
    assert status == 422
    assert message in page


def test_a_wrong_date_is_told(sign_in: SignIn, draft: Report) -> None:
    answer = sign_in(COORDINATOR).post(
        url_of(draft, NETWORK), data={"version": 1, "convenant": "Mijn afspraak", "convenant_einde": "nooit"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Vul een datum in, bijvoorbeeld 15-7-2024." in page
    assert "Mijn afspraak" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator.schiphol", 404), ("medewerker1.programmabureau", 403), ("beheerder", 403)],
)
def test_nobody_else_gets_in(sign_in: SignIn, draft: Report, who: str, status: int) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    assert client.get(url_of(draft, NETWORK)).status_code == status
    assert save(client, draft, SHARING, 1)[0] == status


def test_there_is_no_other_section(sign_in: SignIn, draft: Report) -> None:
    assert sign_in(COORDINATOR).get(url_of(draft, "/onderdelen/geheim")).status_code == 404


def test_a_section_that_is_fixed_cannot_be_written(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.ADOPTED, "rotterdam")
    client = sign_in(COORDINATOR)
    assert client.get(url_of(report, SHARING)).status_code == 302
    version = section_version(report, Section.DATA_SHARING)
    assert save(client, report, SHARING, version, vraag_1="yes")[0] == 409


# --- saved while somebody fills in


def written(session: Session) -> int:
    session.expire_all()
    action = AuditEvent.action == AuditAction.SECTION_WRITTEN
    return session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(action)) or 0


def by_itself(
    client: FlaskClient, report: Report, rest: str, data: dict[str, object]
) -> tuple[int, dict[str, Any]]:
    answer = client.post(url_of(report, f"{rest}/tussentijds"), data=data)
    return answer.status_code, answer.json or {}


def test_answers_save_themselves_and_make_one_line(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client, before = sign_in(PARTNER), written(db_session)
    version = section_version(draft, Section.DATA_SHARING)
    typed: dict[str, object] = {f"vraag-{n}": "unknown" for n in range(1, 7)}
    status, told = by_itself(client, draft, SHARING, {**typed, "version": version, "vraag-2": "no"})
    assert status == 200
    assert told["message"].startswith("Opgeslagen om 11.00 uur")
    assert told["gaps"] == "Ontbreekt nog: toelichting."
    words = {**typed, "vraag-2": "no", "vraag-2-toelichting": "Te druk"}
    with counted_queries() as first:
        status, told = by_itself(client, draft, SHARING, {**words, "version": told["version"]})
    assert (status, told["gaps"]) == (200, "Dit onderdeel is compleet.")
    assert written(db_session) == before + 1
    assert answers_of(draft)[Question.FRAMEWORK_USED].explanation == "Te druk"
    assert section_version(draft, Section.DATA_SHARING) == told["version"]
    assert len(first) <= 24, len(first)
    # The answer to the first one got lost on the way: the same once more is no quarrel.
    assert by_itself(client, draft, SHARING, {**words, "version": version}) == (200, told)


def test_facts_of_the_network_save_themselves(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    partner = db_session.scalars(sa.select(Partner).where(Partner.code == "politie")).one()
    data: dict[str, object] = {
        "version": section_version(draft, Section.NETWORK),
        "convenant": "Vanzelf bewaard",
        "partners-publiek": [str(partner.id)],
    }
    assert by_itself(sign_in(COORDINATOR), draft, NETWORK, data)[0] == 200
    db_session.expire_all()
    assert (draft.covenant, [each.code for each in draft.partners]) == ("Vanzelf bewaard", ["politie"])


def test_what_saves_itself_is_refused_in_words(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, version = sign_in(COORDINATOR), section_version(draft, Section.NETWORK)
    assert save(client, draft, NETWORK, version, convenant="Eerst")[0] == 302
    status, told = by_itself(client, draft, NETWORK, {"version": version, "convenant": "Te laat"})
    assert status == 409
    assert "Druk op Opslaan" in told["message"]
    late = client.post(url_of(draft, NETWORK), data={"version": version, "convenant": "Te laat"})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Eerst" in page
    assert "data-autosave" not in page
    wrong = {"version": version + 1, "convenant": "x" * 400}
    status, told = by_itself(client, draft, NETWORK, wrong)
    assert status == 422
    assert "Deze tekst is te lang" in told["message"]
    db_session.expire_all()
    assert draft.covenant == "Eerst"
    draft.period.state = draft.period.state.CLOSED
    db_session.commit()
    status, told = by_itself(client, draft, NETWORK, {"version": version + 1, "convenant": "Dicht"})
    assert status == 409
    assert "niet invullen" in told["message"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator.schiphol", 404), ("medewerker1.programmabureau", 403), ("beheerder", 403)],
)
@pytest.mark.parametrize("rest", ["/tussentijds", "/aanwezig"])
def test_nobody_else_saves_or_is_seen(
    sign_in: SignIn, draft: Report, who: str, status: int, rest: str
) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    data = {"version": section_version(draft, Section.NETWORK), "convenant": "Van een ander"}
    assert client.post(url_of(draft, NETWORK + rest), data=data).status_code == status
    assert sign_in(COORDINATOR).post(url_of(draft, f"/onderdelen/geheim{rest}")).status_code == 404


def test_others_of_the_network_see_who_fills_in_a_section(sign_in: SignIn, draft: Report) -> None:
    partner, coordinator = sign_in(PARTNER), sign_in(COORDINATOR)
    assert partner.post(url_of(draft, f"{SHARING}/aanwezig")).json == {"others": ""}
    busy = {"others": "Wordt nu ook bewerkt door Joris Hoekzema."}
    assert coordinator.post(url_of(draft, f"{SHARING}/aanwezig")).json == busy
    assert coordinator.post(url_of(draft, f"{NETWORK}/aanwezig")).json == {"others": ""}
    for rest in ("", SHARING):
        page = coordinator.get(url_of(draft, rest)).get_data(as_text=True)
        assert "bewerkt door Joris Hoekzema." in page, rest
    assert (
        save(partner, draft, SHARING, section_version(draft, Section.DATA_SHARING), vraag_1="yes")[0] == 302
    )
    assert "bewerkt door Joris" not in coordinator.get(url_of(draft)).get_data(as_text=True)

"""Values of indicators on screen: filled in, kept within their audience, taken back, taken along."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.models import AuditEvent, Indicator, Knooppunt, Observation
from tests.browsing import counted_queries, without_tokens
from tests.conftest import SignIn
from tests.observation_files import sheets_of

OFFICER = "medewerker1.programmabureau"
SECRET_SOURCE = "Verzonnen eigen telling van het PPS-netwerk"
URL = "/indicatoren/ind-06/waarneming"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def place_id(session: Session, code: str) -> int:
    return session.scalars(sa.select(Knooppunt.id).where(Knooppunt.code == code)).one()


def filled(session: Session, code: str = "rotterdam", **changes: str) -> dict[str, str]:
    return {
        "knooppunt": str(place_id(session, code)),
        "van": "1-1-2025",
        "tot": "30-6-2025",
        "waarde": "1.234,5",
        "bron": "Telling A",
        "ondergrens": "1.200",
        "bovengrens": "1.300",
        "onzekerheid": "Een partner ontbreekt",
        "voor": Audience.ALL_NETWORKS.value,
        **changes,
    }


def newest(session: Session) -> Observation:
    session.expire_all()
    return session.scalars(sa.select(Observation).order_by(Observation.id.desc()).limit(1)).one()


def secret(session: Session) -> Observation:
    return session.scalars(sa.select(Observation).where(Observation.audience == Audience.NETWORK)).one()


def test_a_coordinator_fills_in_a_value_once(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    first = client.post(URL, data=filled(db_session))
    made = newest(db_session)
    assert first.location.endswith(f"/indicatoren/waarnemingen/{made.id}")
    assert str(made.value) == "1234.5"
    assert client.post(URL, data=filled(db_session)).location == first.location
    other = client.post(URL, data=filled(db_session, waarde="99", ondergrens="", bovengrens=""))
    assert other.status_code == 422
    assert "Trek die eerst in, of noem een andere bron." in other.get_data(as_text=True)
    text = page(client, first.location)
    for words in ("1.234,5", "1.200 tot 1.300", "Telling A", "Een partner ontbreekt", "Waarneming ingevuld"):
        assert words in text
    events = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.subject_kind == SubjectKind.OBSERVATION, AuditEvent.subject_id == made.id
        )
    ).all()
    assert [each.action for each in events] == [AuditAction.OBSERVATION_RECORDED]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"waarde": ""}, "Vul de waarde in."),
        ({"waarde": "1234.5"}, "Schrijf een komma voor de decimalen"),
        ({"waarde": "veel"}, "Dit is geen getal."),
        ({"waarde": "1,234"}, "Gebruik hoogstens twee cijfers achter de komma."),
        ({"waarde": "9" * 40}, "Dit getal is te groot."),
        ({"knooppunt": ""}, "Kies het knooppunt."),
        ({"van": "1-7-2025"}, "De laatste dag ligt voor de eerste dag."),
        ({"tot": "31-12-2026"}, "De laatste dag ligt in de toekomst."),
        ({"van": "1-1-2019", "tot": "30-6-2019"}, "gold nog geen definitie"),
        ({"bron": " "}, "Vul in waar de waarde vandaan komt."),
        ({"ondergrens": "1.235"}, "De ondergrens is hoger dan de waarde."),
        ({"bovengrens": "1.234"}, "De bovengrens is lager dan de waarde."),
        ({"voor": "iedereen"}, "Er is 1 fout gevonden"),
        ({"bron": "b" * 201}, "Deze tekst is te lang."),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    before = newest(db_session).id
    answer = person(sign_in, OFFICER).post(URL, data=filled(db_session, **wrong))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert "Een partner ontbreekt" in text
    assert newest(db_session).id == before


def test_a_denominator_must_be_more_than_nothing(sign_in: SignIn, db_session: Session) -> None:
    url = "/indicatoren/ind-01/waarneming"
    answer = person(sign_in, OFFICER).post(url, data=filled(db_session, noemer="0"))
    assert answer.status_code == 422
    assert "De noemer moet groter zijn dan nul." in answer.get_data(as_text=True)
    assert person(sign_in, OFFICER).post(url, data=filled(db_session, noemer="2.000")).status_code == 302
    assert newest(db_session).exposure == 2000


@pytest.mark.parametrize("code", ["schiphol", "antwerpen"])
def test_a_coordinator_fills_in_the_own_knooppunt_only(
    sign_in: SignIn, db_session: Session, code: str
) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    assert "Luchthaven Schiphol" not in page(client, URL)
    before = newest(db_session).id
    assert client.post(URL, data=filled(db_session, code)).status_code == 422
    assert newest(db_session).id == before
    assert person(sign_in, OFFICER).post(URL, data=filled(db_session, code)).status_code == 302


@pytest.mark.parametrize("who", ["partner.rotterdam", "lid1.stuurgroep", "lezer.rotterdam", "beheerder"])
def test_others_fill_in_nothing(sign_in: SignIn, db_session: Session, who: str) -> None:
    client = person(sign_in, who)
    made = db_session.scalars(sa.select(sa.func.min(Observation.id))).one()
    for url in (URL, f"/indicatoren/waarnemingen/{made}/intrekken"):
        assert client.get(url).status_code == 403
        assert client.post(url, data=filled(db_session)).status_code == 403


def test_a_value_is_withdrawn_with_a_reason_and_stays_in_the_history(
    sign_in: SignIn, db_session: Session
) -> None:
    officer = person(sign_in, OFFICER)
    officer.post(URL, data=filled(db_session))
    made = newest(db_session)
    url = f"/indicatoren/waarnemingen/{made.id}"
    assert "Waarneming intrekken?" in page(officer, f"{url}/intrekken")
    assert officer.post(f"{url}/intrekken", data={"reden": " "}).status_code == 422
    assert officer.post(f"{url}/intrekken", data={"reden": "Verkeerd geteld."}).status_code == 302
    again = officer.post(f"{url}/intrekken", data={"reden": "Nog eens."})
    assert again.location.endswith(url)
    assert newest(db_session).withdrawn_because == "Verkeerd geteld."
    member = person(sign_in, "lid1.stuurgroep")
    assert "1.234,5" not in page(member, "/indicatoren/ind-06")
    assert member.get(url).status_code == 404
    assert member.get("/indicatoren/ind-06/ingetrokken").status_code == 403
    for address in (url, "/indicatoren/ind-06/ingetrokken"):
        assert "Verkeerd geteld." in page(officer, address)
    assert "Verkeerd geteld." not in page(
        person(sign_in, "coordinator.schiphol"), "/indicatoren/ind-06/ingetrokken"
    )
    assert officer.post(URL, data=filled(db_session)).status_code == 302


def test_a_coordinator_withdraws_no_value_of_another(sign_in: SignIn, db_session: Session) -> None:
    officer = person(sign_in, OFFICER)
    officer.post(URL, data=filled(db_session, "schiphol"))
    url = f"/indicatoren/waarnemingen/{newest(db_session).id}"
    client = person(sign_in, "coordinator.rotterdam")
    assert "Intrekken" not in page(client, url)
    assert client.post(f"{url}/intrekken", data={"reden": "Weg."}).status_code == 403
    assert newest(db_session).withdrawn_at is None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator.rotterdam", 200),
        ("partner.rotterdam", 200),
        (OFFICER, 200),
        ("coordinator.schiphol", 404),
        ("partner.schiphol", 404),
        ("lid1.stuurgroep", 404),
        ("lezer.rotterdam", 404),
        ("lezer.programma", 404),
        ("beheerder", 404),
    ],
)
def test_a_value_of_a_network_shows_nowhere_else(
    sign_in: SignIn, db_session: Session, who: str, status: int
) -> None:
    hidden, reads = secret(db_session), status == 200
    client = person(sign_in, who)
    address = f"/indicatoren/waarnemingen/{hidden.id}"
    assert client.get(address).status_code == status
    url = "/indicatoren/ind-04?knooppunt=rotterdam"
    for text in (
        page(client, url),
        page(client, "/indicatoren/waarnemingen.csv"),
        page(client, "/indicatoren/waarnemingen.csv?indicator=ind-04"),
    ):
        assert (SECRET_SOURCE in text) is reads
    book = sheets_of(client.get("/indicatoren/waarnemingen.xlsx").get_data())
    assert (SECRET_SOURCE in str(book)) is reads
    assert (address in page(client, url)) is reads


@pytest.mark.parametrize("who", ["coordinator.schiphol", "lid1.stuurgroep", "lezer.rotterdam"])
def test_a_value_that_is_not_for_you_changes_nothing_you_see(
    sign_in: SignIn, db_session: Session, who: str
) -> None:
    client = person(sign_in, who)
    urls = (
        "/indicatoren",
        "/indicatoren/ind-06",
        "/indicatoren/ind-06?knooppunt=rotterdam",
        "/maatregelen/rtm-06",
        "/indicatoren/waarnemingen.csv",
    )
    before = [without_tokens(client.get(url)) for url in urls]
    data = filled(db_session, voor=Audience.NETWORK.value)
    assert person(sign_in, "coordinator.rotterdam").post(URL, data=data).status_code == 302
    assert newest(db_session).audience is Audience.NETWORK
    assert [without_tokens(client.get(url)) for url in urls] == before
    assert "Telling A" in page(person(sign_in, "partner.rotterdam"), urls[1])


def test_a_reader_of_one_network_reads_values_of_that_network(sign_in: SignIn) -> None:
    text = page(person(sign_in, "lezer.rotterdam"), "/indicatoren/ind-01")
    assert "Haven Rotterdam" in text
    table = text[text.index('id="waarden"') :]
    assert "Luchthaven Schiphol" not in table[: table.index("</table>")]


def test_the_export_is_typed_marked_and_written_down(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    book = sheets_of(client.get("/indicatoren/waarnemingen.xlsx?indicator=ind-02").get_data())
    assert book["Over deze export"][0][0] == "DEMONSTRATIE"
    assert "die niet voor u zijn bedoeld" in str(book["Over deze export"])
    heads, *rows = book["Waarnemingen"]
    assert len(rows) == 24
    row = dict(zip(heads, rows[-1], strict=True))
    assert isinstance(row["Waarde"], float)
    assert row["Eerste dag"].isoformat() == "2025-09-01"
    assert row["Definitie"] == 2
    text = page(client, "/indicatoren/waarnemingen.csv?indicator=ind-07")
    assert text.startswith("\ufeffDEMONSTRATIE")
    assert ";28,5;uur;" in text
    forms = db_session.scalars(
        sa.select(AuditEvent.details["form"].as_string())
        .where(AuditEvent.action == AuditAction.EXPORTED, AuditEvent.subject_kind == SubjectKind.INDICATOR)
        .order_by(AuditEvent.id)
    ).all()
    assert forms == ["xlsx", "csv"]
    assert client.get("/indicatoren/waarnemingen.csv?indicator=niets").status_code == 404


def test_what_somebody_typed_runs_nowhere(sign_in: SignIn, db_session: Session) -> None:
    officer = person(sign_in, OFFICER)
    officer.post(URL, data=filled(db_session, bron="=1+1", onzekerheid="<script>alert(1)</script>"))
    assert ";'=1+1;" in page(officer, "/indicatoren/waarnemingen.csv?indicator=ind-06")
    text = page(officer, f"/indicatoren/waarnemingen/{newest(db_session).id}")
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text


def test_the_pages_ask_few_questions_however_many_values(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    found = db_session.scalars(sa.select(Indicator).where(Indicator.code == "ind-06")).one()

    def asked(url: str) -> int:
        with counted_queries() as queries:
            page(client, url)
        return len(queries)

    urls = ("/indicatoren/ind-06", "/indicatoren", "/indicatoren/waarnemingen.csv")
    before = [asked(url) for url in urls]
    for month in range(1, 9):
        client.post(URL, data=filled(db_session, van=f"1-{month}-2025", tot=f"28-{month}-2025"))
    assert db_session.scalar(sa.select(sa.func.count()).where(Observation.indicator_id == found.id)) == 6 + 8
    assert [asked(url) for url in urls] == before
    assert max(before) <= 14
    for url in (URL, f"/indicatoren/waarnemingen/{newest(db_session).id}", "/indicatoren/inlezen"):
        assert asked(url) <= 14

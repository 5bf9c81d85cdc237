"""Files with values: told by cell what is wrong, previewed, and written all or not at all."""

import re
from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.models import AuditEvent, Indicator, Observation, ObservationUpload
from tests.conftest import SignIn
from tests.observation_files import GOOD, HEADS, csv_of, line, sheets_of, workbook_of

OFFICER = "medewerker1.programmabureau"
IMPORT = "/indicatoren/inlezen"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def send(client: FlaskClient, content: bytes, name: str = "waarden.csv") -> TestResponse:
    return client.post(IMPORT, data={"bestand": (BytesIO(content), name)})


def told(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def preview(client: FlaskClient) -> str:
    answer = client.get(f"{IMPORT}/voorbeeld")
    assert answer.status_code == 200
    return told(answer)


def process(client: FlaskClient, text: str, reason: str = "") -> TestResponse:
    seen = re.search(r'name="gezien" value="(\w+)"', text)
    assert seen is not None
    return client.post(f"{IMPORT}/verwerken", data={"gezien": seen[1], "reden": reason})


def count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count(Observation.id))) or 0


def newest(session: Session) -> Observation:
    session.expire_all()
    return session.scalars(sa.select(Observation).order_by(Observation.id.desc()).limit(1)).one()


@pytest.mark.parametrize("bom", [True, False])
def test_a_csv_is_previewed_and_then_written(sign_in: SignIn, db_session: Session, *, bom: bool) -> None:
    client, before = person(sign_in, OFFICER), count(db_session)
    answer = send(client, csv_of(line(), line(bron="Telling B", waarde="7"), bom=bom))
    assert answer.status_code == 302
    assert count(db_session) == before
    text = preview(client)
    assert "2 rijen in het bestand" in text
    assert "1.234,5" in text
    assert process(client, text).status_code == 302
    assert count(db_session) == before + 2
    assert {str(newest(db_session).value), newest(db_session).source} == {"7", "Telling B"}
    events = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(3)).all()
    assert [each.action for each in events] == [
        AuditAction.OBSERVATIONS_IMPORTED,
        AuditAction.OBSERVATION_RECORDED,
        AuditAction.OBSERVATION_RECORDED,
    ]
    twice = process(client, text)
    assert twice.status_code == 302
    assert count(db_session) == before + 2


def test_a_workbook_with_real_dates_and_numbers_comes_in(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    days = [date(2025, 1, 1), date(2025, 6, 30)]
    row: list[object] = ["ind-01 Onderschepte partijen", "Haven Rotterdam", *days]
    row += [12.5, 200, "Telling A", 10, 15, "Steekproef", "Alleen het PPS-netwerk en het programmabureau"]
    assert send(client, workbook_of(row), "waarden.xlsx").status_code == 302
    assert process(client, preview(client)).status_code == 302
    made = newest(db_session)
    assert (str(made.value), str(made.exposure), str(made.upper)) == ("12.5", "200", "15")
    assert (made.observed_until, made.audience) == (date(2025, 6, 30), Audience.NETWORK)


def test_the_template_is_filled_in_and_comes_back(sign_in: SignIn) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    book = sheets_of(client.get(f"{IMPORT}/sjabloon.xlsx").get_data())
    assert book["Waarnemingen"][2][: len(HEADS)] == HEADS
    assert "Kies uit de lijst" in str(book["Uitleg"])
    assert "DEMONSTRATIE" in str(book["Uitleg"])
    offered = str(book["_lijsten"])
    assert "ind-01 Onderschepte partijen" in offered
    assert "Haven Rotterdam" in offered
    assert "Luchthaven Schiphol" not in offered
    empty = client.get(f"{IMPORT}/sjabloon.csv").get_data()
    assert empty == csv_of() + b"\r\n"
    answer = send(client, empty)
    assert answer.status_code == 422
    assert "Er staat geen enkele waarneming in dit bestand." in told(answer)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"waarde": "1234.5"}, "Rij 2, kolom Waarde: ‘1234.5’ kan hier niet. Schrijf een komma"),
        ({"waarde": "tien"}, "Rij 2, kolom Waarde: ‘tien’ kan hier niet. Dit is geen getal."),
        ({"waarde": ""}, "Rij 2, kolom Waarde: deze cel mag niet leeg zijn."),
        ({"waarde": "=1+1"}, "Rij 2, kolom Waarde: hier staat een formule."),
        ({"waarde": "1,001"}, "Gebruik hoogstens twee cijfers achter de komma."),
        ({"waarde": "NaN"}, "Dit is geen getal."),
        ({"indicator": "ind-99"}, "Rij 2, kolom Indicator: ‘ind-99’ is geen indicator."),
        ({"knooppunt": "Atlantis"}, "Rij 2, kolom Knooppunt: ‘Atlantis’ is geen knooppunt."),
        ({"eerste": "31-2-2025"}, "Rij 2, kolom Eerste dag: ‘31-2-2025’ is geen datum."),
        ({"eerste": "1-7-2025"}, "Rij 2, kolom Laatste dag: de laatste dag ligt voor de eerste dag."),
        ({"laatste": "31-12-2027"}, "Rij 2, kolom Laatste dag: de laatste dag ligt in de toekomst."),
        ({"eerste": "1-1-2020", "laatste": "1-2-2020"}, "gold nog geen definitie"),
        ({"noemer": "12"}, "Rij 2, kolom Noemer: deze indicator heeft geen noemer."),
        ({"indicator": "ind-01", "noemer": "0"}, "De noemer moet groter zijn dan nul".lower()),
        ({"ondergrens": "2.000"}, "Rij 2, kolom Ondergrens: de ondergrens is hoger dan de waarde."),
        ({"bovengrens": "1"}, "Rij 2, kolom Bovengrens: de bovengrens is lager dan de waarde."),
        ({"voor": "Iedereen"}, "Rij 2, kolom Voor wie: ‘Iedereen’ kan hier niet."),
        ({"bron": "b" * 201}, "Rij 2, kolom Bron: deze tekst is te lang"),
    ],
)
def test_a_mistake_in_a_csv_is_told_by_row_and_column(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    answer = send(person(sign_in, OFFICER), csv_of(line(**wrong)))
    assert answer.status_code == 422
    assert message in told(answer)
    assert db_session.scalar(sa.select(ObservationUpload.id)) is None


def test_all_mistakes_are_told_at_once(sign_in: SignIn) -> None:
    content = csv_of(
        line(waarde="x"), line(bron="B"), ["", "", ""], line(knooppunt="Y", waarde="z"), line(bron="B")
    )
    text = told(send(person(sign_in, OFFICER), content))
    assert "Er zijn 4 fouten gevonden" in text
    for message in ("Rij 2, kolom Waarde", "Rij 5, kolom Knooppunt", "Rij 5, kolom Waarde", "ook in rij 3"):
        assert message in text


def test_a_mistake_in_a_workbook_is_told_by_cell(sign_in: SignIn) -> None:
    rows = [[*GOOD[:4], value, *GOOD[5:]] for value in (12.345, "1234.5", 0)]
    content = workbook_of(*rows, formulas={"E6": "=6+6"})
    text = told(send(person(sign_in, OFFICER), content, "waarden.xlsx"))
    for message in (
        "Rij 4, kolom Waarde (cel E4): ‘12,345’ kan hier niet. Gebruik hoogstens twee cijfers",
        "Rij 5, kolom Waarde (cel E5): ‘1234.5’ kan hier niet. Schrijf een komma",
        "Rij 6, kolom Waarde (cel E6): hier staat een formule. Typ de waarde zelf.",
    ):
        assert message in text


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "leeg.csv", "leeg"),
        (csv_of(line()).replace(b"Telling A", b"T\xe9lling"), "latin.csv", "CSV UTF-8"),
        (",".join(HEADS).encode(), "komma.csv", "Zet een puntkomma tussen de kolommen"),
        (b"Indicator;Knooppunt\r\n", "kort.csv", "De kolom ‘Waarde’ ontbreekt."),
        (b"een;twee\r\n", "anders.csv", "De namen van de kolommen ontbreken."),
        (csv_of(line(bron='"open')), "aanhaling.csv", "aanhalingsteken"),
        (csv_of(line()), "waarden.exe", "bestand"),
        (csv_of(line()), "waarden.xlsx", "bestand"),
        (workbook_of(GOOD), "waarden.csv", "bestand"),
        (csv_of(*[line(bron=f"Bron {n}") for n in range(1_001)]), "groot.csv", "meer dan 1.000 rijen"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(
    sign_in: SignIn, db_session: Session, content: bytes, name: str, message: str
) -> None:
    answer = send(person(sign_in, OFFICER), content, name)
    assert answer.status_code == 422
    assert message in told(answer)
    assert db_session.scalar(sa.select(ObservationUpload.id)) is None


def test_no_file_at_all_is_told(sign_in: SignIn) -> None:
    answer = person(sign_in, OFFICER).post(IMPORT, data={})
    assert answer.status_code == 422
    assert "Kies het bestand dat u hebt ingevuld." in told(answer)


def test_a_row_about_another_knooppunt_stops_the_whole_file(sign_in: SignIn, db_session: Session) -> None:
    officer, coordinator = person(sign_in, OFFICER), person(sign_in, "coordinator.rotterdam")
    send(officer, csv_of(line(knooppunt="Luchthaven Schiphol", waarde="98765")))
    process(officer, preview(officer))
    before = count(db_session)
    foreign = csv_of(line(), line(knooppunt="schiphol", waarde="11"), line(knooppunt="antwerpen"))
    assert send(coordinator, foreign).status_code == 302
    text = preview(coordinator)
    assert text.count("Mag u niet invullen") == 3
    assert "2 rijen" in text
    assert "Dit bestand kan zo niet worden verwerkt" in text
    assert 'name="gezien"' not in text
    # What stands at another knooppunt is not told here, not even that something does.
    assert "98.765" not in text
    assert "Wijkt af" not in text
    forced = coordinator.post(f"{IMPORT}/verwerken", data={"gezien": "x" * 64})
    assert forced.status_code == 409
    assert count(db_session) == before


def test_what_differs_is_replaced_with_a_reason_only(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    send(client, csv_of(line()))
    process(client, preview(client))
    first = newest(db_session)
    send(client, csv_of(line(waarde="1.300"), line(bron="Telling B")))
    text = preview(client)
    for words in ("Wijkt af", "Nieuw", "1.234,5", "1.300"):
        assert words in text
    refused = process(client, text)
    assert refused.status_code == 422
    assert "Vul in waarom u waarden vervangt." in told(refused)
    assert newest(db_session).id == first.id
    assert process(client, text, "Verbeterde opgave.").status_code == 302
    db_session.expire_all()
    assert first.withdrawn_because == "Verbeterde opgave."
    send(client, csv_of(line(waarde="1.300")))
    assert "Staat er al" in preview(client)


def test_a_preview_that_is_no_longer_true_is_not_processed(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    send(client, csv_of(line(), line(bron="Telling B")))
    text = preview(client)
    other = person(sign_in, "coordinator.rotterdam")
    send(other, csv_of(line(waarde="5")))
    process(other, preview(other))
    before = count(db_session)
    late = process(client, text)
    assert late.status_code == 409
    assert "Er is intussen iets gewijzigd." in told(late)
    assert "Wijkt af" in told(late)
    assert count(db_session) == before


def test_an_indicator_that_stopped_meanwhile_stops_the_whole_file(
    sign_in: SignIn, db_session: Session
) -> None:
    client, before = person(sign_in, OFFICER), count(db_session)
    send(client, csv_of(line(indicator="ind-07"), line()))
    text = preview(client)
    seen = db_session.scalars(sa.select(Indicator.version).where(Indicator.code == "ind-06")).one()
    client.post("/indicatoren/ind-06/stoppen", data={"version": str(seen), "reden": "Stopt."})
    refused = process(client, text)
    assert refused.status_code == 409
    assert "Deze indicator is gestopt" in told(refused)
    assert count(db_session) == before


def test_a_file_is_for_who_sent_it_and_can_be_thrown_away(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    send(client, csv_of(line()))
    other = person(sign_in, "medewerker2.programmabureau")
    assert other.get(f"{IMPORT}/voorbeeld").status_code == 302
    assert other.post(f"{IMPORT}/weggooien").status_code == 302
    assert "waarden.csv" in told(client.get(IMPORT))
    assert client.post(f"{IMPORT}/weggooien").status_code == 302
    assert db_session.scalar(sa.select(ObservationUpload.id)) is None


@pytest.mark.parametrize("who", ["partner.rotterdam", "lid1.stuurgroep", "lezer.rotterdam", "beheerder"])
def test_others_send_nothing_in(sign_in: SignIn, who: str) -> None:
    client = person(sign_in, who)
    assert send(client, csv_of(line())).status_code == 403
    for url in ("", "/voorbeeld", "/sjabloon.xlsx", "/sjabloon.csv"):
        assert client.get(f"{IMPORT}{url}").status_code == 403
    for url in ("/verwerken", "/weggooien"):
        assert client.post(f"{IMPORT}{url}").status_code == 403

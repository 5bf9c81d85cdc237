"""The library of indicators: what is missing is seen, definitions break the series, norms can be waived."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.models import AuditEvent, Goal, Indicator, IndicatorNorm, Maatregel
from tests.browsing import counted_queries
from tests.conftest import SignIn

OFFICER = "medewerker1.programmabureau"
NEW = {
    "version": "0",
    "code": "ind-77",
    "naam": "Kenmerkende indicator",
    "definitie": "Alles wat meetelt.",
    "vanaf": "1-1-2024",
    "eenheid": "stuks",
    "richting": "up",
    "bron": "Opgave",
    "moment": "Ieder jaar",
}


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def indicator(session: Session, code: str = "ind-01") -> Indicator:
    session.expire_all()
    return session.scalars(sa.select(Indicator).where(Indicator.code == code)).one()


def actions(session: Session, found: Indicator) -> list[AuditAction]:
    query = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == SubjectKind.INDICATOR, AuditEvent.subject_id == found.id
    )
    return list(session.scalars(query.order_by(AuditEvent.id)))


def test_the_list_shows_what_is_missing_and_what_we_do_without(sign_in: SignIn) -> None:
    text = page(person(sign_in, "lid1.stuurgroep"), "/indicatoren")
    assert "8 indicatoren gevonden" in text
    assert "Ontbreekt" in text
    assert "Bewust zonder" in text


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("q=uithalers", "Aangehouden uithalers", "Onderschepte partijen"),
        ("q=%25", "", "Onderschepte partijen"),
        ("subdoel=i1", "Meldingen van werknemers", "Onderschepte partijen"),
        ("toon=zonder-nulmeting", "Meldingen van werknemers", "Afspraken met buurknooppunten"),
        ("toon=zonder-streefwaarde", "Afspraken met buurknooppunten", "Onderschepte partijen"),
        ("toon=gestopt", "Geen indicatoren gevonden", "Onderschepte partijen"),
        ("toon=onzin&subdoel=onzin", "8 indicatoren gevonden", "Geen indicatoren gevonden"),
    ],
)
def test_the_list_is_filtered(sign_in: SignIn, query: str, there: str, absent: str) -> None:
    text = page(person(sign_in, "lid1.stuurgroep"), f"/indicatoren?{query}")
    assert there in text
    assert absent not in text


def test_one_indicator_shows_all_that_belongs_to_it(sign_in: SignIn) -> None:
    text = page(person(sign_in, "lid1.stuurgroep"), "/indicatoren/ind-02")
    for words in (
        "Lager is beter",
        "surveillances",
        "2 definities door de tijd",
        "Breuk",
        "Partners telden herhaalde aanhoudingen verschillend.",
        "De operationele slagkracht is versterkt",
        "Integrale aanpak uithalers",
        "Verzonnen opgave van de opsporing",
        "<svg",
        "Gegevens als tabel",
    ):
        assert words in text
    assert "Bewerken" not in text


def test_a_waived_norm_tells_why(sign_in: SignIn) -> None:
    text = page(person(sign_in, "lid1.stuurgroep"), "/indicatoren/ind-08")
    assert "Bewust zonder" in text
    assert "Voor 2022 hield niemand dit bij." in text
    assert "Ontbreekt" in text
    assert "Nog geen waarnemingen" in text


def test_two_sources_in_one_cell_are_both_there(sign_in: SignIn) -> None:
    text = page(person(sign_in, "lid1.stuurgroep"), "/indicatoren/ind-04?knooppunt=schiphol")
    assert "Bronnen spreken elkaar tegen" in text
    table = text[text.index('id="waarden"') : text.index("</table>", text.index('id="waarden"'))]
    assert ">34</a>" in table
    assert ">47</a>" in table
    assert "Verzonnen telling van de luchthaven" in table


def test_values_are_shown_per_hundred_of_what_they_are_divided_by(sign_in: SignIn) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    counted = page(client, "/indicatoren/ind-01?knooppunt=zeeland-west-brabant")
    divided = page(client, "/indicatoren/ind-01?knooppunt=zeeland-west-brabant&weergave=per-100")
    assert ">3,91</a>" not in counted
    assert ">3,91</a>" in divided
    assert "geen noemer" in divided
    assert "Per 100" not in page(client, "/indicatoren/ind-03?weergave=per-100")


def test_an_officer_adds_an_indicator_once(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    goal = db_session.scalars(sa.select(Goal).where(Goal.code == "i1")).one()
    maatregel = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one()
    data = {**NEW, "subdoelen": str(goal.id), "maatregelen": str(maatregel.id)}
    assert client.post("/indicatoren/nieuw", data=data).location.endswith("/indicatoren/ind-77")
    made = indicator(db_session, "ind-77")
    assert [each.code for each in made.goals] == ["i1"]
    assert made.definitions[0].valid_from == date(2024, 1, 1)
    assert actions(db_session, made) == [AuditAction.INDICATOR_WRITTEN]
    again = client.post("/indicatoren/nieuw", data=data)
    assert again.status_code == 422
    assert "Deze code heeft een andere indicator al." in again.get_data(as_text=True)
    assert "Kenmerkende indicator" in page(client, "/maatregelen/rtm-01")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": "Nieuw"}, "Gebruik kleine letters"),
        ({"code": "ind-1 2"}, "Gebruik kleine letters"),
        ({"naam": " "}, "Vul in hoe de indicator heet."),
        ({"definitie": ""}, "Vul in wat meetelt en wat niet."),
        ({"vanaf": "ooit"}, "Vul een datum in"),
        ({"richting": "schuin"}, "Er is 1 fout gevonden"),
        ({"naam": "n" * 201}, "Deze tekst is te lang."),
        ({"subdoelen": "999999"}, "Er is 1 fout gevonden"),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    answer = person(sign_in, OFFICER).post("/indicatoren/nieuw", data={**NEW, **wrong})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert 'value="Ieder jaar"' in text
    assert db_session.scalar(sa.select(Indicator.id).where(Indicator.title == NEW["naam"])) is None


def test_a_stale_save_shows_both_and_loses_neither(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    found = indicator(db_session, "ind-08")
    data = {
        "version": str(found.version),
        "naam": "Eerste naam",
        "eenheid": found.unit,
        "richting": "up",
        "bron": found.source,
        "moment": found.moment,
    }
    assert client.post("/indicatoren/ind-08/bewerken", data=data).status_code == 302
    late = client.post("/indicatoren/ind-08/bewerken", data={**data, "naam": "Tweede naam"})
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "Eerste naam" in text
    assert "Tweede naam" in text
    assert indicator(db_session, "ind-08").title == "Eerste naam"
    now = str(indicator(db_session, "ind-08").version)
    assert f'value="{now}"' in text


def test_the_unit_stays_while_there_are_values(sign_in: SignIn, db_session: Session) -> None:
    found = indicator(db_session)
    data = {
        "version": str(found.version),
        "naam": found.title,
        "eenheid": "kilo",
        "richting": "neutral",
        "noemer": found.exposure,
        "bron": found.source,
        "moment": found.moment,
    }
    answer = person(sign_in, OFFICER).post("/indicatoren/ind-01/bewerken", data=data)
    assert answer.status_code == 422
    assert "Eenheid en noemer staan vast" in answer.get_data(as_text=True)
    assert indicator(db_session).unit == "partijen"


def test_a_new_definition_breaks_the_series_once(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    found = indicator(db_session, "ind-03")
    data = {
        "version": str(found.version),
        "definitie": "Alleen wat is opengemaakt.",
        "vanaf": "1-3-2026",
        "reden": "Scans tellen apart.",
    }
    url = "/indicatoren/ind-03/definitie"
    assert client.post(url, data=data).status_code == 302
    assert client.post(url, data=data).status_code == 302
    assert [each.number for each in indicator(db_session, "ind-03").definitions] == [1, 2]
    assert actions(db_session, found).count(AuditAction.DEFINITION_CHANGED) == 1
    stale = client.post(url, data={**data, "definitie": "Weer iets anders."})
    assert stale.status_code == 409
    assert "Alleen wat is opengemaakt." in stale.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reden": " "}, "Vul in waarom de definitie verandert."),
        ({"vanaf": "1-1-2001"}, "geldt vanaf een latere dag"),
        ({"vanaf": ""}, "Vul in vanaf welke dag de definitie geldt."),
    ],
)
def test_a_definition_needs_a_reason_and_a_later_day(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    found = indicator(db_session, "ind-03")
    data = {"version": str(found.version), "definitie": "Anders.", "vanaf": "1-3-2026", "reden": "Zo."}
    answer = person(sign_in, OFFICER).post("/indicatoren/ind-03/definitie", data={**data, **wrong})
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert len(indicator(db_session, "ind-03").definitions) == 1


def test_a_norm_is_a_value_or_a_reason_to_do_without(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    url = "/indicatoren/ind-06/streefwaarde/rotterdam"
    value = {"version": "0", "keuze": "waarde", "waarde": "1.250,5", "datum": "31-12-2027", "bron": "Besluit"}
    assert client.post(url, data=value).status_code == 302
    assert client.post(url, data=value).status_code == 302
    norm = db_session.scalars(
        sa.select(IndicatorNorm).where(IndicatorNorm.indicator_id == indicator(db_session, "ind-06").id)
    ).one()
    assert (norm.version, str(norm.value)) == (1, "1250.5")
    without = {"version": "0", "keuze": "zonder", "omdat": "Wij weten nog te weinig."}
    stale = client.post(url, data=without)
    assert stale.status_code == 409
    assert "1.250,5" in stale.get_data(as_text=True)
    assert client.post(url, data={**without, "version": "1"}).status_code == 302
    text = page(client, "/indicatoren/ind-06")
    assert "Wij weten nog te weinig." in text
    assert actions(db_session, indicator(db_session, "ind-06")).count(AuditAction.NORM_SET) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies een waarde, of kies dat u het zonder doet."),
        ({"keuze": "waarde", "datum": "1-1-2027", "bron": "B"}, "Vul de waarde in."),
        ({"keuze": "waarde", "waarde": "12.5", "datum": "1-1-2027", "bron": "B"}, "Schrijf een komma"),
        ({"keuze": "waarde", "waarde": "1", "bron": "B"}, "Vul de datum in."),
        ({"keuze": "waarde", "waarde": "1", "datum": "1-1-2027"}, "Vul in waar de waarde vandaan komt."),
        ({"keuze": "zonder", "waarde": "1"}, "Vul in waarom u het zonder doet."),
    ],
)
def test_half_a_norm_is_refused(
    sign_in: SignIn, db_session: Session, data: dict[str, str], message: str
) -> None:
    answer = person(sign_in, OFFICER).post(
        "/indicatoren/ind-06/nulmeting/samen", data={"version": "0", **data}
    )
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert indicator(db_session, "ind-06").norms == []


def test_an_indicator_stops_and_starts_again(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    url = "/indicatoren/ind-06/stoppen"
    seen = str(indicator(db_session, "ind-06").version)
    assert client.post(url, data={"version": seen, "reden": ""}).status_code == 422
    assert client.post(url, data={"version": seen, "reden": "Niemand telt dit nog."}).status_code == 302
    assert "Gegevensverstrekkingen" not in page(client, "/indicatoren")
    assert "Gegevensverstrekkingen" in page(client, "/indicatoren?toon=gestopt")
    assert "Deze indicator is gestopt" in page(client, "/indicatoren/ind-06")
    assert client.get("/indicatoren/ind-06/waarneming").status_code == 302
    assert client.post(url, data={"version": seen, "reden": "Nog eens."}).status_code == 409
    now = str(indicator(db_session, "ind-06").version)
    assert client.post(url, data={"version": now, "reden": "Toch weer."}).status_code == 302
    assert indicator(db_session, "ind-06").retired_on is None


@pytest.mark.parametrize("who", ["coordinator.rotterdam", "lid1.stuurgroep", "lezer.rotterdam", "beheerder"])
def test_only_the_programme_office_keeps_the_library(sign_in: SignIn, db_session: Session, who: str) -> None:
    client = person(sign_in, who)
    changes = sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action != AuditAction.ACCESS_DENIED)
    before = db_session.scalar(changes)
    for url in (
        "/nieuw",
        "/ind-01/bewerken",
        "/ind-01/definitie",
        "/ind-01/nulmeting/samen",
        "/ind-01/stoppen",
    ):
        assert client.get(f"/indicatoren{url}").status_code == 403
        assert client.post(f"/indicatoren{url}", data=NEW).status_code == 403
    assert db_session.scalar(changes) == before


def test_what_does_not_exist_is_not_found(sign_in: SignIn) -> None:
    client = person(sign_in, OFFICER)
    for url in ("/ind-99", "/ind-01/nulmeting/nergens", "/ind-01/onzin/samen", "/waarnemingen/2147483647"):
        assert client.get(f"/indicatoren{url}").status_code == 404


def test_the_pages_ask_few_questions(sign_in: SignIn) -> None:
    client = person(sign_in, OFFICER)
    counts = {}
    for url in ("/indicatoren", "/indicatoren/ind-01", "/indicatoren/ind-08", "/indicatoren/ind-01/bewerken"):
        with counted_queries() as queries:
            page(client, url)
        counts[url] = len(queries)
    assert max(counts.values()) <= 14, counts

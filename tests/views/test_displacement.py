"""The page Verplaatsing: what comes out for whom, and how an outcome becomes a signal."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from html import unescape
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType
from portal.models import AuditEvent, Maatregel, Observation, Signal
from portal.web import ground
from tests.browsing import Browse, browse, counted_queries
from tests.conftest import isolated, session_on
from tests.shifts import (
    FLAT,
    RECEIVER,
    SOURCE,
    Shifted,
    define,
    indicator,
    observe,
    operational,
    shifted,
    signed_in,
)

URL = "/verplaatsing"
FILE = f"{URL}/signaal"
HIT = "Van Haven 1 naar Haven 2"
Post = Callable[..., tuple[int, str]]


@pytest.fixture
def made(bare_session: Session) -> Shifted:
    return shifted(bare_session)


@pytest.fixture
def open_page(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browse:
    return browse(bare_app, monkeypatch)


@pytest.fixture
def enter(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], FlaskClient]:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)

    return partial(signed_in, bare_app)


def words(page: str) -> str:
    """The text of a page, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def key_in(page: str) -> str:
    found = re.search(r'name="sleutel" value="([^"]+)"', page)
    assert found, "there is no button to make a signal"
    return unescape(found[1])


@pytest.mark.usefixtures("made")
def test_the_known_worry_comes_out_with_its_inputs_and_other_explanations(open_page: Browse) -> None:
    page = words(open_page("lid", URL))
    assert HIT in page
    assert "Haven 1 daalde van 8 naar 5,2 vondsten per 100 controles (-35%, logverandering -0,43)." in page
    assert "Haven 2 steeg van 2 naar 3,9 vondsten per 100 controles (+95%, logverandering +0,67)." in page
    assert "Periode: tweede halfjaar 2025. Bron: Opgave van de partners." in page
    assert "De stijging komt 1 periode na de daling." in page
    assert "Samenhang is geen bewijs" in page
    assert "Eén grote vondst bepaalt de stijging" in page
    assert "Haven 3" in page
    assert "naar Haven 3" not in page.replace("signaal naar Haven 3", "")
    assert "score" not in page.replace("geen score", "")


@pytest.mark.usefixtures("made")
def test_a_flat_series_gives_nothing(open_page: Browse) -> None:
    page = words(open_page("lid", f"{URL}?indicator=ind-02"))
    assert "De screening vindt bij deze grenzen geen mogelijke verplaatsing." in page
    assert HIT not in page


@pytest.mark.usefixtures("made")
def test_who_reads_the_page(open_page: Browse) -> None:
    for name, status in {"lezer": 403, "beheerder": 403, "secretaris": 200}.items():
        open_page(name, URL, status)


def test_only_values_for_this_reader_count(open_page: Browse, bare_session: Session) -> None:
    """The receiver is for its own network and the programme office; nobody else sees that it exists."""
    shifted(bare_session, receiver_for=Audience.NETWORK)
    for name, sees in {
        "medewerker": True,
        "coordinator.net-2": True,
        "coordinator.net-1": False,
        "lid": False,
        "secretaris": False,
    }.items():
        page = words(open_page(name, URL))
        assert (HIT in page) is sees, name
        assert ("3,9" in page) is sees, name
        assert ("Geen waarnemingen die u mag lezen: Haven 2" in page) is not sees, name


def test_what_was_withdrawn_does_not_count(made: Shifted, open_page: Browse, bare_session: Session) -> None:
    bare_session.execute(
        sa.update(Observation)
        .where(Observation.knooppunt_id == made.places[1].id, Observation.value == Decimal(RECEIVER[3]))
        .values(
            withdrawn_at=clock.now(),
            withdrawn_because="Verkeerd",
            withdrawn_by_id=made.built.officer.account_id,
        )
    )
    bare_session.commit()
    assert HIT not in words(open_page("lid", URL))


def test_too_few_values_are_said_for_each_series(
    made: Shifted, open_page: Browse, bare_session: Session
) -> None:
    few = indicator(bare_session, made.built, "ind-03", "Enquête")
    observe(bare_session, made.built, few, made.places[0], [30, 20])
    second = define(bare_session, made.built, few, 2)
    first = few.definitions[0]
    observe(bare_session, made.built, few, made.places[1], FLAT, definitions=[first, first, second, second])
    bare_session.commit()
    page = words(open_page("lid", f"{URL}?indicator=ind-03"))
    assert "Er zijn geen twee knooppunten met genoeg waarnemingen om te vergelijken." in page
    assert f"Haven 1, bron {SOURCE}: te weinig waarnemingen (2 waarnemingen)" in page
    assert f"Haven 2, bron {SOURCE}: te weinig waarnemingen met dezelfde definitie (4 waarnemingen)" in page
    assert "Andere definitie: geen verandering berekend" in page


def test_maatregelen_that_became_operational_are_marked(
    made: Shifted, open_page: Browse, bare_session: Session
) -> None:
    ids = {each.code: each.id for each in bare_session.scalars(sa.select(Maatregel))}
    operational(bare_session, made.built, ids["net-1-m1"], date(2025, 2, 1))
    operational(bare_session, made.built, ids["net-1-m2"], date(2026, 12, 1))
    bare_session.commit()
    page = open_page("lid", URL)
    assert page.count("fig-moment-flag") == 1
    text = words(page)
    assert (
        "Bij de gever werd rond de daling operationeel: Maatregel 1 van Netwerk 1 (net-1-m1), 1 februari 2025"
        in text
    )
    assert "1 december 2026" not in text


def test_without_values_the_page_says_so(bare_session: Session, open_page: Browse) -> None:
    made = shifted(bare_session, observed=False)
    page = words(open_page("lid", URL))
    assert "Nog geen waarnemingen" in page
    assert made.places[0].title not in page.partition("Nog geen waarnemingen")[2]


@pytest.mark.usefixtures("made")
def test_an_unknown_indicator_shows_the_first(open_page: Browse) -> None:
    assert HIT in words(open_page("lid", f"{URL}?indicator=bestaat-niet"))


def figures_of(page: str) -> list[str]:
    return re.findall(r'<figure class="p-figure">.*?</figure>', page, re.DOTALL)


@pytest.mark.usefixtures("made")
def test_every_panel_has_a_table_with_the_same_numbers(open_page: Browse) -> None:
    found = figures_of(open_page("lid", URL))
    assert len(found) == 4
    expected = [("8", "5,2"), ("2", "3,9"), ("3", "3,1"), ("3", "3,1")]
    for each, numbers in zip(found, expected, strict=True):
        drawing, _mark, table = each.partition("</svg>")
        svg = ET.fromstring(re.search(r"<svg.*", drawing, re.DOTALL)[0] + "</svg>")  # type: ignore[index]  # noqa: S314
        drawn = [part.text for part in svg.iter("text") if part.get("class") == "fig-halo"]
        cells = [words(cell) for cell in re.findall(r"<td.*?</td>", table, re.DOTALL)]
        # Value, exposure, value per 100, change: the third of each four is what is drawn.
        assert cells[2::4] == drawn
        assert set(numbers) <= set(drawn)


def test_the_matrix_and_the_map_show_the_same_numbers(
    made: Shifted, open_page: Browse, bare_session: Session
) -> None:
    file_signal(bare_session, made, 0, 1)
    file_signal(bare_session, made, 0, 1)
    file_signal(bare_session, made, None, 2)
    file_signal(bare_session, made, 1, 0, state=SignalState.REFUTED)
    bare_session.commit()
    page = open_page("lid", URL)
    row = re.search(r'<th scope="row">Net 1</th>.*?</tr>', page, re.DOTALL)
    assert row
    assert [words(each) for each in re.findall(r"<td.*?</td>", row[0], re.DOTALL)] == [
        "× Niet van toepassing",
        "2",
        "0",
        "0",
        "0",
        "2",
    ]
    assert "/signalen?van=plaats-1&amp;naar=plaats-2" in page
    assert "/signalen?van=onbekend&amp;naar=plaats-3" in page
    svg = ET.fromstring(re.search(r'<svg class="fig fig--map".*?</svg>', page, re.DOTALL)[0])  # type: ignore[index]  # noqa: S314
    inside = [part.text or "" for part in svg.iter("text") if "fig-inside" in (part.get("class") or "")]
    assert sorted(inside) == ["1", "2", "2"], "one circle for each place, and one arrow"
    description = svg.find("desc")
    assert description is not None
    assert "2 signalen naar Haven 2; 1 signaal naar Haven 3" in (description.text or "")


def file_signal(
    session: Session, made: Shifted, start: int | None, end: int, state: SignalState = SignalState.NEW
) -> None:
    session.add(
        Signal(
            kind=SignalKind.DISPLACEMENT,
            title="Verschuiving",
            description="Wat is gezien",
            noticed_on=date(2026, 1, 1),
            from_knooppunt_id=None if start is None else made.places[start].id,
            to_knooppunt_id=made.places[end].id,
            source_type=SourceType.PARTNER,
            confidence=Confidence.LOW,
            state=state,
            filed_at=clock.now(),
            filed_by_id=made.built.officer.account_id or 0,
        )
    )
    session.flush()


@pytest.mark.usefixtures("made")
def test_without_a_built_map_the_matrix_stays(open_page: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.displacement.ground", lambda: None)
    page = open_page("lid", URL)
    assert "De kaart is op deze computer nog niet gemaakt." in page
    assert "fig--map" not in page
    assert 'id="stromen"' in page
    assert ground.ground is not None


def test_one_click_makes_a_signal_and_two_make_one(
    made: Shifted, enter: Callable[[str], FlaskClient], bare_session: Session
) -> None:
    officer = enter("medewerker")
    key = key_in(officer.get(URL).get_data(as_text=True))
    answers = [officer.post(FILE, data={"indicator": "ind-01", "sleutel": key}) for _twice in range(2)]
    signal = bare_session.scalars(sa.select(Signal)).one()
    assert [answer.headers["Location"] for answer in answers] == [f"/signalen/{signal.id}"] * 2
    assert (signal.from_knooppunt_id, signal.to_knooppunt_id) == (made.places[0].id, made.places[1].id)
    assert (signal.kind, signal.source_type) == (SignalKind.DISPLACEMENT, SourceType.INDICATOR)
    assert (signal.audience, signal.confidence, signal.network_id) == (
        Audience.STEERING,
        Confidence.LOW,
        None,
    )
    assert signal.title == "Mogelijke verplaatsing: van Haven 1 naar Haven 2 (Vondsten)"
    for passage in ("logverandering -0,43", "logverandering +0,67", "- Toeval", "geen bewijs", "gever -0,15"):
        assert passage in signal.description
    assert sorted(each.value for each in signal.observations) == [20, 39, 52, 80]
    actions = list(
        bare_session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == signal.id))
    )
    assert actions.count(AuditAction.SIGNAL_FILED) == 1
    page = officer.get(URL).get_data(as_text=True)
    assert 'name="sleutel"' not in page
    assert f'href="/signalen/{signal.id}"' in page
    assert "Mogelijke verplaatsing" in officer.get(f"/signalen/{signal.id}").get_data(as_text=True)


def test_what_rests_on_values_of_one_network_is_not_for_all(
    enter: Callable[[str], FlaskClient], bare_session: Session
) -> None:
    shifted(bare_session, receiver_for=Audience.NETWORK)
    officer = enter("medewerker")
    key = key_in(officer.get(URL).get_data(as_text=True))
    answer = officer.post(FILE, data={"indicator": "ind-01", "sleutel": key})
    signal = bare_session.scalars(sa.select(Signal)).one()
    assert signal.audience is Audience.NETWORK
    for name in ("lid", "coordinator.net-1", "coordinator.net-2"):
        assert enter(name).get(answer.headers["Location"]).status_code == 404
        assert signal.title not in enter(name).get(URL).get_data(as_text=True)


@pytest.mark.usefixtures("made")
def test_only_the_programme_office_makes_a_signal_of_it(
    enter: Callable[[str], FlaskClient], bare_session: Session
) -> None:
    key = key_in(enter("medewerker").get(URL).get_data(as_text=True))
    for name in ("coordinator.net-1", "lid", "secretaris", "lezer", "beheerder"):
        client = enter(name)
        assert 'name="sleutel"' not in client.get(URL).get_data(as_text=True)
        assert client.post(FILE, data={"indicator": "ind-01", "sleutel": key}).status_code == 403
    assert bare_session.scalar(sa.select(sa.func.count(Signal.id))) == 0


@pytest.mark.usefixtures("made")
def test_an_outcome_that_is_not_there_makes_no_signal(
    enter: Callable[[str], FlaskClient], bare_session: Session
) -> None:
    officer = enter("medewerker")
    for data, status in [
        ({"indicator": "ind-99", "sleutel": "x"}, 404),
        ({"indicator": "ind-01"}, 400),
        ({"indicator": "ind-01", "sleutel": "ind-01:verzonnen"}, 302),
    ]:
        assert officer.post(FILE, data=data).status_code == status
    assert "Deze uitkomst is er niet meer" in officer.get(URL).get_data(as_text=True)
    assert bare_session.scalar(sa.select(sa.func.count(Signal.id))) == 0


def test_the_page_costs_the_same_with_few_and_with_many_places(
    bare_app: Flask, frozen_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for networks in (3, 30):
        with isolated(bare_app) as connection:
            with session_on(connection) as session:
                shifted(session, networks)
            look = browse(bare_app, monkeypatch)
            look("medewerker", "/over")
            with counted_queries() as statements:
                assert HIT in look("medewerker", URL)
            asked.append(len(statements))
    assert asked[0] == asked[1] <= 14

"""Writing together through the doors: given out, saved while typing, merged, put back, talked over."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.domain.progress import ProgressStatus
from portal.domain.questionnaires import Section
from portal.domain.workflow import ReportState
from portal.models import Account, AuditEvent, Comment, KeptInput, Maatregel, MaatregelProgress, Report
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.views.test_reports import newest, row_of, url_of

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
PARTNER = "partner.rotterdam@mainportaal.example"
OTHER = "coordinator.schiphol@mainportaal.example"
OFFICE = "medewerker1.programmabureau@mainportaal.example"
MINE, NOT_MINE = "rtm-01", "rtm-03"


@pytest.fixture
def draft(db_session: Session) -> Report:
    report = newest(db_session, ReportState.DRAFT, "rotterdam")
    partner = account(db_session, PARTNER)
    given = row_of(report, MINE).maatregel
    assert partner in given.contributors
    others = row_of(report, NOT_MINE).maatregel
    assert partner.id != others.owner_id
    assert partner not in others.contributors
    return report


def account(session: Session, email: str) -> Account:
    return session.scalars(sa.select(Account).where(Account.email == email)).one()


def one(report: Report, rest: str = "", code: str = MINE) -> str:
    return url_of(report, f"/maatregelen/{code}{rest}")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def fresh(session: Session, row: MaatregelProgress) -> MaatregelProgress:
    session.expire_all()
    return row


# --- who fills in what


def test_a_contributor_sees_the_own_work_first_and_is_kept_out_of_the_rest(
    sign_in: SignIn, draft: Report
) -> None:
    partner = sign_in(PARTNER)
    page = partner.get(url_of(draft)).get_data(as_text=True)
    assert "Voor u" in page
    assert f"/maatregelen/{MINE}" in page
    assert f'href="{one(draft, code=NOT_MINE)}"' not in page
    assert "Samenvatting en oordelen invullen" not in page
    assert "De coördinator van uw PPS-netwerk vult dit onderdeel in." in page
    table = page[page.index('id="werklijst"') :]
    assert table.index(f"/maatregelen/{MINE}") < table.index(row_of(draft, NOT_MINE).title)
    for path in ("", "/tussentijds", "/aanwezig", "/ongewijzigd"):
        assert partner.post(one(draft, path, NOT_MINE), data={"version": 1}).status_code == 403
    assert partner.get(one(draft, code=NOT_MINE)).status_code == 403
    for path in ("/samenvatting", "/samenvatting/tussentijds", "/samenvatting/aanwezig"):
        assert partner.post(url_of(draft, path), data={"version": 1}).status_code == 403


def test_the_coordinator_sees_who_fills_in_what(sign_in: SignIn, draft: Report) -> None:
    page = sign_in(COORDINATOR).get(url_of(draft)).get_data(as_text=True)
    assert "Vult in: Naima Verhulst, Joris Hoekzema" in page
    assert "Maatregelen verdelen" in page


def test_every_field_is_kept_and_shown_again(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft)
    data = {
        "version": row.version,
        "fte_gepland": "2,5",
        "fte_ingevuld": "1.25",
        "proactief_reactief": "both",
        "besluitvraag": "Mag het hek hoger?",
        "doelgroep": "steering",
    }
    assert client.post(one(draft), data=data).status_code == 302
    row = fresh(db_session, row)
    assert (str(row.fte_planned), str(row.fte_filled), row.audience) == ("2.5", "1.25", Audience.STEERING)
    page = client.get(one(draft)).get_data(as_text=True)
    assert re.search(r'type="text"[^>]*value="2,5"|value="2,5"[^>]*type="text"', page)
    assert "Mag het hek hoger?" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2,555", "Gebruik hoogstens twee cijfers achter de komma."),
        ("-1", "Vul een getal in van 0 tot en met 10.000"),
        ("veel", "Vul een getal in van 0 tot en met 10.000"),
        ("99999", "Vul een getal in van 0 tot en met 10.000"),
        ("NaN", "Vul een getal in van 0 tot en met 10.000"),
    ],
)
def test_odd_fte_is_refused_in_dutch_and_kept(
    sign_in: SignIn, draft: Report, typed: str, message: str
) -> None:
    data = {"version": row_of(draft).version, "fte_gepland": typed, "gedaan": "Blijft staan"}
    answer = sign_in(COORDINATOR).post(one(draft), data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert "Blijft staan" in page
    assert f'value="{typed}"' in page


# --- saving while somebody types


def test_an_autosave_is_saved_acknowledged_and_costs_six_queries(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    for email in (COORDINATOR, PARTNER):
        client, row = sign_in(email), fresh(db_session, row_of(draft))
        data = {"version": row.version, "gedaan": f"Getypt door {email}", "status": "on_schedule"}
        path = one(draft, "/tussentijds")
        with counted_queries() as statements:
            answer = client.post(path, data=data)
        assert answer.status_code == 200
        # The first time it is told in the audit trail, which seals it.
        sealing = [each for each in statements if "audit_seal" in each or "audit_head" in each]
        assert len(sealing) <= 3, sealing
        assert len(statements) - len(sealing) <= 6, statements
        told = answer.json or {}
        assert told["message"].startswith("Opgeslagen om 11.00 uur")
        assert told["gaps"] == "Ontbreekt nog: trend, resultaat, volgende stap."
        row = fresh(db_session, row)
        assert (row.version, row.done) == (told["version"], f"Getypt door {email}")


def test_an_autosave_of_the_section_is_saved(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    data = {"version": draft.version, "samenvatting": "Half", "ontwikkelingen": "Nieuw"}
    answer = client.post(url_of(draft, "/samenvatting/tussentijds"), data=data)
    assert answer.status_code == 200
    data = {"version": (answer.json or {})["version"], "samenvatting": "Half af", "ontwikkelingen": "Nieuw"}
    path = url_of(draft, "/samenvatting/tussentijds")
    with counted_queries() as statements:
        assert client.post(path, data=data).status_code == 200
    assert len(statements) <= 6, statements
    db_session.expire_all()
    assert (draft.summary, draft.developments) == ("Half af", "Nieuw")


def test_saving_while_somebody_types_asks_six_questions_at_most(sign_in: SignIn, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft)
    path = one(draft, "/tussentijds")
    first = client.post(path, data={"version": row.version, "gedaan": "Eerst"}).get_json()
    with counted_queries() as statements:
        again = client.post(path, data={"version": first["version"], "gedaan": "Eerst dit"})
    assert again.status_code == 200
    assert len(statements) <= 6


def test_saving_a_questionnaire_while_somebody_types_asks_no_more(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client = sign_in(COORDINATOR)
    path = f"/rapportages/{draft.period.code}/{draft.network.code}/onderdelen/gegevensdeling/tussentijds"
    section = next(row for row in draft.sections if row.section is Section.DATA_SHARING)
    first = client.post(path, data={"version": section.version, "vraag-1-toelichting": "Eerst"}).get_json()
    with counted_queries() as statements:
        again = client.post(path, data={"version": first["version"], "vraag-1-toelichting": "Eerst dit"})
    assert again.status_code == 200
    assert len(statements) <= 6
    db_session.expire_all()
    assert "Eerst dit" in [row.explanation for row in draft.answers]


def test_an_autosave_is_refused_in_words(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft)
    path, version = one(draft, "/tussentijds"), row.version
    assert client.post(one(draft), data={"version": version, "gedaan": "Eerst"}).status_code == 302
    late = client.post(path, data={"version": version, "gedaan": "Te laat"})
    assert late.status_code == 409
    assert "Druk op Opslaan" in (late.json or {})["message"]
    wrong = client.post(path, data={"version": version + 1, "gedaan": "x" * 6000})
    assert wrong.status_code == 422
    assert "Wat is er gedaan?: Deze tekst is te lang" in (wrong.json or {})["message"]
    assert fresh(db_session, row).done == "Eerst"
    row.report.period.state = row.report.period.state.CLOSED
    db_session.commit()
    shut = client.post(path, data={"version": version + 1, "gedaan": "Dicht"})
    assert shut.status_code == 409
    assert "niet invullen" in (shut.json or {})["message"]


def test_signed_out_an_autosave_is_told_so(client: FlaskClient, draft: Report) -> None:
    assert client.post(one(draft, "/tussentijds"), data={"gedaan": "x"}).status_code == 401


def test_others_of_the_network_see_who_is_busy(sign_in: SignIn, draft: Report) -> None:
    partner, coordinator = sign_in(PARTNER), sign_in(COORDINATOR)
    assert partner.post(one(draft, "/aanwezig")).json == {"others": ""}
    assert coordinator.post(one(draft, "/aanwezig")).json == {
        "others": "Wordt nu ook bewerkt door Joris Hoekzema."
    }
    for path in (url_of(draft), one(draft)):
        page = coordinator.get(path).get_data(as_text=True)
        assert re.search(r"Wordt nu (ook )?bewerkt door Joris Hoekzema\.", page), path
    for outsider in (OTHER, OFFICE):
        assert sign_in(outsider).get(url_of(draft)).status_code == 404
    data = {"version": row_of(draft).version, "gedaan": "Klaar"}
    assert partner.post(one(draft), data=data).status_code == 302
    assert "bewerkt door Joris" not in coordinator.get(one(draft)).get_data(as_text=True)


# --- two at the same time


def both_write(sign_in: SignIn, report: Report, own: dict[str, str]) -> tuple[FlaskClient, str]:
    """The partner saves first; return the coordinator with the page that then shows both versions."""
    coordinator, partner = sign_in(COORDINATOR), sign_in(PARTNER)
    opened = coordinator.get(one(report)).get_data(as_text=True)
    saved = row_of(report).content
    base = {"status": saved.status or "", "trend": saved.trend or "", "resultaat": saved.result}
    theirs = {**base, "version": hidden(opened, "version"), "gedaan": "Tekst A", "status": "behind"}
    assert partner.post(one(report), data=theirs).status_code == 302
    data = {**{name: hidden(opened, name) for name in ("version", "uitgangspunt")}, **base, **own}
    answer = coordinator.post(one(report), data=data)
    assert answer.status_code == 409
    return coordinator, answer.get_data(as_text=True)


def inputs(page: str) -> dict[str, str]:
    """What the form of the page would send as it is, without the button."""
    form = page[page.index("data-guard") :]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for radio in re.findall(r'<input class="utrecht-radio[^>]*checked>', form):
        found[re.search(r'name="([^"]+)"', radio)[1]] = re.search(r'value="([^"]+)"', radio)[1]  # type: ignore[index]
    return found


def test_merging_keeps_both_texts_and_what_only_the_other_changed(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, page = both_write(sign_in, draft, {"gedaan": "Tekst B", "resultaat": "Van mij"})
    assert "Joris Hoekzema" in page
    sent = inputs(page)
    assert sent["keuze-gedaan"] == "allebei"
    assert sent["keuze-status"] == "opgeslagen"
    assert sent["keuze-resultaat"] == "mijn"
    assert coordinator.post(one(draft), data={**sent, "samenvoegen": "1"}).status_code == 302
    row = fresh(db_session, row_of(draft))
    assert (row.done, row.result, row.status) == ("Tekst A\n\nTekst B", "Van mij", ProgressStatus.BEHIND)


@pytest.mark.parametrize(("choice", "wanted"), [("mijn", "Tekst B"), ("opgeslagen", "Tekst A")])
def test_one_of_both_may_stay(
    sign_in: SignIn, db_session: Session, draft: Report, choice: str, wanted: str
) -> None:
    coordinator, page = both_write(sign_in, draft, {"gedaan": "Tekst B"})
    sent = {**inputs(page), "keuze-gedaan": choice, "samenvoegen": "1"}
    assert coordinator.post(one(draft), data=sent).status_code == 302
    assert fresh(db_session, row_of(draft)).done == wanted


def test_the_merged_text_can_be_edited_first_and_is_not_saved_by_that(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, page = both_write(sign_in, draft, {"gedaan": "Tekst B"})
    answer = coordinator.post(one(draft), data={**inputs(page), "bewerken": "1"})
    assert answer.status_code == 200
    assert re.search(r"Tekst A\s+Tekst B</textarea>", answer.get_data(as_text=True))
    assert fresh(db_session, row_of(draft)).done == "Tekst A"


def test_merging_too_late_again_and_too_long_lose_nothing(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, page = both_write(sign_in, draft, {"gedaan": "B" * 4_998})
    sent = {**inputs(page), "samenvoegen": "1"}
    long = coordinator.post(one(draft), data=sent)
    assert long.status_code == 422
    assert "B" * 4_998 in long.get_data(as_text=True)
    assert "Tekst A" in long.get_data(as_text=True)
    later = {"version": fresh(db_session, row_of(draft)).version, "gedaan": "Tekst C"}
    assert sign_in(PARTNER).post(one(draft), data=later).status_code == 302
    again = coordinator.post(one(draft), data=sent)
    assert again.status_code == 409
    assert "Tekst C" in again.get_data(as_text=True)
    assert "B" * 4_998 in again.get_data(as_text=True)


def test_the_section_merges_as_well(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, path = sign_in(COORDINATOR), url_of(draft, "/samenvatting")
    opened = client.get(path).get_data(as_text=True)
    base = {name: hidden(opened, name) for name in ("version", "uitgangspunt")}
    first = {**base, "samenvatting": "Een", "middelen_toelichting": "Zo"}
    assert client.post(path, data=first).status_code == 302
    answer = client.post(path, data={**base, "samenvatting": "Twee", "middelen_toelichting": "Anders"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Middelen: zijn er genoeg mensen en geld? Toelichting" in page
    assert client.post(path, data={**inputs(page), "samenvoegen": "1"}).status_code == 302
    db_session.expire_all()
    assert draft.summary == "Een\n\nTwee"


def test_pressing_twice_saves_once(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft)
    version = row.version
    data = {"version": version, "gedaan": "Eén keer"}
    assert [client.post(one(draft), data=data).status_code for _press in range(2)] == [302, 302]
    assert fresh(db_session, row).version == version + 1


# --- the session is over


@pytest.fixture
def lenient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser that is signed out; CSRF is tested apart."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return app.test_client()


def expire(client: FlaskClient, path: str, **typed: object) -> str:
    """Send a form while signed out; return what the page carries."""
    answer = client.post(path, data=typed)
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert "Er is nog niets opgeslagen" in page
    return hidden(page, "ingevuld")


def sign_in_with(client: FlaskClient, email: str, kept: str, password: str = PASSWORD) -> tuple[int, str]:
    data = {"email": email, "wachtwoord": password, "ingevuld": kept}
    answer = client.post("/inloggen", data=data)
    return answer.status_code, answer.headers.get("Location", "") or answer.get_data(as_text=True)


MARKUP = '"><script>alert(1)</script>'


def test_what_was_typed_comes_back_after_signing_in(
    lenient: FlaskClient, db_session: Session, draft: Report
) -> None:
    row = row_of(draft)
    kept = expire(lenient, one(draft), version=row.version, gedaan=f"Lang getypt {MARKUP}", status="behind")
    status, page = sign_in_with(lenient, COORDINATOR, kept, "fout wachtwoord")
    assert status == 422
    assert hidden(page, "ingevuld") == kept
    assert sign_in_with(lenient, COORDINATOR, kept) == (302, one(draft))
    page = lenient.get(one(draft)).get_data(as_text=True)
    assert "Uw tekst is teruggezet" in page
    assert "Lang getypt &#34;&gt;&lt;script&gt;" in page
    assert MARKUP not in page
    assert re.search(r'value="behind"[^>]*checked|checked[^>]*value="behind"', page)
    data = {"version": hidden(page, "version"), "gedaan": "Lang getypt", "status": "behind"}
    assert lenient.post(one(draft), data=data).status_code == 302
    assert fresh(db_session, row).done == "Lang getypt"
    assert db_session.scalars(sa.select(KeptInput)).all() == []
    assert "teruggezet" not in lenient.get(one(draft)).get_data(as_text=True)


def other_forms(report: Report) -> dict[str, dict[str, object]]:
    """Each other form of a report with something typed in it; its text says where it belongs."""
    sections = {row.section: row.version for row in report.sections}
    sent: dict[str, dict[str, object]] = {
        url_of(report, "/onderdelen/netwerk"): {
            "version": sections[Section.NETWORK],
            "convenant": "Getypt bij netwerk",
            "vraag-1": "yes",
        },
        url_of(report, "/onderdelen/gegevensdeling"): {
            "version": sections[Section.DATA_SHARING],
            "vraag-1-toelichting": "Getypt bij gegevensdeling",
            "vraag-2": "no",
        },
        one(report, "/planning"): {
            "version": row_of(report).version,
            "mijlpalen": 9,
            "vereisten": 1,
            "mijlpaal-9-naam": "Getypt bij planning",
            "mijlpaal-9-gepland": "2026-05-01",
        },
    }
    line = report.money[0]
    sent[url_of(report, "/geld")] = {
        "version": sections[Section.MONEY],
        "aantal": 0,
        f"toelichting-{line.year}-{line.funding_source.code}": "Getypt bij geld",
    }
    return sent


@pytest.mark.parametrize("place", range(4))
def test_what_was_typed_in_the_other_forms_comes_back_as_well(
    lenient: FlaskClient, db_session: Session, draft: Report, place: int
) -> None:
    path, typed = list(other_forms(draft).items())[place]
    kept = expire(lenient, path, **typed)
    assert sign_in_with(lenient, COORDINATOR, kept) == (302, path)
    page = lenient.get(path).get_data(as_text=True)
    assert "Uw tekst is teruggezet" in page
    assert "Getypt bij " in page
    assert "Weggooien" in page
    assert "Getypt bij " not in lenient.get(url_of(draft)).get_data(as_text=True)
    assert lenient.post(path, data=typed).status_code == 302
    assert db_session.scalars(sa.select(KeptInput)).all() == []
    page = lenient.get(path).get_data(as_text=True)
    assert "teruggezet" not in page
    assert "Getypt bij " in page


def test_what_was_put_back_in_a_section_is_forgotten_once_it_saved_itself(
    lenient: FlaskClient, db_session: Session, draft: Report
) -> None:
    path, typed = next(iter(other_forms(draft).items()))
    sign_in_with(lenient, COORDINATOR, expire(lenient, path, **typed))
    assert 'name="teruggezet"' in lenient.get(path).get_data(as_text=True)
    saved = lenient.post(f"{path}/tussentijds", data={**typed, "teruggezet": "1"})
    assert saved.status_code == 200
    assert db_session.scalars(sa.select(KeptInput)).all() == []


@pytest.mark.parametrize("place", range(4))
def test_what_was_typed_in_the_other_forms_is_not_lost_when_they_are_locked(
    lenient: FlaskClient, db_session: Session, draft: Report, place: int
) -> None:
    path, typed = list(other_forms(draft).items())[place]
    kept = expire(lenient, path, **typed)
    draft.period.state = draft.period.state.CLOSED
    db_session.commit()
    sign_in_with(lenient, COORDINATOR, kept)
    page = lenient.get(path).get_data(as_text=True)
    assert "Dit onderdeel kunt u nu niet wijzigen" in page
    assert "Getypt bij " in page


def test_what_was_put_back_can_be_thrown_away(
    lenient: FlaskClient, db_session: Session, draft: Report
) -> None:
    kept = expire(lenient, one(draft), version=row_of(draft).version, gedaan="Toch maar niet")
    sign_in_with(lenient, COORDINATOR, kept)
    answer = lenient.post("/ingevuld/weggooien", data={"pad": one(draft)})
    assert answer.headers["Location"] == one(draft)
    assert "Toch maar niet" not in lenient.get(one(draft)).get_data(as_text=True)
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", ""):
        assert lenient.post("/ingevuld/weggooien", data={"pad": elsewhere}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "status"), [(OTHER, 404), (OFFICE, 403), ("beheerder@mainportaal.example", 403)]
)
def test_somebody_else_who_signs_in_gets_nothing(
    lenient: FlaskClient, db_session: Session, draft: Report, email: str, status: int
) -> None:
    kept = expire(lenient, one(draft), version=row_of(draft).version, gedaan="Van de coördinator")
    assert sign_in_with(lenient, email, kept)[0] == 302
    answer = lenient.get(one(draft))
    assert answer.status_code == status
    assert "Van de coördinator" not in answer.get_data(as_text=True)
    assert (
        account(db_session, COORDINATOR).id not in db_session.scalars(sa.select(KeptInput.account_id)).all()
    )


def test_only_we_can_have_sealed_what_comes_back(
    lenient: FlaskClient, db_session: Session, draft: Report
) -> None:
    kept = expire(lenient, one(draft), version=row_of(draft).version, gedaan="Echt")
    for forged in ("", "x", kept[:-2], f"A{kept}", "x" * 100_000):
        assert sign_in_with(lenient, COORDINATOR, forged) == (302, "/")
        lenient.post("/uitloggen")
    assert db_session.scalars(sa.select(KeptInput)).all() == []


def test_what_is_too_much_or_no_form_is_not_carried(lenient: FlaskClient, draft: Report) -> None:
    much = lenient.post(one(draft), data={"version": 1, "gedaan": "x" * 250_000}).get_data(as_text=True)
    button = lenient.post(one(draft, "/ongewijzigd"), data={"version": 1}).get_data(as_text=True)
    for page in (much, button):
        assert hidden(page, "ingevuld") == ""
        assert "Wat u had ingevuld, is niet opgeslagen" in page


def test_what_was_typed_stands_there_when_the_part_is_locked_now(
    lenient: FlaskClient, db_session: Session, draft: Report
) -> None:
    kept = expire(lenient, one(draft), version=row_of(draft).version, gedaan="Net te laat")
    draft.period.state = draft.period.state.CLOSED
    db_session.commit()
    sign_in_with(lenient, COORDINATOR, kept)
    page = lenient.get(one(draft)).get_data(as_text=True)
    assert "Dit onderdeel kunt u nu niet wijzigen" in page
    assert "Net te laat" in page


def test_a_form_that_is_too_old_offers_its_text_back(app: Flask, draft: Report) -> None:
    client = app.test_client()
    token = hidden(client.get("/inloggen").get_data(as_text=True), "csrf_token")
    data = {"email": COORDINATOR, "wachtwoord": PASSWORD, "csrf_token": token}
    assert client.post("/inloggen", data=data).status_code == 302
    old = {"csrf_token": "oud", "version": row_of(draft).version, "gedaan": "Uit een ander venster"}
    answer = client.post(one(draft), data=old)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    sent = {name: hidden(page, name) for name in ("csrf_token", "ingevuld")}
    back = client.post("/ingevuld/terugzetten", data=sent)
    assert back.headers["Location"] == one(draft)
    assert "Uit een ander venster" in client.get(one(draft)).get_data(as_text=True)


# --- talking and dividing


def test_comments_stay_inside_the_network(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    coordinator, partner = sign_in(COORDINATOR), sign_in(PARTNER)
    path = one(draft, "/overleg", NOT_MINE)
    joris = account(db_session, PARTNER)
    answer = coordinator.post(path, data={"reactie": "Klopt dit <b>?", "noemen": str(joris.id)})
    assert answer.status_code == 302
    page = partner.get(path).get_data(as_text=True)
    assert "Klopt dit &lt;b&gt;?" in page
    assert "Voor Joris Hoekzema" in page
    assert "1 reactie" in partner.get(url_of(draft)).get_data(as_text=True)
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action is AuditAction.COMMENT_ADDED
    for outsider, status in ((OTHER, 404), (OFFICE, 403), ("lezer.rotterdam@mainportaal.example", 403)):
        watcher = sign_in(outsider)
        assert watcher.get(path).status_code == status
        assert watcher.post(path, data={"reactie": "Ik ook"}).status_code == status
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_wrong_comments_are_told(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, path = sign_in(COORDINATOR), one(draft, "/overleg")
    stranger = account(db_session, OTHER).id
    for data in ({"reactie": " "}, {"reactie": "x" * 2_001}, {"reactie": "Hoi", "noemen": str(stranger)}):
        assert client.post(path, data=data).status_code == 422
    assert db_session.scalars(sa.select(Comment)).all() == []


def test_an_adopted_report_takes_no_comments(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.ADOPTED, "rotterdam")
    client, path = sign_in(COORDINATOR), one(report, "/overleg")
    assert "U kunt hier niet meer reageren" in client.get(path).get_data(as_text=True)
    assert client.post(path, data={"reactie": "Nog even"}).status_code == 409


DIVISION = "/netwerken/rotterdam/verdeling"


def test_the_coordinator_divides(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    coordinator, partner = sign_in(COORDINATOR), sign_in(PARTNER)
    page = coordinator.get(DIVISION).get_data(as_text=True)
    joris = str(account(db_session, PARTNER).id)
    version = hidden(page, "version")
    assert partner.get(one(draft, code=NOT_MINE)).status_code == 403
    data = {"version": version, MINE: joris, NOT_MINE: joris}
    assert coordinator.post(DIVISION, data=data).status_code == 302
    assert partner.get(one(draft, code=NOT_MINE)).status_code == 200
    late = coordinator.post(DIVISION, data={"version": version, MINE: joris})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Nu opgeslagen: Joris Hoekzema." in page
    again = {"version": hidden(page, "version"), MINE: joris}
    assert coordinator.post(DIVISION, data=again).status_code == 302
    db_session.expire_all()
    given = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == NOT_MINE)).one()
    assert given.contributors == []


@pytest.mark.parametrize("email", [PARTNER, OTHER, OFFICE, "lezer.programma@mainportaal.example"])
def test_nobody_else_divides(sign_in: SignIn, email: str) -> None:
    client = sign_in(email)
    assert client.get(DIVISION).status_code == 403
    assert client.post(DIVISION, data={"version": 1}).status_code == 403


def test_a_stranger_is_never_given_anything(sign_in: SignIn, db_session: Session) -> None:
    client = sign_in(COORDINATOR)
    version = hidden(client.get(DIVISION).get_data(as_text=True), "version")
    stranger = str(account(db_session, "partner.schiphol@mainportaal.example").id)
    assert client.post(DIVISION, data={"version": version, MINE: stranger}).status_code == 422
    assert client.get("/netwerken/bestaat-niet/verdeling").status_code == 404

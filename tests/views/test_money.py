"""The pages about money: filling in, moving, comparing, taking along; and who sees which of it."""

import csv
import io
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, BudgetEvent, Contribution, FundingSource, MoneyLine, Network, Report
from portal.queries import remembered
from portal.queries.money import current_budgets
from tests.conftest import SignIn

SECRET = "Kenmerkende toelichting van Rotterdam"
NEW = "/geld/verschuivingen/nieuw"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def text(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.fixture
def draft(db_session: Session) -> Report:
    return db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Network.code == "rotterdam", Report.state == ReportState.DRAFT)
    ).one()


def address(report: Report, rest: str = "/geld") -> str:
    return f"/rapportages/{report.period.code}/{report.network.code}{rest}"


def typed(report: Report, **other: str) -> dict[str, str]:
    section = next(row for row in report.sections if row.section == "money")
    fields = {"version": str(section.version), "aantal": "0"}
    for line in report.money:
        place = f"{line.year}-{line.funding_source.code}"
        fields |= {
            f"verplicht-{place}": "€ 3.000.000",
            f"gerealiseerd-{place}": "2000000",
            f"verwachting-{place}": "3.500.000,00",
            f"reden-{place}": "labour_market",
            f"toelichting-{place}": SECRET,
        }
    return fields | other


# --- the money of a report


def test_a_coordinator_fills_in_the_money_the_dutch_way(
    draft: Report, sign_in: SignIn, db_session: Session
) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    page = text(client, address(draft))
    assert "€\xa016.500.000" in page
    assert "zoals in het plan" in page
    assert "Vorige keer" in page
    assert client.post(address(draft), data=typed(draft)).status_code == 302
    db_session.expire_all()
    lines = [(line.committed, line.realised, line.forecast, line.explanation) for line in draft.money]
    assert set(lines) == {(3_000_000, 2_000_000, 3_500_000, SECRET)}
    assert AuditAction.MONEY_WRITTEN in list(db_session.scalars(sa.select(AuditEvent.action)))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1.250.000,50", "centen kunt u niet invullen"),
        ("12,5 miljoen", "Vul een bedrag in hele euro’s in"),
        ("9" * 15, "te groot"),
    ],
)
def test_a_wrong_amount_is_refused_and_kept(draft: Report, sign_in: SignIn, amount: str, words: str) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    name = next(name for name in typed(draft) if name.startswith("verplicht"))
    answer = client.post(address(draft), data=typed(draft, **{name: amount}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert amount in page
    assert SECRET in page


def test_a_negative_amount_may_be_saved(draft: Report, sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    names = [name for name in typed(draft) if name.startswith("gerealiseerd")]
    answer = client.post(address(draft), data=typed(draft, **dict.fromkeys(names, "-1.000")))
    assert answer.status_code == 302
    db_session.expire_all()
    assert {line.realised for line in draft.money} == {-1000}


def test_a_stale_save_shows_both_and_loses_neither(
    draft: Report, sign_in: SignIn, db_session: Session
) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    first = typed(draft)
    assert client.post(address(draft), data=first).status_code == 302
    name = next(name for name in first if name.startswith("toelichting"))
    answer = client.post(address(draft), data={**first, name: "Heel andere tekst"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Heel andere tekst" in page
    assert SECRET in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    again = client.post(address(draft), data={**first, name: "Heel andere tekst", "version": version[1]})
    assert again.status_code == 302


def test_contributions_come_and_go_without_script(
    draft: Report, sign_in: SignIn, db_session: Session
) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    more = client.post(address(draft), data=typed(draft, erbij="1"))
    page = more.get_data(as_text=True)
    assert more.status_code == 200
    assert 'name="soort-0"' in page
    assert SECRET in page
    db_session.expire_all()
    assert all(line.explanation != SECRET for line in draft.money)
    gift = {
        "aantal": "1",
        "soort-0": "money",
        "partner-0": "",
        "bedrag-0": "",
        "omschrijving-0": "Camera’s",
        "doelgroep-0": "network",
    }
    refused = client.post(address(draft), data=typed(draft, **gift))
    assert refused.status_code == 422
    assert "Vul bij een bijdrage in geld het bedrag in" in refused.get_data(as_text=True)
    assert client.post(address(draft), data=typed(draft, **gift | {"bedrag-0": "5.000"})).status_code == 302
    db_session.expire_all()
    assert [(row.amount, row.audience) for row in draft.contributions] == [(5000, Audience.NETWORK)]
    gone = typed(draft, **gift | {"bedrag-0": "5.000", "weg-0": "y"})
    assert client.post(address(draft), data=gone).status_code == 302
    db_session.expire_all()
    assert draft.contributions == []


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("partner.rotterdam", 403),
        ("coordinator.schiphol", 403),
        ("medewerker1.programmabureau", 403),
        ("lid1.stuurgroep", 403),
    ],
)
def test_only_the_own_coordinator_fills_in_money(
    draft: Report, sign_in: SignIn, name: str, status: int
) -> None:
    client = person(sign_in, name)
    assert client.get(address(draft)).status_code in {status, 404}
    assert client.post(address(draft), data=typed(draft)).status_code in {status, 404}
    assert client.post(address(draft, "/geld/aanwezig")).status_code in {status, 404}


def test_who_has_the_money_open_is_seen_by_the_own_network(draft: Report, sign_in: SignIn) -> None:
    coordinator, partner = (person(sign_in, f"{name}.rotterdam") for name in ("coordinator", "partner"))
    page = text(coordinator, address(draft))
    assert f'data-presence="{address(draft, "/geld/aanwezig")}"' in page
    assert coordinator.post(address(draft, "/geld/aanwezig")).json == {"others": ""}
    assert "Wordt nu bewerkt door" in text(partner, address(draft, ""))
    assert coordinator.post(address(draft), data=typed(draft)).status_code == 302
    assert "Wordt nu bewerkt door" not in text(partner, address(draft, ""))


def test_money_of_a_closed_report_is_not_edited(db_session: Session, sign_in: SignIn) -> None:
    report = db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Network.code == "rotterdam", Report.state == ReportState.ADOPTED)
    ).first()
    assert report is not None
    client = person(sign_in, "coordinator.rotterdam")
    assert client.get(address(report)).status_code == 302
    assert client.post(address(report), data=typed(report)).status_code == 409


# --- all networks


def test_a_year_that_is_none_leaves_the_page_of_a_year_alone(sign_in: SignIn) -> None:
    client = person(sign_in, "lid1.stuurgroep")

    def chosen(asked: str) -> set[str]:
        return set(re.findall(r'name="jaar" value="(\d+)"', text(client, f"/geld?jaar={asked}")))

    shown = chosen("2024")
    remembered.forget()
    assert chosen("2024x") != shown
    assert chosen("2024") == shown


def test_the_office_sees_all_networks_with_what_is_left(sign_in: SignIn) -> None:
    page = text(person(sign_in, "medewerker1.programmabureau"), "/geld?jaar=2025")
    for words in (
        "Rotterdam",
        "Schiphol",
        "Arbeidsmarkt",
        "Totaal",
        "29.000.000",
        "Vroeg signaal",
        "<svg",
    ):
        assert words in page
    assert "Aansluiting met het plan" in page
    assert "De nota drukt hetzelfde totaal af." in page


def test_a_coordinator_sees_only_the_own_network(sign_in: SignIn) -> None:
    page = text(person(sign_in, "coordinator.schiphol"), "/geld?jaar=2025")
    main = page[page.index("<main") :]
    assert "/netwerken/schiphol" in main
    assert "/netwerken/rotterdam" not in main
    assert "Aansluiting met het plan" not in main


@pytest.mark.parametrize("name", ["partner.rotterdam", "lezer.programma", "beheerder"])
def test_others_do_not_see_the_page(sign_in: SignIn, name: str) -> None:
    client = person(sign_in, name)
    assert client.get("/geld").status_code == 403
    assert client.post("/geld/exporteren", data={"jaar": "2025", "soort": "csv"}).status_code == 403


def test_no_draft_reaches_the_page_or_the_file(draft: Report, sign_in: SignIn, db_session: Session) -> None:
    db_session.execute(
        sa.update(MoneyLine)
        .where(MoneyLine.report_id == draft.id)
        .values(explanation=SECRET, realised=123_457)
    )
    db_session.commit()
    client = person(sign_in, "medewerker1.programmabureau")
    for year in {line.year for line in draft.money}:
        assert SECRET not in text(client, f"/geld?jaar={year}")
        answer = client.post("/geld/exporteren", data={"jaar": str(year), "soort": "csv"})
        assert SECRET not in answer.get_data(as_text=True)
        assert "123457" not in answer.get_data(as_text=True)


def test_a_contribution_reaches_only_its_audience(db_session: Session, sign_in: SignIn) -> None:
    report = db_session.scalars(
        sa.select(Report).where(Report.state == ReportState.SUBMITTED).order_by(Report.id)
    ).first()
    assert report is not None
    gift = Contribution(
        report_id=report.id, kind="in_kind", description=SECRET, audience=Audience.NETWORK, amount=None
    )
    db_session.add(gift)
    # A contribution counts from the moment its report is handed in.
    db_session.execute(sa.update(Report).where(Report.id == report.id).values(state=ReportState.SUBMITTED))
    db_session.commit()
    year = max(line.year for line in report.money)
    seen = {
        name: SECRET in text(person(sign_in, name), f"/geld?jaar={year}")
        for name in ("medewerker1.programmabureau", "lid1.stuurgroep", f"coordinator.{report.network.code}")
    }
    assert list(seen.values()) == [True, False, True]
    assert "bijdrage ziet u niet" in text(person(sign_in, "lid1.stuurgroep"), f"/geld?jaar={year}")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_figures_go_along_typed_and_marked(kind: str, sign_in: SignIn, db_session: Session) -> None:
    db_session.execute(
        sa.update(MoneyLine)
        .where(MoneyLine.year == 2025, MoneyLine.report_id.in_(_handed_in()))
        .values(explanation="=1+1")
    )
    db_session.commit()
    client = person(sign_in, "medewerker1.programmabureau")
    answer = client.post("/geld/exporteren", data={"jaar": "2025", "soort": kind})
    assert answer.status_code == 200
    assert f"geld-2025.{kind}" in answer.headers["Content-Disposition"]
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        rows = book.get_sheet_by_name("Geld").to_python()
        row = next(row for row in rows if row[12] == "=1+1")
        assert isinstance(row[3], (int, float))
        about = book.get_sheet_by_name("Over deze export").to_python()
        assert about[0][0] == "DEMONSTRATIE"
    else:
        lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert lines[0][0] == "DEMONSTRATIE"
        assert any("'=1+1" in line for line in lines)
        assert not any(cell.startswith("=") for line in lines for cell in line)
    told = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert told is not None
    assert (told.action, told.details) == (AuditAction.EXPORTED, {"format": kind})


def _handed_in() -> sa.Select[int]:
    frozen = {ReportState.ADOPTED, ReportState.NOT_RECEIVED}
    return sa.select(Report.id).where(Report.state.not_in(sorted(frozen)))


def test_a_strange_year_or_kind_is_refused(sign_in: SignIn) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    assert client.post("/geld/exporteren", data={"jaar": "1999", "soort": "csv"}).status_code == 400
    assert client.post("/geld/exporteren", data={"jaar": "2025", "soort": "exe"}).status_code == 400
    assert "Geld in 20" in text(client, "/geld?jaar=abc")


# --- what moves money


@pytest.fixture
def moved(db_session: Session) -> dict[str, str]:
    rotterdam = db_session.scalars(sa.select(Network.id).where(Network.code == "rotterdam")).one()
    source = db_session.scalars(
        sa.select(FundingSource.id).where(FundingSource.in_programme_budget.is_(True))
    ).one()
    return {
        "formulier": "aaaa",
        "soort": "carry_over",
        "netwerk": str(rotterdam),
        "bron": str(source),
        "jaar": "2025",
        "bedrag": "€ 250.000",
        "naar_jaar": "2026",
        "naar_netwerk": "",
        "datum": "12-3-2026",
        "reden": "Levering in 2026.",
        "besluit": "Stuurgroep van 12 maart 2026",
    }


def test_the_office_records_and_reverses(moved: dict[str, str], sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    key = (int(moved["netwerk"]), 2026, int(moved["bron"]))
    before = current_budgets(db_session, {2026})[key]
    count = sa.select(sa.func.count(BudgetEvent.id))
    events = db_session.scalar(count) or 0
    assert "Verschuiving vastleggen" in text(client, NEW)
    for _twice in range(2):
        assert client.post(NEW, data=moved).status_code == 302
    db_session.expire_all()
    assert db_session.scalar(count) == events + 1
    assert current_budgets(db_session, {2026})[key] == before + 250_000
    page = text(client, "/geld/verschuivingen?jaar=2026")
    assert "Levering in 2026." in page
    assert "van 2025 naar 2026" in page
    newest = db_session.scalar(sa.select(sa.func.max(BudgetEvent.id)))
    back = f"/geld/verschuivingen/{newest}/terugdraaien"
    assert "terugdraaien?" in text(client, back)
    assert client.post(back, data={"reden": ""}).status_code == 422
    assert client.post(back, data={"reden": "Vergissing."}).status_code == 302
    assert client.post(back, data={"reden": "Vergissing."}).status_code == 302
    db_session.expire_all()
    assert db_session.scalar(count) == events + 2
    assert current_budgets(db_session, {2026})[key] == before
    assert "Teruggedraaid" in text(client, "/geld/verschuivingen?jaar=2026")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"naar_jaar": "2025"}, "Kies een jaar na het jaar"),
        ({"naar_jaar": ""}, "Kies een jaar na het jaar"),
        ({"soort": "reallocation"}, "Kies een ander PPS-netwerk"),
        ({"bedrag": "0"}, "boven nul"),
        ({"bedrag": "999.000.000"}, "niet genoeg geld"),
        ({"datum": "21-3-2026"}, "in de toekomst"),
        ({"reden": ""}, "Vul een reden in."),
        ({"besluit": ""}, "welk besluit"),
        ({"jaar": "20266"}, "Vul een jaar in"),
    ],
)
def test_a_wrong_move_is_refused_and_kept(
    moved: dict[str, str], sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    answer = client.post(NEW, data=moved | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Stuurgroep van 12 maart 2026" in page or "besluit" in change


def test_others_read_at_most_their_own_moves(moved: dict[str, str], sign_in: SignIn) -> None:
    office = person(sign_in, "medewerker1.programmabureau")
    assert office.post(NEW, data=moved).status_code == 302
    own = person(sign_in, "coordinator.rotterdam")
    assert "Levering in 2026." in text(own, "/geld/verschuivingen?jaar=2025")
    assert own.post(NEW, data=moved).status_code == 403
    other = person(sign_in, "coordinator.schiphol")
    assert "Levering in 2026." not in text(other, "/geld/verschuivingen?jaar=2025")
    assert person(sign_in, "partner.rotterdam").get("/geld/verschuivingen").status_code == 403
    assert office.get("/geld/verschuivingen/2147483646/terugdraaien").status_code == 404

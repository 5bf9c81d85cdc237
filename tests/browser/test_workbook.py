"""The whole trip of a workbook in a browser: taking it along, three mistakes, the differences, processing."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.periods import PeriodDates
from portal.domain.workflow import PeriodState, ReportState
from portal.models import Network, Period, Report
from portal.services import periods
from tests.browser.conftest import Visitor
from tests.browser.steps import follow, press
from tests.workbooks import Value, filled, place

pytestmark = pytest.mark.browser


def draft_of(session: Session, network: str) -> Report:
    """The draft of a network in the open round; other tests may have closed theirs."""
    if session.scalar(sa.select(Period).where(Period.state == PeriodState.OPEN)) is None:
        today = clock.today()
        dates = PeriodDates(
            today - timedelta(days=60), today - timedelta(days=1), today, today + timedelta(days=20)
        )
        period = periods.plan_period(session, SYSTEM, f"werkmap-{today:%Y%m%d}", "werkmapronde", dates)
        periods.open_period(session, SYSTEM, period, period.version)
        session.commit()
    query = sa.select(Report).join(Report.network).join(Report.period)
    found = query.where(Network.code == network, Period.state == PeriodState.OPEN)
    return session.scalars(found.where(Report.state == ReportState.DRAFT)).one()


def take_along(page: Page, report: str, folder: Path) -> bytes:
    page.goto(report)
    follow(page, "Invullen in Excel (werkmap)")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Werkmap downloaden").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name.startswith("werkmap-")
    return file.read_bytes()


def bring_back(page: Page, report: str, folder: Path, content: bytes) -> None:
    file = folder / "ingevuld.xlsx"
    file.write_bytes(content)
    page.goto(f"{report}/werkmap")
    page.get_by_label("Ingevulde werkmap", exact=True).set_input_files(file)
    press(page, "Verschillen bekijken")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_the_trip_of_a_workbook(
    visitor: Visitor, site_session: Session, tmp_path: Path, *, javascript: bool
) -> None:
    network = "rotterdam"
    report = draft_of(site_session, network)
    row = min(report.progress, key=lambda each: each.maatregel.position)
    code, url = row.maatregel.code, f"/rapportages/{report.period.code}/{network}"
    # On SQLite a session that read something keeps the portal from writing.
    site_session.rollback()
    page = visitor(f"coordinator.{network}", javascript=javascript)
    data = take_along(page, url, tmp_path)

    def put(sheet: str, key: str, **values: Value) -> None:
        nonlocal data
        headings = {
            "status": "Status",
            "gedaan": "Wat is er gedaan?",
            "fte": "Fte gepland",
            "tekst": "Tekst of toelichting",
        }
        data = filled(
            data, sheet, {place(data, sheet, key, headings[name]): value for name, value in values.items()}
        )

    put("Maatregelen", code, status="bijna klaar", fte="veel")
    put("Maatregelen", code, gedaan="<f>1+1</f><v>2</v>")
    bring_back(page, url, tmp_path, data)
    errors = page.get_by_role("alert")
    expect(errors).to_contain_text("Er zijn 3 fouten gevonden")
    for heading, words in (
        ("Status", "‘bijna klaar’ kan hier niet"),
        ("Fte gepland", "‘veel’ is geen getal"),
        ("Wat is er gedaan?", "hier staat een formule"),
    ):
        cell = place(data, "Maatregelen", code, heading)
        expect(errors).to_contain_text(f"Blad Maatregelen, cel {cell}: {words}")

    words = f"Ingevuld in Excel, script: {javascript}."
    put("Maatregelen", code, status="Op schema", fte="2,5", gedaan=words)
    put("Samenvatting", "summary", tekst=f"Samengevat. {words}")
    bring_back(page, url, tmp_path, data)
    expect(page.get_by_role("heading", level=1)).to_have_text("Verschillen met de werkmap")
    main = page.get_by_role("main")
    expect(main.get_by_text("De werkmap wijzigt 2 onderdelen.")).to_be_visible()
    expect(main.get_by_text("Samengevat.").first).to_be_visible()
    assert row.done != words
    site_session.rollback()

    press(page, "Verwerken")
    expect(page.get_by_text("De werkmap is verwerkt. De rapportage is bijgewerkt.")).to_be_visible()
    assert (row.status, row.done, str(row.fte_planned)) == ("on_schedule", words, "2.5")
    assert report.summary == f"Samengevat. {words}"
    site_session.rollback()
    page.goto(f"{url}/werkmap/verschillen")
    expect(page.get_by_text("Er is geen werkmap om te verwerken.")).to_be_visible()

"""A world whose networks reported before: one adopted period, and the next one open today."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.periods import PeriodDates
from portal.models import BudgetEntry, FundingSource, Period
from tests.builders import House, accepted, adopt, house, open_round

AMOUNT = 1_250_000
SOURCES = ("Structureel budget mainports", "Incidenteel budget weerbaarheid")
WORDS = "In dit halfjaar spraken wij met alle terminals over toegang, camera’s en meldingen"


def second_round(session: Session, networks: int, maatregelen: int) -> tuple[House, Period]:
    """Build networks that all have an adopted report with money, and open the next period for them."""
    built = house(session, networks, maatregelen)
    today = clock.today()
    year = today.year - 1
    give_money(session, built, year)
    summer = PeriodDates(date(year, 1, 1), date(year, 6, 30), date(year, 7, 1), date(year, 8, 15))
    winter = PeriodDates(
        date(year, 7, 1), date(year, 12, 31), today - timedelta(days=1), today + timedelta(days=14)
    )
    former = open_round(session, built, "zomer", summer)
    for network in built.networks:
        accepted(session, built, former, network, words=WORDS)
    adopt(session, built, former, date(year, 9, 1))
    return built, open_round(session, built, "winter", winter)


def give_money(session: Session, built: House, year: int) -> None:
    """Let the plan give every network an amount from two sources."""
    for number, title in enumerate(SOURCES, start=1):
        source = FundingSource(code=f"bron-{number}", title=title, in_programme_budget=number == 1)
        session.add(source)
        session.flush()
        session.add_all(
            BudgetEntry(
                code=f"bedrag-{number}-{network.code}",
                series=f"reeks-{number}-{network.code}",
                title=title,
                network_id=network.id,
                funding_source_id=source.id,
                year=year,
                amount=AMOUNT,
            )
            for network in built.networks
        )
    session.flush()

"""The budget."""

from sqlalchemy.orm import Session

from portal.queries.budget import budget_tables
from portal.web.figures import Series, row_chart
from tests.browsing import SignIn


def test_sums_agree_with_the_nota(db_session: Session) -> None:
    structural = budget_tables(db_session)[0]
    assert [total.computed for total in structural.totals] == [22_000_000, 33_000_000, 29_000_000]
    assert all(total.agrees for total in structural.totals)
    assert structural.subtotal(2024) == 28_000_000
    assert [line.series for line in structural.unassigned] == ["b-reservering"]
    assert structural.open_ended == {2025}


def test_other_money_stands_apart_and_has_no_total(db_session: Session) -> None:
    others = budget_tables(db_session)[1:]
    assert [table.funding_source.code for table in others] == ["incidenteel-2021-2022"]
    assert all(total.printed is None for total in others[0].totals)


def test_the_page_says_where_the_series_stands(sign_in: SignIn) -> None:
    page = sign_in("lezer.programma@mainportaal.example").get("/begroting").get_data(as_text=True)
    for words in (
        "De reeks staat alleen in de beslisnota",
        "de som van de regels is gelijk aan het gedrukte totaal van €\u00a033.000.000",
        "Reservering",
        "2025 en verder",
        "<svg",
    ):
        assert words in page


def test_a_missing_amount_is_a_dash_and_not_zero() -> None:
    drawing = row_chart(
        "Bedragen", "Per netwerk", ["Een", "Twee"], [Series("2023", [1.5, None])], unit="mln."
    )
    assert ">1,5<" in drawing
    assert ">–<" in drawing
    assert ">0<" not in drawing

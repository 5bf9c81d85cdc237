"""The subdoelen."""

from tests.browsing import SignIn

MEMBER = "lid1.stuurgroep@mainportaal.example"


def test_nine_and_five_goals_without_indicators(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/subdoelen").get_data(as_text=True)
    assert "9 subdoelen" in page
    assert "5 subdoelen" in page
    assert "bij geen enkel subdoel een indicator, nulmeting of streefwaarde" in page


def test_a_goal_shows_maatregelen_and_says_what_is_missing(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/subdoelen/i2").get_data(as_text=True)
    assert "De brieven geven bij dit subdoel geen indicator, nulmeting of streefwaarde." in page
    assert "4.2 Fin. 1 Doel" in page
    assert "/maatregelen/rtm-01" in page


def test_a_goal_without_maatregel_says_so(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/subdoelen/p3").get_data(as_text=True)
    assert page.count("Geen maatregel gekoppeld") == 2


def test_without_readable_reports_nothing_is_good(sign_in: SignIn) -> None:
    page = sign_in("beheerder@mainportaal.example").get("/subdoelen").get_data(as_text=True)
    assert "p-badge--good" not in page
    assert "Geen geaccepteerde rapportage" in page
    assert "Peildatum onbekend" in page


def test_an_unknown_goal_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(MEMBER).get("/subdoelen/i99").status_code == 404

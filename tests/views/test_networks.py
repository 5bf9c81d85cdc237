"""The PPS-netwerken and the places without one."""

from tests.browsing import SignIn

MEMBER = "lid1.stuurgroep@mainportaal.example"


def test_the_list_shows_six_networks_and_the_places_without(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/netwerken").get_data(as_text=True)
    assert "6 PPS-netwerken" in page
    assert "Knooppunten zonder PPS-netwerk" in page
    assert "Haven Antwerpen" in page


def test_a_network_shows_place_partners_budget_and_reports(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/netwerken/rotterdam").get_data(as_text=True)
    for words in (
        "Zeehaven",
        "Uitvoeringsagenda Haven",
        "Openbaar Ministerie",
        "Brancheorganisaties",
        "€\u00a013.500.000",
        "/rapportages/2025-08/rotterdam",
        "/maatregelen/rtm-01",
    ):
        assert words in page


def test_reports_stay_within_what_one_may_read(sign_in: SignIn) -> None:
    reader = sign_in("lezer.rotterdam@mainportaal.example")
    assert "/rapportages/2025-08/rotterdam" in reader.get("/netwerken/rotterdam").get_data(as_text=True)
    other = reader.get("/netwerken/schiphol").get_data(as_text=True)
    assert "/rapportages/" not in other
    assert "Er is nog geen rapportage die u mag lezen." in other
    administrator = sign_in("beheerder@mainportaal.example")
    assert "/rapportages/" not in administrator.get("/netwerken/rotterdam").get_data(as_text=True)


def test_the_overarching_network_has_no_place(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/netwerken/overkoepelend").get_data(as_text=True)
    assert "Het knooppunt" not in page
    assert "/maatregelen/ovk-10" in page


def test_an_unknown_network_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(MEMBER).get("/netwerken/atlantis").status_code == 404

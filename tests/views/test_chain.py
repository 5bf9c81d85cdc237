"""De aanpak in één oogopslag."""

import re

from tests.browsing import SignIn


def test_the_chain_shows_stages_lines_and_themes(sign_in: SignIn) -> None:
    page = sign_in("lid1.stuurgroep@mainportaal.example").get("/aanpak").get_data(as_text=True)
    stages = re.findall(r'<h3 id="([a-z]+)">', page)
    assert stages == ["bronland", "transitland", "vervoer", "aankomst", "terrein", "doorvoer"]
    assert page.count("Afgeleid: de brief noemt deze fase niet") == 4
    for words in (
        "Publiek-private samenwerking is geen vijfde rode lijn",
        "Maatregelen zonder vaste fase",
        'href="#bronland"',
        "Overkoepelende maatregelen",
    ):
        assert words in page


def test_maatregelen_that_ended_are_left_out(sign_in: SignIn) -> None:
    page = sign_in("lid1.stuurgroep@mainportaal.example").get("/aanpak").get_data(as_text=True)
    assert "/maatregelen/rtm-01" in page
    assert "/maatregelen/rtm-05" not in page

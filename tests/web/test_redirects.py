"""Going on to an address that a visitor gave: only ever within the portal (security R34)."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.web.redirects import LONGEST_PATH, own_path, short_path

HERE = "https://portaal.example/inloggen"
pieces = st.sampled_from(
    [
        "/",
        "//",
        "\\",
        "@",
        ":",
        "?",
        "#",
        ".",
        "..",
        "%2f",
        "%5c",
        "%09",
        "\t",
        "\r\n",
        "\x00",
        " ",
        "\u2028",
        "\ud800",
        "https:",
        "javascript:",
        "data:",
        "evil.example",
        "portaal.example",
        "maatregelen",
        "é",
        "[::1]",
        "[",
        ";",
    ]
)
addresses = st.one_of(st.text(), st.lists(pieces, max_size=8).map("".join))


@pytest.mark.usefixtures("bare_app")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("/\\evil.example")
@example("//evil.example")
@example("/\t/evil.example")
@example("///evil.example")
@example("/[")
@given(target=addresses)
def test_no_address_leads_out(bare_app: Flask, target: str) -> None:
    with bare_app.test_request_context("/"):
        chosen = own_path(target)
    assert chosen.startswith("/")
    assert not chosen.startswith(("//", "/\\"))
    assert "\\" not in chosen
    assert all(ord(character) >= 32 and ord(character) != 127 for character in chosen)
    # Browsers take tabs and line ends out before they read an address.
    landed = urlsplit(urljoin(HERE, chosen))
    assert (landed.scheme, landed.netloc) == ("https", "portaal.example")


@pytest.mark.parametrize(
    "target", ["/", "/maatregelen?q=haven#boven", "/rapportages/2025-2/rotterdam", "/a:b@c"]
)
def test_own_pages_are_kept(bare_app: Flask, target: str) -> None:
    with bare_app.test_request_context("/"):
        assert own_path(target) == target


def test_nothing_leads_home(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        assert own_path(None) == own_path("") == "/"


def test_a_long_path_is_not_kept(bare_app: Flask) -> None:
    fits = "/zoeken?q=" + "x" * (LONGEST_PATH - 10)
    with bare_app.test_request_context("/"):
        assert short_path(fits) == fits
        assert short_path(fits + "x") == "/"
        assert short_path("//elders.example") == "/"

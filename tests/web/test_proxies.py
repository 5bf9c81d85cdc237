"""Who a visitor is behind proxies: of exactly as many as the settings say, and of none by default."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request

from config.settings import load_settings
from portal.app import create_app
from portal.web.doors import Door, requires
from tests.conftest import dispose

CHAIN = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "kwaad.example",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Prefix": "/kwaad",
}
MakeApp = Callable[[int], Flask]


@pytest.fixture
def behind(new_database: Callable[[], str]) -> Iterator[MakeApp]:
    """Make a portal behind so many proxies, with a door that tells what it sees."""
    made: list[Flask] = []

    def make(proxies: int) -> Flask:
        app = create_app(
            load_settings(
                {
                    "PORTAL_SECRET_KEY": "een-sleutel-van-ruim-dertig-tekens-voor-de-toets",
                    "PORTAL_AUDIT_KEY": "een-andere-voor-het-auditspoor-9876543210",
                    "PORTAL_DATABASE_URL": new_database(),
                    "PORTAL_TRUSTED_PROXIES": str(proxies),
                    "PORTAL_LOG_LEVEL": "ERROR",
                }
            )
        )

        @app.get("/wie")
        @requires(Door.PUBLIC)
        def who() -> dict[str, str | None]:
            return {"address": request.remote_addr, "url": request.url}

        made.append(app)
        return app

    yield make
    for app in made:
        dispose(app)


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [
        (0, "127.0.0.1", "http"),
        (1, "198.51.100.7", "https"),
        (2, "203.0.113.9", "http"),
        (3, "127.0.0.1", "http"),
    ],
)
def test_so_many_proxies_are_believed(behind: MakeApp, proxies: int, address: str, scheme: str) -> None:
    """Of a header with fewer values than there are proxies nothing is believed: it came another way."""
    told = behind(proxies).test_client().get("/wie", headers=CHAIN).json
    assert told == {"address": address, "url": f"{scheme}://localhost/wie"}


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_the_name_is_never_taken_from_a_proxy(behind: MakeApp, proxies: int) -> None:
    client = behind(proxies).test_client()
    assert client.get("/inloggen", headers=CHAIN).status_code == 200
    assert client.get("/inloggen", headers={"Host": "kwaad.example"}).status_code == 400
    page = client.get("/maatregelen", headers=CHAIN)
    assert page.headers["Location"].startswith("/inloggen?")


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_https_at_the_proxy_counts_also_for_files(behind: MakeApp, proxies: int, secure: bool) -> None:  # noqa: FBT001
    client = behind(proxies).test_client()
    for path in ("/inloggen", "/static/build/app.css"):
        answer = client.get(path, headers={"X-Forwarded-Proto": "https"}, buffered=True)
        assert ("Strict-Transport-Security" in answer.headers) is secure, path


def test_a_demonstration_looks_at_who_is_really_there(bare_app: Flask) -> None:
    answer = bare_app.test_client().get(
        "/inloggen", headers={"X-Forwarded-For": "127.0.0.1"}, environ_base={"REMOTE_ADDR": "203.0.113.5"}
    )
    assert answer.status_code == 403

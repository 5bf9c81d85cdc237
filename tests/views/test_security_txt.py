"""Where somebody who finds a hole can tell it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.domain import clock
from tests.conftest import NOW

PATH = "/.well-known/security.txt"


def test_without_a_contact_there_is_no_such_file(bare_app: Flask, frozen_clock: datetime) -> None:
    assert bare_app.test_client().get(PATH).status_code == 404


def test_the_file_names_the_contact_and_never_gets_old(
    bare_app: Flask, frozen_clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.config, "SECURITY_CONTACT", "mailto:veilig@portaal.example")
    answer = bare_app.test_client().get(PATH)
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.get_data(as_text=True).splitlines() == [
        "Contact: mailto:veilig@portaal.example",
        "Expires: 2026-09-16T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: http://127.0.0.1:5000/.well-known/security.txt",
    ]
    with clock.at(NOW + timedelta(days=400)):
        assert "Expires: 2027-10-21T" in bare_app.test_client().get(PATH).get_data(as_text=True)

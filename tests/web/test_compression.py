"""Pages come in fewer bytes, and never because another site asked for them."""

import gzip

import pytest
from flask import Flask

FROM_HERE = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "same-origin"}


def test_a_page_asked_from_the_portal_itself_is_compressed(bare_app: Flask) -> None:
    client = bare_app.test_client()
    plain = client.get("/over")
    packed = client.get("/over", headers=FROM_HERE)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()).decode() == plain.get_data(as_text=True)
    assert int(packed.headers["Content-Length"]) == len(packed.get_data()) < len(plain.get_data()) / 2
    for answer in (plain, packed):
        assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(answer.vary)


@pytest.mark.parametrize("site", [None, "cross-site", "same-site"])
def test_what_another_site_makes_a_browser_ask_tells_no_length(bare_app: Flask, site: str | None) -> None:
    headers = {"Accept-Encoding": "gzip"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = bare_app.test_client().get("/over?volgende=geraden", headers=headers)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("encodings", ["", "br", "gzip;q=0"])
def test_who_cannot_read_it_gets_it_as_it_is(bare_app: Flask, encodings: str) -> None:
    headers = {"Accept-Encoding": encodings, "Sec-Fetch-Site": "none"}
    assert "Content-Encoding" not in bare_app.test_client().get("/over", headers=headers).headers


@pytest.mark.parametrize("path", ["/healthz", "/static/build/source-sans-3-latin-wght-normal.woff2"])
def test_small_answers_and_packed_files_stay_as_they_are(bare_app: Flask, path: str) -> None:
    answer = bare_app.test_client().get(path, headers=FROM_HERE, buffered=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_built_files_lie_there_in_fewer_bytes(bare_app: Flask) -> None:
    client = bare_app.test_client()
    plain = client.get("/static/build/app.css", buffered=True)
    for encoding, most in (("br", 25_000), ("gzip", 30_000)):
        packed = client.get("/static/build/app.css", headers={"Accept-Encoding": encoding}, buffered=True)
        assert packed.headers["Content-Encoding"] == encoding
        assert len(packed.get_data()) < most < len(plain.get_data())
        assert "Accept-Encoding" in packed.headers["Vary"]

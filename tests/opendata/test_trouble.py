"""The source is slow, down, half, elsewhere or strange: one clear error each, and never forever."""

import socket
import time
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from portal.opendata import (
    DIALECTS,
    BusyError,
    ForbiddenAddressError,
    Patience,
    QueryRefusedError,
    Source,
    SourceDownError,
    SourceSilentError,
    StrangeAnswerError,
    TweedeKamer,
)
from tests.odata.records import DOSSIER, uid
from tests.odata.service import KamerService
from tests.opendata.conftest import client_of

DAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    "trouble", ["status:500", "status:502", "status:503", "status:504", "half:", "silent:2"]
)
def test_one_failure_is_tried_again(kamer: TweedeKamer, service: KamerService, trouble: str) -> None:
    service.traps.script = [trouble]

    assert len(kamer.moties_in_dossier(DOSSIER).records) == 3
    assert len(service.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("status:502", SourceDownError),
        ("status:503", SourceDownError),
        ("half:", SourceSilentError),
        ("silent:2", SourceSilentError),
    ],
)
def test_it_is_not_tried_for_ever(
    kamer: TweedeKamer, service: KamerService, trouble: str, error: type[Exception]
) -> None:
    service.traps.script = [trouble] * 10

    with pytest.raises(error):
        kamer.moties_in_dossier(DOSSIER)
    assert len(service.asked) == 3


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("status:400", QueryRefusedError),
        ("status:404", QueryRefusedError),
        ("status:429", BusyError),
        ("status:204", StrangeAnswerError),
        ("to:http://127.0.0.1:1/", StrangeAnswerError),
        ("to:https://elders.example/", StrangeAnswerError),
        ("body:<html>Onderhoud</html>", StrangeAnswerError),
        ("body:[]", StrangeAnswerError),
        ('body:{"value": 3}', StrangeAnswerError),
        ('body:{"value": [', StrangeAnswerError),
        ('body:{"value": [NaN]}', StrangeAnswerError),
        ("body:" + "[" * 100_000, StrangeAnswerError),
        ("bomb:9000000", StrangeAnswerError),
    ],
)
def test_what_asking_again_does_not_help_is_asked_once(
    kamer: TweedeKamer, service: KamerService, trouble: str, error: type[Exception]
) -> None:
    service.traps.script = [trouble]

    with pytest.raises(error):
        kamer.moties_in_dossier(DOSSIER)
    assert len(service.asked) == 1


def test_a_source_that_speaks_another_version_is_told_apart(service: KamerService) -> None:
    other = DIALECTS["v4" if service.dialect == "v5" else "v5"]
    kamer = TweedeKamer(Source(base=service.base, dialect=other, hosts=("127.0.0.1",)))

    missing = set(kamer.missing_fields())
    assert (
        missing
        == {
            "v4": {"Document.DocumentNummer", "Document.Volgnummer"},
            "v5": {"Document.Nummer", "Document.Ondernummer"},
        }[other.name]
    )


def test_a_refusal_holds_the_words_of_the_source(service: KamerService) -> None:
    odd = replace(DIALECTS[service.dialect], most_in_or=30)
    kamer = TweedeKamer(Source(base=service.base, dialect=odd, hosts=("127.0.0.1",)))

    with pytest.raises(QueryRefusedError, match="node count limit of '100'"):
        kamer.moties([UUID(uid(1, each)) for each in range(30)])


def test_bytes_that_trickle_do_not_hold_us(service: KamerService) -> None:
    service.traps.script = ["drip:8"] * 3
    begun = time.monotonic()

    with pytest.raises(SourceSilentError):
        client_of(service, Patience(connect=1, read=0.5, total=1, attempts=3, pause=0.01)).motie(
            UUID(uid(1, 1))
        )
    assert time.monotonic() - begun < 3


def test_nobody_listens() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    source = Source(
        base=f"http://127.0.0.1:{port}/OData/v5",
        dialect=DIALECTS["v5"],
        hosts=("127.0.0.1",),
        patience=Patience(attempts=2, pause=0.01),
    )
    with pytest.raises(SourceSilentError, match="niet bereikbaar"):
        TweedeKamer(source).moties_in_dossier(DOSSIER)


@pytest.mark.parametrize(
    "base",
    [
        "https://elders.example/OData/v5",
        "http://gegevensmagazijn.tweedekamer.nl/OData/v5",
        "https://gegevensmagazijn.tweedekamer.nl:8443/OData/v5",
        "https://naam@gegevensmagazijn.tweedekamer.nl/OData/v5",
        "https://gegevensmagazijn.tweedekamer.nl.elders.example/OData/v5",
        "https://elders.example\\@gegevensmagazijn.tweedekamer.nl/OData/v5",
        "file:///etc/passwd",
        "https://[::1/",
    ],
)
def test_an_address_outside_the_list_is_never_asked(base: str) -> None:
    source = Source(base=base, dialect=DIALECTS["v5"], hosts=("gegevensmagazijn.tweedekamer.nl",))

    with pytest.raises(ForbiddenAddressError):
        TweedeKamer(source).moties_changed_since(DAY, DOSSIER)


@pytest.mark.parametrize("packed", [True, False])
def test_packed_answers_are_unpacked(kamer: TweedeKamer, service: KamerService, *, packed: bool) -> None:
    service.traps.pack = packed

    assert len(kamer.moties_in_dossier(DOSSIER).records) == 3

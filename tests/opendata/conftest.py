"""A service on this computer in each dialect, and a client that is impatient."""

from collections.abc import Callable, Iterator

import pytest

from portal.opendata import DIALECTS, Patience, Source, TweedeKamer
from tests.odata.records import data, motie, toezegging
from tests.odata.service import KamerService

QUICK = Patience(connect=1, read=0.5, total=3, attempts=3, pause=0.01, most_bytes=2_000_000)
Client = Callable[..., TweedeKamer]


@pytest.fixture(params=["v5", "v4"])
def dialect(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def service(dialect: str) -> Iterator[KamerService]:
    """Three moties and three toezeggingen; a test adds its own."""
    held = data(dialect, [motie(each) for each in (1, 2, 3)], [toezegging(each) for each in (1, 2, 3)])
    with KamerService(dialect, held).running() as running:
        yield running


@pytest.fixture
def kamer(service: KamerService) -> TweedeKamer:
    return client_of(service)


def client_of(service: KamerService, patience: Patience = QUICK) -> TweedeKamer:
    """A client of a service on this computer."""
    source = Source(
        base=service.base, dialect=DIALECTS[service.dialect], hosts=("127.0.0.1",), patience=patience
    )
    return TweedeKamer(source)

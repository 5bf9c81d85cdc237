"""The command `portal opendata check`, run as somebody runs it, against a real service on this computer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import KamerProposal
from tests.conftest import NewDatabase
from tests.kamer import registered
from tests.odata.records import data, motie, toezegging, uid
from tests.odata.service import KamerService
from tests.running import Finished, run_portal

Run = Callable[..., Finished]
KEY = "een-sleutel-van-ruim-dertig-tekens-voor-de-toets"


@pytest.fixture
def service() -> Iterator[KamerService]:
    with KamerService("v5", data("v5", [motie(1)], [toezegging(1)])).running() as running:
        yield running


@pytest.fixture
def engine(new_database: NewDatabase) -> Iterator[sa.Engine]:
    """A database in which one motie is linked with the Kamer."""
    made = sa.create_engine(new_database())
    with Session(made) as session:
        registered(session, "m-1", external_id=uid(1, 1))
        session.commit()
    yield made
    made.dispose()


@pytest.fixture
def run(engine: sa.Engine, tmp_path: Path) -> Run:
    address = engine.url.render_as_string(hide_password=False)

    def start(*words: str, service: KamerService | None = None) -> Finished:
        keys = {"PORTAL_SECRET_KEY": KEY, "PORTAL_AUDIT_KEY": KEY[::-1]}
        keys["PORTAL_AUDIT_ANCHOR"] = str(tmp_path / "anker.jsonl")
        chosen = {**keys, "PORTAL_DATABASE_URL": address, "PORTAL_LOG_LEVEL": "ERROR"}
        if service is not None:
            chosen |= {
                "PORTAL_OPENDATA_URL": service.base,
                "PORTAL_OPENDATA_HOSTS": "127.0.0.1",
                "PORTAL_OPENDATA_TIMEOUT": "5",
            }
        return run_portal(words, chosen)

    return start


def proposals(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return session.scalar(sa.select(sa.func.count(KamerProposal.id))) or 0


def test_switched_off_it_says_so(run: Run) -> None:
    answer = run("opendata", "check")
    assert answer.returncode == 0
    assert answer.stdout == "De open data staan uit: PORTAL_OPENDATA_URL ontbreekt.\n"


def test_it_checks_the_source_and_what_is_linked(run: Run, service: KamerService, engine: sa.Engine) -> None:
    only = run("opendata", "check", "--source-only", service=service)
    assert only.returncode == 0, only.stderr
    assert "Status van toezeggingen: 1 geteld." in only.stdout
    assert proposals(engine) == 0

    answer = run("opendata", "check", service=service)
    assert answer.returncode == 0, answer.stderr
    assert "Gecontroleerd: 1, nieuwe voorstellen: 1, bij de bron niet gevonden: 0." in answer.stdout
    assert proposals(engine) == 1


def test_words_it_does_not_know_are_named(run: Run, service: KamerService) -> None:
    service.data = data("v5", [motie(1)], [toezegging(1, Status="Nagekomen")])

    answer = run("opendata", "check", "--source-only", service=service)

    assert answer.returncode == 1
    assert "Onbekend: 'Nagekomen' (1)" in answer.stderr


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("status:429", "De Tweede Kamer antwoordt nu niet"),
        ("body:onzin", "Het portaal begrijpt het antwoord van de bron niet"),
    ],
)
def test_trouble_is_told_in_one_line(run: Run, service: KamerService, trouble: str, words: str) -> None:
    service.traps.script = [trouble] * 9

    answer = run("opendata", "check", service=service)

    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_worker_looks_once_a_day(run: Run, service: KamerService, engine: sa.Engine) -> None:
    service.traps.script = ["body:onzin"]
    failed = run("worker", "--once", service=service)
    assert failed.returncode == 0
    assert "Tweede Kamer: het antwoord is geen JSON." in failed.stdout
    assert proposals(engine) == 0

    assert "Voorstellen uit de open data: 1." in run("worker", "--once", service=service).stdout
    assert "open data" not in run("worker", "--once", service=service).stdout
    assert proposals(engine) == 1

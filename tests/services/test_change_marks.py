"""What changed where, and that nothing that is remembered outlives a change."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import Base
from portal.domain import clock
from portal.domain.areas import AREA_OF, UNMARKED, Area
from portal.domain.roles import Role
from portal.domain.signals import VocabularyKind
from portal.models import Account, Theme, VocabularyTerm
from portal.queries import remembered
from portal.queries.remembered import change_marks, remember
from tests.browsing import counted_queries
from tests.builders import FIRST, house, open_round, person, report_of
from tests.conftest import NOW

Marks = Callable[[], dict[Area, int]]


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def marks(engine: sa.Engine) -> Marks:
    def read() -> dict[Area, int]:
        with Session(engine) as session:
            return dict.fromkeys(Area, 0) | change_marks(session)

    return read


def changed(before: dict[Area, int], after: dict[Area, int]) -> set[Area]:
    return {area for area in Area if before[area] != after[area]}


def themes(session: Session) -> int:
    """How many themes there are, as something that is remembered."""
    asked = sa.select(sa.func.count()).select_from(Theme)
    return remember(session, (Area.PLAN,), "themes", lambda: session.scalars(asked).one())


def theme(code: str) -> Theme:
    return Theme(code=code, position=1, title="Een", short_title="Een", description="")


def test_every_table_is_in_an_area_or_marks_nothing() -> None:
    assert set(Base.metadata.tables) == AREA_OF.keys() | UNMARKED
    assert not AREA_OF.keys() & UNMARKED


def test_a_commit_marks_only_where_something_changed(engine: sa.Engine, marks: Marks) -> None:
    before = marks()
    with Session(engine) as session:
        session.add(theme("een"))
        session.commit()
    assert changed(before, marks()) == {Area.PLAN}
    with engine.begin() as connection:
        connection.execute(sa.update(Theme).values(title="Twee"))
        connection.execute(sa.delete(Theme))
    assert marks()[Area.PLAN] != before[Area.PLAN]


def test_what_is_taken_back_marks_nothing(engine: sa.Engine, marks: Marks) -> None:
    before = marks()
    with Session(engine) as session:
        session.add(theme("een"))
        session.flush()
        session.rollback()
        session.commit()
    assert marks() == before


def test_writing_a_draft_marks_nothing_and_its_state_does(engine: sa.Engine, marks: Marks) -> None:
    with Session(engine) as session, clock.at(NOW):
        built = house(session, 1)
        report = report_of(session, open_round(session, built, "r", FIRST), built.networks[0])
        session.commit()
        before = marks()
        report.summary = "Een zin die nog verandert."
        report.progress[0].done = "Gedaan."
        session.commit()
        assert marks() == before
        report.extended_until = NOW.date()
        session.commit()
    assert changed(before, marks()) == {Area.REPORTING}


def test_signing_in_marks_nothing_and_another_name_does(engine: sa.Engine, marks: Marks) -> None:
    with Session(engine) as session, clock.at(NOW):
        somebody = person(session, "een", Role.PROGRAMME_OFFICER)
        session.commit()
        before = marks()
        somebody.last_signed_in_at = NOW
        session.commit()
        assert marks() == before
        session.execute(sa.update(Account).values(name="Ander"))
        session.commit()
    assert changed(before, marks()) == {Area.PEOPLE}


def test_what_is_remembered_is_made_once_until_a_change_elsewhere(engine: sa.Engine) -> None:
    with Session(engine) as first:
        assert themes(first) == 0
    with Session(engine) as second, counted_queries() as statements:
        assert themes(second) == 0
        assert len([each for each in statements if "theme" in each]) == 0
    with Session(engine) as elsewhere:
        elsewhere.add(theme("een"))
        elsewhere.commit()
    with Session(engine) as third:
        assert themes(third) == 1


def test_who_changes_something_sees_it_and_nobody_else_does(engine: sa.Engine) -> None:
    with Session(engine) as session:
        assert themes(session) == 0
        session.add(theme("een"))
        assert themes(session) == 1
        session.rollback()
        assert themes(session) == 0


def test_it_is_made_anew_on_another_day_and_after_a_while(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    def ask(day: datetime) -> int:
        with Session(engine) as session, clock.at(day):
            return remember(session, (Area.PLAN,), "dag", make)

    assert [ask(NOW), ask(NOW), ask(NOW + timedelta(days=1))] == [1, 1, 2]
    monkeypatch.setattr(remembered, "LASTS", -1.0)
    assert [ask(NOW), ask(NOW)] == [3, 4]


def test_no_more_is_kept_than_agreed(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    made: list[str] = []
    with Session(engine) as session:
        for key in ("a", "b", "a", "c", "a", "b"):
            remember(session, (Area.PLAN,), key, partial(made.append, key))
    assert made == ["a", "b", "c", "b"]


def test_no_more_text_is_kept_than_agreed(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "HEAVIEST", 10)
    made: list[str] = []

    def page(key: str) -> str:
        made.append(key)
        return key * 4

    with Session(engine) as session:
        for key in ("a", "b", "c", "c", "a"):
            remember(session, (Area.PLAN,), key, partial(page, key), weigh=len)
    assert made == ["a", "b", "c", "a"]


def test_two_who_change_the_same_areas_at_once_both_end(engine: sa.Engine, marks: Marks) -> None:
    before, barrier = marks(), threading.Barrier(4)

    def work(number: int) -> None:
        with Session(engine) as session:
            barrier.wait()
            session.add(theme(f"t{number}"))
            session.add(VocabularyTerm(kind=VocabularyKind.MODUS_OPERANDI, title=f"Woord {number}"))
            session.commit()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert changed(before, marks()) == {Area.PLAN, Area.SIGNALS}
    with Session(engine) as session:
        assert themes(session) == 4

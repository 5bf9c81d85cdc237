"""One head, models equal to tables, and down and up again on both databases."""

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

import portal.models  # noqa: F401  # makes all tables known
from portal.database import Base
from portal.services.schema import alembic_config, current_revision, migrate, newest_revision


@pytest.fixture
def engine(empty_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_database())
    yield engine
    engine.dispose()


def test_there_is_one_line_of_history() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_tables_are_what_the_models_say(engine: sa.Engine) -> None:
    migrate(engine)
    with engine.begin() as connection, warnings.catch_warnings():
        # SQLite cannot tell about indexes on expressions; PostgreSQL compares them.
        warnings.filterwarnings("ignore", message="autogenerate skipping")
        warnings.filterwarnings("ignore", message="Skipped unsupported reflection of expression-based")
        command.check(alembic_config(connection))


def test_down_and_up_again(engine: sa.Engine) -> None:
    migrate(engine)
    migrate(engine)
    with engine.begin() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        command.downgrade(alembic_config(connection), "base")
    with engine.begin() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
        assert current_revision(connection) is None
    migrate(engine)
    with engine.begin() as connection:
        assert set(sa.inspect(connection).get_table_names()) == tables
        assert current_revision(connection) == newest_revision()


def test_the_database_knows_every_member_of_every_enum(engine: sa.Engine) -> None:
    """Alembic does not compare CHECKs: a member that was added in Python only would be refused at night."""
    migrate(engine)
    inspector = sa.inspect(engine)
    wrong = []
    for table in Base.metadata.sorted_tables:
        written = {
            frozenset(re.findall(r"'([a-z0-9_]+)'", check["sqltext"]))
            for check in inspector.get_check_constraints(table.name)
        }
        wrong += [
            f"{table.name}.{column.name}"
            for column in table.columns
            if isinstance(column.type, sa.Enum) and frozenset(column.type.enums) not in written
        ]
    assert wrong == []


def test_what_people_were_told_survives_the_way_up_and_down(engine: sa.Engine) -> None:
    """SQLite rebuilds the notices: which of them is in which mail must not be lost with the old table."""
    migrate(engine, "0005")
    now = "2026-01-01 00:00:00+00:00"
    rows: dict[str, dict[str, Any]] = {
        "account": {
            "id": 1,
            "email": "a@toets.example",
            "name": "A",
            "password_hash": "x",
            "organisation": "",
            "active": True,
            "demonstration": False,
            "created_at": now,
        },
        "notice": {"id": 7, "account_id": 1, "kind": "opened", "key": "k", "created_at": now},
        "mail": {
            **dict.fromkeys(("claimed_by", "address", "subject", "text", "html", "error"), ""),
            "id": 9,
            "account_id": 1,
            "key": "m",
            "state": "pending",
            "attempts": 0,
            "created_at": now,
            "due_at": now,
        },
        "mail_notice": {"mail_id": 9, "notice_id": 7},
    }
    with engine.begin() as connection:
        for name, row in rows.items():
            table = sa.Table(name, sa.MetaData(), *(sa.Column(column) for column in row))
            connection.execute(table.insert(), row)
    for up in (True, False, True):
        if up:
            migrate(engine)
        else:
            with engine.begin() as connection:
                command.downgrade(alembic_config(connection), "0005")
        with engine.begin() as connection:
            assert connection.execute(sa.text("SELECT mail_id, notice_id FROM mail_notice")).all() == [(9, 7)]
            assert connection.execute(sa.text("SELECT kind, key FROM notice")).all() == [("opened", "k")]


def test_the_register_keeps_every_row_on_the_way_up_and_down(engine: sa.Engine) -> None:
    """Three tables become one: codes, links and the evidence with an ask stay what they were."""
    migrate(engine, "0007")
    entry = {"position": 1, "sources": "[]"}
    promise = dict.fromkeys(("due_words", "frequency_words", "state_words", "note"), "")
    rows: dict[str, list[dict[str, Any]]] = {
        "account": [
            {
                "id": 1,
                "email": "a@toets.example",
                "name": "A",
                "password_hash": "x",
                "organisation": "",
                "active": True,
                "demonstration": False,
                "created_at": "2026-01-01 00:00:00+00:00",
            }
        ],
        "document": [
            {
                **entry,
                "id": 3,
                "code": "BRIEF",
                "title": "Brief",
                "kind": "Kamerbrief",
                "missing": False,
                **dict.fromkeys(("date_words", "reference", "author", "note"), ""),
            }
        ],
        "motie": [
            {
                **entry,
                "id": number,
                "code": f"mot-{number}",
                "title": f"Motie {number}",
                "submitters": "[]",
                "other_dates": "{}",
                "inside_programme": True,
                "whole_plan": False,
                **dict.fromkeys(("date_words", "date_sort", "reference", "note"), ""),
            }
            for number in (4, 9)
        ],
        "toezegging": [
            {
                **entry,
                **promise,
                "id": 4,
                "code": "toe-4",
                "title": "Belofte",
                "kind": "promise",
                "document_id": 3,
                "due_precision": "undetermined",
                "inside_programme": True,
                "motie_id": 9,
            }
        ],
        "coalition_passage": [{**entry, "id": 4, "code": "ca-1", "text": "Passage", "carried_out_by": "Dit"}],
        "ask": [
            {
                **entry,
                "id": 6,
                "code": "mot-9-1",
                "motie_id": 9,
                "text": "Doen",
                "response": "",
                "letter_judgement": "open",
            }
        ],
        "evidence": [
            {
                **dict.fromkeys(("file_key", "file_name", "media_type", "sha256"), ""),
                "id": 2,
                "kind": "link",
                "title": "Bewijs",
                "ask_id": 6,
                "audience": "public",
                "url": "https://voorbeeld.example/",
                "size": 0,
                "added_at": "2026-01-01 00:00:00+00:00",
                "added_by_id": 1,
            }
        ],
    }
    with engine.begin() as connection:
        for name, values in rows.items():
            table = sa.Table(name, sa.MetaData(), *(sa.Column(column) for column in values[0]))
            connection.execute(table.insert(), values)
    promised = (
        "SELECT t.code, m.code FROM {toezegging} t JOIN {motie} m ON m.id = t.motie_id WHERE t.code = 'toe-4'"
    )
    asked = "SELECT a.id, i.code FROM ask a JOIN {motie} i ON i.id = a.{column}"
    for up in (True, False, True):
        names = {"toezegging": "toezegging", "motie": "motie", "column": "motie_id"}
        if up:
            migrate(engine)
            names = {"toezegging": "register_item", "motie": "register_item", "column": "item_id"}
        else:
            with engine.begin() as connection:
                command.downgrade(alembic_config(connection), "0007")
        with engine.begin() as connection:
            assert connection.execute(sa.text(promised.format(**names))).all() == [("toe-4", "mot-9")]
            assert connection.execute(sa.text(asked.format(**names))).all() == [(6, "mot-9")]
            assert connection.execute(sa.text("SELECT id, ask_id FROM evidence")).all() == [(2, 6)]


def test_lines_about_signing_in_may_expire_and_the_chain_has_one_end(engine: sa.Engine) -> None:
    """The rule of the trail is replaced in place: what it lets go depends on the version, not on the rows."""
    migrate(engine)
    row = {
        "id": 1,
        "at": "2020-01-01 00:00:00.000000",
        "action": "signed_in",
        "subject_kind": "account",
        **dict.fromkeys(
            ("actor_name", "actor_roles", "subject_label", "reason", "request_id", "address"), ""
        ),
        "details": "{}",
    }
    table = sa.Table("audit_event", sa.MetaData(), *(sa.Column(column) for column in row))
    with engine.begin() as connection:
        connection.execute(table.insert(), [row, row | {"id": 2, "action": "report_adopted"}])
        command.downgrade(alembic_config(connection), "0011")
    with engine.begin() as connection, pytest.raises(sa.exc.IntegrityError, match="frozen"):
        connection.execute(table.delete().where(table.c.id == 1))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.id == 1))
        assert connection.execute(sa.text("SELECT id, position, seal FROM audit_head")).all() == [(1, 0, "")]
    with engine.begin() as connection, pytest.raises(sa.exc.IntegrityError, match="frozen"):
        connection.execute(table.delete().where(table.c.id == 2))

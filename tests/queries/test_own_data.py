"""The export of the own data forgets no table, holds no secret, and nothing of somebody else."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

import portal.models
from portal.database import Base
from portal.documents.own_data import as_json, as_workbook
from portal.domain.accounts import FactorKind, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM, Actor
from portal.domain.notices import Delivery, NoticeKind
from portal.domain.roles import Role
from portal.models import Account, Comment, ExternalIdentity, Mail, SecondFactor, SignInSession
from portal.queries import own_data as reading
from portal.queries.own_data import AUDIT, TRACE, own_data, own_data_counts
from portal.queries.own_data_register import ELSEWHERE, SECTIONS, TRACES, Via
from portal.services import kept_input, notices, own, recovery_codes, sessions, tokens
from portal.services.sessions import Visitor
from portal.web.own_data_words import COLUMNS
from portal.web.own_data_words import SECTIONS as TITLES
from portal.web.own_data_words import TRACES as WORDS
from tests.builders import FIRST, House, fill, house, open_round, report_of
from tests.conftest import NOW
from tests.observation_files import sheets_of

SECRETS = ("hash", "sealed", "nonce", "public_key", "credential", "token")


def told() -> set[str]:
    """Every column that points at an account and is told, or for which there is a reason."""
    columns = {trace.key for trace in TRACES} | set(ELSEWHERE)
    for section in SECTIONS:
        columns |= {f"{section.table}.{column}" for column in section.whose}
        columns |= {f"{section.table}.{each.column}" for each in section.told if isinstance(each, Via)}
    return columns


def pointing(metadata: sa.MetaData) -> set[str]:
    """Every column that points at an account."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "account.id"
    }


def test_no_table_that_points_at_an_account_is_forgotten() -> None:
    assert portal.models is not None
    assert pointing(Base.metadata) - told() == set()


def test_a_new_table_is_noticed() -> None:
    metadata = sa.MetaData()
    sa.Table("account", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table("diary", metadata, sa.Column("writer_id", sa.ForeignKey("account.id")))
    assert pointing(metadata) - told() == {"diary.writer_id"}


def test_no_secret_is_among_what_is_told() -> None:
    names = {each.column if isinstance(each, Via) else each for part in SECTIONS for each in part.told}
    assert [name for name in names for secret in SECRETS if secret in name] == []


def test_everything_has_words() -> None:
    keys = {section.key for section in SECTIONS} | {TRACE, AUDIT}
    columns = {each.name if isinstance(each, Via) else each for part in SECTIONS for each in part.told}
    assert set(TITLES) == keys
    assert columns <= set(COLUMNS)
    assert set(WORDS) == {trace.key for trace in TRACES}


@pytest.fixture
def built(bare_session: Session) -> House:
    return house(bare_session, 2)


@pytest.fixture
def anna(bare_session: Session, built: House) -> Account:
    """A coordinator of whom the portal keeps something in most places."""
    actor = built.coordinators["net-1"]
    account = bare_session.get_one(Account, actor.account_id)
    period = open_round(bare_session, built, "eerste", FIRST)
    report = report_of(bare_session, period, built.networks[0])
    fill(bare_session, built, report, words="Vertrouwelijk concept")
    sessions.begin(bare_session, account, SignInMethod.PASSWORD, Visitor("192.0.2.0/24", "Firefox"))
    tokens.issue(bare_session, SYSTEM, account, TokenPurpose.EMAIL_CHANGE, "nieuw@toets.example")
    notices.tell(bare_session, NoticeKind.PASSWORD_CHANGED, [account], key="toets")
    notices.set_preferences(bare_session, actor, {NoticeKind.RETURNED: Delivery.DAILY})
    kept_input.keep(bare_session, account.id, "/signalen/nieuw", [("titel", "Half af")])
    recovery_codes.make(bare_session, actor, account)
    bare_session.add_all(
        [
            Comment(report_id=report.id, text="=1+1 Mijn opmerking", author_id=account.id, added_at=NOW),
            SecondFactor(
                account_id=account.id,
                kind=FactorKind.TOTP,
                name="Telefoon",
                created_at=NOW,
                sealed_secret="verzegeld geheim",
            ),
            ExternalIdentity(
                account_id=account.id, issuer="https://idp.example", subject="anna-1", linked_at=NOW
            ),
        ]
    )
    bare_session.flush()
    return account


def test_the_own_data_are_complete_and_hold_no_secret(bare_session: Session, anna: Account) -> None:
    text = as_json(own_data(bare_session, anna.id), NOW).decode()
    parts = {part["key"]: part for part in json.loads(text)["sections"]}
    filled = {key for key, part in parts.items() if part["rows"]}
    assert filled >= {
        *("account", "appointments", "sessions", "factors", "recovery_codes", "identities", "links"),
        *("notices", "preferences", "mails", "comments", "kept_input", "maatregelen", TRACE, AUDIT),
    }
    assert parts["account"]["rows"][0]["email"] == anna.email
    assert parts["appointments"]["rows"][0]["network"] == "net-1"
    assert parts["sessions"]["rows"][0]["device"] == "Firefox"
    assert {row["traces"] for row in parts[TRACE]["rows"]} >= {"maatregel_progress.updated_by_id"}
    kept = [*bare_session.scalars(sa.select(SignInSession.token_hash))]
    kept += [anna.password_hash, "verzegeld geheim"]
    assert [secret for secret in kept if secret in text] == []


def test_no_word_of_a_draft_goes_along(bare_session: Session, anna: Account) -> None:
    assert "Vertrouwelijk concept" not in as_json(own_data(bare_session, anna.id), NOW).decode()


def test_nothing_of_somebody_else_goes_along(bare_session: Session, built: House, anna: Account) -> None:
    other = bare_session.get_one(Account, built.coordinators["net-2"].account_id)
    text = as_json(own_data(bare_session, other.id), NOW).decode()
    for mine in (anna.email, "Mijn opmerking", "Half af", "anna-1", "Telefoon", "nieuw@toets.example"):
        assert mine not in text


def test_where_somebody_else_came_from_is_not_told(bare_session: Session, anna: Account) -> None:
    own.rename(bare_session, Actor(None, "Beheerder", (Role.ADMINISTRATOR,)), anna, "Andere naam")
    last = own_data(bare_session, anna.id)[-1].rows[0]
    assert last[4:] == ("Beheerder", "")


def test_the_workbook_shows_words_and_runs_no_formula(
    bare_app: Flask, bare_session: Session, anna: Account
) -> None:
    with bare_app.test_request_context():
        content = as_workbook(own_data(bare_session, anna.id), NOW, anna.name)
    sheets = sheets_of(content)
    assert list(sheets)[:3] == ["Over deze export", "Account", "Aanstellingen"]
    cells = {str(cell) for rows in sheets.values() for row in rows for cell in row}
    assert {"Coördinator", "=1+1 Mijn opmerking", "Voortgang van een maatregel geschreven"} <= cells
    assert {"coordinator", "password_changed", "progress_written"} & cells == set()
    with ZipFile(BytesIO(content)) as parts:
        pages = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert [page for page in pages if b"<f>" in page] == []


def test_too_many_rows_are_left_out_and_told(
    bare_session: Session, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 3)
    parts = {part.key: part for part in own_data(bare_session, anna.id)}
    assert (len(parts[AUDIT].rows), parts[AUDIT].complete) == (3, False)
    assert (len(parts["account"].rows), parts["account"].complete) == (1, True)


def test_the_counts_are_those_of_the_export(bare_session: Session, anna: Account) -> None:
    counts = own_data_counts(bare_session, anna.id)
    assert counts == {part.key: len(part.rows) for part in own_data(bare_session, anna.id)}
    assert counts["mails"] == bare_session.scalar(
        sa.select(sa.func.count()).where(Mail.account_id == anna.id)
    )

"""Proposals from the open data: nothing changes without an officer, and nothing is asked twice."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import SYSTEM, Actor, AuditAction, SubjectKind
from portal.domain.dates import DatePrecision
from portal.domain.errors import (
    LinkedElsewhereError,
    ProposalDecidedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.kamer.fields import KamerField
from portal.domain.kamer.records import KamerRecord
from portal.domain.parliament import Appreciation, Origin, ProposalState, Vote
from portal.domain.programme import ToezeggingKind
from portal.domain.roles import Role
from portal.models import AuditEvent, KamerProposal, Motie, RegisterItem, Toezegging
from portal.queries.kamer import candidates, likely, newest_proposal, register_fields, tracked
from portal.services.kamer import differences_now, propose
from portal.services.kamer_decisions import reject, take_over
from tests.builders import person
from tests.kamer import read_motie, read_toezegging, registered
from tests.odata.records import decision, document, uid

EVERYTHING = frozenset(KamerField)


@pytest.fixture
def officer(bare_session: Session) -> Actor:
    account = person(bare_session, "medewerker", Role.PROGRAMME_OFFICER)
    return Actor(account.id, account.name, (Role.PROGRAMME_OFFICER,))


def proposed(
    session: Session, actor: Actor, record: KamerRecord, item: RegisterItem | None = None
) -> KamerProposal:
    made = propose(session, actor, record, "v5", item)
    assert made is not None
    return made


def taken(session: Session, actor: Actor, record: KamerRecord, *fields: KamerField) -> RegisterItem:
    made = proposed(session, actor, record)
    version = made.item.version if made.item else 0
    return take_over(session, actor, made, (made.version, version), fields or EVERYTHING)


def actions(session: Session, kind: SubjectKind, number: int) -> list[AuditAction]:
    query = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == kind, AuditEvent.subject_id == number
    )
    return list(session.scalars(query.order_by(AuditEvent.id)))


def test_a_motie_enters_the_register_by_a_proposal(bare_session: Session, officer: Actor) -> None:
    made = proposed(bare_session, officer, read_motie(363))

    assert (made.state, made.item, made.external_number) == (ProposalState.OPEN, None, "2026Z00363")
    assert made.raw["Kabinetsappreciatie"] == "Oordeel Kamer"
    assert bare_session.scalar(sa.select(sa.func.count(RegisterItem.id))) == 0

    item = take_over(bare_session, officer, made, (made.version, 0), EVERYTHING, inside=False)

    assert isinstance(item, Motie)
    assert (item.code, item.origin, item.inside_programme) == ("tk-2026z00363", Origin.OPEN_DATA, False)
    assert item.title == "Motie van het lid Alfa over onderwerp 363"
    assert item.submitters == ["Alfa, A. (AAA)", "Beta, B. (BBB)"]
    assert (item.reference, item.date_sort, item.date_words) == (
        "29911 nr. 363",
        "2026-03-18",
        "18 maart 2026",
    )
    assert (item.vote, item.appreciation) == (Vote.ADOPTED, Appreciation.LEFT_TO_KAMER)
    assert item.kamer_status == "Ingediend; Stemmen - aangenomen"
    assert (item.external_id, item.external_number) == (uid(1, 363), "2026Z00363")
    assert item.source_words == "Open data van de Tweede Kamer, 2026Z00363"
    assert item.url == "https://zoek.officielebekendmakingen.nl/kst-29911-363.html"
    assert (made.state, made.item, made.decided_by_id) == (ProposalState.TAKEN, item, officer.account_id)
    assert actions(bare_session, SubjectKind.OPEN_DATA, made.id) == [
        AuditAction.OPEN_DATA_FETCHED,
        AuditAction.PROPOSAL_TAKEN,
    ]
    assert actions(bare_session, SubjectKind.REGISTER_ITEM, item.id) == [AuditAction.ITEM_REGISTERED]


def test_a_toezegging_gets_no_term_from_a_day_of_unknown_meaning(
    bare_session: Session, officer: Actor
) -> None:
    item = taken(bare_session, officer, read_toezegging(130, DatumNakoming="2026-07-01T00:00:00+02:00"))

    assert isinstance(item, Toezegging)
    assert (item.code, item.kind) == ("tk-tz202603-130", ToezeggingKind.PROMISE)
    assert (item.due_precision, item.due_latest, item.due_words) == (DatePrecision.UNDETERMINED, None, "")
    assert item.kamer_status == "Openstaand"
    said = "Minister van Voorbeelden, Ministerie van Justitie en Veiligheid, 2026A00004"
    assert item.source_words == f"Open data van de Tweede Kamer, TZ202603-130, {said}"


def test_only_what_was_chosen_is_written(bare_session: Session, officer: Actor) -> None:
    own = registered(bare_session, title="Onze titel", reference="29 911, nr. 1")
    made = proposed(bare_session, officer, read_motie(1), own)

    take_over(bare_session, officer, made, (made.version, own.version), {KamerField.VOTE, KamerField.NUMBER})

    assert (own.title, own.vote, own.external_number) == ("Onze titel", Vote.ADOPTED, "2026Z00001")
    assert (own.kamer_status, own.origin, own.external_id) == ("", Origin.OFFICE, uid(1, 1))
    chosen = {each["field"]: each["taken"] for each in made.changes}
    assert (chosen["vote"], chosen["number"], chosen["title"]) == (True, True, False)
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.ITEM_CHANGED)
    ).one()
    assert event.details["fields"] == {"vote": ["", "adopted"], "number": ["", "2026Z00001"]}


def test_what_the_plan_fixes_stays_as_the_plan_says(bare_session: Session, officer: Actor) -> None:
    planned = registered(bare_session, origin=Origin.PLAN, title="Titel van de brief", date_sort="2021-05")
    made = proposed(bare_session, officer, read_motie(1), planned)

    take_over(bare_session, officer, made, (made.version, planned.version), EVERYTHING)

    assert (planned.title, planned.date_sort, planned.reference) == ("Titel van de brief", "2021-05", "")
    assert (planned.vote, planned.external_number) == (Vote.ADOPTED, "2026Z00001")


def test_a_later_change_is_a_new_proposal_and_changes_nothing(bare_session: Session, officer: Actor) -> None:
    item = taken(bare_session, officer, read_motie(1, Besluit=[decision(1, "Ingediend")]))
    version = item.version

    made = propose(bare_session, SYSTEM, read_motie(1), "v5", again=False)

    assert made is not None
    assert (item.vote, item.kamer_status, item.version) == (Vote.NOT_YET, "Ingediend", version)
    found = [(each.field, each.ours, each.theirs) for each in differences_now(bare_session, made)]
    assert found == [
        (KamerField.KAMER_STATUS, "Ingediend", "Ingediend; Stemmen - aangenomen"),
        (KamerField.VOTE, "not_yet", "adopted"),
    ]


def test_the_same_answer_is_not_brought_up_again(bare_session: Session, officer: Actor) -> None:
    first = proposed(bare_session, officer, read_motie(1))
    assert proposed(bare_session, officer, read_motie(1)) is first
    assert propose(bare_session, SYSTEM, read_motie(1), "v5", again=False) is None
    assert propose(bare_session, SYSTEM, read_motie(1, "v4"), "v4", again=False) is None

    reject(bare_session, officer, first, first.version, "Gaat niet over dit programma.")
    assert propose(bare_session, SYSTEM, read_motie(1), "v5", again=False) is None

    second = proposed(bare_session, officer, read_motie(1))
    assert second is not first
    assert (first.state, second.state) == (ProposalState.REJECTED, ProposalState.OPEN)


def test_where_nothing_differs_there_is_nothing_to_decide(bare_session: Session, officer: Actor) -> None:
    taken(bare_session, officer, read_motie(1))

    assert propose(bare_session, officer, read_motie(1), "v5") is None
    assert propose(bare_session, SYSTEM, read_motie(1, ApiGewijzigdOp="2026-03-20T09:00:00Z"), "v5") is None


def test_a_status_that_returns_is_noticed_each_time(bare_session: Session, officer: Actor) -> None:
    item = taken(bare_session, officer, read_toezegging(1))
    for status in ("Afgedaan", "Openstaand", "Afgedaan", "Openstaand"):
        made = propose(bare_session, SYSTEM, read_toezegging(1, Status=status), "v5", again=False)
        assert made is not None
        take_over(bare_session, officer, made, (made.version, item.version), {KamerField.KAMER_STATUS})
        assert item.kamer_status == status


def test_a_newer_answer_overtakes_the_one_that_waits(bare_session: Session, officer: Actor) -> None:
    item = taken(bare_session, officer, read_toezegging(1))
    first = propose(bare_session, SYSTEM, read_toezegging(1, Status="Afgedaan"), "v5", again=False)
    assert first is not None

    # The source takes it back: what waited no longer holds.
    assert propose(bare_session, SYSTEM, read_toezegging(1), "v5", again=False) is None
    assert first.state is ProposalState.SUPERSEDED
    with pytest.raises(ProposalDecidedError):
        take_over(bare_session, officer, first, (first.version, item.version), EVERYTHING)

    again = propose(bare_session, SYSTEM, read_toezegging(1, Status="Afgedaan"), "v5", again=False)
    assert again is not None
    assert again is not first


def test_what_the_source_took_away_is_a_proposal_too(bare_session: Session, officer: Actor) -> None:
    item = taken(bare_session, officer, read_motie(1))

    made = propose(bare_session, SYSTEM, read_motie(1, Verwijderd=True), "v5", again=False)
    assert made is not None
    assert [each.field for each in differences_now(bare_session, made)] == [KamerField.DELETED]
    take_over(bare_session, officer, made, (made.version, item.version), ())

    assert item.retired_on is None
    assert propose(bare_session, SYSTEM, read_motie(1, Verwijderd=True), "v5", again=False) is None


def test_an_unknown_word_is_kept_and_never_translated(bare_session: Session, officer: Actor) -> None:
    item = taken(bare_session, officer, read_motie(1, Besluit=[decision(1, "Stemmen - iets nieuws")]))

    assert (item.vote, item.kamer_status) == (None, "Stemmen - iets nieuws")


def test_a_new_letter_is_told_and_kept_with_the_proposal(bare_session: Session, officer: Actor) -> None:
    taken(bare_session, officer, read_toezegging(1))
    letter = document(9, kind="Brief regering", title="Brief over havens")

    made = propose(bare_session, SYSTEM, read_toezegging(1, KamerbriefNakoming=[letter]), "v5", again=False)
    assert made is not None
    found = [(each.field, each.theirs) for each in differences_now(bare_session, made)]
    assert found == [(KamerField.DOCUMENTS, "2026D00009, Brief regering, 2026-03-18, Brief over havens")]


def test_nothing_is_decided_twice_or_on_an_old_page(bare_session: Session, officer: Actor) -> None:
    own = registered(bare_session)
    made = proposed(bare_session, officer, read_motie(1), own)
    seen = made.version, own.version
    own.note = "Intussen gewijzigd"
    bare_session.flush()

    with pytest.raises(StaleVersionError):
        take_over(bare_session, officer, made, seen, EVERYTHING)
    with pytest.raises(StaleVersionError):
        reject(bare_session, officer, made, made.version + 1, "Reden")
    with pytest.raises(ReasonRequiredError):
        reject(bare_session, officer, made, made.version, "  ")
    take_over(bare_session, officer, made, (made.version, own.version), EVERYTHING)
    with pytest.raises(ProposalDecidedError):
        reject(bare_session, officer, made, made.version, "Reden")


def test_one_thing_of_the_kamer_belongs_to_one_item(bare_session: Session, officer: Actor) -> None:
    first = taken(bare_session, officer, read_motie(1))
    other = registered(bare_session, "mot-2")

    with pytest.raises(LinkedElsewhereError):
        propose(bare_session, officer, read_motie(1, Verwijderd=True), "v5", other)
    with pytest.raises(LinkedElsewhereError):
        propose(bare_session, officer, read_motie(2), "v5", first)

    waiting = proposed(bare_session, officer, read_motie(3), other)
    registered(bare_session, "mot-3", external_id=uid(1, 3))
    with pytest.raises(LinkedElsewhereError):
        take_over(bare_session, officer, waiting, (waiting.version, other.version), EVERYTHING)


def test_a_second_new_item_is_refused(bare_session: Session, officer: Actor) -> None:
    made = proposed(bare_session, officer, read_motie(3))
    registered(bare_session, "mot-3", external_id=uid(1, 3))

    with pytest.raises(LinkedElsewhereError):
        take_over(bare_session, officer, made, (made.version, 0), EVERYTHING)


def test_the_likely_item_has_the_same_kamerstuk(bare_session: Session) -> None:
    registered(bare_session, "mot-1", reference="29911 nr. 363")
    registered(bare_session, "mot-2", reference="Kamerstukken II 2025/26, 29 911, nr. 36")
    registered(bare_session, "mot-3", reference="29911-363", external_id=uid(1, 9))
    record = read_motie(363)

    found = likely(record, candidates(bare_session, record.kind))
    assert found is not None
    assert found.code == "mot-1"
    registered(bare_session, "mot-4", reference="29911 nr. 363")
    assert likely(record, candidates(bare_session, record.kind)) is None


def test_a_long_text_fits(bare_session: Session, officer: Actor) -> None:
    long = "havens " * 3_000
    item = taken(bare_session, officer, read_toezegging(1, Tekst=long, Status="x" * 500))

    assert len(item.title) == 20_000
    assert len(item.kamer_status) == 200


def test_everything_linked_is_followed(bare_session: Session, officer: Actor) -> None:
    taken(bare_session, officer, read_motie(1))
    taken(bare_session, officer, read_toezegging(2))
    registered(bare_session)

    assert [number for _kind, number in tracked(bare_session)] == [uid(1, 1), uid(6, 2)]
    assert newest_proposal(bare_session, uid(1, 9)) is None
    assert register_fields(None) == {}

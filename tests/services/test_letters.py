"""Letters and passages through the services: what is refused, kept once, taken back and remembered."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    KeptByPlanError,
    LetterContentError,
    LetterRetractedError,
    PassageContentError,
    PassageInUseError,
    PassageRetractedError,
    ReasonRequiredError,
)
from portal.domain.parliament import AskState, ClosingState
from portal.domain.uploads import CheckedFile
from portal.domain.uploads.kinds import FileKind
from portal.filestore import FolderStore
from portal.models import Ask, AuditEvent, Document, Letter, Passage
from portal.services import letters
from portal.services.closings import refuse_closing, reopen_ask, withdraw_closing
from portal.services.evidence import DamagedFileError
from portal.services.file_check import check_files
from portal.services.letters import LetterContent, LetterFile, register_letter, retract_letter
from portal.services.passages import PassageContent, add_passages, link_asks, retract_passage
from tests.letters import SENT, Office, asks_of_motie, closed, office, proposed, said, sent

URL = "https://www.kamer.example/brief"


@pytest.fixture
def people(bare_session: Session) -> Office:
    return office(bare_session)


@pytest.fixture
def letter(bare_session: Session, people: Office) -> Letter:
    return sent(bare_session, people.one)


@pytest.fixture
def asks(bare_session: Session) -> list[Ask]:
    return asks_of_motie(bare_session, 3)


def lines(session: Session, letter: Letter) -> list[tuple[AuditAction, dict[str, object]]]:
    wanted = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.LETTER, AuditEvent.subject_id == letter.id
    )
    return [(each.action, each.details) for each in session.scalars(wanted.order_by(AuditEvent.id))]


def test_a_letter_is_registered_once_and_numbered_by_its_year(bare_session: Session, people: Office) -> None:
    first = sent(bare_session, people.one)
    assert sent(bare_session, people.other) is first
    second = sent(bare_session, people.one, "Andere brief")
    former = register_letter(bare_session, people.one, LetterContent("Oud", SENT.replace(year=2025), url=URL))
    assert [first.code, second.code, former.code] == ["brief-2026-01", "brief-2026-02", "brief-2025-01"]
    assert lines(bare_session, first) == [
        (AuditAction.LETTER_REGISTERED, {"sent_on": "2026-02-03", "sha256": ""})
    ]


def test_the_next_number_is_the_highest_and_not_the_text_that_sorts_last(
    bare_session: Session, people: Office
) -> None:
    now = clock.now()
    for code in ("brief-2026-99", "brief-2026-100"):
        bare_session.add(Letter(code=code, title=code, sent_on=SENT, registered_at=now))
    bare_session.flush()
    assert sent(bare_session, people.one).code == "brief-2026-101"


@pytest.mark.parametrize(
    "content",
    [
        LetterContent(" ", SENT, url=URL),
        LetterContent("Nergens te lezen", SENT),
        LetterContent("Morgen", clock.today() + timedelta(days=40_000), url=URL),
    ],
)
def test_a_letter_without_title_or_place_or_from_tomorrow_is_refused(
    bare_session: Session, people: Office, content: LetterContent
) -> None:
    with pytest.raises(LetterContentError):
        register_letter(bare_session, people.one, content)


def test_the_day_itself_is_not_in_the_future(bare_session: Session, people: Office) -> None:
    today = clock.today()
    assert register_letter(bare_session, people.one, LetterContent("Nu", today, url=URL)).sent_on == today
    with pytest.raises(LetterContentError):
        register_letter(bare_session, people.one, LetterContent("Nu", today + timedelta(days=1), url=URL))


def test_a_file_is_kept_checked_and_handed_out_with_a_line(
    bare_session: Session, people: Office, tmp_path: Path
) -> None:
    store = FolderStore(tmp_path)
    file = LetterFile(CheckedFile(FileKind.PDF, "brief.pdf", b"%PDF-1.7 brief"), store)
    content = LetterContent("Met bestand", SENT)
    letter = register_letter(bare_session, people.one, content, file)
    assert register_letter(bare_session, people.one, content, file) is letter
    assert len(list(store.files())) == 1
    assert letters.hand_out(bare_session, people.other, letter, store) == b"%PDF-1.7 brief"
    assert lines(bare_session, letter)[-1][0] is AuditAction.EVIDENCE_READ
    # Without the letters, the check of the files would call it one that nobody knows.
    assert check_files(bare_session, store).sound == 1
    store.delete(letter.file_key)
    store.put(letter.file_key, b"%PDF-1.7 Brief")
    assert check_files(bare_session, store).damaged == [letter]
    with pytest.raises(DamagedFileError):
        letters.hand_out(bare_session, people.other, letter, store)
    store.delete(letter.file_key)
    with pytest.raises(DamagedFileError):
        letters.hand_out(bare_session, people.other, letter, store)


def test_passages_are_copied_once_and_get_the_asks_that_are_new(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    first = PassageContent("Wij doen het.", "Inleiding", [asks[1], asks[0], asks[0]])
    second = PassageContent("En dit ook.", "", asks[2:])
    made = add_passages(bare_session, people.one, letter, [first, second])
    assert [(each.number, [ask.code for ask in each.asks]) for each in made] == [
        (1, [asks[0].code, asks[1].code]),
        (2, [asks[2].code]),
    ]
    before = lines(bare_session, letter)
    assert add_passages(bare_session, people.other, letter, [first, second]) == made
    assert lines(bare_session, letter) == before
    again = add_passages(
        bare_session, people.one, letter, [PassageContent("Wij doen het.", "Inleiding", asks)]
    )
    assert again == made[:1]
    assert lines(bare_session, letter)[-1] == (
        AuditAction.PASSAGE_ADDED,
        {"part": "1", "asks": [asks[2].code]},
    )
    other_place = add_passages(
        bare_session, people.one, letter, [PassageContent("Wij doen het.", "Slot", asks)]
    )
    assert other_place[0].number == 3


def test_a_passage_has_words_and_speaks_of_something(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    for content in (PassageContent(" ", "", asks), PassageContent("Woorden", "", [])):
        with pytest.raises(PassageContentError):
            add_passages(bare_session, people.one, letter, [content])


def test_a_passage_is_linked_to_more_asks_and_never_fewer(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    passage = said(bare_session, people.one, letter, asks[:1])
    before = len(lines(bare_session, letter))
    link_asks(bare_session, people.other, passage, asks[:1])
    assert len(lines(bare_session, letter)) == before
    link_asks(bare_session, people.other, passage, asks[1:])
    bare_session.expire_all()
    assert [ask.code for ask in passage.asks] == [ask.code for ask in asks]


def test_a_passage_is_taken_back_with_a_reason_while_nothing_rests_on_it(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    passage = said(bare_session, people.one, letter, asks)
    with pytest.raises(ReasonRequiredError):
        retract_passage(bare_session, people.one, passage, " ")
    retract_passage(bare_session, people.one, passage, "Verkeerd overgenomen.")
    assert (passage.retracted_by_id, passage.retraction_reason) == (
        people.one.account_id,
        "Verkeerd overgenomen.",
    )
    with pytest.raises(PassageRetractedError):
        retract_passage(bare_session, people.one, passage, "Nog eens.")
    with pytest.raises(PassageRetractedError):
        link_asks(bare_session, people.one, passage, asks)
    # The right words take another number; the former ones stay to be read.
    assert said(bare_session, people.one, letter, asks).number == 2
    assert lines(bare_session, letter)[2] == (AuditAction.PASSAGE_RETRACTED, {"part": "1"})


def test_what_waits_or_holds_keeps_its_passage_and_its_letter(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    passage = said(bare_session, people.one, letter, asks)

    def refused() -> None:
        with pytest.raises(PassageInUseError):
            retract_passage(bare_session, people.one, passage, "Fout.")
        with pytest.raises(PassageInUseError):
            retract_letter(bare_session, people.one, letter, "Fout.")

    waits = proposed(bare_session, people.one, asks[0], passage)
    refused()
    withdraw_closing(bare_session, people.one, waits, waits.version)
    no = proposed(bare_session, people.one, asks[1], passage)
    refuse_closing(bare_session, people.other, no, no.version, "Dat staat er niet.")
    holds = closed(bare_session, people, asks[2], passage)
    refused()
    reopen_ask(bare_session, people.one, asks[2], asks[2].version, "Toch niet.")
    assert holds.state is ClosingState.REVOKED
    assert asks[2].state is AskState.IN_PROGRESS
    retract_passage(bare_session, people.one, passage, "Fout.")
    retract_letter(bare_session, people.one, letter, "Fout.")


def test_a_letter_that_was_taken_back_takes_no_passages(
    bare_session: Session, people: Office, letter: Letter, asks: list[Ask]
) -> None:
    passage = said(bare_session, people.one, letter, asks)
    with pytest.raises(ReasonRequiredError):
        retract_letter(bare_session, people.one, letter, "")
    retract_letter(bare_session, people.other, letter, "Niet verzonden.")
    acts: list[Callable[[], object]] = [
        lambda: retract_letter(bare_session, people.one, letter, "Nog eens."),
        lambda: said(bare_session, people.one, letter, asks, "Nog een."),
        lambda: link_asks(bare_session, people.one, passage, asks),
        lambda: retract_passage(bare_session, people.one, passage, "Ook weg."),
        lambda: proposed(bare_session, people.one, asks[0], passage),
    ]
    for act in acts:
        with pytest.raises(LetterRetractedError):
            act()
    assert lines(bare_session, letter)[-1] == (AuditAction.LETTER_RETRACTED, {})
    # The same letter, registered once more, is a new one.
    assert sent(bare_session, people.one).code == "brief-2026-02"


def test_nobody_takes_back_what_the_plan_quotes(
    bare_session: Session, people: Office, asks: list[Ask]
) -> None:
    document = Document(code="BRIEF", title="Brief", kind="Kamerbrief", dated_on=SENT)
    bare_session.add(document)
    bare_session.flush()
    letter = Letter(
        code="BRIEF", title="Brief", sent_on=SENT, document_id=document.id, registered_at=clock.now()
    )
    quote = Passage(letter=letter, number=1, text="Citaat", added_at=clock.now(), asks=asks[:1])
    bare_session.add(quote)
    bare_session.flush()
    acts: list[Callable[[], object]] = [
        lambda: retract_letter(bare_session, people.one, letter, "Weg."),
        lambda: retract_passage(bare_session, people.one, quote, "Weg."),
        lambda: link_asks(bare_session, people.one, quote, asks),
    ]
    for act in acts:
        with pytest.raises(KeptByPlanError):
            act()
    # The office may copy the whole passage beside the quote, with the same words too.
    assert said(bare_session, people.one, letter, asks, "Citaat").number == 2

"""The files of the programme: proof, claims, links and order, in a fixed number of questions."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.principal import Principal
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.evidence import EvidenceKind
from portal.domain.parliament import AskOutcome, AskState, ItemState
from portal.domain.programme import Basis
from portal.domain.progress import ProgressStatus
from portal.domain.proof import Claim, Concern, Proof, claims_of, concerns_of, proof_of
from portal.domain.roles import Duty, Role
from portal.domain.terms import Recurrence
from portal.models import Ask, AskClosing, AskLink, Evidence, Maatregel, MotieMaatregel
from portal.queries.ask_files import AskFile, ItemFile, item_files
from portal.queries.occurrences import occurrences_of
from portal.services.deadlines import make_occurrences
from tests import builders
from tests.browsing import counted_queries
from tests.builders import FIRST, House
from tests.deadlines import ask, close, motie, office, passage, promise

MEMBER = Principal(1, "Lid", (Duty(Role.STEERING_MEMBER),))
READER = Principal(1, "Lezer", (Duty(Role.READER),))


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 2)


def files(session: Session, code: str | None = None, who: Principal = MEMBER) -> dict[str, ItemFile]:
    found = item_files(session, who.visibility(), clock.today(), code)
    return {each.item.code: each for each in found}


def file_of(session: Session, each: Ask, who: Principal = MEMBER) -> AskFile:
    return next(found for found in files(session, None, who)[each.item.code].asks if found.ask is each)


def link(session: Session, each: Ask, code: str, *, removed: bool = False) -> None:
    made = AskLink(
        ask=each,
        maatregel=builders.maatregel(session, code),
        basis=Basis.DERIVED,
        added_at=clock.now(),
        added_by_id=office(session).account_id,
    )
    made.removed_at = clock.now() if removed else None
    session.add(made)
    session.flush()


def report_completed(session: Session, built: House, *, adopted: bool = True, evidence: str = "none") -> None:
    """Let net-1 report its first maatregel completed, with evidence that stands there or was taken away."""
    period = builders.open_round(session, built, "ronde", FIRST)
    report = builders.report_of(session, period, built.networks[0])
    statuses = [ProgressStatus.COMPLETED, ProgressStatus.ON_SCHEDULE]
    builders.fill(session, built, report, statuses=statuses)
    if evidence != "none":
        row = next(row for row in report.progress if row.maatregel.code == "net-1-m1")
        shown = Evidence(
            kind=EvidenceKind.LINK,
            title="Foto",
            url="https://voorbeeld.example",
            progress_id=row.id,
            audience=Audience.NETWORK,
            added_at=clock.now(),
            added_by_id=office(session).account_id,
        )
        shown.removed_at = clock.now() if evidence == "removed" else None
        session.add(shown)
        session.flush()
    builders.submit(session, built, report, FIRST.submit_from)
    builders.accept(session, built, report, FIRST.submit_from)
    if adopted:
        builders.adopt(session, built, period, date(2025, 9, 1))


def test_closed_with_a_letter_and_a_second_person_is_proved(bare_session: Session, built: House) -> None:
    one = ask(bare_session, "mot-een", date(2026, 1, 1))
    found = file_of(bare_session, one)
    assert proof_of(found.facts) is Proof.CLAIMED
    assert claims_of(found.facts) == [Claim.OFFICE]
    assert concerns_of(found.facts, clock.today()) == [
        Concern.LATE,
        Concern.NO_OWNER,
        Concern.NO_MAATREGEL,
    ]
    closing = close(bare_session, one, passage(bare_session, [one]))
    found = file_of(bare_session, one)
    assert (proof_of(found.facts), found.closing) == (Proof.PROVED, closing)
    assert concerns_of(found.facts, clock.today()) == []
    assert files(bare_session)["mot-een"].state(clock.today()) is ItemState.SETTLED


def test_a_proposal_alone_proves_nothing(bare_session: Session, built: House) -> None:
    one = ask(bare_session, "mot-een")
    said = passage(bare_session, [one])
    bare_session.add(
        AskClosing(
            ask=one,
            outcome=AskState.FULFILLED,
            passage=said,
            reason="De brief zegt het.",
            proposed_at=clock.now(),
            proposed_by_id=office(bare_session).account_id,
        )
    )
    bare_session.flush()
    found = file_of(bare_session, one)
    assert (proof_of(found.facts), found.pending, found.closing) == (Proof.CLAIMED, True, None)


def test_a_duty_is_proved_as_long_as_it_keeps_up(bare_session: Session, built: House) -> None:
    duty = ask(
        bare_session, "mot-een", date(2025, 12, 31), recurs=Recurrence.QUARTERLY, state=AskState.NOT_STARTED
    )
    make_occurrences(bare_session, clock.today())
    found = file_of(bare_session, duty)
    assert (found.times, found.facts.times_settled, found.facts.times_missed) == (2, 0, 1)
    assert (proof_of(found.facts), found.outcome(clock.today())) == (Proof.NOTHING, AskOutcome.BEHIND)
    first, _second = occurrences_of(bare_session, duty.id)
    close(bare_session, duty, passage(bare_session, [duty]), first)
    found = file_of(bare_session, duty)
    assert (found.facts.times_settled, found.facts.times_missed) == (1, 0)
    assert (proof_of(found.facts), found.closing) == (Proof.PROVED, None)
    assert concerns_of(found.facts, clock.today())[0] is Concern.SOON


@pytest.mark.parametrize("how", ["ask", "motie", "promise"])
def test_a_maatregel_is_linked_in_each_of_these_ways(bare_session: Session, built: House, how: str) -> None:
    target = builders.maatregel(bare_session, "net-1-m1")
    one = ask(bare_session, promise(bare_session, "toe-een") if how == "promise" else "mot-een")
    link(bare_session, one, "net-1-m2", removed=True)
    assert not file_of(bare_session, one).facts.has_maatregel
    if how == "ask":
        link(bare_session, one, "net-1-m1")
    elif how == "motie":
        bare_session.add(MotieMaatregel(motie_id=one.item_id, maatregel_id=target.id, basis=Basis.EXPLICIT))
    else:
        one.item.maatregel_id = target.id  # type: ignore[attr-defined]
    bare_session.flush()
    found = file_of(bare_session, one)
    assert [each.code for each in found.links] == ["net-1-m1"]
    assert found.facts.has_maatregel


def test_the_plan_as_a_whole_can_carry_it_out(bare_session: Session, built: House) -> None:
    item = motie(bare_session, "mot-een")
    item.whole_plan = True
    one = ask(bare_session, item)
    found = file_of(bare_session, one)
    assert (found.links, found.facts.has_maatregel) == ((), True)


@pytest.mark.parametrize(
    ("evidence", "claims"), [("none", [Claim.REPORTED]), ("present", []), ("removed", [Claim.REPORTED])]
)
def test_completed_without_evidence_is_a_claim(
    bare_session: Session, built: House, evidence: str, claims: list[Claim]
) -> None:
    one = ask(bare_session, "mot-een", state=AskState.NOT_STARTED)
    link(bare_session, one, "net-1-m1")
    assert proof_of(file_of(bare_session, one).facts) is Proof.NOTHING
    report_completed(bare_session, built, evidence=evidence)
    found = file_of(bare_session, one)
    assert claims_of(found.facts) == claims
    (linked,) = found.links
    assert linked.latest is not None
    assert (linked.latest.period_code, linked.latest.as_of) == ("ronde", FIRST.observes_until)


def test_a_report_counts_for_who_may_read_it(bare_session: Session, built: House) -> None:
    one = ask(bare_session, "mot-een", state=AskState.NOT_STARTED)
    link(bare_session, one, "net-1-m1")
    report_completed(bare_session, built, adopted=False)
    assert file_of(bare_session, one).facts.completed_without_evidence
    assert not file_of(bare_session, one, READER).facts.completed_without_evidence
    assert file_of(bare_session, one, READER).links[0].latest is None


def test_what_is_outside_or_gone_is_left_out_unless_it_is_asked_for(
    bare_session: Session, built: House
) -> None:
    ask(bare_session, motie(bare_session, "mot-buiten", inside=False))
    gone = motie(bare_session, "mot-weg")
    gone.retired_on = clock.today()
    kept = motie(bare_session, "mot-leeg")
    former = ask(bare_session, kept)
    former.retired_on = clock.today()
    bare_session.flush()
    found = files(bare_session)
    assert list(found) == ["mot-leeg"]
    assert (found["mot-leeg"].asks, found["mot-leeg"].state(clock.today())) == ([], ItemState.NOT_SPLIT)
    assert list(files(bare_session, "mot-buiten")) == ["mot-buiten"]
    assert files(bare_session, "mot-niets") == {}


def test_what_is_most_urgent_comes_first(bare_session: Session, built: House) -> None:
    for code, latest in (("mot-a", None), ("mot-b", date(2026, 5, 1)), ("mot-c", date(2025, 5, 1))):
        ask(bare_session, code, latest)
    item = motie(bare_session, "mot-d")
    ask(bare_session, item)
    ask(bare_session, item, date(2024, 1, 1))
    closed = ask(bare_session, "mot-e", date(2020, 1, 1))
    close(bare_session, closed, passage(bare_session, [closed]))
    found = files(bare_session)
    assert list(found) == ["mot-d", "mot-c", "mot-b", "mot-a", "mot-e"]
    assert [each.ask.due_latest for each in found["mot-d"].asks] == [date(2024, 1, 1), None]


def test_a_number_of_questions_that_does_not_grow(bare_session: Session, built: House) -> None:
    def cost() -> int:
        bare_session.expire_all()
        with counted_queries() as statements:
            for file in item_files(bare_session, MEMBER.visibility(), clock.today()):
                for each in file.asks:
                    assert each.ask.item is file.item
                    if each.closing is not None and each.closing.passage is not None:
                        assert each.closing.passage.letter.title.startswith("Kamerbrief")
        return len(statements)

    report_completed(bare_session, built)

    def grow(number: int) -> None:
        item = motie(bare_session, f"mot-{number}", owner=None)
        for _twice in range(2):
            one = ask(bare_session, item, date(2025, 1, 1), recurs=Recurrence.YEARLY)
            link(bare_session, one, "net-1-m1")
        closed = ask(bare_session, item)
        close(bare_session, closed, passage(bare_session, [closed], f"brief-{number}"))
        make_occurrences(bare_session, clock.today())

    grow(1)
    few = cost()
    for number in range(2, 12):
        grow(number)
    assert cost() == few <= 6
    assert bare_session.scalar(sa.select(sa.func.count(Ask.id))) == 33
    assert bare_session.scalar(sa.select(sa.func.count(Maatregel.id))) == 4

"""What the documents for the Kamer say: adopted rows only, for their readers only, and no person by name."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.documents.kamer_annex import annex
from portal.documents.kamer_chapter import chapter
from portal.documents.kamer_cw31 import cw31
from portal.documents.kamer_infographic import infographic
from portal.domain import clock
from portal.domain.audience import WIDTH, Audience
from portal.domain.indicators import Ingredient
from portal.domain.issued import AUDIENCES, Document, Figure, Heading, Paragraph, SourceKind, Table
from portal.domain.issued_json import canonical
from portal.domain.parliament import AskState, ClosingState, IssuedKind
from portal.domain.progress import ProgressStatus
from portal.domain.underpinning import PRESENT
from portal.domain.workflow import PeriodState, ReportState
from portal.models import (
    Ask,
    AskClosing,
    Judgement,
    Letter,
    MaatregelProgress,
    MoneyLine,
    Network,
    Passage,
    Period,
    Report,
)
from portal.queries.adopted import ADOPTED_ONLY, adopted_period, adopted_periods
from portal.queries.annex import register_on
from portal.queries.audience import AudienceScope
from portal.queries.chain import chain_of, the_programme
from portal.queries.cw31 import cw31_facts
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel
from portal.queries.underpinning import underpinnings
from tests.meetings import account_of
from tests.papers import NAMES
from tests.tracing import follow
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

Make = Callable[..., Document]
EVERY = [(kind, audience) for kind in IssuedKind for audience in AUDIENCES]
HIDDEN = "Kenmerkende zin voor {audience} van {place}"


@pytest.fixture
def make(app: Flask, db_session: Session) -> Iterator[Make]:
    """Make a document of the newest adopted period, as the programme office would."""

    def made(kind: IssuedKind, audience: Audience, place: int = 0) -> Document:
        db_session.expire_all()
        period = adopted_periods(db_session)[place]
        if kind is IssuedKind.CHAPTER:
            return chapter(adopted_period(db_session, period), audience)
        if kind is IssuedKind.CW31:
            facts = cw31_facts(db_session, adopted_period(db_session, period), clock.today())
            assert facts is not None
            return cw31(facts, audience)
        if kind is IssuedKind.ANNEX:
            return annex(register_on(db_session, clock.today()), audience, period.code)
        programme = the_programme(db_session)
        assert programme is not None
        return infographic(
            programme,
            chain_of(db_session, clock.today()),
            latest_by_maatregel(db_session, ADOPTED_ONLY),
            document_names(db_session),
            audience,
            period.code,
            clock.today(),
        )

    with app.test_request_context():
        yield made


def words(document: Document) -> str:
    return canonical(document).decode()


def newest(session: Session) -> Period:
    return adopted_periods(session)[0]


@pytest.mark.parametrize(("kind", "audience"), EVERY)
def test_every_passage_leads_back_to_adopted_rows(
    make: Make, db_session: Session, kind: IssuedKind, audience: Audience
) -> None:
    document = make(kind, audience)
    traced = document.traced()
    assert traced
    refs = {ref for named in traced.values() for ref in named}
    assert refs == {source.ref for source in document.sources}
    lost = [str(ref) for ref in refs if follow(db_session, ref) is None]
    assert lost == []
    assert all(source.as_of <= clock.today() for source in document.sources)


def test_a_source_that_was_not_adopted_is_noticed(make: Make, db_session: Session) -> None:
    document = make(IssuedKind.CHAPTER, Audience.PUBLIC)
    open_code = db_session.scalars(sa.select(Period.code).where(Period.state == PeriodState.OPEN)).one()
    adopted = next(each.ref for each in document.sources if each.ref.kind is SourceKind.PROGRESS)
    code = adopted.code.partition("/")[2]
    draft = type(adopted)(SourceKind.PROGRESS, f"{open_code}/{code}")
    assert follow(db_session, adopted) is not None
    assert follow(db_session, draft) is None


@pytest.mark.parametrize(("kind", "audience"), EVERY)
def test_no_person_stands_in_it_by_name(make: Make, kind: IssuedKind, audience: Audience) -> None:
    text = words(make(kind, audience))
    assert [name for name in NAMES if name in text] == []


@pytest.mark.parametrize("kind", list(IssuedKind))
def test_what_was_not_adopted_never_stands_in_it(make: Make, db_session: Session, kind: IssuedKind) -> None:
    secret = "Kenmerkende zin die niet is vastgesteld"
    unfrozen(db_session)
    for report in db_session.scalars(sa.select(Report).where(Report.state != ReportState.ADOPTED)):
        report.summary = secret
        report.developments, report.developments_audience = secret, Audience.PUBLIC
        for row in report.progress:
            row.done = row.result = row.next_step = secret
            row.audience = Audience.PUBLIC
    db_session.flush()
    for place, _period in enumerate(adopted_periods(db_session)):
        assert secret not in words(make(kind, Audience.STEERING, place))


def unfrozen(session: Session) -> None:
    """Let a test write in adopted reports, which the database otherwise refuses."""
    names = session.connection().dialect.name
    tables = ("maatregel_progress", "report", "judgement", "observation", "contribution")
    if names == "postgresql":
        for table in tables:
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for table in tables:
        for (name,) in session.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
            {"table": table},
        ).all():
            session.execute(sa.text(f'DROP TRIGGER "{name}"'))


@pytest.fixture
def marked(db_session: Session) -> None:
    """Give each text about a maatregel a sentence of its own, and each audience its share."""
    unfrozen(db_session)
    rows = db_session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .where(Report.period_id == newest(db_session).id, Report.state == ReportState.ADOPTED)
    ).all()
    for place, row in enumerate(rows):
        row.audience = list(Audience)[place % len(Audience)]
        row.done = HIDDEN.format(audience=row.audience.value, place=row.maatregel.code)
        row.result = row.next_step = row.recovery = ""
    for report in {row.report for row in rows}:
        report.developments = HIDDEN.format(audience="steering", place=report.network.code)
        report.developments_audience = Audience.STEERING
    db_session.flush()


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_for_others_is_absent_and_counted(
    make: Make, db_session: Session, audience: Audience
) -> None:
    document = make(IssuedKind.CHAPTER, audience)
    text = words(document)
    found = Counter(re.findall(r"Kenmerkende zin voor (\w+) van", text))
    absent = {each.value for each in Audience if WIDTH[each] < WIDTH[audience]}
    assert set(found) == {each.value for each in Audience} - absent
    left_out: Counter[Audience] = Counter()
    for each in document.omissions:
        left_out[each.audience] += each.number
    rows = db_session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .where(Report.period_id == newest(db_session).id, Report.state == ReportState.ADOPTED)
    ).all()
    hidden = Counter(row.audience for row in rows if row.audience.value in absent)
    assert left_out[Audience.NETWORK] == hidden[Audience.NETWORK]
    if audience is Audience.STEERING:
        assert set(left_out) == {Audience.NETWORK}
    else:
        assert left_out[Audience.STEERING] >= hidden[Audience.STEERING] + len({row.report_id for row in rows})


@pytest.mark.parametrize("audience", AUDIENCES)
def test_words_without_an_audience_are_not_for_everybody(
    make: Make, db_session: Session, audience: Audience
) -> None:
    """A network writes its judgement for who reads adopted reports; what may be public it says itself."""
    said = db_session.scalars(
        sa.select(Judgement)
        .join(Report, Report.id == Judgement.report_id)
        .where(
            Report.period_id == newest(db_session).id,
            Report.state == ReportState.ADOPTED,
            Judgement.aspect == "risks",
        )
    ).all()
    text = words(make(IssuedKind.CHAPTER, audience))
    shown = [row.explanation in text for row in said]
    assert said
    assert all(shown) if audience is not Audience.PUBLIC else not any(shown)


def test_the_chapter_tells_of_each_network_what_its_report_says(make: Make, db_session: Session) -> None:
    document = make(IssuedKind.CHAPTER, Audience.STEERING)
    period = newest(db_session)
    reports = db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Report.period_id == period.id, Report.state == ReportState.ADOPTED)
        .order_by(Network.position)
    ).all()
    parts = [block.key for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert parts == ["programma", *(report.network.code for report in reports)]
    tables = {block.key: block for block in document.blocks if isinstance(block, Table)}
    texts = {block.key: block.text for block in document.blocks if isinstance(block, Paragraph)}
    for report in reports:
        code = report.network.code
        assert texts[f"{code}/samenvatting"] == report.summary.strip()
        assert len(tables[f"{code}/voortgang/tabel"].rows) == len(report.progress)
        on_schedule = sum(row.status is ProgressStatus.ON_SCHEDULE for row in report.progress)
        assert f"{on_schedule} op schema" in texts[f"{code}/voortgang/aantallen"]
        assert f"{code}/risicos/oordeel" in texts
        assert f"{code}/geld/fte" in texts
        money = db_session.scalars(sa.select(MoneyLine).where(MoneyLine.report_id == report.id)).all()
        assert len(tables[f"{code}/geld/tabel"].rows) == len(money)
    assert "rotterdam/errata/1" in texts


def test_a_network_that_sent_nothing_is_named(make: Make, db_session: Session) -> None:
    missing = db_session.execute(
        sa.select(Network.title, Period.code)
        .join(Report, Report.network_id == Network.id)
        .join(Period, Period.id == Report.period_id)
        .where(Report.state == ReportState.NOT_RECEIVED, Period.state == PeriodState.ADOPTED)
    ).one()
    codes = [period.code for period in adopted_periods(db_session)]
    document = make(IssuedKind.CHAPTER, Audience.PUBLIC, codes.index(missing.code))
    texts = {block.key: block.text for block in document.blocks if isinstance(block, Paragraph)}
    assert texts["programma/niet-ontvangen"] == f"Geen rapportage ontvangen van: {missing.title}."


def test_the_table_of_article_3_1_says_what_is_missing(make: Make, db_session: Session) -> None:
    document = make(IssuedKind.CW31, Audience.PUBLIC)
    first = next(block for block in document.blocks if isinstance(block, Table))
    assert [row.cells[0][:2] for row in first.rows] == ["1.", "2.", "3a", "3b", "4.", "5.", "6."]
    told = {row.key.rpartition("/")[2]: row.cells for row in first.rows}
    bare = sum(
        row.cells[2] == "Geen indicator"
        for block in document.blocks
        if isinstance(block, Table) and block.key == "doel/subdoelen"
        for row in block.rows
    )
    assert bare > 0
    assert told["doel"][2].startswith(f"{bare} subdoelen hebben geen indicator")
    assert told["rijk"][1] == "€\u00a029.000.000 per jaar vanaf 2025."
    evaluated = re.fullmatch(
        r"Voor (\d+) van de (\d+) lopende maatregelen staat een datum van evaluatie\.", told["evaluatie"][1]
    )
    assert evaluated is not None
    assert told["evaluatie"][2] == f"Een datum bij {int(evaluated[2]) - int(evaluated[1])} maatregelen."
    goal = next(source for source in document.sources if source.ref.kind is SourceKind.GOAL)
    assert "4.2 Fin. 1 Doel" in goal.quote


def test_what_underpins_a_maatregel_is_the_same_for_all_readers(make: Make, db_session: Session) -> None:
    """That something was observed is a state; what was observed stands in no document."""
    tables = []
    for audience in AUDIENCES:
        blocks = [each for each in make(IssuedKind.CW31, audience).blocks if isinstance(each, Table)]
        tables.append(next(each for each in blocks if each.key == "doeltreffendheid/tabel"))
    assert len({tuple(row.cells for row in table.rows) for table in tables}) == 1
    counts = {row.cells[0]: [int(cell) for cell in row.cells[1:]] for row in tables[0].rows}
    lines = underpinnings(db_session, AudienceScope(frozenset(Audience)), clock.today())
    assert sum(counts["Twee of meer waarnemingen"]) == len(lines)
    seen = [line.ingredients[Ingredient.OBSERVATIONS] in PRESENT for line in lines]
    assert sum(counts["Twee of meer waarnemingen"][:2]) == sum(seen) > 0


def test_money_of_different_sources_is_never_added_up(make: Make) -> None:
    document = make(IssuedKind.CW31, Audience.STEERING)
    for block in document.blocks:
        if isinstance(block, Table) and block.key == "doelmatigheid/geld":
            for row in block.rows:
                named = {ref.code.rpartition("/")[2] for ref in row.sources}
                assert len(named) == 1


def test_the_sheet_counts_what_the_page_counts(make: Make, db_session: Session) -> None:
    document = make(IssuedKind.INFOGRAPHIC, Audience.PUBLIC)
    figure = next(block for block in document.blocks if isinstance(block, Figure))
    chain = chain_of(db_session, clock.today())
    assert [(part.label, part.count) for part in figure.parts] == [
        (row.stage.title, len(row.maatregelen)) for row in chain.stages
    ]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [row.cells[1] for row in table.rows] == [str(part.count) for part in figure.parts]


def test_the_annex_has_every_ask_of_the_programme_and_no_proposal(make: Make, db_session: Session) -> None:
    document = make(IssuedKind.ANNEX, Audience.PUBLIC)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    keys = {row.key.rpartition("/")[2] for table in tables for row in table.rows}
    asks = db_session.scalars(sa.select(Ask).where(Ask.retired_on.is_(None))).all()
    assert {ask.code for ask in asks if ask.item.inside_programme} <= keys
    assert not {ask.code for ask in asks if not ask.item.inside_programme} & keys
    closed = [ask for ask in asks if ask.state in {AskState.FULFILLED, AskState.ANSWERED, AskState.LAPSED}]
    outcomes = {source.ref.code for source in document.sources if source.ref.kind is SourceKind.OUTCOME}
    assert outcomes == {ask.code for ask in closed if ask.item.inside_programme}


def closing(session: Session, ask: Ask, *, approved: bool) -> AskClosing:
    """Propose to close an ask because a letter says so; a second person may approve."""
    officer, second = (account_of(session, f"medewerker{n}.programmabureau") for n in (1, 2))
    letter = Letter(
        code=f"brief-{ask.code}",
        title="Halfjaarbrief",
        sent_on=clock.today(),
        registered_at=clock.now(),
        registered_by_id=officer.id,
    )
    session.add(letter)
    session.flush()
    said = Passage(
        letter_id=letter.id,
        number=1,
        section="Paragraaf 2",
        text=f"Hiermee is {ask.code} uitgevoerd",
        added_at=clock.now(),
        added_by_id=officer.id,
        asks=[ask],
    )
    session.add(said)
    session.flush()
    made = AskClosing(
        ask_id=ask.id,
        outcome=AskState.FULFILLED,
        passage_id=said.id,
        reason=f"Reden bij {ask.code}",
        proposed_at=clock.now(),
        proposed_by_id=officer.id,
    )
    session.add(made)
    session.flush()
    if approved:
        made.state, made.decided_at, made.decided_by_id = ClosingState.APPROVED, clock.now(), second.id
        session.flush()
        ask.state = AskState.FULFILLED
        session.flush()
    return made


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_outcome_stands_in_the_annex_once_a_second_person_approved(
    make: Make, db_session: Session, audience: Audience
) -> None:
    proposed, approved = (
        db_session.scalars(sa.select(Ask).where(Ask.code == code)).one() for code in ("mot-mu-1", "mot-mu-2")
    )
    closing(db_session, proposed, approved=False)
    closing(db_session, approved, approved=True)
    document = make(IssuedKind.ANNEX, audience)
    rows = {
        row.key.rpartition("/")[2]: row
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
    }
    assert rows["mot-mu-1"].cells[1] == "Nog niet beoordeeld"
    assert rows["mot-mu-2"].cells[1] == "Uitgevoerd (akkoord op 20 maart 2026)"
    assert "Hiermee is mot-mu-2 uitgevoerd" in rows["mot-mu-2"].cells[3]
    text = words(document)
    assert "Reden bij mot-mu-1" not in text
    assert ("Reden bij mot-mu-2" in text) is (audience is Audience.STEERING)
    told = [(each.audience, each.number) for each in document.omissions]
    assert told == ([] if audience is Audience.STEERING else [(Audience.STEERING, 1)])
    refs = {str(ref) for ref in rows["mot-mu-2"].sources}
    assert {"ask:mot-mu-2", "motie:mot-mutluer", "outcome:mot-mu-2", "letter:brief-mot-mu-2/1"} <= refs
    assert all(follow(db_session, ref) is not None for ref in rows["mot-mu-2"].sources)

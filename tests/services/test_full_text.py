"""What can be found is what a rebuild would make, whatever changed; and no table is forgotten."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import Base
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.review import ErratumContent
from portal.domain.signals import SignalState
from portal.domain.workflow import COUNTED
from portal.models import Goal, Maatregel, MoneyLine, Report, SearchText
from portal.services import full_text
from portal.services.errata import add_erratum
from portal.services.letters import retract_letter
from portal.services.observations import record_observation
from tests import letters, meetings, observing, register
from tests.builders import FIRST, accept, adopt, fill, give_back, house, open_round, report_of, submit
from tests.signals import bring_to, filed

COLUMNS = [column for column in SearchText.__table__.columns if column.name != "id"]
INSIDE = {
    "action": "maatregel",
    "action_step": "action_item",
    "agenda_item": "meeting",
    "contribution": "report",
    "erratum": "report",
    "indicator_definition": "indicator",
    "judgement": "report",
    "knooppunt": "network",
    "legislation_step": "legislation_track",
    "maatregel_progress": "report",
    "money_line": "report",
    "office_judgement": "report",
    "passage": "letter",
    "progress_milestone": "report",
    "progress_requirement": "report",
    "questionnaire_answer": "report",
    "remark": "meeting",
    "signal_step": "signal",
}
"""Tables whose texts are found as part of another one."""
UNSEARCHED = {
    **dict.fromkeys(
        ("chain_stage", "line", "theme", "programme", "partner"), "een as van het plan, geen vindplaats"
    ),
    **dict.fromkeys(
        ("budget_entry", "funding_source", "printed_total"), "staat in de tabel van de begroting"
    ),
    "account": "personen zoekt u bij Accounts",
    "appointment": "personen zoekt u bij Accounts",
    "appointment_review": "personen zoekt u bij Accounts",
    "period": "de rapportages zelf worden gevonden",
    "title_history": "de naam van vroeger, niet die van nu",
    **dict.fromkeys(
        ("report_section", "part_return", "submission", "comment"), "van het netwerk en het bureau alleen"
    ),
    **dict.fromkeys(("explanation", "kept_input", "presence", "workbook_upload"), "hulp bij het invullen"),
    "observation_upload": "hulp bij het invullen",
    **dict.fromkeys(
        ("ask_step", "ask_link", "ask_reference", "ask_closing", "postponement"),
        "het dossier van een verzoek",
    ),
    "kamer_proposal": "een voorstel dat nog niet is overgenomen",
    "budget_event": "staat in de lijst van verschuivingen",
    "flag_disposition": "hangt aan feiten die veranderen",
    "meeting_book": "een bestand",
    "attendance": "wie er was, niet wat er is gezegd",
    "word_template": "een bestand",
    "vocabulary_term": "een keuzelijst",
    "indicator_norm": "een getal met een bron",
    "screening_setting": "instellingen",
    **dict.fromkeys(
        ("audit_event", "audit_head", "audit_seal", "change_mark", "search_text"), "over het portaal zelf"
    ),
    **dict.fromkeys(("mail", "notice", "notice_preference", "account_token"), "van een persoon"),
    **dict.fromkeys(
        ("external_identity", "recovery_code", "second_factor", "sign_in_session"), "van een persoon"
    ),
    "throttle": "van een persoon",
}
"""Tables with texts that nobody finds by words, and why."""


def test_no_table_with_texts_is_forgotten() -> None:
    searched = {each.model.__tablename__ for each in full_text.SEARCHED.values()}
    with_texts = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(
            isinstance(column.type, sa.Text | sa.String) and not isinstance(column.type, sa.Enum)
            for column in table.c
        )
    }
    assert with_texts == searched | (set(INSIDE) | set(UNSEARCHED)) & with_texts
    assert not searched & (set(INSIDE) | set(UNSEARCHED))
    assert searched == set(full_text.SEARCHED)
    assert set(INSIDE.values()) <= searched


def texts(session: Session) -> list[str]:
    return sorted(map(repr, session.execute(sa.select(*COLUMNS)).all()))


def kept(session: Session) -> list[str]:
    """Commit, and return what is found; it is what a rebuild makes."""
    session.commit()
    found = texts(session)
    full_text.rebuild(session)
    assert texts(session) == found
    session.commit()
    return found


def finds(session: Session, word: str) -> int:
    return sum(word in each for each in kept(session))


def test_the_whole_demonstration_is_what_a_rebuild_makes(db_session: Session) -> None:
    found = kept(db_session)
    assert len(found) > 500
    made = db_session.scalars(sa.select(SearchText.source).distinct()).all()
    assert set(made) >= set(full_text.SEARCHED) - {"change_request", "evidence", "issued_document"}


def test_what_is_said_of_amounts_is_found_by_nobody(db_session: Session) -> None:
    said = db_session.scalars(
        sa.select(MoneyLine.explanation)
        .join(Report, Report.id == MoneyLine.report_id)
        .where(Report.state.in_(sorted(COUNTED)), MoneyLine.explanation != "")
    ).all()
    assert said
    bodies = db_session.scalars(sa.select(SearchText.body)).all()
    assert [words for words in said if any(words in body for body in bodies)] == []


def test_a_report_is_found_from_its_acceptance_until_it_goes_back(bare_session: Session) -> None:
    built = house(bare_session, 2)
    period = open_round(bare_session, built, "eerste", FIRST)
    report, other = (report_of(bare_session, period, network) for network in built.networks)
    fill(bare_session, built, report, words="Kenmerkzin")
    assert finds(bare_session, "Kenmerkzin") == 0
    submit(bare_session, built, report, FIRST.submit_from)
    assert finds(bare_session, "Kenmerkzin") == 0
    accept(bare_session, built, report, FIRST.submit_from)
    # The summary with the answers, the judgements and two maatregelen.
    assert finds(bare_session, "Kenmerkzin") == 4
    give_back(bare_session, built, report)
    assert finds(bare_session, "Kenmerkzin") == 0
    submit(bare_session, built, report, FIRST.submit_from)
    accept(bare_session, built, report, FIRST.submit_from)
    fill(bare_session, built, other, words="Nooitgezien")
    adopt(bare_session, built, period, date(2025, 9, 1))
    assert finds(bare_session, "Kenmerkzin") == 4
    assert finds(bare_session, "Nooitgezien") == 0
    add_erratum(
        bare_session,
        built.officer,
        report,
        ErratumContent("Foutzin", "Goedzin", "Verschrijving.", Audience.STEERING),
    )
    assert finds(bare_session, "Goedzin") == 1


def test_writing_in_a_draft_asks_nothing_of_the_search(bare_session: Session) -> None:
    built = house(bare_session, 1)
    period = open_round(bare_session, built, "eerste", FIRST)
    bare_session.commit()
    fill(bare_session, built, report_of(bare_session, period, built.networks[0]))
    assert not bare_session.info.get("full_text")


def test_signals_letters_meetings_and_values_follow_what_happens(bare_session: Session) -> None:
    built = house(bare_session, 1)
    signal = filed(bare_session, built.officer, None, "Eigenaardig signaal")
    assert finds(bare_session, "Eigenaardig") == 1
    bring_to(bare_session, built.officer, signal, SignalState.ANSWERED)
    assert finds(bare_session, "Naar answered.") == 1
    meeting = meetings.prepared(bare_session, built.secretary, clock.today(), "Zomerberaad")
    assert finds(bare_session, "Zomerberaad") == 0
    meeting = meetings.convened(bare_session, built.secretary, clock.today(), "Winterberaad")
    assert finds(bare_session, "Winterberaad") == 1
    meeting.items[0].annotation = "Annotatiezin"
    assert finds(bare_session, "Annotatiezin") == 1
    letter = letters.sent(bare_session, built.officer, "Voorjaarsbrief")
    assert finds(bare_session, "Voorjaarsbrief") == 1
    retract_letter(bare_session, built.officer, letter, "Dubbel geregistreerd.")
    assert finds(bare_session, "Voorjaarsbrief") == 0
    motie = register.motie(bare_session, built.officer, "Wonderlijke motie")
    register.ask(bare_session, built.officer, motie, "Doe het.")
    assert finds(bare_session, "Wonderlijke motie") == 2
    motie.retired_on = clock.today()
    assert finds(bare_session, "Wonderlijke motie") == 0


def test_another_name_is_found_wherever_it_stands(bare_session: Session) -> None:
    built = house(bare_session, 1)
    network = built.networks[0]
    place = observing.knooppunt(bare_session, "haven-x", network)
    of = observing.indicator(bare_session, built.officer)
    said = replace(observing.content(of, place), uncertainty="Schattingszin")
    record_observation(bare_session, built.officer, said)
    period = open_round(bare_session, built, "eerste", FIRST)
    report = report_of(bare_session, period, network)
    fill(bare_session, built, report)
    submit(bare_session, built, report, FIRST.submit_from)
    accept(bare_session, built, report, FIRST.submit_from)
    assert finds(bare_session, "Schattingszin") == 1
    for row in (
        network,
        place,
        of,
        *bare_session.scalars(sa.select(Maatregel)),
        bare_session.scalars(sa.select(Goal)).first(),
    ):
        row.title = f"Nieuwe naam {row.code}"
        kept(bare_session)
    assert finds(bare_session, "Nieuwe naam net-1'") >= 2
    assert finds(bare_session, "Nieuwe naam ind-01, Nieuwe naam haven-x") == 1


def test_a_savepoint_that_is_taken_back_leaves_nothing(bare_session: Session) -> None:
    built = house(bare_session, 1)
    bare_session.commit()
    savepoint = bare_session.begin_nested()
    filed(bare_session, built.officer, None, "Bedacht en teruggenomen")
    savepoint.rollback()
    assert finds(bare_session, "Bedacht") == 0

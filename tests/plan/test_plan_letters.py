"""The letters among the documents of the plan, with the passages that the plan quotes."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import models
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.parliament import AskState, Origin
from portal.domain.plan import Plan
from portal.services.plan import load_plan
from portal.services.plan.letters import NO_LONGER_QUOTED, keep_letters
from tests.browsing import counted_queries
from tests.letters import office, proposed, said
from tests.plan.conftest import Edit, Reload

MOTIES = "moties.yaml"
QUOTE = "daar waar de risico's het grootst zijn"
OTHER = "daar waar het risico het grootst is"


def letter_of(session: Session, code: str) -> models.Letter:
    return session.scalars(sa.select(models.Letter).where(models.Letter.code == code)).one()


def standing(session: Session, code: str) -> dict[str, models.Passage]:
    passages = letter_of(session, code).passages
    return {passage.text: passage for passage in passages if passage.retracted_at is None}


def test_the_letters_of_the_plan_are_letters_and_a_page_or_nota_is_not(loaded: Session) -> None:
    found = loaded.scalars(sa.select(models.Letter).order_by(models.Letter.sent_on)).all()
    assert [(each.code, each.sent_on.isoformat(), each.reference) for each in found] == [
        ("VB21", "2021-11-17", "3627994"),
        ("BRIEF", "2022-11-04", "4270490"),
    ]
    assert all(each.document and each.document.code == each.code for each in found)
    assert all(each.registered_by_id is None for each in found)


def test_every_quote_of_a_letter_is_a_passage_about_the_asks_it_is_given_for(loaded: Session) -> None:
    rows = loaded.scalars(sa.select(models.RegisterItem).where(models.RegisterItem.origin == Origin.PLAN))
    wanted: dict[tuple[str, str, str], set[str]] = {}
    for item in rows:
        for source in item.sources:
            if source.document in {"BRIEF", "VB21"}:
                place = (source.document, source.section, source.quote)
                wanted.setdefault(place, set()).update(ask.code for ask in item.asks)
    found = {
        (passage.letter.code, passage.section, passage.text): {ask.code for ask in passage.asks}
        for passage in loaded.scalars(sa.select(models.Passage))
    }
    assert found == wanted
    assert len(found) == 5 + 9 + 11 + 15 + 1
    assert found["BRIEF", "Uitvoering moties en coalitieakkoord", QUOTE] == {"mot-bi-1", "mot-bi-2"}
    assert found["BRIEF", "2 Kennisdeling", "2023 een congres voor professionals worden georganiseerd"] == {
        "toe-congres-1"
    }


def test_a_quote_is_short_numbered_and_of_nobody(loaded: Session) -> None:
    for code in ("BRIEF", "VB21"):
        passages = letter_of(loaded, code).passages
        assert [passage.number for passage in passages] == list(range(1, len(passages) + 1))
        assert all(len(passage.text.split()) <= 10 for passage in passages)
        assert {passage.added_by_id for passage in passages} == {None}


def test_the_line_of_the_audit_trail_counts_the_passages(loaded: Session) -> None:
    event = loaded.scalars(sa.select(models.AuditEvent)).one()
    assert event.details["passages"] == {"BRIEF": 17, "VB21": 24}


def test_loading_again_changes_nothing(loaded: Session, plan: Plan) -> None:
    before = loaded.scalars(sa.select(models.Passage.id).order_by(models.Passage.id)).all()
    assert load_plan(loaded, plan, SYSTEM).is_empty
    assert keep_letters(loaded) == {}
    assert loaded.scalars(sa.select(models.Passage.id).order_by(models.Passage.id)).all() == before
    assert loaded.scalars(sa.select(models.AuditEvent)).one().action is AuditAction.PLAN_LOADED


def test_a_database_from_before_the_letters_gets_them(
    bare_session: Session, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("portal.services.plan.load.keep_letters", lambda _session: {})
        load_plan(bare_session, plan, SYSTEM)
    assert bare_session.scalars(sa.select(models.Letter)).all() == []
    assert load_plan(bare_session, plan, SYSTEM).is_empty
    assert len(standing(bare_session, "BRIEF")) == 17
    events = bare_session.scalars(sa.select(models.AuditEvent).order_by(models.AuditEvent.id)).all()
    assert events[1].details == {"added": {}, "changed": [], "passages": {"BRIEF": 17, "VB21": 24}}


def test_another_quote_takes_the_place_of_one_that_nothing_rests_on(
    loaded: Session, reload: Reload, edit: Edit
) -> None:
    former = standing(loaded, "BRIEF")[QUOTE].id
    edit(MOTIES, QUOTE, OTHER)
    reload()
    gone = loaded.get_one(models.Passage, former)
    assert (gone.retraction_reason, gone.retracted_by_id) == (NO_LONGER_QUOTED, None)
    new = standing(loaded, "BRIEF")[OTHER]
    assert new.number == 18
    assert {ask.code for ask in new.asks} == {"mot-bi-1", "mot-bi-2"}
    # Back again: what was taken back stays so, and the quote stands once more.
    edit(MOTIES, OTHER, QUOTE)
    reload()
    assert standing(loaded, "BRIEF")[QUOTE].number == 19


def test_a_quote_that_a_closing_rests_on_stays(loaded: Session, reload: Reload, edit: Edit) -> None:
    passage = standing(loaded, "BRIEF")[QUOTE]
    proposed(loaded, office(loaded).one, passage.asks[0], passage, AskState.ANSWERED)
    loaded.commit()
    edit(MOTIES, QUOTE, OTHER)
    reload()
    assert {QUOTE, OTHER} <= set(standing(loaded, "BRIEF"))


def test_a_new_ask_of_a_motie_is_told_by_the_quotes_of_that_motie(
    loaded: Session, reload: Reload, edit: Edit
) -> None:
    former = standing(loaded, "BRIEF")[QUOTE].id
    edit(
        MOTIES,
        "      - id: mot-bi-2\n",
        "      - id: mot-bi-3\n        tekst: Nog iets.\n        oordeel_brief: beantwoord\n"
        "      - id: mot-bi-2\n",
    )
    reload()
    passage = standing(loaded, "BRIEF")[QUOTE]
    assert passage.id == former
    assert {ask.code for ask in passage.asks} == {"mot-bi-1", "mot-bi-2", "mot-bi-3"}


def test_what_the_office_copied_from_the_letter_itself_stays(
    loaded: Session, reload: Reload, edit: Edit
) -> None:
    letter = letter_of(loaded, "BRIEF")
    own = said(loaded, office(loaded).one, letter, standing(loaded, "BRIEF")[QUOTE].asks, QUOTE).id
    loaded.commit()
    edit(MOTIES, QUOTE, OTHER)
    reload()
    assert loaded.get_one(models.Passage, own).retracted_at is None


def test_an_ask_that_the_office_added_is_not_what_the_letter_was_quoted_for(
    loaded: Session, plan: Plan
) -> None:
    motie = loaded.scalars(sa.select(models.Motie).where(models.Motie.code == "mot-bisschop")).one()
    motie.asks.append(models.Ask(code="mot-bisschop-9", text="Nog iets.", origin=Origin.OFFICE))
    loaded.commit()
    load_plan(loaded, plan, SYSTEM)
    assert {ask.code for ask in standing(loaded, "BRIEF")[QUOTE].asks} == {"mot-bi-1", "mot-bi-2"}


def test_keeping_the_letters_costs_a_fixed_number_of_queries(loaded: Session) -> None:
    with counted_queries() as statements:
        keep_letters(loaded)
    assert len(statements) <= 7

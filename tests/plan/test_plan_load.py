"""Loading the plan: shows a difference first, changes only what differs, deletes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import models
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.parliament import AskState
from portal.domain.plan import Plan, PlanError
from portal.domain.plan.diff import ChangeKind, PlanDiff
from portal.domain.programme import PartnerPart
from portal.services.plan import check_plan, diff_plan, load_plan
from tests.plan.conftest import Edit, Reload

MAATREGELEN = "maatregelen_knooppunten.yaml"
OVERARCHING = "maatregelen_overkoepelend.yaml"


def _count(session: Session, model: type[models.PlanEntry] | type[models.AuditEvent]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _maatregel(session: Session, code: str) -> models.Maatregel:
    return session.scalars(sa.select(models.Maatregel).where(models.Maatregel.code == code)).one()


def test_first_difference_is_all_new_and_changes_nothing(bare_session: Session, plan: Plan) -> None:
    diff = diff_plan(bare_session, plan)
    assert {change.kind for change in diff.changes} == {ChangeKind.ADDED}
    assert "Nieuw: maatregel rtm-01 (Barrièrevorming in de haven)" in diff.lines()
    assert _count(bare_session, models.Maatregel) == 0


def test_the_register_says_what_the_letters_say_and_guesses_nothing(loaded: Session) -> None:
    items = loaded.scalars(sa.select(models.RegisterItem)).all()
    assert len(items) == 8 + 29 + 1
    assert [item.code for item in items if not item.sources or not item.asks] == []
    guessed = ("appreciation", "vote", "voted_on", "kamer_status", "owner_id", "url", "office_note")
    assert [(item.code, name) for item in items for name in guessed if getattr(item, name)] == []
    asks = loaded.scalars(sa.select(models.Ask)).all()
    assert {ask.state for ask in asks} == {AskState.UNASSESSED}
    assert [ask.code for ask in asks if not ask.sources and not ask.item.sources] == []
    assert {ask.item_id for ask in asks if ask.letter_judgement} == {
        item.id for item in items if isinstance(item, models.Motie)
    }


def test_loading_fills_every_table(loaded: Session) -> None:
    counts = {
        models.Maatregel: 38,
        models.Action: 30,
        models.Goal: 14,
        models.Theme: 4,
        models.Line: 2,
        models.Network: 6,
        models.Knooppunt: 9,
        models.ChainStage: 6,
        models.Motie: 8,
        models.Ask: 13 + 29 + 1,
        models.Toezegging: 29,
        models.CoalitionPassage: 1,
        models.Contradiction: 14,
        models.Document: 18,
        models.FundingSource: 5,
        models.PrintedTotal: 3,
        models.Programme: 1,
        models.Partner: 35,
    }
    assert {model: _count(loaded, model) for model in counts} == counts


def test_budget_in_the_database_adds_up_to_the_printed_totals(loaded: Session) -> None:
    entry = models.BudgetEntry
    query = (
        sa.select(entry.year, sa.func.sum(entry.amount))
        .join(entry.funding_source)
        .where(models.FundingSource.in_programme_budget)
        .group_by(entry.year)
    )
    sums = {year: int(amount) for year, amount in loaded.execute(query)}
    assert sums == {total.year: total.amount for total in loaded.scalars(sa.select(models.PrintedTotal))}
    assert sums == {2023: 22_000_000, 2024: 33_000_000, 2025: 29_000_000}


def test_relations_and_sources_arrive(loaded: Session) -> None:
    scan = _maatregel(loaded, "ovk-02")
    assert scan.network.code == "overkoepelend"
    assert [action.code for action in scan.actions] == [f"ovk-02-{letter}" for letter in "abcde"]
    parts = {(link.partner.code, link.part) for link in scan.partners}
    assert ("jenv", PartnerPart.OWNER) in parts
    assert ("douane", PartnerPart.EXECUTOR) in parts
    assert scan.sources[0].document == "BRIEF"
    promise = loaded.scalars(
        sa.select(models.Toezegging).where(models.Toezegging.code == "toe-vb21-noordzee")
    ).one()
    assert promise.motie is not None
    assert promise.motie.other_dates == {"VB21": "2021-06-01"}
    assert {link.maatregel.code for link in promise.motie.links} == {"ovk-03", "rtm-04", "zwb-04"}


def test_second_load_is_empty_and_leaves_no_trace(loaded: Session, plan: Plan) -> None:
    assert diff_plan(loaded, plan).is_empty
    assert load_plan(loaded, plan, SYSTEM).is_empty
    assert _count(loaded, models.AuditEvent) == 1


def test_one_audit_event_says_who_and_what(loaded: Session, reload: Reload, edit: Edit) -> None:
    edit(MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: Barrières in de haven")
    reload()
    events = list(loaded.scalars(sa.select(models.AuditEvent).order_by(models.AuditEvent.id)))
    assert [event.action for event in events] == [AuditAction.PLAN_LOADED] * 2
    assert events[1].actor_name == SYSTEM.name
    assert "rtm-01" in events[0].details["added"]["maatregel"]
    assert events[1].details == {
        "added": {},
        "changed": [
            {
                "kind": "changed",
                "noun": "maatregel",
                "code": "rtm-01",
                "fields": {"naam": ["Barrièrevorming in de haven", "Barrières in de haven"]},
            }
        ],
    }


def test_the_caller_decides_whether_it_happens(bare_session: Session, plan: Plan) -> None:
    load_plan(bare_session, plan, SYSTEM)
    bare_session.rollback()
    assert _count(bare_session, models.Maatregel) == 0
    assert _count(bare_session, models.AuditEvent) == 0


def test_a_vanished_code_is_refused_and_nothing_changes(loaded: Session, folder: Path, edit: Edit) -> None:
    edit("tegenstrijdigheden.yaml", "id: x-09", "id: x-99")
    edit(MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: Barrières in de haven")
    plan = check_plan(folder)
    attempts: list[Callable[[], PlanDiff]] = [
        lambda: diff_plan(loaded, plan),
        lambda: load_plan(loaded, plan, SYSTEM),
    ]
    for attempt in attempts:
        with pytest.raises(PlanError) as caught:
            attempt()
        assert [finding.file for finding in caught.value.findings] == ["tegenstrijdigheden.yaml"]
        assert "'x-09'" in str(caught.value)
    loaded.commit()
    loaded.expire_all()
    assert _maatregel(loaded, "rtm-01").title == "Barrièrevorming in de haven"
    assert _count(loaded, models.Contradiction) == 14


def test_a_wrong_file_never_reaches_the_database(loaded: Session, reload: Reload, edit: Edit) -> None:
    edit(MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: Barrières in de haven")
    edit("begroting.yaml", "2024: 5000000", "2024: 4000000")
    with pytest.raises(PlanError):
        reload()
    assert _maatregel(loaded, "rtm-01").title == "Barrièrevorming in de haven"


def test_reading_the_database_costs_a_fixed_number_of_queries(loaded: Session, plan: Plan) -> None:
    count = 0

    def increase(*_args: object) -> None:
        nonlocal count
        count += 1

    engine = loaded.get_bind()
    sa.event.listen(engine, "before_cursor_execute", increase)
    try:
        diff_plan(loaded, plan)
    finally:
        sa.event.remove(engine, "before_cursor_execute", increase)
    assert count <= 45

"""What a changed file does to a plan that is already there."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import models
from portal.domain.clock import now
from portal.domain.plan.diff import ChangeKind
from tests.plan.conftest import Edit, Reload

MAATREGELEN = "maatregelen_knooppunten.yaml"
OVERARCHING = "maatregelen_overkoepelend.yaml"


def _maatregel(session: Session, code: str) -> models.Maatregel:
    return session.scalars(sa.select(models.Maatregel).where(models.Maatregel.code == code)).one()


def test_a_changed_title_keeps_its_history(loaded: Session, reload: Reload, edit: Edit) -> None:
    edit(MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: Barrières in de haven")
    before = _maatregel(loaded, "rtm-01").id
    diff = reload()
    assert diff.lines() == [
        "Verandert: maatregel rtm-01 (Barrières in de haven)",
        "  naam: Barrièrevorming in de haven → Barrières in de haven",
    ]
    row = _maatregel(loaded, "rtm-01")
    assert (row.id, row.title) == (before, "Barrières in de haven")
    history = loaded.scalars(sa.select(models.TitleHistory)).one()
    assert (history.entity, history.code, history.title) == (
        "maatregel",
        "rtm-01",
        "Barrièrevorming in de haven",
    )
    assert history.replaced_at == now()


def test_other_fields_leave_no_title_history(loaded: Session, reload: Reload, edit: Edit) -> None:
    edit(MAATREGELEN, "rode_lijnen: [barrierevorming]", "rode_lijnen: [barrierevorming, weerbaarheid]")
    assert reload().lines() == [
        "Verandert: maatregel rtm-01 (Barrièrevorming in de haven)",
        "  rode_lijnen: barrierevorming → barrierevorming, weerbaarheid",
    ]
    assert [theme.code for theme in _maatregel(loaded, "rtm-01").themes] == [
        "barrierevorming",
        "weerbaarheid",
    ]
    assert loaded.scalars(sa.select(models.TitleHistory)).all() == []


def test_parts_and_links_change_without_touching_the_rest(
    loaded: Session, reload: Reload, edit: Edit
) -> None:
    edit(OVERARCHING, "betrokken: [burgemeester-rotterdam, minfin]", "betrokken: [skc, minfin]")
    edit("moties.yaml", "{maatregel: rtm-04, basis: afgeleid}", "{maatregel: rtm-04, basis: expliciet}")
    assert len(reload().changes) == 2
    codes = {(link.partner.code, link.part.value) for link in _maatregel(loaded, "ovk-02").partners}
    assert codes == {("jenv", "owner"), ("douane", "executor"), ("skc", "involved"), ("minfin", "involved")}
    assert reload().is_empty


def test_an_action_may_move_to_another_maatregel(loaded: Session, reload: Reload, folder: Path) -> None:
    path = folder / OVERARCHING
    text = path.read_text(encoding="utf-8")
    start = text.index("      - id: ovk-01-c")
    end = text.index("\n    bron:\n", start) + 1
    action = text[start:end]
    text = text[:start] + text[end:]
    target = text.index("      - id: ovk-02-a")
    path.write_text(text[:target] + action + text[target:], encoding="utf-8")
    reload()
    assert [row.code for row in _maatregel(loaded, "ovk-01").actions] == ["ovk-01-a", "ovk-01-b"]
    assert _maatregel(loaded, "ovk-02").actions[0].code == "ovk-01-c"
    assert reload().is_empty


def test_a_new_entry_moves_the_others_without_naming_them(
    loaded: Session, reload: Reload, edit: Edit
) -> None:
    entry = "  - id: weerstand\n    naam: Weerstand\n    korte_naam: Weerstand\n    omschrijving: Nieuw.\n"
    edit("rode_lijnen.yaml", "  - id: weerbaarheid\n", f"{entry}\n  - id: weerbaarheid\n")
    assert reload().lines() == ["Nieuw: rode lijn weerstand (Weerstand)", "Andere plaats in de volgorde: 3"]
    titles = loaded.scalars(sa.select(models.Theme.code).order_by(models.Theme.position)).all()
    assert titles == [
        "barrierevorming",
        "weerstand",
        "weerbaarheid",
        "toezicht-handhaving",
        "informatiepositie",
    ]


def test_a_retired_entry_stays(loaded: Session, reload: Reload, edit: Edit) -> None:
    edit(MAATREGELEN, "  - id: rtm-05\n", "  - id: rtm-05\n    vervallen_op: 2024-07-15\n")
    diff = reload()
    assert [change.kind for change in diff.changes] == [ChangeKind.RETIRED]
    assert diff.lines()[1] == "  vervallen_op: leeg → 15 juli 2024"
    assert _maatregel(loaded, "rtm-05").retired_on is not None


def test_the_plan_leaves_the_owner_alone(loaded: Session, reload: Reload, edit: Edit) -> None:
    owner = models.Account(email="eigenaar@example.org", name="Eigenaar", password_hash="x", created_at=now())
    row = _maatregel(loaded, "rtm-01")
    row.owner = owner
    loaded.flush()
    edit(MAATREGELEN, "naam: Barrièrevorming in de haven", "naam: Barrières in de haven")
    reload()
    assert _maatregel(loaded, "rtm-01").owner is owner

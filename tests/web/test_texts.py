"""What is on screen is Dutch and goes through gettext; every member of every enum has words."""

import re
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from portal.access.policy import Permission
from portal.domain import (
    accounts,
    actions,
    audience,
    audit,
    changes,
    dates,
    deadlines,
    displacement_explanations,
    displacement_series,
    evidence,
    file_events,
    flags,
    held_tasks,
    indicators,
    issued,
    legislation,
    meetings,
    money,
    notices,
    numbers,
    observation_import,
    observations,
    periods,
    personal_data,
    programme,
    progress,
    proof,
    questionnaires,
    readiness,
    reports,
    roles,
    rounds,
    signals,
    underpinning,
    workflow,
)
from portal.domain.kamer import drift, fields, statuses
from portal.domain.uploads import kinds, problems
from portal.web import formats
from portal.web.labels import KINDS, LABELS
from tests.conftest import ROOT

MODULES = (
    kinds,
    problems,
    drift,
    fields,
    statuses,
    accounts,
    actions,
    audience,
    audit,
    changes,
    dates,
    deadlines,
    displacement_explanations,
    displacement_series,
    evidence,
    file_events,
    flags,
    held_tasks,
    indicators,
    issued,
    legislation,
    meetings,
    money,
    notices,
    numbers,
    observation_import,
    observations,
    periods,
    personal_data,
    programme,
    progress,
    proof,
    questionnaires,
    readiness,
    reports,
    roles,
    rounds,
    signals,
    underpinning,
    workflow,
)
ENUMS = {
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and kind.__module__.startswith("portal")
} - {accounts.PasskeyUse}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES_OF_THE_PORTAL = {"Mainportaal", "PPS"}


@pytest.mark.parametrize("kind", sorted({*ENUMS, Permission}, key=str))
def test_every_member_has_words(kind: type[Enum]) -> None:
    assert [member for member in kind if (type(member), member.value) not in LABELS] == []


def test_every_badge_is_of_a_known_kind() -> None:
    assert set(KINDS.values()) <= {"good", "attention", "critical", "info", "neutral"}


def words_outside_gettext(app: Flask, template: str) -> list[str]:
    """Words that stand in a template itself, between tags."""
    tree = app.jinja_env.parse(template)
    text = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    for tag in ("script", "style", "svg"):
        text = re.sub(rf"<{tag}\b.*?</{tag}>", " ", text, flags=re.DOTALL)
    found = re.findall(r">\s*([A-Za-zÀ-ÿ]{3,})", text)
    return [word for word in found if word not in NAMES_OF_THE_PORTAL]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_text_on_screen_escapes_translation(world_app: Flask, path: Path) -> None:
    assert words_outside_gettext(world_app, path.read_text(encoding="utf-8")) == []


def test_a_text_that_escapes_is_noticed(world_app: Flask) -> None:
    assert words_outside_gettext(world_app, "<p>Hallo {{ naam }}</p><p>{{ _('Dag') }}</p>") == ["Hallo"]


def test_dates_and_money_as_the_government_writes_them(world_app: Flask) -> None:
    with world_app.test_request_context():
        assert formats.day(date(2024, 7, 15)) == "15 juli 2024"
        assert formats.day(None) == ""
        assert formats.moment(datetime(2024, 7, 15, 14, 40, tzinfo=UTC)) == "15 juli 2024, 16.40 uur"
        assert formats.moment(datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2025, 00.30 uur"
        assert formats.euro(1_250_000) == "€\u00a01.250.000"
        assert formats.euro(-500) == "-€\u00a0500"
        assert formats.euro(None) == ""
        assert formats.number(2.5) == "2,5"
        assert formats.day_range(date(2024, 1, 1), date(2024, 6, 30)) == "1 januari tot en met 30 juni 2024"
        assert (
            formats.day_range(date(2023, 11, 1), date(2024, 4, 30))
            == "1 november 2023 tot en met 30 april 2024"
        )

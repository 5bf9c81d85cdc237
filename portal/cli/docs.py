"""The pages of docs/ that are drawn from the tables the code applies."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from portal.access.policy import PERIOD_ACTION, POLICY, READ_STATE, REPORT_ACTION, Permission, Scope
from portal.cli import asvs
from portal.domain.roles import Role
from portal.domain.workflow import (
    EDITABLE,
    FROZEN,
    PERIOD_TRANSITIONS,
    REPORT_TRANSITIONS,
    PeriodState,
    ReportState,
    Transition,
)
from portal.web.labels import label

FOLDER = Path(__file__).resolve().parents[2] / "docs"
MADE = "<!-- Gemaakt met `portal docs` uit de tabellen in de code; wijzig die, niet deze pagina. -->"

Table = Mapping[Any, Transition[Any]]
Rights = Mapping[Any, Permission]


@click.command()
def docs() -> None:
    """Maak docs/workflow.md, roles.md en asvs.md opnieuw uit de regels van het portaal."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        click.echo(f"docs/{name} is gemaakt.")


def pages() -> Mapping[str, str]:
    """Return the text of each page by the name of its file."""
    return {
        "workflow.md": "\n\n".join([MADE, *_workflow()]) + "\n",
        "roles.md": "\n\n".join([MADE, *_roles()]) + "\n",
        "asvs.md": asvs.page(),
    }


def _workflow() -> Iterator[str]:
    yield "# De rapportagecyclus"
    yield (
        "Een rapportageperiode en elke voortgangsrapportage daarin hebben een eigen status. "
        "Een stap die hier niet staat, bestaat niet."
    )
    yield "## Voortgangsrapportage"
    yield _diagram(REPORT_TRANSITIONS, ReportState.DRAFT, FROZEN)
    yield _steps(REPORT_TRANSITIONS, REPORT_ACTION)
    yield "Wie een rapportage indient, accepteert die nooit zelf."
    yield "### Wat een status betekent"
    yield _table(("Status", "Het netwerk schrijft", "Ligt vast", "Wie de inhoud leest"), _state_rows())
    yield "“Eigen” betekent: in het PPS-netwerk van de aanstelling, zie [roles.md](roles.md)."
    yield "## Rapportageperiode"
    yield _diagram(PERIOD_TRANSITIONS, PeriodState.PLANNED, {PeriodState.ADOPTED})
    yield _steps(PERIOD_TRANSITIONS, PERIOD_ACTION)


def _roles() -> Iterator[str]:
    yield "# Rollen en rechten"
    yield (
        "“Eigen” is het PPS-netwerk van de aanstelling; een aanstelling zonder PPS-netwerk geldt voor alle. "
        "Wat hier niet staat, mag niemand. Dezelfde tabel staat in het portaal op `/rollen`."
    )
    yield _table(
        ("Recht", *(_words(role) for role in Role)),
        [(_words(right), *(_scope(right, role) for role in Role)) for right in Permission],
    )


def _diagram(table: Table, first: StrEnum, last: frozenset[Any] | set[Any]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {_words(state)}" for state in type(first)]
    lines.append(f"    [*] --> {first.value}")
    for action, row in table.items():
        lines += [
            f"    {source.value} --> {row.target.value} : {_words(action)}" for source in _in_order(row)
        ]
    lines += [f"    {state.value} --> [*]" for state in type(first) if state in last]
    return "\n".join([*lines, "```"])


def _steps(table: Table, rights: Rights) -> str:
    return _table(
        ("Stap", "Van", "Naar", "Wie", "Reden nodig"),
        [
            (
                _words(action),
                " of ".join(_words(source) for source in _in_order(row)),
                _words(row.target),
                _who(rights[action]),
                "ja" if row.needs_reason else "nee",
            )
            for action, row in table.items()
        ],
    )


def _state_rows() -> Iterator[Sequence[str]]:
    for state in ReportState:
        written = (
            ("alleen wat terugkwam" if state is ReportState.RETURNED else "ja")
            if state in EDITABLE
            else "nee"
        )
        yield _words(state), written, "ja" if state in FROZEN else "nee", _who(READ_STATE[state])


def _who(right: Permission) -> str:
    scopes = {grant.role: grant.scope for grant in POLICY[right]}
    return ", ".join(
        _words(role) + (" (eigen)" if scopes[role] is Scope.OWN else "") for role in Role if role in scopes
    )


def _scope(right: Permission, role: Role) -> str:
    scopes = {grant.scope for grant in POLICY[right] if grant.role is role}
    return "alle" if Scope.ALL in scopes else "eigen" if scopes else "–"


def _in_order(row: Transition[Any]) -> list[Any]:
    return [state for state in type(row.target) if state in row.sources]


def _words(member: StrEnum) -> str:
    return str(label(member))


def _table(columns: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

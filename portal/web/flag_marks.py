"""The flags that show in a cell of the coherence matrix, as one link for each kind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.domain.coherence import Axis
from portal.domain.flags import Flag, FlagKind
from portal.queries.flags import StandingFlag
from portal.web.labels import label


@dataclass(frozen=True)
class Mark:
    """Flags of one kind in one cell: what they are called and where they lead."""

    text: str
    url: str
    is_open: bool


Marks = Mapping[tuple[str | None, str], list[Mark]]
"""By network (None for all together) and entry, by code."""


def flag_marks(states: Iterable[StandingFlag], axis: Axis, networks: Collection[str]) -> Marks:
    """Return the marks of one axis, for these networks and for all together.

    Several flags of one kind in a cell share a mark.
    """
    shown = {None, *networks}
    found: dict[tuple[str | None, str], dict[FlagKind, list[StandingFlag]]] = {}
    for state in states:
        for place in state.flag.places:
            if place.axis is axis and place.network in shown:
                cell = found.setdefault((place.network, place.entry), {})
                cell.setdefault(state.flag.kind, []).append(state)
    return {
        (network, entry): [_mark(kind, cell[kind], network) for kind in FlagKind if kind in cell]
        for (network, entry), cell in found.items()
    }


def _mark(kind: FlagKind, states: list[StandingFlag], network: str | None) -> Mark:
    is_open = any(state.is_open for state in states)
    text = str(label(kind))
    if len(states) > 1:
        text = _("%(number)s keer %(kind)s", number=len(states), kind=text.lower())
    if not is_open:
        text = _("%(text)s (besloten)", text=text)
    return Mark(
        text, _address(states[0].flag) if len(states) == 1 else _list(kind, network, is_open), is_open
    )


def _address(flag: Flag) -> str:
    return url_for("flags.show", flag_slug=flag.slug)


def _list(kind: FlagKind, network: str | None, is_open: bool) -> str:  # noqa: FBT001 - private
    stand = None if is_open else "besloten"
    return url_for("flags.index", soort=kind.value, netwerk=network, stand=stand)

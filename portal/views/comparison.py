"""Similar maatregelen side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from portal.access.policy import Permission
from portal.access.principal import Reach
from portal.database import db
from portal.domain import clock
from portal.domain.coherence import Axis
from portal.domain.flag_facts import Label, MaatregelFacts, ProgrammeFacts
from portal.domain.similarity import MOST_COMPARED, MOST_SUGGESTED, shared_by_all, similar_to
from portal.queries.comparison import Comparison, read_comparison
from portal.queries.flag_facts import FOLLOWS_FROM
from portal.web.doors import requires
from portal.web.flag_words import axis_words, listed
from portal.web.fragments import fragment, short
from portal.web.sign_in import current_principal

blueprint = Blueprint("comparison", __name__)
CHOSEN = "maatregel"
BESIDE = "naast"
MOST_GROUPS = 40
"""So many groups of maatregelen that are alike stand on the page; nobody looks through more."""
MOST_ASKED = 20
"""More than anybody asks for; what an address holds beyond it is not read."""


@dataclass(frozen=True)
class Suggestion:
    """A maatregel to put beside the others, and in words what it shares with them."""

    title: str
    network: str
    shares: str
    url: str


@blueprint.get("/samenhang/vergelijken")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """Show up to four maatregelen beside each other, and which others share something with them."""
    # The form adds one to those that stand there already.
    every = [*request.args.get(BESIDE, "").split(), *request.args.getlist(CHOSEN)][:MOST_ASKED]
    asked = [code for code in every if short(code)]
    principal, today = current_principal(), clock.today()
    visibility, reach = principal.visibility(), principal.reach(Permission.READ_ADOPTED)
    content = fragment(
        "comparison/_content.html",
        FOLLOWS_FROM,
        (visibility, reach, today, tuple(asked)),
        lambda: _context(read_comparison(db.session, visibility, asked, today), reach),
    )
    return render_template("comparison/index.html", content=content)


def _context(found: Comparison, reach: Reach) -> dict[str, Any]:
    chosen = [column.facts for column in found.columns]
    codes = [each.code for each in chosen]
    return {
        "columns": found.columns,
        "shared": shared_by_all(chosen) if len(chosen) > 1 else frozenset(),
        "names": found.programme.names,
        "axes": Axis,
        "axis_words": axis_words,
        "suggestions": _suggestions(found, chosen),
        "full": len(chosen) == MOST_COMPARED,
        "groups": _groups(found.programme) if not chosen else [],
        "options": _options(found.programme),
        "without": {code: _address(other for other in codes if other != code) for code in codes},
        "may_read": reach.covers,
    }


def _suggestions(found: Comparison, chosen: Sequence[MaatregelFacts]) -> list[Suggestion]:
    codes, programme = [each.code for each in chosen], found.programme
    if len(codes) == MOST_COMPARED:
        return []
    running = [each for each in programme.maatregelen if each.runs]
    return [
        Suggestion(
            programme.names["maatregelen", each.maatregel.code],
            programme.names["networks", each.maatregel.network],
            _shares(programme, each.shared),
            _address([*codes, each.maatregel.code]),
        )
        for each in similar_to(chosen, running)[:MOST_SUGGESTED]
    ]


def _groups(programme: ProgrammeFacts) -> list[Suggestion]:
    """Return maatregelen of several networks with exactly the same entries, for who has not chosen yet."""
    alike: dict[frozenset[Label], list[MaatregelFacts]] = {}
    for each in programme.maatregelen:
        if each.active and each.labels:
            alike.setdefault(each.labels, []).append(each)
    across = ((labels, group) for labels, group in alike.items() if len({each.network for each in group}) > 1)
    return [_group(programme, labels, group[:MOST_COMPARED]) for labels, group in islice(across, MOST_GROUPS)]


def _group(programme: ProgrammeFacts, labels: Iterable[Label], group: Sequence[MaatregelFacts]) -> Suggestion:
    return Suggestion(
        listed(programme.names["maatregelen", each.code] for each in group),
        listed(dict.fromkeys(programme.names["networks", each.network] for each in group)),
        _shares(programme, labels),
        _address(each.code for each in group),
    )


def _shares(programme: ProgrammeFacts, labels: Iterable[Label]) -> str:
    order = {entry.label: place for place, entry in enumerate(programme.entries)}
    words = [
        axis_words(axis, programme.names[axis, code])
        for axis, code in sorted(labels, key=lambda each: order.get(each, len(order)))
    ]
    return str(_("Delen %(entries)s", entries=listed(words)))


def _options(programme: ProgrammeFacts) -> list[tuple[str, str]]:
    return [
        (
            each.code,
            f"{programme.names['maatregelen', each.code]} ({programme.names['networks', each.network]})",
        )
        for each in programme.maatregelen
        if each.runs
    ]


def _address(codes: Iterable[str]) -> str:
    arguments: dict[str, Any] = {CHOSEN: list(codes)}
    return url_for("comparison.index", **arguments)

"""Finding by words in everything that one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from portal.access.full_text import search_of
from portal.access.policy import Permission
from portal.database import db
from portal.domain.full_text import FoundKind, NothingAsked, Question, read_question
from portal.domain.snippets import Piece, marked, snippet
from portal.queries.full_text import Found
from portal.views.paging import page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import label
from portal.web.sign_in import current_principal

blueprint = Blueprint("full_text", __name__)

PAGES: dict[FoundKind, str] = {
    FoundKind.MAATREGEL: "maatregelen.show",
    FoundKind.UNDERPINNING: "maatregelen.show",
    FoundKind.REPORT: "reports.show",
    FoundKind.NETWORK: "networks.show",
    FoundKind.GOAL: "goals.show",
    FoundKind.ASSESSMENT: "goals.show",
    FoundKind.INDICATOR: "indicators.show",
    FoundKind.OBSERVATION: "observations.show",
    FoundKind.SIGNAL: "signals.show",
    FoundKind.DECISION: "decisions.show",
    FoundKind.ACTION: "actions.show",
    FoundKind.MEETING: "meetings.show",
    FoundKind.AGENDA: "agenda.show",
    FoundKind.CHANGE: "change_requests.show",
    FoundKind.MOTIE: "moties.show",
    FoundKind.TOEZEGGING: "moties.show_toezegging",
    FoundKind.COALITION: "moties.show_passage",
    FoundKind.RECOMMENDATION: "recommendations.show",
    FoundKind.ASK: "asks.show",
    FoundKind.EVIDENCE: "asks.show",
    FoundKind.LETTER: "letters.show",
    FoundKind.ISSUED: "issued.show",
    FoundKind.LAW: "legislation.show",
    FoundKind.STATEMENT: "statements.show",
    FoundKind.DOCUMENT: "documents.show",
    FoundKind.CONTRADICTION: "documents.index",
}
"""Page on which one reads what was found."""


@dataclass(frozen=True)
class Shown:
    """A text that was found, as the list shows it."""

    kind: FoundKind
    url: str
    title: Sequence[Piece]
    words: Sequence[Piece]
    where: str
    as_of: date | None


@blueprint.get("/zoeken")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """Show what answers the words of who is signed in, of every kind or of one."""
    text = listing.search_words()
    question = read_question(text)
    if question.nothing is not None:
        return _page(text, question)
    search = search_of(current_principal())
    counts = search.counts(db.session, question)
    asked = listing.chosen("soort", list(FoundKind))
    kind = FoundKind(asked) if asked else None
    total = counts.get(kind, 0) if kind else sum(counts.values())
    page = page_of(total, lambda most, skipped: search.page(db.session, question, kind, most, skipped))
    return _page(text, question, counts, kind, page)


def _page(
    text: str,
    question: Question,
    counts: dict[FoundKind, int] | None = None,
    kind: FoundKind | None = None,
    page: listing.Page[Found] | None = None,
) -> str:
    counts = counts or {}
    kinds = [(each, counts.get(each, 0)) for each in FoundKind if counts.get(each) or each is kind]
    return render_template(
        "full_text/index.html",
        text=text,
        kind=kind,
        kinds=[
            ("", _("Alles (%(number)s)", number=sum(counts.values()))),
            *((each.value, f"{label(each)} ({number})") for each, number in kinds),
        ],
        elsewhere=sum(counts.values()),
        nothing=question.nothing,
        reasons=NothingAsked,
        page=page,
        found=[_shown(each, question) for each in page.rows] if page else [],
    )


def _shown(found: Found, question: Question) -> Shown:
    return Shown(
        found.kind,
        url_for(PAGES[found.kind], **dict[str, Any](found.address)),
        marked(found.title, question.wanted),
        snippet(found.body, question.wanted),
        ", ".join(filter(None, (found.network, found.period))),
        found.as_of,
    )

"""The state of the programme in five figures, each with its source and the day it holds for."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.progress import ProgressStatus
from portal.domain.signals import SignalKind
from portal.queries.programme_state import (
    ON_COURSE,
    Course,
    YearMoney,
    course_of,
    underpinned,
    watched_displacements,
    year_money,
)
from portal.views.signal_list import WATCHED_NOW
from portal.web.formats import day, euro


@dataclass(frozen=True)
class Figure:
    """One number, what it says, where it comes from and as of when."""

    title: str
    value: str
    source: str
    url: str
    kind: str = "info"


def state_figures(principal: Principal) -> list[Figure]:
    """Return the five figures for this person."""
    today, visibility = clock.today(), principal.visibility()
    course = course_of(db.session, visibility, today)
    measurable, running = underpinned(db.session, visibility, today)
    watched = watched_displacements(db.session, signal_scope(principal))
    behind = course.count(frozenset({ProgressStatus.BEHIND}))
    return [
        Figure(
            _("Maatregelen op schema of afgerond"),
            _of(course.count(ON_COURSE), len(course.latest)),
            _reports(course),
            url_for("coherence.index"),
            "good",
        ),
        Figure(
            _("Maatregelen achter op schema"),
            _of(behind, len(course.latest)),
            _reports(course),
            url_for("overview.index"),
            "critical" if behind else "neutral",
        ),
        _money(year_money(db.session, visibility, today.year)),
        Figure(
            _("Maatregelen met nulmeting en streefwaarde"),
            _of(measurable, running),
            _("Bron: de indicatoren in dit portaal, op %(day)s.", day=day(today)),
            url_for("underpinning_overview.index"),
            "attention" if measurable < running else "good",
        ),
        Figure(
            _("Vermoedens van verplaatsing: aannemelijk of gevolgd"),
            str(watched),
            _("Bron: de signalen die u mag lezen, op %(day)s.", day=day(today)),
            url_for("signals.index", soort=SignalKind.DISPLACEMENT.value, status=WATCHED_NOW),
            "attention" if watched else "neutral",
        ),
    ]


def _money(money: YearMoney | None) -> Figure:
    title = _("Geld dat dit jaar naar verwachting overblijft")
    url = url_for("money_overview.index")
    if money is None or money.as_of is None or money.total.left_at_end is None:
        return Figure(title, _("Nog niet gerapporteerd"), _("Bron: de rapportages."), url, "neutral")
    source = _(
        "Mainportsbudget %(year)s van %(reported)s van de %(all)s PPS-netwerken. "
        "Bron: rapportages tot en met %(day)s.",
        year=money.year,
        reported=money.total.reported,
        all=len(money.total.rows),
        day=day(money.as_of),
    )
    left = money.total.left_at_end
    return Figure(title, str(euro(left)), source, url, "attention" if left else "neutral")


def _of(number: int, whole: int) -> str:
    return str(_("%(number)s van %(total)s", number=number, total=whole))


def _reports(course: Course) -> str:
    days = course.days
    if days is None:
        return str(_("Er is nog niets geaccepteerd."))
    first, last = days
    return str(
        _("Bron: de nieuwste geaccepteerde rapportages, peildatum %(days)s.", days=_between(first, last))
    )


def _between(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return str(_("%(first)s tot en met %(last)s", first=day(first), last=day(last)))

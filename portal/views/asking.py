"""What asks the stuurgroep for a decision: how much of each kind there is, and the first few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.access.actions import action_scope
from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.signals import SignalState
from portal.queries.actions import OVERDUE, ActionFilter, actions, count_actions
from portal.queries.agenda import asked_lines
from portal.queries.due_asks import DueLine
from portal.queries.flags import open_flags
from portal.queries.periods import Receipts
from portal.queries.signals import count_signals, new_signals
from portal.web.flag_words import flag_sentence, flag_title
from portal.web.formats import day
from portal.web.labels import label
from portal.web.term_words import days_late

SHOWN = 3
"""How many of each kind stand on the first screen."""


@dataclass(frozen=True)
class Line:
    """One thing that asks for a decision."""

    words: str
    note: str
    url: str


@dataclass(frozen=True)
class Asking:
    """One kind of thing that asks for a decision."""

    title: str
    count: int
    lines: Sequence[Line]
    rest: str
    """Words of the link to all of them."""
    url: str
    none: str
    """What to say when there is nothing."""


def asking(principal: Principal, receipts: Receipts, due: Sequence[DueLine]) -> list[Asking]:
    """Return the six kinds, in the order in which a meeting treats them."""
    return [
        _decisions(principal),
        _flags(principal),
        _signals(principal),
        _actions(principal),
        *_asks(principal, due),
        _reports(receipts),
    ]


def _decisions(principal: Principal) -> Asking:
    number, asked = asked_lines(db.session, principal.visibility(), SHOWN)
    lines = [
        Line(
            row.question,
            _("%(network)s, maatregel %(title)s", network=row.network_title, title=row.title),
            url_for(
                "reports.show",
                period_code=row.period_code,
                network_code=row.network_code,
                _anchor=f"m-{row.maatregel_code}",
            ),
        )
        for row in asked
    ]
    return Asking(
        _("Gevraagde besluiten"),
        number,
        lines,
        _("Naar de vergaderingen"),
        url_for("meetings.index"),
        _("Geen PPS-netwerk vraagt nu om een besluit."),
    )


def _flags(principal: Principal) -> Asking:
    found = open_flags(db.session, principal.visibility(), clock.today())
    lines = [
        Line(flag_title(flag), flag_sentence(flag), url_for("flags.show", flag_slug=flag.slug))
        for flag in found[:SHOWN]
    ]
    return Asking(
        _("Aandachtspunten in de samenhang"),
        len(found),
        lines,
        _("Alle aandachtspunten zonder besluit"),
        url_for("flags.index"),
        _("Over alles wat opvalt in de samenhang is besloten."),
    )


def _signals(principal: Principal) -> Asking:
    scope = signal_scope(principal)
    lines = [
        Line(
            signal.title,
            _("Gemeld op %(day)s", day=day(signal.filed_at)),
            url_for("signals.show", signal_id=signal.id),
        )
        for signal in new_signals(db.session, scope, SHOWN)
    ]
    return Asking(
        _("Nieuwe signalen"),
        count_signals(db.session, scope, SignalState.NEW),
        lines,
        _("Alle nieuwe signalen"),
        url_for("signals.index", status=SignalState.NEW.value),
        _("Er zijn geen signalen die nog niemand duidt."),
    )


def _actions(principal: Principal) -> Asking:
    scope, wanted = action_scope(principal), ActionFilter(clock.today(), OVERDUE)
    late = actions(db.session, scope, wanted, SHOWN)
    lines = [
        Line(
            action.what,
            _("%(owner)s, klaar op %(day)s", owner=action.owner.name, day=day(action.due_on)),
            url_for("actions.show", action_id=action.id),
        )
        for action in late
    ]
    return Asking(
        _("Actiepunten die te laat zijn"),
        count_actions(db.session, scope, wanted) if len(late) == SHOWN else len(late),
        lines,
        _("Alle actiepunten die te laat zijn"),
        url_for("actions.index", status=OVERDUE),
        _("Alle actiepunten zijn op tijd."),
    )


def _asks(principal: Principal, due: Sequence[DueLine]) -> Iterator[Asking]:
    """What was asked of or promised to the Kamer and is late."""
    if not principal.allows(Permission.READ_ASK_FILE):
        return
    today = clock.today()
    late = [each for each in due if each.day < today]
    lines = [
        Line(
            each.text,
            _(
                "%(item)s, uiterlijk %(day)s: %(late)s",
                item=each.item_title if each.item_title != each.text else label(each.item_kind),
                day=day(each.day),
                late=days_late(each.days_late(today)),
            ),
            url_for("asks.show", code=each.code),
        )
        for each in late[:SHOWN]
    ]
    yield Asking(
        _("Verzoeken van de Kamer over de termijn"),
        len(late),
        lines,
        _("Alle verzoeken over de termijn"),
        url_for("kamer_dossier.asks", stand="te-laat"),
        _("Geen verzoek van de Kamer is over de termijn."),
    )


def _reports(receipts: Receipts) -> Asking:
    missing = receipts.late
    lines = [
        Line(row.network_title, row.period_title, url_for("periods.show", code=row.period_code))
        for row in missing[:SHOWN]
    ]
    return Asking(
        _("Rapportages niet ontvangen"),
        len(missing),
        lines,
        _("Naar de rapportages"),
        url_for("periods.index"),
        _("Alle rapportages die er moesten zijn, zijn ontvangen."),
    )

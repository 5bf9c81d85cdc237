"""What an item of the agenda is called, where it comes from, and where its subject is to be read."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.domain.flags import Flag
from portal.domain.meetings import decision_number
from portal.models import ActionItem, ChangeRequest, Decision, MaatregelProgress, Meeting, Period, Signal
from portal.queries.agenda import Proposal, Subject
from portal.web.flag_words import flag_sentence, flag_title
from portal.web.formats import day
from portal.web.labels import label


@dataclass(frozen=True)
class Told:
    """A subject as a member reads it: its name, what it is, and where the rest stands."""

    name: str
    source: str
    text: str
    url: str


def stored_title(proposal: Proposal) -> str:
    """Return the title that stays on the agenda: it names what all members may know for ever, and no text."""
    match proposal.subject:
        case Period() as period:
            return str(_("Rapportages over %(period)s vaststellen", period=period.title))
        case MaatregelProgress() as row:
            network = row.report.network.short_title
            return str(_("Gevraagd besluit van %(network)s: %(title)s", network=network, title=row.title))
        case Signal() as signal:
            return str(_("Signaal nummer %(number)s", number=signal.id))
        case ActionItem() as action:
            return str(_("Actiepunt nummer %(number)s", number=action.id))
        case ChangeRequest() as change:
            return str(_("Wijzigingsverzoek: %(title)s", title=change.maatregel.title))
        case Flag() as flag:
            return flag_title(flag)


def told(subject: Subject) -> Told:
    """Return what a subject says; the caller asked for what the reader may read."""
    match subject:
        case Period() as period:
            return _period(period)
        case MaatregelProgress() as row:
            return _question(row)
        case Signal() as signal:
            return _signal(signal)
        case ActionItem() as action:
            return _action(action)
        case ChangeRequest() as change:
            return _change(change)
        case Flag() as flag:
            return _flag(flag)


def decision_name(decision: Decision) -> str:
    """Return the number of a decision as people write it."""
    return decision_number(decision.year, decision.number)


def meeting_name(meeting: Meeting) -> str:
    """Return a meeting as people refer to it."""
    return str(_("%(title)s van %(day)s", title=meeting.title, day=day(meeting.held_on)))


def _period(period: Period) -> Told:
    return Told(
        _("Rapportages over %(period)s", period=period.title),
        _("Rapportageperiode, %(state)s", state=str(label(period.state)).lower()),
        "",
        url_for("periods.show", code=period.code),
    )


def _question(row: MaatregelProgress) -> Told:
    report = row.report
    return Told(
        row.title,
        _(
            "Rapportage %(network)s over %(period)s",
            network=report.network.title,
            period=report.period.title,
        ),
        row.decision_question,
        url_for("reports.show", period_code=report.period.code, network_code=report.network.code),
    )


def _signal(signal: Signal) -> Told:
    source = _(
        "Signaal gemeld op %(day)s, status: %(state)s",
        day=day(signal.filed_at.date()),
        state=str(label(signal.state)).lower(),
    )
    return Told(signal.title, source, signal.description, url_for("signals.show", signal_id=signal.id))


def _action(action: ActionItem) -> Told:
    source = _(
        "Actiepunt, moet klaar zijn op %(day)s, status: %(state)s",
        day=day(action.due_on),
        state=str(label(action.state)).lower(),
    )
    return Told(action.what, source, "", url_for("actions.show", action_id=action.id))


def _change(change: ChangeRequest) -> Told:
    source = _(
        "Wijzigingsverzoek van %(network)s, status: %(state)s",
        network=change.maatregel.network.title,
        state=str(label(change.state)).lower(),
    )
    return Told(
        change.maatregel.title,
        source,
        change.what,
        url_for("change_requests.show", request_id=change.id),
    )


def _flag(flag: Flag) -> Told:
    return Told(
        flag_title(flag),
        _("Wat opvalt in de samenhang van de plannen"),
        flag_sentence(flag),
        url_for("flags.show", flag_slug=flag.slug),
    )

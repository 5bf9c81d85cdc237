"""What happened to a signal, newest first: the steps with their reasons, and what was changed in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from portal.domain.audit import AuditAction
from portal.domain.signals import SignalState
from portal.models import Signal, SignalStep
from portal.queries.audit import TimelineRow
from portal.web.labels import kind, label, role_words

WRITTEN = frozenset({AuditAction.SIGNAL_FILED, AuditAction.SIGNAL_CHANGED, AuditAction.SIGNAL_LINKED})
"""What has no step of its own; a step says itself who took it and why."""
_ICONS = {
    AuditAction.SIGNAL_FILED: "send",
    AuditAction.SIGNAL_CHANGED: "pencil",
    AuditAction.SIGNAL_LINKED: "link",
}


@dataclass(frozen=True)
class Happened:
    """One thing that happened, as the timeline shows it."""

    at: datetime
    icon: str
    who: str
    what: str
    reason: str
    kind: str


def history(signal: Signal, events: Sequence[TimelineRow]) -> list[Happened]:
    """Return everything that happened to a signal."""
    both = [*map(_written, reversed(events)), *map(_stepped, signal.steps)]
    # Sorting keeps the order of what happened at the same moment; turned round, the newest comes first.
    return sorted(both, key=lambda each: each.at)[::-1]


def _written(event: TimelineRow) -> Happened:
    who = ", ".join(filter(None, [event.who, role_words(event.roles)]))
    return Happened(event.at, _ICONS[event.action], who, str(label(event.action)), "", "neutral")


def _stepped(step: SignalStep) -> Happened:
    if step.to_state is SignalState.MERGED:
        what = _("Samengevoegd met een ander signaal")
    else:
        what = _(
            "Van ‘%(before)s’ naar ‘%(after)s’", before=label(step.from_state), after=label(step.to_state)
        )
    return Happened(step.at, "arrow-right", step.by.name, str(what), step.reason, kind(step.to_state))

"""What the audit trail tells of a report: who wrote, submitted, accepted and adopted it."""

from datetime import datetime
from typing import Any

from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from tests.bench.world.days import Round
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.trail import Trail


class Telling:
    """Writes in the audit trail."""

    def __init__(self, trail: Trail, people: People) -> None:
        self._trail, self._people = trail, people

    def report(
        self,
        report: int,
        label: str,
        place: Place,
        this: Round,
        submission: tuple[datetime | None, int],
        judgement: tuple[datetime | None, int],
    ) -> None:
        """Write in the audit trail who wrote, submitted, accepted and adopted."""
        tell = self._trail.report(report, label, place.id)
        writers = self._people.writers[place.id]
        for number, (_id, _code, title) in enumerate(place.maatregelen):
            details: dict[str, Any] = {"part": title}
            tell(this.moment(3), writers[number % len(writers)], AuditAction.PROGRESS_WRITTEN, details)
        for (at, account), action in (
            (submission, AuditAction.REPORT_SUBMITTED),
            (judgement, AuditAction.REPORT_ACCEPTED),
        ):
            if at:
                tell(at, account, action, {"state": ["draft", "submitted"]})
        if judgement[0] and not this.is_open:
            secretary = self._people.programme[Role.STEERING_SECRETARY][0]
            tell(
                this.moment(60, 15), secretary, AuditAction.REPORT_ADOPTED, {"state": ["accepted", "adopted"]}
            )

"""The audit trail of the world, sealed as the portal seals it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.audit_chain import digest_of, seal_of
from portal.models import AuditEvent, AuditHead, AuditSeal
from portal.services.audit_chain import current_key
from tests.bench.world.bulk import Bulk

Tell = Callable[[datetime, int, AuditAction, dict[str, Any]], None]


class Trail:
    """Adds lines, each with its place in the chain."""

    def __init__(self, bulk: Bulk, names: Mapping[int, str]) -> None:
        self._bulk = bulk
        self._names = names
        self._key = current_key()
        head = bulk.connection.execute(sa.select(AuditHead.position, AuditHead.seal)).one()
        self._position, self._seal = head.position, head.seal

    def report(self, report: int, label: str, network: int) -> Tell:
        """Return what adds lines about one report."""

        def tell(at: datetime, account: int, action: AuditAction, details: dict[str, Any]) -> None:
            self.add(at, account, action, SubjectKind.REPORT, report, label, network, details)

        return tell

    def add(
        self,
        at: datetime,
        account: int,
        action: AuditAction,
        kind: SubjectKind,
        subject: int,
        label: str,
        network: int | None,
        details: dict[str, Any],
    ) -> None:
        """Add a line and seal it."""
        line: dict[str, Any] = {
            "at": at,
            "actor_id": account,
            "actor_name": self._names[account],
            "actor_roles": "",
            "action": action,
            "subject_kind": kind,
            "subject_id": subject,
            "subject_label": label,
            "network_id": network,
            "reason": "",
            "details": details,
            "request_id": "",
            "address": "",
        }
        number = self._bulk.add(AuditEvent.__table__, **line)
        digest = digest_of({**line, "id": number})
        self._position += 1
        self._seal = seal_of(self._key, self._position, number, digest, self._seal)
        self._bulk.link(
            AuditSeal.__table__, position=self._position, event_id=number, digest=digest, seal=self._seal
        )

    def finish(self) -> None:
        """Let the chain end here."""
        self._bulk.connection.execute(
            sa.update(AuditHead.__table__)  # type: ignore[arg-type]
            .where(AuditHead.id == 1)
            .values(position=self._position, seal=self._seal)
        )

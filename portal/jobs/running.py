"""What runs by itself; huey keeps the clock, the database keeps what must not get lost (ADR 0019)."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from flask import Flask
from huey import MemoryHuey
from huey.consumer import Consumer, Scheduler
from sqlalchemy.orm import Session

from config.settings import Settings
from portal.database import db
from portal.domain import clock
from portal.jobs.auditing import anchor_now, trim_all, verify_when_due
from portal.jobs.delivering import Delivered, deliver_due
from portal.jobs.open_data import check_when_due
from portal.jobs.posting import LocalPost, Post, SmtpPost
from portal.jobs.pruning import prune_all
from portal.services.deadlines import make_occurrences
from portal.services.kamer_check import Checked
from portal.services.leftovers import clear_leftovers, forget_leavers
from portal.services.planned import close_planned, open_planned
from portal.services.reminders import remind
from portal.services.throttling import forget_old
from portal.web.failures import description
from portal.web.opendata import client_of

_log = structlog.get_logger()
_ROUND_EVERY = 60.0
_REMIND_EVERY = 600.0
_FORGET_EVERY = 600.0
_CHECK_EVERY = 3600.0
"""After a failure it is tried again in an hour; once it succeeded, not before the next day."""
_ANCHOR_EVERY = 300.0
_TRIM_EVERY = 30 * 24 * 3600.0
"""A month, and once when it starts; the database lets nothing go before its time."""
_CLEAR_EVERY = 24 * 3600.0
_PATIENCE = 60

Result = TypeVar("Result")


class Jobs:
    """Everything that happens by itself, for one process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"

    def deliver(self) -> Delivered:
        """Send the mails that are due; without a mail server they wait."""
        post = self._post()
        if post is None:
            return Delivered()
        stale_after = timedelta(seconds=self._settings.mail_claim_seconds)
        return self._do(lambda session: deliver_due(session, post, self._worker, stale_after))

    def keep_round(self) -> tuple[int, int]:
        """Close and open what was planned for today; return how many periods that were."""

        def work(session: Session) -> tuple[int, int]:
            closed = len(close_planned(session))
            session.commit()
            opened = len(open_planned(session))
            session.commit()
            return closed, opened

        return self._do(work)

    def remind(self) -> int:
        """Plan the next time of what recurs and remind who has work; return how many people were told."""

        def work(session: Session) -> int:
            make_occurrences(session, clock.today())
            session.commit()
            told = remind(session)
            session.commit()
            return told

        return self._do(work)

    def forget_failures(self) -> int:
        """Remove counters of failed attempts that say nothing any more; return how many that were."""

        def work(session: Session) -> int:
            removed = forget_old(session)
            session.commit()
            return removed

        return self._do(work)

    def check_open_data(self) -> Checked | None:
        """Look once a day for news of the Tweede Kamer; None where that is off or was done today."""
        kamer = client_of(self._settings, hurry=False)
        return None if kamer is None else self._do(lambda session: check_when_due(session, kamer))

    def prune(self) -> int:
        """Delete what was kept of sessions, links and typed text for long enough; return how many rows."""
        return self._do(prune_all)

    def anchor(self) -> bool:
        """Write down outside the database where the audit trail ends; return whether there was news."""
        return self._do(lambda session: anchor_now(session, self._settings.anchor_file)) is not None

    def verify_audit(self) -> bool | None:
        """Verify the audit trail once a day; return whether it is sound, None when that was done today."""
        found = self._do(lambda session: verify_when_due(session, self._settings.anchor_file))
        return None if found is None else found.is_sound

    def trim_audit(self) -> int:
        """Let go of lines of the audit trail that have had their time; return how many."""
        return self._do(trim_all)

    def clear_leftovers(self) -> int:
        """Let go of what only served for a while; return how many rows that were, and log of which kind."""

        def work(session: Session) -> int:
            gone = {kind.value: count for kind, count in clear_leftovers(session).items() if count}
            leavers = forget_leavers(session)
            session.commit()
            if gone or leavers:
                _log.info("leftovers_cleared", leavers=leavers, **gone)
            return sum(gone.values()) + leavers

        return self._do(work)

    def _post(self) -> Post | None:
        if self._settings.smtp is not None:
            sender = self._settings.mail_from or "Mainportaal <mail@mainportaal.example>"
            return SmtpPost(self._settings.smtp, sender)
        return LocalPost() if self._settings.demo else None

    def _do(self, work: Callable[[Session], Result]) -> Result:
        with self._app.app_context():
            return work(db.session)


class _Job:
    """One thing that happens by itself; the next turn waits until the last one is over."""

    def __init__(self, name: str, every: float, work: Callable[[], object]) -> None:
        self.name = name
        self._every = every
        self._work = work
        self._next = time.monotonic()
        self._busy = False

    def is_due(self, _moment: datetime) -> bool:
        """Return whether it is time; huey asks each second."""
        if self._busy or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._every
        self._busy = True
        return True

    def run(self) -> None:
        """Do it once; what goes wrong is logged, and the next turn tries again."""
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the next turn comes
            _log.error("job_failed", job=self.name, **description(error))
        finally:
            self._busy = False


class _EverySecond(Scheduler):  # type: ignore[misc]  # huey brings no types
    periodic_task_seconds = 1


class _Consumer(Consumer):  # type: ignore[misc]
    scheduler_class = _EverySecond


class _Inside(_Consumer):
    def _set_signal_handlers(self) -> None:
        """Leave signals to the server around it."""


def consumer(jobs: Jobs, every: float, *, inside: bool = False) -> Consumer:
    """Return what runs all jobs until it is stopped; inside a server it lives in threads of that server."""
    huey = MemoryHuey("mainportaal", results=False)
    for job in (
        _Job("deliver", every, jobs.deliver),
        _Job("keep_round", _ROUND_EVERY, jobs.keep_round),
        _Job("remind", _REMIND_EVERY, jobs.remind),
        _Job("forget_failures", _FORGET_EVERY, jobs.forget_failures),
        _Job("check_open_data", _CHECK_EVERY, jobs.check_open_data),
        _Job("prune", _CHECK_EVERY, jobs.prune),
        # Verified first: what goes can be looked at no more.
        _Job("verify_audit", _CHECK_EVERY, jobs.verify_audit),
        _Job("trim_audit", _TRIM_EVERY, jobs.trim_audit),
        _Job("anchor", _ANCHOR_EVERY, jobs.anchor),
        _Job("clear_leftovers", _CLEAR_EVERY, jobs.clear_leftovers),
    ):
        huey.periodic_task(job.is_due, name=job.name)(job.run)
    kind = _Inside if inside else _Consumer
    # One thread: the jobs take turns. A mail that is being handed over is finished before it stops.
    return kind(huey, workers=1, graceful_signal="TERM", shutdown_timeout=_PATIENCE)

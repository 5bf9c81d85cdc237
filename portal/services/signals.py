"""Filing a signal, changing it while it is new, interpreting it, merging doubles and linking."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    MergeTargetError,
    ReasonRequiredError,
    SignalContentError,
    SignalUnderWayError,
    StaleVersionError,
)
from portal.domain.notices import NoticeKind
from portal.domain.signals import (
    Confidence,
    SignalAction,
    SignalKind,
    SignalState,
    SourceType,
    action_towards,
    next_signal_state,
)
from portal.models import (
    Account,
    Knooppunt,
    Maatregel,
    Network,
    Observation,
    Signal,
    SignalStep,
    VocabularyTerm,
)
from portal.queries.recipients import officers
from portal.services import audit
from portal.services.notices import tell


@dataclass(frozen=True)
class SignalContent:
    """What was noticed, from where towards where, how sure, and for whom it is."""

    kind: SignalKind
    title: str
    description: str
    noticed_on: date
    from_knooppunt_id: int | None
    to_knooppunt_id: int | None
    place_words: str
    source_type: SourceType
    confidence: Confidence
    audience: Audience
    term_ids: frozenset[int] = frozenset()
    screening_key: str = ""


_PLAIN = (
    "kind",
    "title",
    "description",
    "noticed_on",
    "from_knooppunt_id",
    "to_knooppunt_id",
    "place_words",
    "source_type",
    "confidence",
    "audience",
    "screening_key",
)
"""What stands in the row of the signal under the same name; its terms stand in a table of their own."""


def file_signal(session: Session, actor: Actor, content: SignalContent, network: Network | None) -> Signal:
    """File a signal and tell the programme office; the same one again is the first one.

    Raises ReasonRequiredError without a title or words, and SignalContentError.
    """
    if actor.account_id is None:
        raise ReasonRequiredError
    _check(content)
    _hold_filing(session, actor.account_id, content)
    present = _present(session, actor.account_id, content, network)
    if present is not None:
        return present
    signal = Signal(
        network=network,
        filed_at=clock.now(),
        filed_by_id=actor.account_id,
        terms=_terms(session, content),
        **{name: getattr(content, name) for name in _PLAIN},
    )
    session.add(signal)
    session.flush()
    _record(session, actor, AuditAction.SIGNAL_FILED, signal)
    tell(
        session,
        NoticeKind.SIGNAL_FILED,
        [account for account in officers(session) if account.id != actor.account_id],
        key=f"signal_filed:{signal.id}",
        signal=signal,
    )
    return signal


def change_signal(
    session: Session, actor: Actor, signal: Signal, version: int, content: SignalContent
) -> None:
    """Change what a signal says; raises SignalUnderWayError, StaleVersionError and what filing raises."""
    _check(content)
    _hold(session, signal)
    if signal.state is not SignalState.NEW:
        raise SignalUnderWayError
    if signal.version != version:
        raise StaleVersionError
    before = content_of(signal)
    changed = sorted(
        name for name in (*_PLAIN, "term_ids") if getattr(before, name) != getattr(content, name)
    )
    if not changed:
        return
    for name in _PLAIN:
        setattr(signal, name, getattr(content, name))
    signal.terms = _terms(session, content)
    _touch(signal)
    session.flush()
    session.expire(signal, ["from_knooppunt", "to_knooppunt"])
    _record(session, actor, AuditAction.SIGNAL_CHANGED, signal, {"fields": changed})


def move_signal(
    session: Session, actor: Actor, signal: Signal, version: int, target: SignalState, reason: str
) -> None:
    """Interpret or answer a signal, and tell who filed it.

    Raises ReasonRequiredError, StaleVersionError and IllegalTransitionError.
    """
    _hold(session, signal, version)
    action = action_towards(signal.state, target)
    if action is SignalAction.MERGE:
        raise MergeTargetError
    _take_step(session, actor, signal, action, reason)
    _record(session, actor, AuditAction.SIGNAL_MOVED, signal, {"state": signal.state.value})


def merge_signals(
    session: Session, actor: Actor, duplicate: Signal, into: Signal, version: int, reason: str
) -> None:
    """Let a signal go on in another one, which takes over its links; the version is that of the duplicate.

    Raises ReasonRequiredError, StaleVersionError, IllegalTransitionError and MergeTargetError.
    """
    if duplicate.id == into.id:
        raise MergeTargetError
    # In the order of their numbers, so that two who merge the same pair crosswise do not wait for each other.
    for signal in sorted((duplicate, into), key=lambda each: each.id):
        _hold(session, signal)
    if into.state is SignalState.MERGED:
        raise MergeTargetError
    if duplicate.version != version:
        raise StaleVersionError
    _take_step(session, actor, duplicate, SignalAction.MERGE, reason, into)
    _take_over_links(duplicate, into)
    session.flush()
    _record(session, actor, AuditAction.SIGNAL_MERGED, duplicate, {"state": duplicate.state.value})


def link_signal(
    session: Session,
    actor: Actor,
    signal: Signal,
    version: int,
    maatregel_ids: frozenset[int],
    observation_ids: frozenset[int],
) -> None:
    """Say which maatregelen and observations a signal is about; raises StaleVersionError."""
    _hold(session, signal, version)
    if signal.state is SignalState.MERGED:
        raise SignalUnderWayError
    before = _links(signal)
    if before == (maatregel_ids, observation_ids):
        return
    signal.maatregelen = list(
        session.scalars(sa.select(Maatregel).where(Maatregel.id.in_(sorted(maatregel_ids))))
    )
    signal.observations = list(
        session.scalars(sa.select(Observation).where(Observation.id.in_(sorted(observation_ids))))
    )
    _touch(signal)
    session.flush()
    details = {
        "maatregelen": sorted(each.code for each in signal.maatregelen),
        "observations": len(signal.observations),
    }
    _record(session, actor, AuditAction.SIGNAL_LINKED, signal, details)


def content_of(signal: Signal) -> SignalContent:
    """Return what a signal says now."""
    return SignalContent(
        **{name: getattr(signal, name) for name in _PLAIN},
        term_ids=frozenset(term.id for term in signal.terms),
    )


def _check(content: SignalContent) -> None:
    if not content.title.strip() or not content.description.strip():
        raise ReasonRequiredError
    nowhere = content.kind is SignalKind.DISPLACEMENT and content.to_knooppunt_id is None
    same = content.to_knooppunt_id is not None and content.to_knooppunt_id == content.from_knooppunt_id
    if nowhere or same or content.noticed_on > clock.today():
        raise SignalContentError


def _hold_filing(session: Session, account_id: int, content: SignalContent) -> None:
    """Let nobody file the same beside us: not this person twice, and not two people from one screening."""
    session.execute(sa.select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
    if content.screening_key:
        place = sa.select(Knooppunt.id).where(Knooppunt.id == content.to_knooppunt_id)
        session.execute(place.with_for_update(key_share=True))


def _present(
    session: Session, account_id: int, content: SignalContent, network: Network | None
) -> Signal | None:
    if content.screening_key:
        return session.scalar(
            sa.select(Signal).where(Signal.screening_key == content.screening_key).order_by(Signal.id)
        )
    waiting = session.scalars(
        sa.select(Signal).where(
            Signal.filed_by_id == account_id,
            Signal.state == SignalState.NEW,
            Signal.title == content.title,
            Signal.network_id == network.id if network else Signal.network_id.is_(None),
        )
    )
    return next((each for each in waiting if content_of(each) == content), None)


def _terms(session: Session, content: SignalContent) -> list[VocabularyTerm]:
    if not content.term_ids:
        return []
    wanted = sa.select(VocabularyTerm).where(VocabularyTerm.id.in_(sorted(content.term_ids)))
    return list(session.scalars(wanted))


def _hold(session: Session, signal: Signal, version: int | None = None) -> None:
    session.refresh(signal, ["state", "version"], with_for_update=True)
    if version is not None and signal.version != version:
        raise StaleVersionError


def _touch(signal: Signal) -> None:
    """Count a change of what stands in another table as a version of the signal."""
    flag_modified(signal, "title")


def _take_step(
    session: Session,
    actor: Actor,
    signal: Signal,
    action: SignalAction,
    reason: str,
    into: Signal | None = None,
) -> None:
    """Move the signal, keep why, and tell who filed it."""
    if actor.account_id is None or not reason.strip():
        raise ReasonRequiredError
    before = signal.state
    signal.state = next_signal_state(action, before)
    signal.merged_into_id = into.id if into else None
    session.add(
        SignalStep(
            signal=signal,
            from_state=before,
            to_state=signal.state,
            reason=reason,
            at=clock.now(),
            by_id=actor.account_id,
        )
    )
    session.flush()
    if signal.filed_by_id != actor.account_id:
        key = f"signal_moved:{signal.id}:{signal.version}"
        tell(session, NoticeKind.SIGNAL_MOVED, [signal.filed_by], key=key, signal=signal)


def _take_over_links(duplicate: Signal, into: Signal) -> None:
    maatregelen = [each for each in duplicate.maatregelen if each not in into.maatregelen]
    observations = [each for each in duplicate.observations if each not in into.observations]
    if maatregelen or observations:
        into.maatregelen.extend(maatregelen)
        into.observations.extend(observations)
        _touch(into)


def _links(signal: Signal) -> tuple[frozenset[int], frozenset[int]]:
    return (
        frozenset(each.id for each in signal.maatregelen),
        frozenset(each.id for each in signal.observations),
    )


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    signal: Signal,
    details: dict[str, Any] | None = None,
) -> None:
    """Put it in the audit trail without a word of the signal: who reads the trail may not be meant to."""
    audit.record(
        session,
        actor,
        action,
        SubjectKind.SIGNAL,
        signal.id,
        "Signaal",
        network_id=signal.network_id,
        details=details,
    )

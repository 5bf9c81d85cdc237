"""A motie and a toezegging as the Tweede Kamer publishes them: every raw word kept, nothing filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.kamer.statuses import (
    DECIDED,
    ToezeggingStatus,
    appreciation_of,
    toezegging_status,
    vote_of,
)
from portal.domain.parliament import Appreciation, OpenDataKind, Vote


@dataclass(frozen=True, kw_only=True)
class KamerDossier:
    """A dossier of Kamerstukken, such as 29911 or 36600-VI."""

    number: int | None = None
    addition: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """How people call it; empty for a placeholder without a number."""
        if self.number is None:
            return ""
        return f"{self.number}-{self.addition}" if self.addition else str(self.number)


@dataclass(frozen=True, kw_only=True)
class KamerDocument:
    """A document of the Kamer: the motie as it was submitted, or the letter that fulfils a toezegging."""

    external_id: str
    kind: str = ""
    number: str = ""
    subnumber: int | None = None
    """Its number in the dossier; None where the source says minus one or nothing."""
    title: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Submitter:
    """A member of the Kamer who submitted a motie, alone or with others: a public fact."""

    name: str
    party: str = ""
    relation: str = ""

    @property
    def words(self) -> str:
        """Name and party."""
        return f"{self.name} ({self.party})" if self.party else self.name


@dataclass(frozen=True, kw_only=True)
class CastVote:
    """How a party, or in a roll call a member of it, voted."""

    kind: str
    party: str = ""
    seats: int | None = None
    mistaken: bool = False


@dataclass(frozen=True, kw_only=True)
class KamerDecision:
    """One decision about a motie, with the words of the source."""

    external_id: str = ""
    kind: str = ""
    words: str = ""
    status: str = ""
    voting: str = ""
    votes: Sequence[CastVote] = ()


@dataclass(frozen=True, kw_only=True)
class KamerMotie:
    """A motie (a Zaak of the kind Motie) with everything we ask about it."""

    external_id: str
    number: str = ""
    title: str = ""
    subject: str = ""
    submitted_on: date | None = None
    handled: bool | None = None
    """Whether the Kamer is done with it; says nothing about what the government did."""
    raw_appreciation: str = ""
    dossiers: Sequence[KamerDossier] = ()
    submitters: Sequence[Submitter] = ()
    decisions: Sequence[KamerDecision] = ()
    documents: Sequence[KamerDocument] = ()
    modified_at: datetime | None = None
    deleted: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    kind = OpenDataKind.MOTIE

    @property
    def name(self) -> str:
        """What it is about."""
        return self.subject or self.title or self.number

    @property
    def vote(self) -> Vote | None:
        """What the Kamer did with it; None where the source is silent or unclear."""
        return vote_of([(each.kind, each.status) for each in self.decisions])

    @property
    def appreciation(self) -> Appreciation | None:
        """What the cabinet said of it."""
        return appreciation_of(self.raw_appreciation)

    @property
    def raw_status(self) -> str:
        """The decisions that were really taken, in the words of the source and in the order of ours."""
        taken = {each.kind or each.words for each in self.decisions if each.status == DECIDED}
        return "; ".join(sorted(words for words in taken if words))

    @property
    def own_document(self) -> KamerDocument | None:
        """The text of the motie itself: the newest version of it."""
        own = [each for each in self.documents if each.kind.startswith("Motie")]
        return max(own, key=lambda each: (each.dated_on or date.min, each.subnumber or 0), default=None)

    @property
    def reference(self) -> str:
        """Dossier and number of the Kamerstuk, such as 29911 nr. 363; empty where the source has none."""
        dossier = next((each.name for each in self.dossiers if each.name), "")
        own = self.own_document
        if not dossier or own is None or own.subnumber is None:
            return ""
        return f"{dossier} nr. {own.subnumber}"


@dataclass(frozen=True, kw_only=True)
class KamerToezegging:
    """A promise of a minister to the Kamer, as the Kamer noted it."""

    external_id: str
    number: str = ""
    text: str = ""
    made_on: date | None = None
    activity: str = ""
    """Number of the debate in which it was made."""
    function: str = ""
    """Who promised it, by function; the source also has a name, which we never keep."""
    ministry: str = ""
    raw_status: str = ""
    fulfilment_day: date | None = None
    """DatumNakoming; whether that day is to come or gone by is not confirmed, so nothing follows from it."""
    documents: Sequence[KamerDocument] = ()
    """The letters that fulfil it, says the source."""
    modified_at: datetime | None = None
    deleted: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    kind = OpenDataKind.TOEZEGGING

    @property
    def name(self) -> str:
        """What it is about."""
        return self.text or self.number

    @property
    def status(self) -> ToezeggingStatus | None:
        """What the Kamer says of it; None where that is nothing, or a word we do not know."""
        return toezegging_status(self.raw_status)


KamerRecord = KamerMotie | KamerToezegging

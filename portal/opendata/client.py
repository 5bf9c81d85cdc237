"""What the portal asks of the open data of the Tweede Kamer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from portal.domain.kamer.drift import Watched
from portal.domain.kamer.records import KamerMotie, KamerToezegging
from portal.opendata.dialect import Dialect, Entity
from portal.opendata.errors import StrangeAnswerError
from portal.opendata.metadata import missing_fields
from portal.opendata.pages import parsed, read_list
from portal.opendata.query import Question
from portal.opendata.questions import Questions
from portal.opendata.reading import motie_of, toezegging_of
from portal.opendata.rows import Row, plain_text
from portal.opendata.transport import Deadline, Patience, Transport

MOST_DEBATES = 150
"""Debates of one dossier in which we look for toezeggingen, the newest first."""

Record = TypeVar("Record", KamerMotie, KamerToezegging)


@dataclass(frozen=True)
class Found(Generic[Record]):
    """What was found, and whether that is everything."""

    records: Sequence[Record]
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the service is, and how it is spoken to: from the settings only."""

    base: str
    dialect: Dialect
    hosts: Sequence[str]
    patience: Patience = field(default_factory=Patience)


class TweedeKamer:
    """A client of the service; every method may raise an OpenDataError."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._transport = Transport(source.hosts, source.patience)
        self._questions = Questions(source.dialect)

    @property
    def dialect(self) -> str:
        """The version of the service that is spoken."""
        return self._source.dialect.name

    def moties_in_dossier(self, number: int) -> Found[KamerMotie]:
        """Find the moties of one dossier."""
        return self._moties([self._questions.moties_in(number)], self._deadline())

    def moties_changed_since(self, day: date, number: int) -> Found[KamerMotie]:
        """Find the moties of one dossier that are new or changed since a day, also those taken away."""
        return self._moties([self._questions.moties_since(day, number)], self._deadline())

    def moties(self, external_ids: Sequence[UUID]) -> Found[KamerMotie]:
        """Return some moties with their votes, also those that the source took away."""
        return self._moties(self._questions.moties_with(external_ids), self._deadline())

    def motie(self, external_id: UUID) -> KamerMotie | None:
        """Return one motie with its votes; None where there is none with this identifier."""
        return next(iter(self.moties([external_id]).records), None)

    def toezeggingen_in_dossier(self, number: int) -> Found[KamerToezegging]:
        """Find what was promised in debates that had something of one dossier on the agenda."""
        deadline = self._deadline()
        debates, all_debates = self._debates(number, deadline)
        found = self._toezeggingen(self._questions.toezeggingen_in(debates), deadline)
        return Found(found.records, found.complete and all_debates)

    def toezeggingen_about(self, words: str, ministry: str = "") -> Found[KamerToezegging]:
        """Find the toezeggingen of a ministry that hold some words."""
        return self._toezeggingen([self._questions.toezeggingen_about(words, ministry)], self._deadline())

    def toezeggingen_changed_since(self, day: date, ministry: str) -> Found[KamerToezegging]:
        """Find the toezeggingen of a ministry that are new or changed since a day, also those taken away."""
        return self._toezeggingen([self._questions.toezeggingen_since(day, ministry)], self._deadline())

    def toezeggingen(self, external_ids: Sequence[UUID]) -> Found[KamerToezegging]:
        """Return some toezeggingen, also those that the source took away."""
        return self._toezeggingen(self._questions.toezeggingen_with(external_ids), self._deadline())

    def toezegging(self, external_id: UUID) -> KamerToezegging | None:
        """Return one toezegging; None where there is none with this identifier."""
        return next(iter(self.toezeggingen([external_id]).records), None)

    def counts(self, watched: Watched) -> dict[str, int]:
        """Count how often each value of a field occurs; empty words for no value."""
        question, name = self._questions.counts(watched)
        address = question.address(self._source.base)
        rows = parsed(self._transport.get(address, self._deadline())).get("value")
        if not isinstance(rows, list):
            raise StrangeAnswerError("het antwoord bevat geen lijst")
        counts: dict[str, int] = {}
        for row in rows:
            count = row.get("n") if isinstance(row, dict) else None
            if isinstance(count, int):
                value = plain_text(row.get(name))
                counts[value] = counts.get(value, 0) + count
        return counts

    def missing_fields(self) -> list[str]:
        """Return which fields the portal asks that the source does not describe."""
        address = f"{self._source.base.rstrip('/')}/$metadata"
        description = self._transport.get(address, self._deadline(), accept="application/xml")
        return missing_fields(description, self._source.dialect)

    def _moties(self, questions: Iterable[Question], deadline: Deadline) -> Found[KamerMotie]:
        return self._found(questions, Entity.ZAAK, motie_of, deadline)

    def _toezeggingen(self, questions: Iterable[Question], deadline: Deadline) -> Found[KamerToezegging]:
        return self._found(questions, Entity.TOEZEGGING, toezegging_of, deadline)

    def _found(
        self,
        questions: Iterable[Question],
        entity: Entity,
        read: Callable[[Row], Record | None],
        deadline: Deadline,
    ) -> Found[Record]:
        records: dict[str, Record] = {}
        complete = True
        for question in questions:
            rows, whole = self._rows(question, entity, deadline)
            complete = complete and whole
            for record in map(read, rows):
                if record is not None:
                    records.setdefault(record.external_id, record)
        return Found(list(records.values()), complete)

    def _debates(self, number: int, deadline: Deadline) -> tuple[list[str], bool]:
        """Return the numbers of debates about a dossier, the newest first, and whether those are all."""
        rows, whole = self._rows(self._questions.debates_about(number), Entity.ZAAK, deadline)
        numbers = {
            debate.text("number") for row in rows for debate in row.many("activities", Entity.ACTIVITEIT)
        }
        # A number begins with the year, so the order of the words is the order of time.
        newest = sorted(numbers - {""}, reverse=True)
        return newest[:MOST_DEBATES], whole and len(newest) <= MOST_DEBATES

    def _rows(self, question: Question, entity: Entity, deadline: Deadline) -> tuple[list[Row], bool]:
        dialect = self._source.dialect
        listed = read_list(self._transport, self._source.base, question, dialect.most_per_page, deadline)
        return [Row(content, entity, dialect) for content in listed.rows], listed.complete

    def _deadline(self) -> Deadline:
        return Deadline(self._source.patience.total)

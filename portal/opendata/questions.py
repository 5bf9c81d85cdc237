"""The questions of the portal, in the words of one version of the service."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from portal.domain.kamer.drift import Watched
from portal.opendata.dialect import Dialect, Entity
from portal.opendata.query import Filter, Question, any_of, chunks, contains, equals, one_of, since

MOTIE = "Motie"


class Questions:
    """Every question, made from numbers, days, identifiers and escaped words only."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def moties_in(self, dossier: int) -> Question:
        """The moties of a dossier."""
        return self._moties(self._present(Entity.ZAAK) & self._is_motie() & self._in_dossier(dossier))

    def moties_since(self, day: date, dossier: int) -> Question:
        """The moties of a dossier that are new or changed since a day, also those taken away."""
        return self._moties(self._since(Entity.ZAAK, day) & self._is_motie() & self._in_dossier(dossier))

    def moties_with(self, external_ids: Sequence[UUID]) -> Iterable[Question]:
        """Some moties with their votes, also those taken away; a few in each question."""
        for part in chunks(external_ids, self._dialect.most_in_or):
            yield self._moties(one_of(self._named(Entity.ZAAK, "id"), part), votes=True)

    def toezeggingen_in(self, debates: Sequence[str]) -> Iterable[Question]:
        """The toezeggingen of some debates; a few debates in each question."""
        for part in chunks(debates, self._dialect.most_in_or):
            made_there = one_of(self._named(Entity.TOEZEGGING, "activity"), part)
            yield self._toezeggingen(self._present(Entity.TOEZEGGING) & made_there)

    def toezeggingen_about(self, words: str, ministry: str) -> Question:
        """The toezeggingen that hold some words, of one ministry or of all."""
        asked = self._present(Entity.TOEZEGGING) & contains(self._named(Entity.TOEZEGGING, "text"), words)
        return self._toezeggingen(asked & self._of_ministry(ministry) if ministry else asked)

    def toezeggingen_since(self, day: date, ministry: str) -> Question:
        """The toezeggingen of a ministry that are new or changed since a day, also those taken away."""
        return self._toezeggingen(self._since(Entity.TOEZEGGING, day) & self._of_ministry(ministry))

    def toezeggingen_with(self, external_ids: Sequence[UUID]) -> Iterable[Question]:
        """Some toezeggingen, also those taken away; a few in each question."""
        for part in chunks(external_ids, self._dialect.most_in_or):
            yield self._toezeggingen(one_of(self._named(Entity.TOEZEGGING, "id"), part))

    def debates_about(self, dossier: int) -> Question:
        """What a dossier holds, with the debates in which it was on the agenda.

        A toezegging belongs to a debate, not to a dossier; and the service takes no condition on a
        collection within one on another collection.
        """
        wanted = ",".join(self._named(Entity.ACTIVITEIT, each) for each in ("id", "number", "deleted"))
        expand = f"{self._named(Entity.ZAAK, 'activities')}($select={wanted})"
        return self._question(Entity.ZAAK, self._present(Entity.ZAAK) & self._in_dossier(dossier), expand)

    def counts(self, watched: Watched) -> tuple[Question, str]:
        """How often each value of a field occurs, and the name of that field."""
        entity, name, condition = self._watched(watched)
        counted = f"groupby(({name}),aggregate($count as n))"
        apply = f"filter({condition.words})/{counted}" if condition else counted
        return Question(entity=entity.value, apply=apply), name

    def _watched(self, watched: Watched) -> tuple[Entity, str, Filter | None]:
        if watched is Watched.TOEZEGGING_STATUS:
            return Entity.TOEZEGGING, self._named(Entity.TOEZEGGING, "status"), None
        if watched is Watched.MOTIE_APPRECIATION:
            return Entity.ZAAK, self._named(Entity.ZAAK, "appreciation"), self._is_motie()
        about = any_of(self._named(Entity.BESLUIT, "cases"), self._named(Entity.ZAAK, "kind"), MOTIE)
        return Entity.BESLUIT, self._named(Entity.BESLUIT, "kind"), about

    def _moties(self, asked: Filter, *, votes: bool = False) -> Question:
        decisions, *others = (
            self._named(Entity.ZAAK, each) for each in ("decisions", "actors", "documents", "dossiers")
        )
        if votes:
            decisions += f"($expand={self._named(Entity.BESLUIT, 'votes')})"
        return self._question(Entity.ZAAK, asked, ",".join((decisions, *others)))

    def _toezeggingen(self, asked: Filter) -> Question:
        return self._question(Entity.TOEZEGGING, asked, self._named(Entity.TOEZEGGING, "letters"))

    def _question(self, entity: Entity, asked: Filter, expand: str) -> Question:
        # The identifier keeps the order the same from page to page where moments are equal.
        order = f"{self._named(entity, 'modified_at')} desc,{self._named(entity, 'id')}"
        return Question(entity=entity.value, filter=asked, expand=expand, order=order)

    def _present(self, entity: Entity) -> Filter:
        return equals(self._named(entity, "deleted"), value=False)

    def _since(self, entity: Entity, day: date) -> Filter:
        return since(self._named(entity, "modified_at"), day)

    def _is_motie(self) -> Filter:
        return equals(self._named(Entity.ZAAK, "kind"), MOTIE)

    def _in_dossier(self, number: int) -> Filter:
        return any_of(self._named(Entity.ZAAK, "dossiers"), self._named(Entity.DOSSIER, "number"), number)

    def _of_ministry(self, ministry: str) -> Filter:
        return contains(self._named(Entity.TOEZEGGING, "ministry"), ministry)

    def _named(self, entity: Entity, logical: str) -> str:
        return self._dialect.named(entity, logical)

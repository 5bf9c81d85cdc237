"""How the programme office of the demonstration answers for moties and promises."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.ask_steps import AskSteps
from portal.demo.moments import working_moment
from portal.demo.parliament_story import (
    Told,
    ToldAsk,
    ToldItem,
    ToldLetter,
    read_courses,
    read_items,
    read_letters,
)
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.dates import DatePrecision, local_date
from portal.domain.parliament import AskKind
from portal.domain.terms import budget_day
from portal.models import (
    RegisterItem,
)
from portal.services import asks, letters, passages, register
from portal.services.asks import AskContent, TermContent
from portal.services.letters import LetterContent
from portal.services.passages import PassageContent
from portal.services.register import ItemContent, OfficeFacts

_PLACE = "https://kamerstukken.voorbeeld.example"
"""Of nobody (RFC 6761)."""
_LONG_AGO = timedelta(days=380)


@dataclass
class ParliamentDiary:
    """What happens to the asks, and what the office registered so far, by key."""

    stage: Stage
    today: date
    steps: AskSteps = field(init=False)

    def __post_init__(self) -> None:
        self.steps = AskSteps(self.stage)

    def plan(self, diary: Agenda) -> None:
        """Write everything in the agenda of the demonstration."""
        for key, item in read_items().items():
            diary.note(self._moment(item, 9), self._later(self.register, key, item))
        for key, letter in read_letters().items():
            diary.note(self._moment(letter, 10), self._later(self.send, key, letter))
        for code, steps in read_courses().items():
            for step in steps:
                diary.note(self._moment(step, 11), self._later(self.steps.do, code, step))

    def register(self, key: str, told: ToldItem) -> None:
        """Put an item in the register with its asks, or add asks to one of the plan."""
        actor = self.steps.officer(1, Permission.KEEP_ASKS)
        session = self.stage.session
        item = session.scalar(sa.select(RegisterItem).where(RegisterItem.code == told.part_of))
        if item is None:
            content = ItemContent(told.title, told.submitters, told.date_words)
            facts = OfficeFacts(
                f"{_PLACE}/{key}",
                told.source_words,
                self.stage.cast.officers()[0],
                told.appreciation,
                told.vote,
            )
            item = register.register_item(session, actor, told.kind, content, facts)
        for ask in told.asks:
            content_of = AskContent(ask.text, ask.source_words, term=self._term(ask))
            self.steps.asks[ask.key] = asks.add_ask(session, actor, item, content_of)

    def send(self, key: str, told: ToldLetter) -> None:
        """Register a letter on the day it was sent, with what it says."""
        actor = self.steps.officer(1, Permission.KEEP_LETTERS)
        content = LetterContent(
            told.title, local_date(clock.now()), told.reference, url=f"{_PLACE}/brieven/{key}"
        )
        letter = letters.register_letter(self.stage.session, actor, content)
        said = [
            PassageContent(each.text.strip(), each.section, [self.steps.ask(code) for code in each.asks])
            for each in told.passages
        ]
        passages.add_passages(self.stage.session, actor, letter, said)
        self.steps.letters[key] = letter

    def _term(self, told: ToldAsk) -> TermContent:
        if told.recurrence is not None:
            return TermContent(AskKind.RECURRING, told.recurrence, DatePrecision.DAY, self._first())
        if told.due_in is None:
            return TermContent()
        latest = self.today + timedelta(days=told.due_in)
        return TermContent(due_precision=DatePrecision.DAY, due_latest=latest)

    def _first(self) -> date:
        """Return the budget day of the first time: long enough ago for a second one to be over time."""
        latest = self.today - _LONG_AGO
        return max(day for year in (latest.year, latest.year - 1) if (day := budget_day(year)) <= latest)

    def _moment(self, told: Told, hour: int) -> datetime:
        day = self.today - timedelta(days=told.ago)
        if told.after_budget is not None:
            day = self._first() + timedelta(days=told.after_budget)
        return working_moment(day, time(hour, 20), forward=True)

    @staticmethod
    def _later(happens: Callable[..., object], key: str, told: object) -> Callable[[], object]:
        return lambda: happens(key, told)

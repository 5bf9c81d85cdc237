"""What the programme office of the demonstration does about one ask at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from portal.access.policy import Permission
from portal.demo.parliament_story import ToldStep
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.dates import DatePrecision, ImpreciseDate, local_date
from portal.domain.parliament import AskAction, ClosingState
from portal.domain.workflow import COUNTED
from portal.models import (
    Ask,
    AskClosing,
    AskOccurrence,
    Letter,
    Maatregel,
    MaatregelProgress,
    Passage,
    Report,
)
from portal.models.letter import passage_ask
from portal.services import ask_links, ask_references, asks, closings, deadlines
from portal.services.ask_links import LinkContent
from portal.services.closing_rules import ClosingContent
from portal.services.deadlines import PostponementContent


@dataclass
class AskSteps:
    """The steps, with the letters and the asks that the office itself made so far, by key."""

    stage: Stage
    letters: dict[str, Letter] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)

    def do(self, code: str, step: ToldStep) -> None:
        """Do one thing about an ask."""
        steps: Mapping[str, Callable[[Ask, ToldStep], object]] = {
            "link": self._link,
            "refer": self._refer,
            "propose": self._propose,
            "approve": self._decide,
            "refuse": self._decide,
            "postpone": self._postpone,
        }
        steps.get(step.do, self._move)(self.ask(code), step)

    def _move(self, ask: Ask, step: ToldStep) -> None:
        actor = self.officer(step.by, Permission.KEEP_ASKS)
        asks.move_ask(self.stage.session, actor, ask, ask.version, AskAction(step.do), step.reason)

    def _link(self, ask: Ask, step: ToldStep) -> None:
        actor = self.officer(step.by, Permission.KEEP_ASKS)
        content = LinkContent(step.basis, step.reason)
        ask_links.link_maatregel(self.stage.session, actor, ask, self._maatregel(step), content)

    def _refer(self, ask: Ask, step: ToldStep) -> None:
        """Point at the newest report on a maatregel that counts."""
        session, actor = self.stage.session, self.officer(step.by, Permission.KEEP_ASKS)
        row = session.scalar(
            sa.select(MaatregelProgress)
            .join(MaatregelProgress.report)
            .where(
                MaatregelProgress.maatregel_id == self._maatregel(step).id, Report.state.in_(sorted(COUNTED))
            )
            .order_by(MaatregelProgress.id.desc())
            .limit(1)
        )
        if row is not None:
            ask_references.add_reference(session, actor, ask, row, step.reason)

    def _propose(self, ask: Ask, step: ToldStep) -> None:
        first = sa.select(AskOccurrence).where(AskOccurrence.ask_id == ask.id, AskOccurrence.number == 1)
        occurrence = self.stage.session.scalar(first) if step.first_time else None
        content = ClosingContent(step.outcome, step.reason, self._passage(ask, step), occurrence)
        actor = self.officer(step.by, Permission.KEEP_ASKS)
        closings.propose_closing(self.stage.session, actor, ask, ask.version, content)

    def _decide(self, ask: Ask, step: ToldStep) -> None:
        session, actor = self.stage.session, self.officer(step.by, Permission.APPROVE_CLOSING)
        waiting = sa.select(AskClosing).where(
            AskClosing.ask_id == ask.id, AskClosing.state == ClosingState.PENDING
        )
        closing = session.scalars(waiting).one()
        decide = closings.approve_closing if step.do == "approve" else closings.refuse_closing
        decide(session, actor, closing, closing.version, step.reason)

    def _postpone(self, ask: Ask, step: ToldStep) -> None:
        actor = self.officer(step.by, Permission.KEEP_ASKS)
        latest = local_date(clock.now()) + timedelta(days=step.ago + step.due_in)
        content = PostponementContent(
            ImpreciseDate(DatePrecision.DAY, latest, ""), step.reason, self._passage(ask, step)
        )
        deadlines.postpone(self.stage.session, actor, ask, ask.version, content)

    def ask(self, code: str) -> Ask:
        return self.asks.get(code) or self.stage.session.scalars(sa.select(Ask).where(Ask.code == code)).one()

    def _passage(self, ask: Ask, step: ToldStep) -> Passage | None:
        """Return the passage of a letter that has these words and speaks of this ask."""
        letter = self.letters.get(step.letter)
        of_letter = Letter.code == step.letter if letter is None else Letter.id == letter.id
        return self.stage.session.scalars(
            sa.select(Passage)
            .join(Passage.letter)
            .join(passage_ask, passage_ask.c.passage_id == Passage.id)
            .where(of_letter, passage_ask.c.ask_id == ask.id, Passage.text.contains(step.passage))
            .order_by(Passage.number)
            .limit(1)
        ).one()

    def _maatregel(self, step: ToldStep) -> Maatregel:
        return self.stage.session.scalars(sa.select(Maatregel).where(Maatregel.code == step.maatregel)).one()

    def officer(self, number: int, permission: Permission) -> Actor:
        return self.stage.cast.act(self.stage.cast.officers()[number - 1], permission)

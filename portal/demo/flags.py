"""What the stuurgroep of the demonstration decided about the coherence of the plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.moments import working_moment
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.flags import FlagKind, FlagOutcome
from portal.domain.roles import Role
from portal.models import Account
from portal.queries.action_owners import possible_owners
from portal.queries.flags import FlagState, flag_board
from portal.services.actions import ActionContent
from portal.services.flags import DispositionContent, Seen, dispose_flag
from portal.web.flag_words import flag_title

AFTER_ADOPTION = timedelta(days=9)
BETWEEN = timedelta(minutes=7)
HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Said:
    """What is decided about the first open flag of a kind that is about this."""

    kind: FlagKind
    about: str
    """Something in its key that tells it from others."""
    outcome: FlagOutcome
    reason: str
    until: timedelta | None = None
    """How long it holds; None as long as the facts stay the same."""
    what: str = ""


EARLIER: Sequence[Said] = (
    Said(
        FlagKind.DEPENDENCY_AT_RISK,
        "zwb-03:ovk-10",
        FlagOutcome.ACCEPTED,
        "De werving bij de landelijke diensten loopt; over een half jaar bekijken we dit opnieuw.",
        HALF_A_YEAR,
    ),
    Said(
        FlagKind.WHITE_SPOT,
        "chain_stages:aankomst:schiphol",
        FlagOutcome.NOT_APPLICABLE,
        "Op de luchthaven horen lossen en afhandelen bij elkaar; dat staat in de fase van het terrein.",
    ),
    Said(
        FlagKind.NOT_KEPT_UP,
        "terrein",
        FlagOutcome.ACCEPTED,
        "Het netwerk heeft uitgelegd waarom dit later komt; het plan voor inhalen is besproken.",
    ),
)
"""After the round before the last one; what happens later lets some of it come back."""
LATER: Sequence[Said] = (
    Said(
        FlagKind.OVERLAP,
        "barrierevorming",
        FlagOutcome.ACTION,
        "Drie knooppunten lossen hetzelfde op. Eén keer uitwisselen bespaart alle drie tijd.",
        what="Nodig de drie netwerken uit voor een middag over fysieke barrières en maak er een verslag van.",
    ),
    Said(
        FlagKind.WHITE_SPOT,
        "themes:toezicht-handhaving:schiphol",
        FlagOutcome.ACCEPTED,
        "Toezicht op de luchthaven loopt via de diensten zelf en staat daarom niet in dit plan.",
        HALF_A_YEAR * 4,
    ),
    Said(
        FlagKind.WHITE_SPOT,
        "goals:p3",
        FlagOutcome.NOT_APPLICABLE,
        "Het programmabureau werkt hier zelf aan; daar hoort geen maatregel van een netwerk bij.",
    ),
)


@dataclass(frozen=True)
class FlagDiary:
    """Decisions about flags: after the last two adopted rounds, by secretary and programme office."""

    stage: Stage

    def plan(self, agenda: Agenda, adoptions: Sequence[datetime]) -> None:
        """Write the decisions in the agenda, after the two newest rounds were adopted."""
        for adoption, decisions in zip(adoptions[-2:], (EARLIER, LATER), strict=True):
            for place, said in enumerate(decisions):
                agenda.note(_workday(adoption) + place * BETWEEN, partial(self._decide, said))

    def _decide(self, said: Said) -> None:
        session, today = self.stage.session, clock.today()
        # What the programme office takes upon itself, it also writes down.
        secretary = self.stage.cast.account(Role.STEERING_SECRETARY)
        decider = self.stage.cast.officers()[0] if said.what else secretary
        actor = self.stage.cast.act(decider, Permission.DISPOSE_FLAGS)
        state = self._wanted(decider, said)
        if state is None:
            return
        content = DispositionContent(
            said.outcome,
            said.reason,
            today + said.until if said.until else None,
            self._action(decider, state, said, today) if said.what else None,
        )
        seen = Seen(state.flag.fingerprint, state.newest_id)
        dispose_flag(session, actor, state.flag, flag_title(state.flag), seen, content)

    def _wanted(self, reader: Account, said: Said) -> FlagState | None:
        """Return the flag this is about, where it stood out at that moment."""
        principal = identify(self.stage.session, reader.id)
        if principal is None:
            return None
        board = flag_board(self.stage.session, principal.visibility(), clock.today())
        return next(
            (
                state
                for state in board.states
                if state.is_open and state.flag.kind is said.kind and said.about in state.flag.key
            ),
            None,
        )

    def _action(self, decider: Account, state: FlagState, said: Said, today: date) -> ActionContent:
        owners = possible_owners(self.stage.session, state.flag.networks, today)
        chosen = next(owner for owner in owners if owner.account is decider)
        return ActionContent(said.what, chosen.account, today + HALF_A_YEAR, chosen.network_id)


def _workday(adoption: datetime) -> datetime:
    return working_moment((adoption + AFTER_ADOPTION).date(), time(10, 5), forward=True)

"""What can be found by words, and what somebody asks for when searching."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.compounds import SHORTEST, endings
from portal.domain.dutch import counts, kept, plain, spans, stem

LONGEST_QUESTION = 100
MOST_TERMS = 10
_SHORTEST_BEGINNING = 4
"""Letters from which a word also finds longer words: haven finds havenbedrijf."""
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


class FoundKind(StrEnum):
    """What somebody finds; members share no beginning, so that every database orders them alike."""

    MAATREGEL = "maatregel"
    UNDERPINNING = "underpinning"
    REPORT = "report"
    NETWORK = "network"
    GOAL = "goal"
    ASSESSMENT = "assessment"
    INDICATOR = "indicator"
    OBSERVATION = "observation"
    SIGNAL = "signal"
    DECISION = "decision"
    ACTION = "action"
    MEETING = "meeting"
    AGENDA = "agenda"
    CHANGE = "change"
    MOTIE = "motie"
    TOEZEGGING = "toezegging"
    COALITION = "coalition"
    RECOMMENDATION = "recommendation"
    ASK = "ask"
    EVIDENCE = "evidence"
    LETTER = "letter"
    ISSUED = "issued"
    LAW = "law"
    STATEMENT = "statement"
    DOCUMENT = "document"
    CONTRADICTION = "contradiction"


class Guard(StrEnum):
    """Which rule decides who finds it: the rule of the page that it leads to."""

    PROGRAMME = "programme"
    EVIDENCE = "evidence"
    OBSERVATION = "observation"
    REPORT = "report"
    SIGNAL = "signal"
    ACTION = "action"
    MEETING = "meeting"
    ISSUED = "issued"
    CHANGE = "change"
    STATEMENT = "statement"
    ASSESSMENT = "assessment"


class NothingAsked(StrEnum):
    """Why there is nothing to look for."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    ONLY_COMMON = "only_common"
    ONLY_WITHOUT = "only_without"


@dataclass(frozen=True)
class Term:
    """One word, or several that must stand beside each other, as they are kept."""

    stems: tuple[str, ...]
    beginning: str = ""
    """Of longer words that also fit; empty for several words and for a short one."""
    endings: tuple[str, ...] = ()
    """Of longer words that also fit, as they are spelled; none for several words and for a short one."""

    def fits(self, word: str) -> bool:
        """Return whether a plain word of a text is one of these."""
        found = kept(stem(word))
        begins = self.beginning and found.startswith(self.beginning)
        ends = len(word) >= SHORTEST and word.endswith(self.endings)
        return found in self.stems or bool(begins or ends)


@dataclass(frozen=True)
class Question:
    """What must be in a text, and what must not."""

    wanted: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    nothing: NothingAsked | None = None


def read_question(text: str) -> Question:
    """Return what a line of words, "phrases" and -exclusions asks for; nothing in it is ever an error."""
    wanted: list[Term] = []
    without: list[Term] = []
    short = False
    for minus, phrase, word in _PIECE.findall(text[:LONGEST_QUESTION].translate(_QUOTES)):
        said = phrase or word
        term = _term(said, beginning=not phrase)
        if term is not None:
            (without if minus else wanted).append(term)
        short = short or (term is None and any(len(each) == 1 for each in _plain(said)))
    nothing = None
    if not wanted:
        nothing = _why_nothing(text, without=bool(without), short=short)
    return Question(
        tuple(dict.fromkeys(wanted))[:MOST_TERMS], tuple(dict.fromkeys(without))[:MOST_TERMS], nothing
    )


def _why_nothing(text: str, *, without: bool, short: bool) -> NothingAsked:
    if without:
        return NothingAsked.ONLY_WITHOUT
    if short:
        return NothingAsked.TOO_SHORT
    return NothingAsked.ONLY_COMMON if _plain(text) else NothingAsked.EMPTY


def _plain(text: str) -> list[str]:
    return [plain(text[first:last]) for first, last in spans(text)]


def _term(text: str, *, beginning: bool) -> Term | None:
    words = [word for word in _plain(text) if counts(word)]
    if not words:
        return None
    found = tuple(kept(stem(word)) for word in words)
    if len(words) > 1 or not beginning or len(words[0]) < _SHORTEST_BEGINNING:
        return Term(found)
    return Term(found, kept(words[0]), endings(words[0]))

"""Random small programmes in plain values, for tests that count again what the portal counts."""

from datetime import date

from hypothesis import strategies as st

from portal.domain.coherence import Axis
from portal.domain.flag_facts import EntryFacts, MaatregelFacts, ProgrammeFacts, Stretch
from portal.domain.progress import ProgressStatus

STRETCH = Stretch("p2", date(2025, 6, 30), date(2025, 12, 31))
NETWORKS = ("n1", "n2", "n3", "n4", "over")
KNOOPPUNTEN = frozenset(NETWORKS[:4])
ENTRIES = (
    EntryFacts(Axis.THEMES, "t1"),
    EntryFacts(Axis.THEMES, "t2"),
    EntryFacts(Axis.GOALS, "g1", themes=frozenset({"t1"})),
    EntryFacts(Axis.GOALS, "g2", themes=frozenset({"t1", "t2"})),
    EntryFacts(Axis.GOALS, "p1", process=True),
    EntryFacts(Axis.CHAIN_STAGES, "c1"),
    EntryFacts(Axis.CHAIN_STAGES, "c2"),
)
CODES = tuple(f"m{number}" for number in range(1, 9))
_STATUSES = st.none() | st.sampled_from(ProgressStatus)
_DAYS = st.none() | st.sampled_from(
    [date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1)]
)


@st.composite
def programmes(draw: st.DrawFn) -> ProgrammeFacts:
    """A programme of up to eight maatregelen, with or without two adopted periods."""
    codes = CODES[: draw(st.integers(0, len(CODES)))]
    return ProgrammeFacts(
        NETWORKS,
        KNOOPPUNTEN,
        ENTRIES,
        [draw(_maatregel(code)) for code in codes],
        draw(st.sampled_from([STRETCH, None])),
    )


@st.composite
def _maatregel(draw: st.DrawFn, code: str) -> MaatregelFacts:
    labels = st.frozensets(st.sampled_from([entry.label for entry in ENTRIES]), max_size=4)
    return MaatregelFacts(
        code,
        draw(st.sampled_from(NETWORKS)),
        draw(_STATUSES),
        draw(labels),
        draw(st.frozensets(st.sampled_from(["a", "b"]))),
        draw(st.frozensets(st.sampled_from(CODES), max_size=2)) - {code},
        draw(_STATUSES),
        draw(_STATUSES),
        draw(_DAYS),
        draw(st.booleans()) or draw(st.booleans()),
    )

"""Which maatregelen are alike."""

from hypothesis import given, settings

from portal.domain.coherence import Axis
from portal.domain.flag_facts import MaatregelFacts, ProgrammeFacts
from portal.domain.progress import ProgressStatus
from portal.domain.similarity import shared_by_all, similar_to
from tests.programmes import programmes

T1, T2, G1 = (Axis.THEMES, "t1"), (Axis.THEMES, "t2"), (Axis.GOALS, "g1")
ONE = MaatregelFacts("a", "n1", labels=frozenset({T1, G1}))
SAME = MaatregelFacts("b", "n2", labels=frozenset({T1, G1}))
WIDER = MaatregelFacts("c", "n2", labels=frozenset({T1, T2, G1}))
OTHER = MaatregelFacts("d", "n3", labels=frozenset({T2}))


def test_most_alike_comes_first_with_what_is_shared() -> None:
    found = similar_to([ONE], [OTHER, WIDER, ONE, SAME])
    assert [each.maatregel.code for each in found] == ["b", "c"]
    assert found[1].shared == {T1, G1}
    assert found[1].total == 3


def test_what_all_chosen_share_counts_and_what_was_stopped_does_not() -> None:
    assert [each.maatregel.code for each in similar_to([ONE, WIDER], [SAME, OTHER])] == ["b"]
    stopped = MaatregelFacts("e", "n2", ProgressStatus.STOPPED, frozenset({T1}))
    assert similar_to([ONE], [stopped]) == []
    assert similar_to([], [ONE]) == []
    assert shared_by_all([ONE, WIDER]) == {T1, G1}
    assert shared_by_all([]) == frozenset()


@settings(max_examples=40, deadline=None)
@given(programmes())
def test_likeness_goes_both_ways(facts: ProgrammeFacts) -> None:
    active = [each for each in facts.maatregelen if each.active]
    pairs = {
        (one.code, like.maatregel.code): (like.shared, like.total)
        for one in active
        for like in similar_to([one], facts.maatregelen)
    }
    assert all(pairs[other, one] == value for (one, other), value in pairs.items())

"""What stands out: each kind, a slow recount on random programmes, and when a decision still holds."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.coherence import Axis
from portal.domain.flag_facts import EntryFacts, MaatregelFacts, ProgrammeFacts
from portal.domain.flag_rules import derive_flags
from portal.domain.flags import KEY_LIMIT, BackBecause, Flag, FlagKind, fingerprint, remembered, why_back
from portal.domain.legislation import LawFacts, LawRisk, law_risk
from portal.domain.parliament import LegislationStage
from portal.domain.progress import ProgressStatus
from tests.programmes import ENTRIES, KNOOPPUNTEN, NETWORKS, STRETCH, programmes

ON, ATTENTION, BEHIND = ProgressStatus.ON_SCHEDULE, ProgressStatus.NEEDS_ATTENTION, ProgressStatus.BEHIND
DONE, STOPPED, NOT_STARTED = ProgressStatus.COMPLETED, ProgressStatus.STOPPED, ProgressStatus.NOT_STARTED
TODAY = date(2026, 3, 20)
T1, G1, C1 = (Axis.THEMES, "t1"), (Axis.GOALS, "g1"), (Axis.CHAIN_STAGES, "c1")


def maatregel(code: str, network: str, *labels: tuple[Axis, str], **more: Any) -> MaatregelFacts:
    return MaatregelFacts(code, network, more.pop("status", ON), frozenset(labels), **more)


def programme(*maatregelen: MaatregelFacts) -> ProgrammeFacts:
    return ProgrammeFacts(NETWORKS, KNOOPPUNTEN, ENTRIES, maatregelen, STRETCH)


def found(kind: FlagKind, *maatregelen: MaatregelFacts) -> dict[str, Flag]:
    return {
        flag.key.partition(":")[2]: flag
        for flag in derive_flags(programme(*maatregelen))
        if flag.kind is kind
    }


def test_a_cell_is_a_white_spot_where_two_other_knooppunten_are_active() -> None:
    one, two = maatregel("a", "n1", T1), maatregel("b", "n2", T1)
    assert "themes:t1:n3" not in found(FlagKind.WHITE_SPOT, one)
    assert "themes:t1:n3" not in found(FlagKind.WHITE_SPOT, one, maatregel("b", "over", T1))
    spots = found(FlagKind.WHITE_SPOT, one, two)
    assert {key for key in spots if key.startswith("themes:t1")} == {"themes:t1:n3", "themes:t1:n4"}
    flag = spots["themes:t1:n3"]
    assert flag.facts["neighbours"] == ["n1", "n2"]
    assert flag.networks == ("n3",)
    assert flag.maatregelen == ("a", "b")


def test_a_subdoel_says_nothing_new_below_a_rode_lijn_that_is_a_white_spot() -> None:
    active = [maatregel("a", "n1", T1, G1), maatregel("b", "n2", T1, G1)]
    assert "goals:g1:n3" not in found(FlagKind.WHITE_SPOT, *active)
    assert "goals:g1:n3" in found(FlagKind.WHITE_SPOT, *active, maatregel("c", "n3", T1))


def test_what_nobody_does_is_a_white_spot_of_the_programme() -> None:
    spots = found(FlagKind.WHITE_SPOT, maatregel("a", "over", T1))
    assert "themes:t1" not in spots
    assert {"themes:t2", "goals:p1", "chain_stages:c1"} <= spots.keys()
    assert spots["themes:t2"].networks == ()


def test_a_stopped_maatregel_is_not_active_and_is_named_and_a_completed_one_is() -> None:
    both = [maatregel("a", "n1", T1), maatregel("b", "n2", T1, status=DONE)]
    stopped = maatregel("c", "n3", T1, status=STOPPED)
    assert found(FlagKind.WHITE_SPOT, *both, stopped)["themes:t1:n3"].facts["stopped"] == ["c"]
    assert "themes:t1:n3" not in found(FlagKind.WHITE_SPOT, *both, maatregel("c", "n3", T1, status=DONE))
    ended = replace(stopped, runs=False)
    assert found(FlagKind.WHITE_SPOT, *both, ended)["themes:t1:n3"].facts["stopped"] == []


def test_one_maatregel_or_one_partner_is_a_single_point() -> None:
    one = maatregel("a", "n1", T1, partners=frozenset({"x"}))
    assert set(found(FlagKind.SINGLE_POINT, one)) == {"themes:t1", "partner:a"}
    two = maatregel("b", "n2", T1, partners=frozenset({"x", "y"}))
    assert set(found(FlagKind.SINGLE_POINT, one, two)) == {"partner:a"}
    assert not found(FlagKind.SINGLE_POINT, two, replace(one, status=DONE))
    assert "goals:p1" not in found(FlagKind.SINGLE_POINT, maatregel("a", "n1", (Axis.GOALS, "p1")))


def test_exactly_the_same_entries_in_two_networks_are_an_overlap() -> None:
    one, two = maatregel("a", "n1", T1, G1, C1), maatregel("b", "n2", T1, G1, C1)
    overlap = found(FlagKind.OVERLAP, one, two)["t1:g1:c1"]
    assert overlap.networks == ("n1", "n2")
    assert overlap.facts["maatregelen"] == ["a", "b"]
    assert not found(FlagKind.OVERLAP, one, replace(two, network="n1"))
    assert not found(FlagKind.OVERLAP, one, replace(two, labels=one.labels | {(Axis.THEMES, "t2")}))
    no_stage = frozenset({T1, G1})
    assert not found(FlagKind.OVERLAP, replace(one, labels=no_stage), replace(two, labels=no_stage))


@pytest.mark.parametrize(
    ("status", "risky"),
    [(ATTENTION, True), (BEHIND, True), (STOPPED, True), (None, True), (ON, False), (NOT_STARTED, False)],
)
def test_a_dependency_is_at_risk_by_the_state_of_what_is_needed(
    status: ProgressStatus | None,
    risky: bool,  # noqa: FBT001
) -> None:
    needed = maatregel("b", "n2", status=status)
    one = maatregel("a", "n1", requires=frozenset({"b", "gone"}))
    flags = found(FlagKind.DEPENDENCY_AT_RISK, one, needed)
    assert set(flags) == ({"a:b"} if risky else set())
    assert not found(FlagKind.DEPENDENCY_AT_RISK, replace(one, status=DONE), needed)
    assert not found(FlagKind.DEPENDENCY_AT_RISK, replace(one, runs=False), needed)


@pytest.mark.parametrize(
    ("law", "risk"),
    [
        (LawFacts(LegislationStage.TWEEDE_KAMER, date(2027, 1, 1), date(2026, 12, 31)), LawRisk.TOO_LATE),
        (LawFacts(LegislationStage.TWEEDE_KAMER, None, date(2026, 3, 19)), LawRisk.NOT_THERE),
        (LawFacts(LegislationStage.DROPPED, None, None), LawRisk.DROPPED),
        (LawFacts(LegislationStage.TWEEDE_KAMER, date(2026, 12, 31), date(2026, 12, 31)), None),
        (LawFacts(LegislationStage.IN_FORCE, None, date(2020, 1, 1)), None),
    ],
)
def test_what_waits_for_a_law_is_at_risk_when_the_law_does_not_come_in_time(
    law: LawFacts, risk: LawRisk | None
) -> None:
    def flags(*maatregelen: MaatregelFacts) -> list[Flag]:
        known = {"wet-01": (law, law_risk(law, TODAY))}
        every = derive_flags(replace(programme(*maatregelen), laws=known))
        return [flag for flag in every if flag.kind is FlagKind.DEPENDENCY_AT_RISK]

    waits = maatregel("a", "n1", T1, laws=frozenset({"wet-01", "wet-99"}))
    found = flags(waits, maatregel("b", "n2", T1))
    assert [flag.key for flag in found] == (["dependency_at_risk:a:wet-01"] if risk else [])
    for over in (DONE, STOPPED):
        assert flags(replace(waits, status=over)) == []
    assert flags(replace(waits, runs=False)) == []
    if risk:
        assert found[0].facts["risk"] == risk
        assert (found[0].networks, found[0].maatregelen) == (("n1",), ("a",))
        assert json.loads(json.dumps(found[0].facts)) == found[0].facts
        assert replace(found[0], names={}).fingerprint == found[0].fingerprint


@pytest.mark.parametrize(
    "gain",
    [
        {"before": ATTENTION, "after": ON},
        {"before": ON, "after": DONE},
        {"operational_on": date(2025, 12, 31)},
    ],
)
def test_a_knooppunt_does_not_keep_up_with_one_that_got_stronger(gain: dict[str, Any]) -> None:
    strong = maatregel("a", "n1", C1, **gain)
    behind = maatregel("b", "n2", C1, status=BEHIND)
    fine = maatregel("c", "n3", C1)
    flags = found(FlagKind.NOT_KEPT_UP, strong, behind, fine, maatregel("d", "over", C1, status=BEHIND))
    assert set(flags) == {"c1:n2", "c1:n4"}
    assert flags["c1:n2"].facts["behind"] == ["b"]
    assert flags["c1:n4"].facts["behind"] == []
    assert flags["c1:n2"].maatregelen == ("b", "a")


@pytest.mark.parametrize(
    "no_gain",
    [
        {"before": BEHIND, "after": ATTENTION},
        {"before": None, "after": ON},
        {"before": ATTENTION, "after": None},
        {"operational_on": date(2025, 6, 30)},
        {"operational_on": date(2026, 1, 1)},
        {"before": ATTENTION, "after": ON, "status": STOPPED},
    ],
)
def test_what_is_not_stronger_leaves_nobody_behind(no_gain: dict[str, Any]) -> None:
    assert not found(FlagKind.NOT_KEPT_UP, maatregel("a", "n1", C1, **no_gain))


def recounted(facts: ProgrammeFacts) -> Iterator[str]:
    """Every key, found by asking each combination one by one, without any index."""
    active = [each for each in facts.maatregelen if each.runs and each.status != STOPPED]

    def there(network: str, entry: EntryFacts) -> list[MaatregelFacts]:
        return [
            each for each in active if each.network == network and (entry.axis, entry.code) in each.labels
        ]

    def white(entry: EntryFacts, network: str) -> bool:
        others = [code for code in KNOOPPUNTEN - {network} if there(code, entry)]
        empty = network in KNOOPPUNTEN and not there(network, entry) and not entry.process
        above = [each for each in facts.entries if each.axis is Axis.THEMES and each.code in entry.themes]
        return empty and len(others) >= 2 and not any(white(each, network) for each in above)

    for entry in facts.entries:
        carriers = [each for network in facts.networks for each in there(network, entry)]
        if not carriers:
            yield f"white_spot:{entry.axis}:{entry.code}"
        elif len(carriers) == 1 and not entry.process:
            yield f"single_point:{entry.axis}:{entry.code}"
        yield from (
            f"white_spot:{entry.axis}:{entry.code}:{network}"
            for network in facts.networks
            if white(entry, network)
        )
    yield from _of_maatregelen(facts, active)
    yield from _lagging(facts, there)


def _of_maatregelen(facts: ProgrammeFacts, active: list[MaatregelFacts]) -> Iterator[str]:
    for each in active:
        if len(each.partners) == 1 and each.status != DONE:
            yield f"single_point:partner:{each.code}"
        for other in facts.maatregelen:
            late = other.status in {None, ATTENTION, BEHIND, STOPPED}
            if other.code in each.requires and late and each.status != DONE:
                yield f"dependency_at_risk:{each.code}:{other.code}"
    for each, other in combinations(active, 2):
        if each.labels == other.labels and each.network != other.network:
            sets = [sorted(code for at, code in each.labels if at is axis) for axis in Axis]
            if all(sets):
                yield "overlap:" + ":".join("+".join(codes) for codes in sets)


def _lagging(facts: ProgrammeFacts, there: Any) -> Iterator[str]:
    bad = [DONE, ON, NOT_STARTED, ATTENTION, BEHIND]

    def stronger(rows: list[MaatregelFacts]) -> bool:
        told = [each for each in rows if each.before is not None and each.after is not None]
        if any(each.after == DONE and each.before != DONE for each in told):
            return True
        if any(
            each.operational_on and date(2025, 6, 30) < each.operational_on <= date(2025, 12, 31)
            for each in rows
        ):
            return True
        rank = {status: place for place, status in enumerate(bad)} | {STOPPED: 0}
        worst_before = max((rank[each.before] for each in told if each.before), default=None)
        worst_after = max((rank[each.after] for each in told if each.after), default=None)
        if worst_before is None or worst_after is None or worst_after >= worst_before:
            return False
        return worst_after == rank[ON] or any(
            each.after == DONE for each in told if worst_after == rank[DONE]
        )

    for entry in facts.entries:
        if entry.axis is not Axis.CHAIN_STAGES or facts.stretch is None:
            continue
        for network in sorted(KNOOPPUNTEN):
            others = [code for code in KNOOPPUNTEN - {network} if stronger(there(code, entry))]
            rows = there(network, entry)
            if others and (not rows or any(each.status == BEHIND for each in rows)):
                yield f"not_kept_up:{entry.code}:{network}"


@settings(max_examples=120, deadline=None)
@given(programmes())
def test_a_slow_recount_finds_the_same(facts: ProgrammeFacts) -> None:
    flags = derive_flags(facts)
    keys = [flag.key for flag in flags]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(recounted(facts))


@settings(max_examples=40, deadline=None)
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_found_makes_no_difference(facts: ProgrammeFacts, chance: Any) -> None:
    rows = list(facts.maatregelen)
    chance.shuffle(rows)
    again = derive_flags(replace(facts, maatregelen=rows))
    assert {flag.key: flag.fingerprint for flag in again} == {
        flag.key: flag.fingerprint for flag in derive_flags(facts)
    }


@settings(max_examples=40, deadline=None)
@given(programmes())
def test_facts_survive_being_kept_and_are_all_in_the_fingerprint(facts: ProgrammeFacts) -> None:
    for flag in derive_flags(facts):
        kept = json.loads(json.dumps(flag.facts))
        again = remembered(flag.key, kept, {})
        assert (again.key, again.kind, again.fingerprint) == (flag.key, flag.kind, flag.fingerprint)
        for name, value in kept.items():
            other = [*value, "more"] if isinstance(value, list) else f"{value}-other"
            assert fingerprint({**kept, name: other}) != flag.fingerprint


def test_a_key_fits_however_long_the_codes_are() -> None:
    long = Flag(FlagKind.OVERLAP, "x" * 500, {})
    assert len(long.key) <= KEY_LIMIT
    assert long.key != Flag(FlagKind.OVERLAP, "x" * 501, {}).key


FLAG = Flag(FlagKind.SINGLE_POINT, "themes:t1", {"entry": "t1", "maatregel": "a"})


@pytest.mark.parametrize(
    ("decided_on", "until", "acting", "because"),
    [
        (FLAG.fingerprint, None, True, None),
        (FLAG.fingerprint, TODAY, True, None),
        (FLAG.fingerprint, date(2026, 3, 19), True, BackBecause.TERM_PASSED),
        (FLAG.fingerprint, None, False, BackBecause.ACTION_ENDED),
        ("other", TODAY, True, BackBecause.FACTS_CHANGED),
    ],
)
def test_a_decision_holds_until_facts_change_the_term_passes_or_the_action_ends(
    decided_on: str,
    until: date | None,
    acting: bool,  # noqa: FBT001
    because: BackBecause | None,
) -> None:
    assert why_back(FLAG, decided_on, until, TODAY, acting=acting) is because

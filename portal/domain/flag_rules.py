"""The rules by which something stands out; each is explained in docs/coherence.md.

Every rule returns flags whose facts are exactly what its sentence on screen says. A maatregel is *active*
when it runs today and its newest counted report does not say that it was stopped; one that is completed
stays in use and so is active. Nothing here reads a text: only codes, statuses and days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from portal.domain.coherence import Axis
from portal.domain.flag_facts import EntryFacts, Label, MaatregelFacts, ProgrammeFacts
from portal.domain.flags import MOST_NAMED, Flag, FlagKind, Place, named
from portal.domain.not_kept_up import not_kept_up
from portal.domain.progress import ProgressStatus

NEIGHBOURS_FOR_WHITE_SPOT = 2
"""So many other knooppunten must be active before an empty cell stands out."""
CARRIERS_OF_SINGLE_POINT = 1
PARTNERS_OF_SINGLE_POINT = 1
NETWORKS_FOR_OVERLAP = 2
AT_RISK = frozenset({ProgressStatus.NEEDS_ATTENTION, ProgressStatus.BEHIND, ProgressStatus.STOPPED, None})
"""States of a required maatregel that put another one at risk; None is: never reported."""

OVER = frozenset({ProgressStatus.COMPLETED, ProgressStatus.STOPPED})
"""States in which a maatregel waits for nothing any more."""


def derive_flags(facts: ProgrammeFacts) -> list[Flag]:
    """Return everything that stands out: first what is in danger, then what is missing."""
    rules = (dependencies_at_risk, laws_at_risk, not_kept_up, white_spots, single_points, overlaps)
    return [replace(flag, names=facts.names) for rule in rules for flag in rule(facts)]


def white_spots(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield the entries in which nothing is active: of a knooppunt, or of the programme as a whole.

    An empty cell of a knooppunt stands out only where at least two other knooppunten are active, so that it
    could have been otherwise. A subdoel is left out where the rode lijn above it is a white spot already, and
    the overarching network and process goals are left out: nobody expects each network to work on those.
    """
    lines: set[tuple[str, str]] = set()
    for entry in sorted(facts.entries, key=lambda each: each.axis is not Axis.THEMES):
        active = facts.active_by_label[entry.label]
        if not active:
            yield _nobody(facts, entry)
            continue
        if entry.process:
            continue
        neighbours = sorted(code for code in active if code in facts.knooppunten)
        if len(neighbours) < NEIGHBOURS_FOR_WHITE_SPOT:
            continue
        for network in facts.networks:
            if network not in facts.knooppunten or network in active:
                continue
            if any((theme, network) in lines for theme in entry.themes):
                continue
            if entry.axis is Axis.THEMES:
                lines.add((entry.code, network))
            yield _empty(facts, entry, network, neighbours)


def single_points(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield what rests on one maatregel or on one partner.

    An entry that one active maatregel carries in the whole programme (process goals left out), and a
    maatregel that goes on and of which plan and newest report together name one organisation. None at all
    is no single point but a gap in what we know.
    """
    for entry in facts.entries:
        carriers = [each for group in facts.active_by_label[entry.label].values() for each in group]
        if entry.process or len(carriers) != CARRIERS_OF_SINGLE_POINT:
            continue
        (only,) = carriers
        yield Flag(
            FlagKind.SINGLE_POINT,
            f"{entry.axis}:{entry.code}",
            {"axis": entry.axis, "entry": entry.code, "maatregel": only.code, "network": only.network},
            (only.network,),
            (only.code,),
            frozenset({Place(entry.axis, entry.code, only.network)}),
        )
    for maatregel in facts.maatregelen:
        if maatregel.unfinished and len(maatregel.partners) == PARTNERS_OF_SINGLE_POINT:
            (partner,) = maatregel.partners
            yield Flag(
                FlagKind.SINGLE_POINT,
                f"partner:{maatregel.code}",
                {"maatregel": maatregel.code, "network": maatregel.network, "partner": partner},
                (maatregel.network,),
                (maatregel.code,),
                _places(maatregel),
            )


def overlaps(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield the maatregelen of two or more networks with the very same rode lijnen, subdoelen and fasen.

    All three must be known. It is no fault: an invitation to learn from each other.
    """
    alike: dict[tuple[Label, ...], list[MaatregelFacts]] = {}
    for maatregel in facts.maatregelen:
        if maatregel.active and all(maatregel.of_axis(axis) for axis in Axis):
            alike.setdefault(tuple(sorted(maatregel.labels)), []).append(maatregel)
    for labels, group in alike.items():
        concerned = {each.network for each in group}
        networks = [code for code in facts.networks if code in concerned]
        if len(networks) < NETWORKS_FOR_OVERLAP:
            continue
        sets = {axis: [code for each, code in labels if each is axis] for axis in Axis}
        yield Flag(
            FlagKind.OVERLAP,
            ":".join("+".join(sets[axis]) for axis in Axis),
            {
                **{str(axis): sets[axis] for axis in Axis},
                **named("networks", networks),
                **named("maatregelen", sorted(each.code for each in group)),
            },
            tuple(networks),
            tuple(each.code for each in group[:MOST_NAMED]),
            frozenset(place for each in group for place in _places(each)),
        )


def dependencies_at_risk(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield what needs another maatregel first that needs attention, is behind, stopped or never reported."""
    for maatregel in facts.maatregelen:
        if not maatregel.runs:
            continue
        for code in sorted(maatregel.requires & facts.by_code.keys()):
            required = facts.by_code[code]
            if not puts_at_risk(maatregel.status, required.status):
                continue
            yield Flag(
                FlagKind.DEPENDENCY_AT_RISK,
                f"{maatregel.code}:{code}",
                {
                    "maatregel": maatregel.code,
                    "network": maatregel.network,
                    "required": code,
                    "required_network": required.network,
                    "status": required.status,
                },
                _once(maatregel.network, required.network),
                (maatregel.code, code),
                _places(maatregel),
            )


def laws_at_risk(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield what waits for a change of the law that was dropped, comes too late, or is not there in time."""
    for maatregel in facts.maatregelen:
        if not maatregel.runs or maatregel.status in OVER:
            continue
        for code in sorted(maatregel.laws & facts.laws.keys()):
            law, risk = facts.laws[code]
            if risk is None:
                continue
            yield Flag(
                FlagKind.DEPENDENCY_AT_RISK,
                f"{maatregel.code}:{code}",
                {
                    "maatregel": maatregel.code,
                    "network": maatregel.network,
                    "law": code,
                    "stage": law.stage,
                    "risk": risk,
                    "expected_on": _written(law.expected_on),
                    "needed_on": _written(law.needed_on),
                },
                (maatregel.network,),
                (maatregel.code,),
                _places(maatregel),
            )


def _written(day: date | None) -> str | None:
    """Return a day as facts keep it: they are stored as JSON."""
    return day.isoformat() if day else None


def puts_at_risk(needing: ProgressStatus | None, needed: ProgressStatus | None) -> bool:
    """Return whether work that still goes on waits for something that is not where it should be."""
    return needing not in OVER and needed in AT_RISK


def _nobody(facts: ProgrammeFacts, entry: EntryFacts) -> Flag:
    return Flag(
        FlagKind.WHITE_SPOT,
        f"{entry.axis}:{entry.code}",
        {"axis": entry.axis, "entry": entry.code, **named("stopped", _stopped(facts, entry.label))},
        places=frozenset({Place(entry.axis, entry.code, None)}),
    )


def _empty(facts: ProgrammeFacts, entry: EntryFacts, network: str, neighbours: Sequence[str]) -> Flag:
    active = facts.active_by_label[entry.label]
    return Flag(
        FlagKind.WHITE_SPOT,
        f"{entry.axis}:{entry.code}:{network}",
        {
            "axis": entry.axis,
            "entry": entry.code,
            "network": network,
            **named("neighbours", neighbours),
            **named("stopped", _stopped(facts, entry.label, network)),
        },
        (network,),
        tuple(each.code for code in neighbours[:MOST_NAMED] for each in active[code]),
        frozenset({Place(entry.axis, entry.code, network)}),
    )


def _stopped(facts: ProgrammeFacts, label: Label, network: str = "") -> list[str]:
    """Return the maatregelen in an entry that run according to the plan but were stopped."""
    stopped = facts.stopped_by_label[label]
    groups = [stopped.get(network, ())] if network else stopped.values()
    return sorted(each.code for group in groups for each in group)


def _places(maatregel: MaatregelFacts) -> frozenset[Place]:
    return frozenset(Place(axis, code, maatregel.network) for axis, code in maatregel.labels)


def _once(*codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))

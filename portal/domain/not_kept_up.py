"""When a knooppunt stays behind while a neighbour strengthened the same ketenfase."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from portal.domain.coherence import Axis
from portal.domain.flag_facts import MaatregelFacts, ProgrammeFacts, Stretch
from portal.domain.flags import MOST_NAMED, Flag, FlagKind, Place
from portal.domain.progress import SEVERITY, ProgressStatus, worst_status

STRENGTHENED = frozenset({ProgressStatus.ON_SCHEDULE, ProgressStatus.COMPLETED})
"""Where an improvement must have led to: from behind to needing attention is not yet stronger."""


def not_kept_up(facts: ProgrammeFacts) -> Iterator[Flag]:
    """Yield the knooppunten with nothing active, or behind, in a ketenfase that another one strengthened.

    A knooppunt strengthened a fase between the two newest adopted periods when the worst status of its
    maatregelen there, reported in both, improved to on schedule or completed; when one of them became
    completed; or when one began to work in practice in that stretch of time.
    """
    if facts.stretch is None:
        return
    for entry in facts.entries:
        if entry.axis is not Axis.CHAIN_STAGES:
            continue
        active = facts.active_by_label[entry.label]
        gains = {
            code: found
            for code in facts.networks
            if code in facts.knooppunten and any(found := _gains(active.get(code, ()), facts.stretch))
        }
        for network in facts.networks:
            behind = _behind(active.get(network, ()))
            others = len(gains) - (network in gains)
            if network not in facts.knooppunten or not others or behind is None:
                continue
            told = (code for code in gains if code != network)
            neighbours = {code: gains[code] for code in islice(told, MOST_NAMED)}
            looked_at = [each.code for code in neighbours for each in active[code]]
            where = (entry.code, network)
            yield _flag(facts.stretch, where, behind, neighbours, others - len(neighbours), looked_at)


Gains = tuple[bool, list[str], list[str]]
"""Whether the worst status improved, what became completed, and what began to work in practice."""


def _gains(maatregelen: Sequence[MaatregelFacts], stretch: Stretch) -> Gains:
    told = [each for each in maatregelen if each.before is not None and each.after is not None]
    completed = [
        each.code
        for each in told
        if each.after is ProgressStatus.COMPLETED and each.before is not ProgressStatus.COMPLETED
    ]
    operational = [each.code for each in maatregelen if stretch.covers(each.operational_on)]
    return _improved(told), completed, operational


def _improved(told: Sequence[MaatregelFacts]) -> bool:
    before, after = worst_status(each.before for each in told), worst_status(each.after for each in told)
    if before is None or after is None:
        return False
    return after in STRENGTHENED and SEVERITY[after] < SEVERITY[before]


def _behind(maatregelen: Sequence[MaatregelFacts]) -> list[str] | None:
    """Return what is behind, nothing where nothing is active; None where the network keeps up."""
    behind = [each.code for each in maatregelen if each.status is ProgressStatus.BEHIND]
    return behind if behind or not maatregelen else None


def _flag(
    stretch: Stretch,
    where: tuple[str, str],
    behind: Sequence[str],
    neighbours: Mapping[str, Gains],
    more: int,
    looked_at: Sequence[str],
) -> Flag:
    stage, network = where
    completed = [code for _improved, found, _working in neighbours.values() for code in found]
    operational = [code for _improved, _done, found in neighbours.values() for code in found]
    return Flag(
        FlagKind.NOT_KEPT_UP,
        f"{stage}:{network}",
        {
            "axis": Axis.CHAIN_STAGES,
            "entry": stage,
            "network": network,
            "period": stretch.period,
            "behind": list(behind),
            "neighbours": list(neighbours),
            **({"neighbours_more": more} if more else {}),
            "improved": [code for code, (improved, _done, _working) in neighbours.items() if improved],
            "completed": completed,
            "operational": operational,
        },
        (network, *neighbours),
        tuple(dict.fromkeys([*behind, *looked_at])),
        frozenset({Place(Axis.CHAIN_STAGES, stage, network)}),
    )

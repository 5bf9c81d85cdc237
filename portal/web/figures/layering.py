"""Placing what depends on each other in layers from left to right, the same way every time."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

Arrow = tuple[str, str]
"""From what comes first to what waits for it, by key."""


def layers(keys: Sequence[str], arrows: Sequence[Arrow]) -> list[list[str]]:
    """Return the keys in layers: each stands to the right of all it waits for, apart from circles.

    Of a circle one arrow runs back; which one follows from the order of the keys alone.
    """
    after = forward(keys, arrows)
    depth: dict[str, int] = {}
    for key in _in_order(keys, after):
        depth.setdefault(key, 0)
        for other in after[key]:
            depth[other] = max(depth.get(other, 0), depth[key] + 1)
    rows = [
        [key for key in keys if depth[key] == level] for level in range(max(depth.values(), default=-1) + 1)
    ]
    return _untangled(rows, after)


def forward(keys: Sequence[str], arrows: Sequence[Arrow]) -> Mapping[str, Sequence[str]]:
    """Return what waits for each key, without the arrows that would close a circle."""
    wanted: dict[str, list[str]] = {key: [] for key in keys}
    for first, then in arrows:
        wanted[first].append(then)
    after: dict[str, list[str]] = {key: [] for key in keys}
    busy: set[str] = set()
    done: set[str] = set()
    for start in keys:
        stack = [(start, iter(sorted(set(wanted[start]), key=keys.index)))] if start not in done else []
        busy.update(key for key, _rest in stack)
        while stack:
            key, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                stack.pop()
                busy.discard(key)
                done.add(key)
            elif other not in busy:
                after[key].append(other)
                if other not in done:
                    busy.add(other)
                    stack.append((other, iter(sorted(set(wanted[other]), key=keys.index))))
    return after


def _in_order(keys: Sequence[str], after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the keys so that each comes before all that waits for it."""
    waiting = {key: sum(key in others for others in after.values()) for key in keys}
    ready = [key for key in keys if not waiting[key]]
    ordered = []
    while ready:
        key = ready.pop(0)
        ordered.append(key)
        for other in after[key]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ordered


def _untangled(rows: list[list[str]], after: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Order each layer by where what it waits for stands, so that few arrows cross."""
    for left, right in pairwise(rows):
        place = {key: index for index, key in enumerate(left)}

        def middle(key: str, place: Mapping[str, int] = place) -> float:
            before = [index for other, index in place.items() if key in after[other]]
            return sum(before) / len(before) if before else len(place)

        right.sort(key=middle)
    return rows

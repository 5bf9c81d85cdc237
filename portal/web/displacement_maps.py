"""The two maps of displacement: signals from place to place, and the last change of an indicator."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.domain.displacement import Hit, Outcome
from portal.domain.displacement_series import Change
from portal.queries.displacement import Place
from portal.queries.signals import SignalFlow
from portal.web.displacement_words import percent
from portal.web.figures.maps import Arrow, Ground, Look, Mark, place_map


def signal_map(ground: Ground | None, places: Sequence[Place], flows: Sequence[SignalFlow]) -> Markup | None:
    """Draw how many standing signals point towards each place, and from where."""
    if ground is None:
        return None
    codes = {place.id: place.code for place in places}
    towards = {place.id: sum(flow.count for flow in flows if flow.to_id == place.id) for place in places}
    marks = [
        Mark(
            place.code,
            place.name,
            str(towards[place.id]) if towards[place.id] else "",
            Look.COUNT if towards[place.id] else Look.NOTHING,
        )
        for place in places
    ]
    arrows = [
        Arrow(codes[flow.from_id], codes[flow.to_id], str(flow.count), flow.count)
        for flow in flows
        if flow.from_id in codes and flow.to_id in codes
    ]
    said = [
        ngettext(
            "%(num)s signaal naar %(place)s",
            "%(num)s signalen naar %(place)s",
            towards[place.id],
            place=place.title,
        )
        for place in places
        if towards[place.id]
    ]
    description = _(
        "Kaart van de knooppunten. Een cirkel geeft aan hoeveel signalen naar een knooppunt wijzen, een pijl "
        "waarvandaan. %(said)s. De tabel geeft dezelfde aantallen.",
        said="; ".join(said) or _("Er zijn geen signalen"),
    )
    return place_map(
        _("Signalen op de kaart"), description, ground, marks, arrows, box_title=_("Geen vaste plaats")
    )


def change_map(ground: Ground | None, places: Sequence[Place], outcome: Outcome, title: str) -> Markup | None:
    """Draw the last change at each place, with an arrow for each outcome of the screening."""
    if ground is None:
        return None
    last = last_changes(outcome)
    marks = [_mark(place, last.get(place.code), outcome) for place in places]
    observed = {each.series.place for each in outcome.series}
    codes = {place.code for place in places}
    said = [
        f"{place.title}: {mark.value if place.code in last else _silence(place.code in observed)}"
        for place, mark in zip(places, marks, strict=True)
    ]
    description = _(
        "Kaart van de knooppunten met de laatste verandering. %(said)s. De tabel geeft dezelfde cijfers.",
        said="; ".join(said),
    )
    return place_map(
        title, description, ground, marks, _arrows(outcome.hits, codes), box_title=_("Geen vaste plaats")
    )


def last_changes(outcome: Outcome) -> Mapping[str, Change]:
    """Return the newest change of each place; of several sources the one with most values counts."""
    chosen: dict[str, tuple[int, Change]] = {}
    for judged in outcome.series:
        place, length = judged.series.place, len(judged.series.points)
        if judged.insufficient is None and (place not in chosen or chosen[place][0] < length):
            chosen[place] = (length, judged.usable[-1])
    return {place: change for place, (_length, change) in chosen.items()}


def _silence(observed: bool) -> str:  # noqa: FBT001 - one question, one answer
    return str(_("onvoldoende gegevens") if observed else _("geen waarnemingen"))


def _mark(place: Place, change: Change | None, outcome: Outcome) -> Mark:
    if change is None:
        return Mark(place.code, place.name, "–", Look.NOTHING)
    look = Look.LEVEL
    if change.size <= outcome.parameters.giver_change:
        look = Look.DOWN
    elif change.size >= outcome.parameters.receiver_change:
        look = Look.UP
    return Mark(place.code, place.name, percent(change.size), look)


def _arrows(hits: Sequence[Hit], drawn: AbstractSet[str]) -> list[Arrow]:
    """Return one arrow for each pair of places on the map, with the number of the newest outcome of it."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, hit in enumerate(hits, start=1):
        pair = (hit.giver.judged.series.place, hit.receiver.judged.series.place)
        if drawn >= set(pair):
            numbers.setdefault(pair, []).append(number)
    return [Arrow(start, end, str(found[0]), dashed=True) for (start, end), found in numbers.items()]

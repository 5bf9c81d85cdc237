"""What stands out, in words: a title for lists and agendas, and one sentence with everything it rests on."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.coherence import Axis
from portal.domain.flags import Flag, FlagKind
from portal.domain.legislation import LawRisk
from portal.domain.parliament import LegislationStage
from portal.domain.progress import ProgressStatus
from portal.web.formats import day
from portal.web.labels import label

LONGEST_TITLE = 110
Words = Callable[[Flag], Any]


def flag_title(flag: Flag) -> str:
    """Return what a flag is about, in a few words."""
    return str(_TITLES[flag.kind](flag))


def flag_sentence(flag: Flag) -> str:
    """Return why something stands out, in a sentence or two with all facts it rests on."""
    return str(_SENTENCES[flag.kind](flag))


def entry_words(flag: Flag) -> str:
    """Return what the entry of a flag is called, with its axis."""
    return str(_entry(flag, Axis(flag.facts["axis"]), flag.facts["entry"]))


def axis_words(axis: Axis, title: str) -> str:
    """Return an entry with the axis it is on: de ketenfase ‘Doorvoer’."""
    if axis is Axis.THEMES:
        return str(_("de rode lijn ‘%(title)s’", title=title))
    if axis is Axis.GOALS:
        return str(_("het subdoel ‘%(title)s’", title=title))
    return str(_("de ketenfase ‘%(title)s’", title=title))


def name_of(flag: Flag, kind: str, code: str) -> str:
    """Return what something is called now, or its code where it is no longer known."""
    return flag.names.get((kind, code), code)


def listed(words: Iterable[str]) -> str:
    """Rotterdam, Schiphol en Bloemenveilingen."""
    return format_list(list(words), locale="nl")


def _white_spot_title(flag: Flag) -> Any:
    entry = _short(entry_words(flag))
    if "network" not in flag.facts:
        return _("Witte vlek: niemand voor %(entry)s", entry=entry)
    return _("Witte vlek: %(network)s voor %(entry)s", network=_network(flag), entry=entry)


def _white_spot(flag: Flag) -> Any:
    facts = flag.facts
    if "network" not in facts:
        said = _(
            "Voor %(entry)s heeft geen enkel PPS-netwerk een lopende maatregel.",
            entry=entry_words(flag),
        )
    else:
        said = ngettext(
            "Voor %(entry)s heeft %(network)s geen lopende maatregel; %(num)s ander PPS-netwerk van een "
            "knooppunt wel: %(names)s.",
            "Voor %(entry)s heeft %(network)s geen lopende maatregel; %(num)s andere PPS-netwerken van een "
            "knooppunt wel: %(names)s.",
            _how_many(flag, "neighbours"),
            entry=entry_words(flag),
            network=_network(flag),
            names=_networks(flag, "neighbours"),
        )
    return f"{said} {_stopped(flag)}".strip()


def _stopped(flag: Flag) -> Any:
    if not flag.facts["stopped"]:
        return ""
    return ngettext(
        "Een gestopte maatregel telt niet mee: %(names)s.",
        "%(num)s gestopte maatregelen tellen niet mee: %(names)s.",
        _how_many(flag, "stopped"),
        names=_maatregelen(flag, "stopped"),
    )


def _single_point_title(flag: Flag) -> Any:
    if "partner" in flag.facts:
        maatregel = _maatregel(flag, flag.facts["maatregel"])
        return _("Eén steunpunt: %(maatregel)s", maatregel=_short(maatregel))
    return _("Eén steunpunt: %(entry)s", entry=_short(entry_words(flag)))


def _single_point(flag: Flag) -> Any:
    maatregel = _maatregel(flag, flag.facts["maatregel"])
    if "partner" in flag.facts:
        return _(
            "De maatregel %(maatregel)s van %(network)s rust op één partner: %(partner)s.",
            maatregel=maatregel,
            network=_network(flag),
            partner=name_of(flag, "partners", flag.facts["partner"]),
        )
    return _(
        "In het hele programma werkt één lopende maatregel aan %(entry)s: %(maatregel)s van %(network)s.",
        entry=entry_words(flag),
        maatregel=maatregel,
        network=_network(flag),
    )


def _overlap_title(flag: Flag) -> Any:
    return _(
        "Overlap: %(networks)s bij %(entry)s",
        networks=_networks(flag, "networks"),
        entry=_short(_entries(flag, Axis.THEMES)),
    )


def _overlap(flag: Flag) -> Any:
    return _(
        "%(networks)s hebben samen %(number)s maatregelen op dezelfde combinatie van %(themes)s, %(goals)s "
        "en %(stages)s: %(maatregelen)s. Zij kunnen van elkaar leren.",
        networks=_networks(flag, "networks"),
        number=_how_many(flag, "maatregelen"),
        themes=_entries(flag, Axis.THEMES),
        goals=_entries(flag, Axis.GOALS),
        stages=_entries(flag, Axis.CHAIN_STAGES),
        maatregelen=_maatregelen(flag, "maatregelen"),
    )


def _dependency_title(flag: Flag) -> Any:
    maatregel = _maatregel(flag, flag.facts["maatregel"])
    return _("Afhankelijkheid in gevaar: %(maatregel)s", maatregel=_short(maatregel))


def _law(flag: Flag) -> Any:
    facts = flag.facts
    why = {
        LawRisk.DROPPED: _("Dat wetstraject is gestopt."),
        LawRisk.TOO_LATE: _(
            "De wet geldt naar verwachting op %(expected)s, en is uiterlijk op %(needed)s nodig.",
            expected=_day(facts["expected_on"]),
            needed=_day(facts["needed_on"]),
        ),
        LawRisk.NOT_THERE: _(
            "De wet was uiterlijk op %(needed)s nodig, en de fase is nu ‘%(stage)s’.",
            needed=_day(facts["needed_on"]),
            stage=str(label(LegislationStage(facts["stage"]))).lower(),
        ),
    }[LawRisk(facts["risk"])]
    said = _(
        "De maatregel %(maatregel)s van %(network)s wacht op de wetswijziging ‘%(law)s’.",
        maatregel=_maatregel(flag, facts["maatregel"]),
        network=_network(flag),
        law=name_of(flag, "laws", facts["law"]),
    )
    return f"{said} {why}"


def _day(written: str | None) -> str:
    return day(date.fromisoformat(written)) if written else _("een onbekende dag")


def _dependency(flag: Flag) -> Any:
    facts = flag.facts
    if "law" in facts:
        return _law(flag)
    status = facts["status"]
    return _(
        "De maatregel %(maatregel)s van %(network)s heeft eerst %(required)s van %(other)s nodig, "
        "en %(state)s.",
        maatregel=_maatregel(flag, facts["maatregel"]),
        network=_network(flag),
        required=_maatregel(flag, facts["required"]),
        other=name_of(flag, "networks", facts["required_network"]),
        state=_("daarover is nog niet gerapporteerd")
        if status is None
        else _("die heeft de status ‘%(status)s’", status=str(label(ProgressStatus(status))).lower()),
    )


def _not_kept_up_title(flag: Flag) -> Any:
    return _(
        "Blijft achter bij de buren: %(network)s in %(entry)s",
        network=_network(flag),
        entry=_short(entry_words(flag)),
    )


def _not_kept_up(flag: Flag) -> Any:
    facts = flag.facts
    gains = []
    if facts["improved"]:
        gains.append(_("betere status bij %(names)s", names=_networks(flag, "improved")))
    if facts["completed"]:
        gains.append(_("afgerond: %(names)s", names=_maatregelen(flag, "completed")))
    if facts["operational"]:
        gains.append(_("in gebruik genomen: %(names)s", names=_maatregelen(flag, "operational")))
    behind = (
        _("loopt %(names)s achter", names=_maatregelen(flag, "behind"))
        if facts["behind"]
        else _("is niets actief")
    )
    return _(
        "In de rapportageperiode %(period)s is %(entry)s sterker geworden bij %(neighbours)s (%(gains)s); "
        "bij %(network)s %(behind)s.",
        period=name_of(flag, "periods", facts["period"]),
        entry=entry_words(flag),
        neighbours=_networks(flag, "neighbours"),
        gains="; ".join(gains),
        network=_network(flag),
        behind=behind,
    )


_TITLES: Mapping[FlagKind, Words] = {
    FlagKind.WHITE_SPOT: _white_spot_title,
    FlagKind.SINGLE_POINT: _single_point_title,
    FlagKind.OVERLAP: _overlap_title,
    FlagKind.DEPENDENCY_AT_RISK: _dependency_title,
    FlagKind.NOT_KEPT_UP: _not_kept_up_title,
}
_SENTENCES: Mapping[FlagKind, Words] = {
    FlagKind.WHITE_SPOT: _white_spot,
    FlagKind.SINGLE_POINT: _single_point,
    FlagKind.OVERLAP: _overlap,
    FlagKind.DEPENDENCY_AT_RISK: _dependency,
    FlagKind.NOT_KEPT_UP: _not_kept_up,
}


def _entry(flag: Flag, axis: Axis, code: str) -> Any:
    return axis_words(axis, name_of(flag, axis, code))


def _entries(flag: Flag, axis: Axis) -> Any:
    return listed(_entry(flag, axis, code) for code in flag.facts[axis])


def _network(flag: Flag) -> Any:
    return name_of(flag, "networks", flag.facts["network"])


def _networks(flag: Flag, name: str) -> Any:
    return _listed(flag, name, [name_of(flag, "networks", code) for code in flag.facts[name]])


def _maatregel(flag: Flag, code: str) -> Any:
    return _("‘%(title)s’ (%(code)s)", title=name_of(flag, "maatregelen", code), code=code)


def _maatregelen(flag: Flag, name: str) -> Any:
    return _listed(flag, name, [_maatregel(flag, code) for code in flag.facts[name]])


def _how_many(flag: Flag, name: str) -> int:
    """Return how many there are, named and not."""
    return len(flag.facts[name]) + int(flag.facts.get(f"{name}_more", 0))


def _listed(flag: Flag, name: str, words: list[str]) -> str:
    more = flag.facts.get(f"{name}_more")
    return listed([*words, _("nog %(number)s", number=more)] if more else words)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_TITLE else words[:LONGEST_TITLE].rstrip() + "…"

"""The facts behind what stands out, each with the words for its row in a table, and the rule itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.coherence import Axis
from portal.domain.flags import Flag, FlagKind
from portal.domain.legislation import LawRisk
from portal.domain.parliament import LegislationStage
from portal.domain.progress import ProgressStatus
from portal.web.flag_words import listed, name_of
from portal.web.formats import day
from portal.web.labels import label

Written = Callable[[Flag, Any], str]


def flag_inputs(flag: Flag) -> list[tuple[str, str]]:
    """Return every fact the flag rests on, in the order of the sentence."""
    return [
        (str(_head(flag, name)), _with_more(flag, name, _ROWS[name][1](flag, flag.facts[name])))
        for name in _ROWS
        if name in flag.facts
    ]


def flag_rule(kind: FlagKind) -> str:
    """Return when something of this kind stands out."""
    return str(_RULES[kind])


def _with_more(flag: Flag, name: str, words: str) -> str:
    more = flag.facts.get(f"{name}_more")
    return _("%(names)s, en nog %(number)s", names=words, number=more) if more else words


def _head(flag: Flag, name: str) -> LazyString | str:
    return label(Axis(flag.facts["axis"])) if name == "entry" else _ROWS[name][0]


def _named(kind: str) -> Written:
    return lambda flag, code: name_of(flag, kind, code)


def _all_named(kind: str) -> Written:
    return lambda flag, codes: listed(name_of(flag, kind, code) for code in codes) or _("Geen")


def _status(_flag: Flag, status: str | None) -> str:
    return _("Nooit gerapporteerd") if status is None else str(label(ProgressStatus(status)))


def _stage(_flag: Flag, stage: str) -> str:
    return str(label(LegislationStage(stage)))


def _risk(_flag: Flag, risk: str) -> str:
    return str(label(LawRisk(risk)))


def _day(_flag: Flag, written: str | None) -> str:
    return day(date.fromisoformat(written)) if written else _("Niet bekend")


def _entry(flag: Flag, code: str) -> str:
    return name_of(flag, flag.facts["axis"], code)


_ROWS: Mapping[str, tuple[LazyString, Written]] = {
    "entry": (_l("Onderdeel"), _entry),
    "themes": (_l("Rode lijn"), _all_named(Axis.THEMES)),
    "goals": (_l("Subdoel"), _all_named(Axis.GOALS)),
    "chain_stages": (_l("Ketenfase"), _all_named(Axis.CHAIN_STAGES)),
    "network": (_l("PPS-netwerk"), _named("networks")),
    "networks": (_l("PPS-netwerken"), _all_named("networks")),
    "neighbours": (_l("Andere PPS-netwerken, waar wel iets gebeurt"), _all_named("networks")),
    "stopped": (_l("Gestopt, telt niet mee"), _all_named("maatregelen")),
    "maatregel": (_l("Maatregel"), _named("maatregelen")),
    "maatregelen": (_l("Maatregelen"), _all_named("maatregelen")),
    "partner": (_l("Enige partner"), _named("partners")),
    "required": (_l("Heeft eerst nodig"), _named("maatregelen")),
    "required_network": (_l("Die hoort bij"), _named("networks")),
    "status": (_l("Status daarvan"), _status),
    "law": (_l("Wacht op de wetswijziging"), _named("laws")),
    "stage": (_l("Fase daarvan"), _stage),
    "risk": (_l("Waarom dat een gevaar is"), _risk),
    "expected_on": (_l("Verwachte inwerkingtreding"), _day),
    "needed_on": (_l("Uiterlijk nodig op"), _day),
    "period": (_l("Rapportageperiode"), _named("periods")),
    "improved": (_l("Betere status bij"), _all_named("networks")),
    "completed": (_l("Afgerond"), _all_named("maatregelen")),
    "operational": (_l("In gebruik genomen"), _all_named("maatregelen")),
    "behind": (_l("Achter op schema"), _all_named("maatregelen")),
}

_RULES: Mapping[FlagKind, LazyString] = {
    FlagKind.WHITE_SPOT: _l(
        "Een witte vlek is een rode lijn, subdoel of ketenfase waar een PPS-netwerk van een knooppunt "
        "niets heeft lopen en minstens twee andere wel, of waar niemand iets heeft lopen. Een subdoel "
        "telt niet apart als de rode lijn erboven al een witte vlek is."
    ),
    FlagKind.SINGLE_POINT: _l(
        "Eén steunpunt is een rode lijn, inhoudelijk subdoel of ketenfase met één lopende maatregel in "
        "het hele programma, of een maatregel waarbij plan en rapportage samen één partner noemen."
    ),
    FlagKind.OVERLAP: _l(
        "Overlap betekent dat maatregelen van twee of meer PPS-netwerken precies dezelfde rode lijnen, "
        "subdoelen en ketenfasen hebben. Dat is geen fout, maar een kans om van elkaar te leren."
    ),
    FlagKind.DEPENDENCY_AT_RISK: _l(
        "Een afhankelijkheid is in gevaar als de maatregel die eerst nodig is aandacht nodig heeft, "
        "achter op schema is, is gestopt of nooit is gerapporteerd. Ook als een maatregel wacht op een "
        "wetswijziging die is gestopt of er niet op tijd is."
    ),
    FlagKind.NOT_KEPT_UP: _l(
        "Een PPS-netwerk blijft achter als een ander in dezelfde ketenfase sterker werd tussen de laatste "
        "twee vastgestelde rapportageperiodes, en het zelf daar niets heeft lopen of achter op schema is."
    ),
}

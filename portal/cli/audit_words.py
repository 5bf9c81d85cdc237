"""What is wrong with the audit trail, in one Dutch line each."""

from portal.domain.audit_chain import Fault, Finding

_WORDS = {
    Fault.CHANGED: "Gewijzigd: regel {event} ({kind}, {moment}) op plaats {place} zegt nu iets anders.",
    Fault.REMOVED: "Verwijderd: regel {event} op plaats {place} bestaat niet meer.",
    Fault.INSERTED: "Tussengevoegd: regel {event} ({kind}, {moment}) heeft geen zegel.",
    Fault.SEALS_REMOVED: "Gat in de keten: het zegel ontbreekt op {places}.",
    Fault.SEAL_CHANGED: "Zegel gewijzigd: plaats {place}, bij regel {event} ({kind}, {moment}).",
    Fault.REORDERED: "Verplaatst: regel {event} ({kind}, {moment}) hoort niet op plaats {place}.",
    Fault.TAIL_CUT: "Einde afgeknipt: er ontbreekt iets op {places}.",
    Fault.EMPTIED: "Leeggemaakt: de hele keten ontbreekt, {places}.",
    Fault.HEAD_CHANGED: "Einde gewijzigd: wat de database als einde bijhoudt, is niet de laatste plaats.",
    Fault.WRONG_KEY: "Geen enkel zegel past bij PORTAL_AUDIT_KEY: een andere sleutel, of alles is vervangen.",
    Fault.ANCHOR_DIFFERS: "Anders dan het anker: plaats {place} had op {moment} een ander zegel of is weg.",
    Fault.ANCHOR_UNREADABLE: "Een regel van het anker is niet te lezen.",
    Fault.ANCHOR_SHORTENED: "Het anker ontbreekt of mist regels: bij een eerdere controle had het er meer.",
}


def finding_line(finding: Finding) -> str:
    """Return a finding in words: which line, which place, when and of which kind."""
    several = finding.until is not None and finding.until != finding.position
    return _WORDS[finding.fault].format(
        event=finding.event_id if finding.event_id is not None else "onbekend",
        place=finding.position,
        places=f"de plaatsen {finding.position} tot en met {finding.until}"
        if several
        else f"plaats {finding.position}",
        kind=finding.action or "verdwenen",
        moment=f"{finding.at:%d-%m-%Y %H:%M:%S} UTC" if finding.at else "moment onbekend",
    )

"""The names of the rows of the register, and what they rest on themselves."""

from flask_babel import gettext as _

from portal.documents.drafting import source
from portal.documents.kamer_sources import quotes
from portal.domain.dates import local_date
from portal.domain.issued import Source, SourceKind
from portal.domain.parliament import RegisterKind
from portal.models import AskClosing, Maatregel, Passage, RegisterItem
from portal.queries.annex import AskLine, Register
from portal.web.labels import label

_KINDS = {
    RegisterKind.MOTIE: SourceKind.MOTIE,
    RegisterKind.TOEZEGGING: SourceKind.TOEZEGGING,
    RegisterKind.COALITION_PASSAGE: SourceKind.COALITION_PASSAGE,
    RegisterKind.RECOMMENDATION: SourceKind.RECOMMENDATION,
}


def of_lines(register: Register, item: RegisterItem, line: AskLine) -> list[Source]:
    """Return everything that a row about an ask rests on."""
    found = [of_item(register, item), of_ask(register, item, line)]
    found.extend(of_state(register, link.maatregel) for link in line.links)
    found.extend(_of_passage(passage) for passage in line.passages)
    if line.closing is not None:
        found.append(_of_closing(line.closing, line.ask.code))
    return found


def of_item(register: Register, item: RegisterItem) -> Source:
    """Return a motie, promise, passage or recommendation with where it stands."""
    title = f"{label(item.item_kind)} {item.code}: {item.title}"
    added = local_date(item.added_at) if item.added_at else register.as_of_plan
    where = quotes(item.sources, register.names) or item.source_words
    return source(_KINDS[item.item_kind], item.code, title, added, where)


def of_ask(register: Register, item: RegisterItem, line: AskLine) -> Source:
    """Return one ask as the register has it now."""
    title = _("Verzoek %(code)s in %(item)s", code=line.ask.code, item=item.code)
    return source(SourceKind.ASK, line.ask.code, title, register.on, quotes(line.ask.sources, register.names))


def of_state(register: Register, maatregel: Maatregel) -> Source:
    """Return what the newest adopted report says of a maatregel; without one, the maatregel itself."""
    found = register.latest.get(maatregel.id)
    if found is None:
        title = _("Maatregel %(code)s: %(title)s", code=maatregel.code, title=maatregel.title)
        return source(SourceKind.MAATREGEL, maatregel.code, title, register.on)
    title = _(
        "Voortgangsrapportage %(network)s, %(period)s, maatregel %(code)s: %(title)s",
        network=maatregel.network.title,
        period=found.period_title,
        code=maatregel.code,
        title=maatregel.title,
    )
    return source(SourceKind.PROGRESS, f"{found.period_code}/{maatregel.code}", title, found.as_of)


def _of_passage(passage: Passage) -> Source:
    title = _(
        "Brief aan de Kamer ‘%(title)s’, passage %(number)s",
        title=passage.letter.title,
        number=passage.number,
    )
    code = f"{passage.letter.code}/{passage.number}"
    return source(SourceKind.LETTER, code, title, passage.letter.sent_on, passage.section)


def _of_closing(closing: AskClosing, code: str) -> Source:
    title = _("Afsluiting van verzoek %(code)s, met akkoord van een tweede persoon", code=code)
    decided = closing.decided_at or closing.proposed_at
    return source(SourceKind.OUTCOME, code, title, local_date(decided))

"""What the annex says of an ask, in the cells of its row."""

from flask_babel import gettext as _

from portal.documents.drafting import Draft
from portal.documents.kamer_words import in_a_row, lower
from portal.domain.audience import Audience
from portal.domain.dates import local_date
from portal.models import AskLink, Motie, RegisterItem
from portal.queries.annex import AskLine, Register
from portal.web.formats import day
from portal.web.labels import label

FILE_WORDS = Audience.STEERING
"""For whom reasons in the file of an ask are: who may read that file."""


def asked_by(item: RegisterItem) -> str:
    """Return who submitted a motie, when, and what the cabinet and the Kamer did with it."""
    told = [_("Indieners: %(names)s.", names=in_a_row(item.submitters)) if item.submitters else ""]
    told.append(_("Datum: %(words)s.", words=item.date_words) if item.date_words else "")
    told.append(_("Kamerstuk %(reference)s.", reference=item.reference) if item.reference else "")
    told.append(_("Kabinet: %(words)s.", words=lower(item.appreciation)) if item.appreciation else "")
    told.append(_("Stemming: %(words)s.", words=lower(item.vote)) if item.vote else "")
    if isinstance(item, Motie) and item.whole_plan:
        told.append(_("De brief zegt dat het hele plan deze motie uitvoert."))
    return " ".join(filter(None, told))


def outcome(line: AskLine) -> str:
    """Return how far an ask is, and when a second person agreed with what closed it."""
    words = str(label(line.outcome))
    if line.closing is None or line.closing.decided_at is None:
        return words
    return str(_("%(words)s (akkoord op %(day)s)", words=words, day=day(local_date(line.closing.decided_at))))


def term(line: AskLine) -> str:
    """Return when an ask is due, in the words of the letter where these are there."""
    if line.postponement is not None:
        told = line.postponement.to_words or day(line.postponement.to_day)
        return str(_("%(words)s (uitgesteld)", words=told))
    return line.ask.due_words or day(line.due_on) or _("Niet bepaald")


def done(draft: Draft, register: Register, item: RegisterItem, line: AskLine) -> str:
    """Return what is done: as the letter says, by which maatregelen, and why it is closed."""
    told = [line.ask.response, *(_linked(register, link) for link in line.links)]
    if line.closing is not None:
        told.append(draft.told(line.closing.reason, FILE_WORDS, item.title))
    if line.postponement is not None:
        told.append(draft.told(line.postponement.reason, FILE_WORDS, item.title))
    return "\n".join(filter(None, told)) or _("Nog niets vastgelegd.")


def reported(line: AskLine) -> str:
    """Return what letters said of it; without any, how the letter of the plan judged it."""
    told = [
        _(
            "‘%(text)s’ (%(title)s, %(day)s)",
            text=passage.text,
            title=passage.letter.title,
            day=day(passage.letter.sent_on),
        )
        for passage in line.passages
    ]
    if not told and line.ask.letter_judgement is not None:
        told = [_("Volgens de brief: %(words)s.", words=lower(line.ask.letter_judgement))]
    return "\n".join(told) or _("Nog niets.")


def _linked(register: Register, link: AskLink) -> str:
    found = register.latest.get(link.maatregel_id)
    state = lower(found.status) if found else _("nog zonder vastgestelde rapportage")
    told = _("Maatregel %(title)s (%(state)s).", title=link.maatregel.title, state=state)
    return f"{told} {link.contribution}".strip()

"""Filling in a template once before it is used, with a document that has everything a document can have."""

import re
import zipfile
from datetime import UTC, date, datetime

from flask_babel import gettext as _
from jinja2 import TemplateSyntaxError, UndefinedError

from portal.documents.issued_word import Filled, fill_template
from portal.documents.template_tags import TagFault, TemplateTagError
from portal.domain.audience import Audience
from portal.domain.issued import (
    ChainPart,
    Document,
    Figure,
    Heading,
    Imprint,
    Paragraph,
    Row,
    Source,
    SourceKind,
    SourceRef,
    Table,
)
from portal.domain.parliament import IssuedKind
from portal.web.formats import shortened

_REF = SourceRef(SourceKind.PERIOD, "proef")
_DAY = date(2026, 1, 1)
_LAST_NAME = re.compile(r"'(\w+)'")


class TemplateRefusedError(Exception):
    """Raised with everything that is wrong with a template, each in one Dutch sentence."""

    def __init__(self, *messages: str) -> None:
        super().__init__(f"{len(messages)} mistakes")
        self.messages = list(messages)


def check_template(content: bytes) -> None:
    """Raise TemplateRefusedError unless a document can be made of the template, with everything in it."""
    try:
        filled = fill_template(content, _trial())
    except TemplateTagError as error:
        raise TemplateRefusedError(_of_tag(error)) from None
    except TemplateSyntaxError as error:
        raise TemplateRefusedError(
            _(
                "Een tag in het sjabloon is niet goed geschreven: bij elke tag die opent hoort een tag die "
                "sluit. Zoek in de buurt van: ‘%(words)s’.",
                words=_nearby(error),
            )
        ) from None
    except UndefinedError as error:
        name = _LAST_NAME.findall(error.message or "")
        told = _("De tag ‘%(name)s’ toont op die plek niets.", name=name[-1] if name else "")
        raise TemplateRefusedError(told) from None
    # Whatever else python-docx and lxml make of a file that is no good document.
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, zipfile.BadZipFile) as error:
        raise TemplateRefusedError(
            _("Dit sjabloon is beschadigd. Open het in Word, sla het opnieuw op en probeer het nog eens.")
        ) from error
    messages = [*_missing(filled), *_unreal(filled)]
    if messages:
        raise TemplateRefusedError(*messages)


def _of_tag(error: TemplateTagError) -> str:
    if error.fault is TagFault.UNKNOWN:
        return str(_("Het sjabloon noemt een tag die niet bestaat: ‘%(words)s’.", words=error.words))
    return str(
        _(
            "Het sjabloon rekent of herhaalt op een manier die niet mag (‘%(words)s’). "
            "Gebruik alleen de tags uit het sjabloon van het portaal.",
            words=error.words,
        )
    )


def _nearby(error: TemplateSyntaxError) -> str:
    """Return the words of the template around a mistake, as docxtpl noted them."""
    lines = " ".join(" ".join(getattr(error, "docx_context", ())).split())
    return shortened(lines, 160) or _("het einde van het sjabloon")


def _missing(filled: Filled) -> list[str]:
    """Return what of the trial did not come to stand in the file."""
    wanted = {
        "kop": _("koppen van onderdelen (kop1)"),
        "kop/in": _("koppen binnen een onderdeel (kop2)"),
        "alinea": _("alinea’s"),
        "figuur": _("het opschrift van een figuur"),
        "tabel": _("het opschrift van een tabel"),
        "rij": _("de rijen van een tabel"),
    }
    messages = [
        str(_("Het sjabloon laat iets weg: %(what)s.", what=what))
        for key, what in wanted.items()
        if key not in filled.shown
    ]
    if not filled.pictures:
        messages.append(_("Het sjabloon laat iets weg: de figuur zelf."))
    if not filled.marked:
        messages.append(_("Zet de tag ‘merk’ in de koptekst, zodat hij op iedere bladzijde staat."))
    return messages


def _unreal(filled: Filled) -> list[str]:
    messages = []
    if filled.plain_headings:
        messages.append(_("De koppen staan niet in een kopstijl van Word (Kop 1, Kop 2)."))
    if filled.loose_tables:
        messages.append(
            _("De kopregel van de tabel is geen kopregel. Kies in Word ‘Rijen met koppen herhalen’.")
        )
    return messages


def _trial() -> Document:
    return Document(
        IssuedKind.CHAPTER,
        _("Proef"),
        Audience.PUBLIC,
        _DAY,
        "proef",
        (
            Heading("kop", 2, _("Onderdeel")),
            Heading("kop/in", 3, _("Binnen een onderdeel")),
            Paragraph("alinea", _("Een alinea."), (_REF,)),
            Figure("figuur", _("Figuur"), _("Een figuur"), (ChainPart(_("Fase"), 1, ""),), (_REF,)),
            Table(
                "tabel",
                _("Tabel"),
                (_("Wat"), _("Hoeveel")),
                (1, 1),
                (Row("rij", (_("Iets"), "1"), (_REF,)),),
                (1,),
            ),
        ),
        (Source(_REF, _("Proef"), _DAY),),
        (),
        Imprint("hoofdstuk-2026-1", datetime(2026, 1, 1, tzinfo=UTC), demonstration=True),
    )

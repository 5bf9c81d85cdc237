"""Registering a letter that was sent to the Kamer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, Optional

from portal.domain import clock
from portal.forms.base import day_of, offers, short_text, text_of
from portal.forms.evidence import URL_LIMIT, UploadForm, is_address
from portal.forms.passages import PassagesForm
from portal.forms.period import required_day
from portal.models import IssuedDocument
from portal.services.letters import LetterContent
from portal.web.labels import label

EMPTY_ROWS = 2
"""Passages that can be filled in at once."""


class LetterForm(PassagesForm, UploadForm):
    """What a letter is called, when it was sent, where it can be read and what it says."""

    needs_one = False
    title = short_text(_l("Titel van de brief"), 300, DataRequired(_l("Vul de titel in.")), name="titel")
    sent_on = required_day(
        _l("Verzonden op"), "verzonden", _l("De datum op de brief, bijvoorbeeld 15-7-2024.")
    )
    reference = short_text(
        _l("Kenmerk"), 120, Optional(), name="kenmerk", description=_l("Het kenmerk van het ministerie.")
    )
    kamerstuk = short_text(
        _l("Kamerstuk"),
        120,
        Optional(),
        name="kamerstuk",
        description=_l("Dossier en nummer, zoals zij op de website van de Tweede Kamer staan."),
    )
    url = short_text(
        _l("Link"),
        URL_LIMIT,
        Optional(),
        is_address,
        description=_l("Begint met https://. Wij bewaren alleen het adres, niet wat erop staat."),
        render_kw={"inputmode": "url"},
        name="adres",
    )
    issued = SelectField(
        _l("Document uit dit portaal dat met de brief meeging"),
        choices=[],
        validators=[Optional()],
        name="document",
    )

    def offer(self, issued: Sequence[IssuedDocument]) -> None:
        """Let the form choose among the documents that were issued."""
        self.issued.choices = offers(
            [(str(each.id), issued_words(each)) for each in issued], nothing=_l("Geen document")
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check besides each field that the day has come and that the letter can be read somewhere."""
        valid = super().validate(extra_validators)
        if self.sent_on.data and self.sent_on.data > clock.today():
            self.sent_on.errors = [_("Deze dag moet nog komen. Registreer een brief als hij is verzonden.")]
        if not text_of(self.url) and self.upload() is None:
            self.url.errors = [
                *self.url.errors,
                _("Vul een link in, of kies hieronder een bestand. Dan kan iedereen de brief nalezen."),
            ]
        return valid and not self.sent_on.errors and not self.url.errors

    def content(self) -> LetterContent:
        """Return what was filled in."""
        return LetterContent(
            text_of(self.title),
            day_of(self.sent_on),
            text_of(self.reference),
            text_of(self.kamerstuk),
            text_of(self.url),
            int(self.issued.data) if self.issued.data else None,
        )


def issued_words(document: IssuedDocument) -> str:
    """Return how an issued document is called in a list."""
    return f"{label(document.kind)} {document.year}-{document.number:02}: {document.title}"

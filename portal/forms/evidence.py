"""Adding evidence: a file, or a link."""

import ipaddress
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from portal.domain.audience import Audience
from portal.domain.evidence import AUDIENCES_OF_ASK
from portal.domain.uploads.kinds import EXTENSIONS
from portal.forms.base import Form, offers, short_text, text_of
from portal.services.evidence import Description
from portal.web.labels import choices

TITLE_LIMIT = 200
URL_LIMIT = 1_000
ACCEPT = ",".join(f".{ending}" for ending in EXTENSIONS)


def is_address(_form: Form, field: Field) -> None:
    """Take addresses on the web that anybody can type over: https, a name, no password."""
    try:
        parts = urlsplit(field.data)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    plain = field.data.isprintable() and not {" ", "\\", "<", ">", '"'} & set(field.data)
    if parts.scheme != "https" or not plain or "@" in parts.netloc or not _is_name(host):
        raise ValidationError(
            _l("Vul een adres in dat begint met https://, bijvoorbeeld https://www.rijksoverheid.nl/.")
        )


def _is_name(host: str) -> bool:
    """Return whether a host is a name with a dot, and not the number of a machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.isascii() and "." in host.strip(".")
    return False


class DescriptionForm(Form):
    """What is said of any evidence."""

    title = short_text(
        _l("Titel"),
        TITLE_LIMIT,
        DataRequired(_l("Vul een titel in.")),
        description=_l("Zeg in een paar woorden wat dit laat zien."),
        name="titel",
    )
    audience = RadioField(
        _l("Voor wie is dit?"),
        choices=offers(choices(Audience)),
        default=Audience.ALL_NETWORKS.value,
        validators=[InputRequired(_l("Kies voor wie dit is."))],
        name="doelgroep",
    )

    def for_ask(self) -> None:
        """Offer only what fits an ask: that is of no network."""
        self.audience.choices = offers([(each.value, words) for each, words in _words(AUDIENCES_OF_ASK)])

    def said(self) -> Description:
        """Return what was filled in."""
        return Description(text_of(self.title), Audience(self.audience.data))


class UploadForm(Form):
    """A form with a place for a file from somebody's own computer."""

    file = FileField(
        _l("Bestand"),
        description=_l("PDF, Word, Excel, PowerPoint, OpenDocument, PNG of JPEG."),
        render_kw={"accept": ACCEPT},
        name="bestand",
    )

    def upload(self) -> tuple[BinaryIO, str] | None:
        """Return the content and the name that came along, None when no file was chosen."""
        sent = self.file.data
        return (sent.stream, sent.filename) if getattr(sent, "filename", "") else None

    def refuse(self, words: Any) -> None:
        """Say at the file why it is not taken; what was typed stays."""
        self.file.errors = [*self.file.errors, words]

    def ask_for_file(self) -> None:
        """Say that a file is still to be chosen."""
        self.refuse(_("Kies een bestand."))


class FileForm(DescriptionForm, UploadForm):
    """A file as evidence, with what it shows."""


class LinkForm(DescriptionForm):
    """An address elsewhere; the portal shows it and never visits it."""

    url = short_text(
        _l("Adres"),
        URL_LIMIT,
        DataRequired(_l("Vul het adres in.")),
        is_address,
        description=_l("Begint met https://. Wij bewaren alleen het adres, niet wat erop staat."),
        render_kw={"inputmode": "url"},
        name="adres",
    )


def _words(audiences: tuple[Audience, ...]) -> list[tuple[Audience, Any]]:
    said = dict(choices(Audience))
    return [(each, said[each.value]) for each in audiences]

"""Issuing a document for the Kamer, and putting a template in."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.forms.base import Form, text_of

_SEE_AGAIN = _l("Bekijk eerst wat er wordt uitgegeven en kies daarna opnieuw.")


class IssueForm(Form):
    """That somebody saw what would be issued, and wants exactly that."""

    audience = StringField(validators=[InputRequired(_SEE_AGAIN)], widget=HiddenInput(), name="voor")
    period = StringField(widget=HiddenInput(), name="periode")
    seen = StringField(
        validators=[InputRequired(_SEE_AGAIN), Length(max=64)], widget=HiddenInput(), name="gezien"
    )
    last = IntegerField(validators=[InputRequired(_SEE_AGAIN)], widget=HiddenInput(), name="laatste")

    @property
    def mark(self) -> str:
        """The mark of what was on the page."""
        return text_of(self.seen)


class TemplateForm(Form):
    """A restyled template."""

    file = FileField(
        _l("Sjabloon"),
        description=_l("Een Word-document (.docx) zonder macro’s, hoogstens 5 MB."),
        validators=[FileRequired(_l("Kies het sjabloon dat u hebt aangepast."))],
        name="bestand",
    )

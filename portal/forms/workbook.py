"""Uploading a workbook, and deciding what of it is taken over."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.forms.base import Form


class WorkbookForm(Form):
    """A filled workbook."""

    workbook = FileField(
        _l("Ingevulde werkmap"),
        description=_l("De werkmap die u hier hebt gedownload, als .xlsx, hoogstens 5 MB."),
        validators=[FileRequired(_l("Kies de werkmap die u hebt ingevuld."))],
        name="werkmap",
    )


class ProcessForm(Form):
    """That somebody saw the differences and wants them written."""

    seen = StringField(validators=[InputRequired(), Length(max=64)], name="gezien")

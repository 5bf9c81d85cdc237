"""Giving one network more time to submit."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from portal.forms.base import DayField, Form, long_text, short_text
from portal.forms.report import REASON_LIMIT


class ExtensionForm(Form):
    """The new last day, and why; the day that held on the page goes along."""

    seen = short_text("", 10, render_kw={"type": "hidden"}, name="gezien")
    until = DayField(
        _l("Nieuwe laatste dag"),
        description=_l("Deze dag telt nog mee."),
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024."))],
        name="tot",
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Het PPS-netwerk leest deze reden in het verloop."),
        required=_l("Vul een reden in."),
        name="reden",
    )

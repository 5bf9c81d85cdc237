"""Explaining a remarkable value in a report."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from portal.forms.base import Form, long_text

TEXT_LIMIT = 1_000
KEY_LIMIT = 100
VALUE_LIMIT = 2_000


class ExplanationForm(Form):
    """Why one value is right; the hidden fields say which value was on the page."""

    part = HiddenField(validators=[InputRequired(), Length(max=KEY_LIMIT)], name="onderdeel")
    field = HiddenField(validators=[InputRequired(), Length(max=KEY_LIMIT)], name="veld")
    code = HiddenField(validators=[InputRequired(), Length(max=KEY_LIMIT)], name="controle")
    value = HiddenField(validators=[InputRequired(), Length(max=VALUE_LIMIT)], name="waarde")
    text = long_text(
        _l("Waarom klopt dit?"),
        TEXT_LIMIT,
        _l("Bijvoorbeeld: klopt, want de levering is twee maanden eerder betaald."),
        required=_l("Schrijf op waarom deze waarde klopt."),
        name="toelichting",
    )

    @property
    def key(self) -> tuple[str, str, str]:
        """What was explained."""
        return self.part.data or "", self.field.data or "", self.code.data or ""

    def number(self, place: int) -> None:
        """Tell the fields of several of these forms on one page apart."""
        for each in self:
            each.id = f"{each.name}-{place}"
            each.label.field_id = each.id

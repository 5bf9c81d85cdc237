"""Filling in what underpins a maatregel."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError
from wtforms.validators import Optional

from portal.domain import clock
from portal.domain.underpinning import UnderpinningCheck, UnderpinningContent, findings
from portal.forms.base import DayField, VersionForm, long_text, text_of
from portal.web.labels import label

LIMIT = 2_000
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _plausible(_form: VersionForm, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Vul een datum in van 2000 tot en met 2100."))


class UnderpinningForm(VersionForm):
    """How it works, since when, and when that is evaluated; all may stay empty and then shows as missing."""

    mechanism = long_text(
        _l("Hoe leidt deze maatregel tot het doel?"),
        LIMIT,
        _l("Beschrijf de stappen: wat verandert er door de maatregel, bij wie, en waarom helpt dat?"),
        name="werking",
    )
    operational_on = DayField(
        _l("Sinds wanneer werkt de maatregel in de praktijk?"),
        description=_l(
            "Laat leeg zolang de maatregel nog niet werkt. Deze dag staat bij de cijfers, zodat te zien is "
            "wat daarna veranderde."
        ),
        validators=[Optional(), _plausible],
        name="werkt_sinds",
    )
    evaluation_on = DayField(
        _l("Wanneer wordt de maatregel geëvalueerd?"),
        description=_l("De dag waarop u kijkt of de maatregel doet wat was bedoeld."),
        validators=[Optional(), _plausible],
        name="evaluatie",
    )

    def validate_operational_on(self, field: Field) -> None:
        """Refuse a day that is still to come: this is a fact."""
        check = UnderpinningCheck.OPERATIONAL_IN_FUTURE
        if check in findings(UnderpinningContent(operational_on=field.data), clock.today()):
            raise ValidationError(label(check))

    def content(self) -> UnderpinningContent:
        """Return what was filled in."""
        return UnderpinningContent(text_of(self.mechanism), self.operational_on.data, self.evaluation_on.data)

    def show(self, content: UnderpinningContent, version: int) -> None:
        """Put what was saved in the fields."""
        self.mechanism.data = content.mechanism
        self.operational_on.data = content.operational_on
        self.evaluation_on.data = content.evaluation_on
        self.version.data = version

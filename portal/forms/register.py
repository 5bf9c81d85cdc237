"""What the programme office keeps of anything in the register: source, owner, and what the Kamer did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import Optional

from portal.domain import clock
from portal.domain.parliament import Appreciation, Vote, vote_fits
from portal.forms.base import DayField, VersionForm, long_text, offers, short_text, text_of
from portal.forms.evidence import URL_LIMIT, is_address
from portal.models import Account, Document, Motie, RegisterItem
from portal.services.register import OfficeFacts
from portal.web.labels import choices

SOURCE, NOTE, STATUS = 1_000, 2_000, 200
OF_THE_KAMER = frozenset({"appreciation", "vote", "voted_on"})
"""What only a motie has."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen: who may answer for an item, the documents of the plan, and the moties."""

    owners: Sequence[Account]
    documents: Sequence[Document]
    moties: Sequence[Motie]


class OfficeForm(VersionForm):
    """What the programme office keeps of any item."""

    source_needed = False
    """Whether it must say where it stands, also when it tells nothing of the Kamer."""
    url = short_text(
        _l("Vindplaats op internet"),
        URL_LIMIT,
        Optional(),
        is_address,
        description=_l("Begint met https://. Het portaal toont het adres en bezoekt het nooit."),
        render_kw={"inputmode": "url"},
        name="adres",
    )
    source_words = long_text(
        _l("Waar staat dit?"),
        SOURCE,
        _l("Noem het stuk en de plaats. Een adres, een vindplaats in woorden, of allebei."),
        name="bron",
    )
    appreciation = SelectField(
        _l("Oordeel van het kabinet"),
        choices=offers(choices(Appreciation), _l("Niet bekend")),
        validators=[Optional()],
        name="oordeel",
    )
    vote = SelectField(
        _l("Wat besloot de Kamer?"),
        choices=offers(choices(Vote), _l("Niet bekend")),
        validators=[Optional()],
        name="stemming",
    )
    voted_on = DayField(_l("Dag van de stemming"), validators=[Optional()], name="gestemd_op")
    kamer_status = short_text(
        _l("Status volgens de Kamer"),
        STATUS,
        description=_l("Letterlijk zoals de Kamer die geeft."),
        name="kamerstatus",
    )
    owner = SelectField(
        _l("Eigenaar"),
        choices=[],
        validators=[Optional()],
        description=_l(
            "Wie bij het programmabureau hierover gaat. Alleen programmabureau en stuurgroep zien dit."
        ),
        name="eigenaar",
    )
    office_note = long_text(
        _l("Opmerking van het programmabureau"),
        NOTE,
        _l("Alleen programmabureau en stuurgroep lezen dit."),
        name="opmerking",
    )

    def facts(self, offered: Offered) -> OfficeFacts:
        """Return what was filled in."""
        appreciation, vote = data_of(self.appreciation), data_of(self.vote)
        return OfficeFacts(
            text_of(self.url),
            text_of(self.source_words),
            next((each for each in offered.owners if str(each.id) == self.owner.data), None),
            Appreciation(appreciation) if appreciation else None,
            Vote(vote) if vote else None,
            data_of(self.voted_on),
            data_of(self.kamer_status) or "",
            text_of(self.office_note),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say where a source is missing, and that a day does not go with what the Kamer did."""
        fine = bool(super().validate(extra_validators))
        told = any(data_of(self[name]) for name in (*OF_THE_KAMER, "kamer_status") if name in self)
        if (self.source_needed or told) and not (text_of(self.url) or text_of(self.source_words)):
            self.source_words.errors = [_l("Vul een vindplaats in, als adres of in woorden.")]
            return False
        return self._vote_fits() and fine

    def _vote_fits(self) -> bool:
        if "vote" not in self or self.vote.errors or self.voted_on.errors:
            return True
        if vote_fits(Vote(self.vote.data) if self.vote.data else None, self.voted_on.data, clock.today()):
            return True
        self.voted_on.errors = [
            _l("Een dag hoort bij aangenomen of verworpen, en kan niet in de toekomst liggen.")
        ]
        return False

    def show(self, item: RegisterItem) -> None:
        """Put what is saved in the fields."""
        for name in ("version", "url", "source_words", "voted_on", "kamer_status", "office_note"):
            if name in self:
                self[name].data = getattr(item, name)
        for name in ("appreciation", "vote"):
            if name in self:
                self[name].data = getattr(item, name) or ""
        self.owner.data = str(item.owner_id or "")


def data_of(field: Field | None) -> Any:
    """Return what is in a field, None where the form does not have it."""
    return None if field is None else field.data

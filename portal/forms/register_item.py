"""Putting something in the register by hand: what it says, when, and where that stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from portal.domain.parliament import Origin, RegisterKind
from portal.domain.programme import ToezeggingKind
from portal.forms.base import long_text, offers, short_text, text_of
from portal.forms.partial_day import PartialDayField
from portal.forms.register import OF_THE_KAMER, Offered, OfficeForm, data_of
from portal.forms.terms import TermFields
from portal.models import RegisterItem
from portal.services.register import ItemContent, OwnContent, PassageContent, PromiseContent
from portal.web.formats import written_day
from portal.web.labels import choices

TITLE, SUBMITTERS, REFERENCE = 500, 1_000, 120
INSIDE, OUTSIDE = "binnen", "buiten"
OTHERS = (1, 2, 3)
"""So many documents may give another date."""
OF_A_PROMISE = frozenset({"promise", "document", "motie"})
TERM = frozenset({"kind", "recurrence", "term", "year", "month", "day", "due_words"})
LEFT_OUT: Mapping[RegisterKind, frozenset[str]] = {
    RegisterKind.MOTIE: OF_A_PROMISE | TERM | {"carried_out_by"},
    RegisterKind.TOEZEGGING: OF_THE_KAMER | {"carried_out_by"},
    RegisterKind.COALITION_PASSAGE: OF_THE_KAMER | OF_A_PROMISE | TERM | {"submitters", "kamer_status"},
    RegisterKind.RECOMMENDATION: OF_THE_KAMER | OF_A_PROMISE | {"kamer_status", "carried_out_by"},
}
"""What a form does not ask of a kind of item."""


class ItemForm(OfficeForm):
    """What an item says, where no plan file says so."""

    source_needed = True
    title = short_text(
        _l("Titel"),
        TITLE,
        DataRequired(_l("Vul een titel in.")),
        description=_l("Kort wat er staat, in eigen woorden."),
        name="titel",
    )
    submitters = long_text(
        _l("Van wie?"),
        SUBMITTERS,
        _l("Eén naam per regel, zoals de bron die geeft: Kamerleden, een fractie, de Algemene Rekenkamer."),
        name="indieners",
    )
    reference = short_text(
        _l("Kamerstuk"),
        REFERENCE,
        description=_l("Dossier en nummer, bijvoorbeeld 29911 nr. 363."),
        name="kamerstuk",
    )
    date_sort = PartialDayField(
        _l("Datum"),
        description=_l(
            "Niet preciezer dan de bron: 15-9-2022, 9-2022 of 2022. Leeg als de bron geen datum geeft."
        ),
        name="datum",
    )
    date_words = short_text(
        _l("Datum in de woorden van de bron"),
        120,
        description=_l("Laat leeg om de datum hierboven te tonen."),
        name="datum_woorden",
    )
    inside = RadioField(
        _l("Voert dit programma het uit?"),
        choices=offers([(INSIDE, _l("Binnen dit programma")), (OUTSIDE, _l("Buiten dit programma"))]),
        default=INSIDE,
        validators=[InputRequired(_l("Kies binnen of buiten het programma."))],
        name="programma",
    )
    promise = RadioField(
        _l("Soort"),
        choices=offers(choices(ToezeggingKind)),
        validators=[InputRequired(_l("Kies de soort."))],
        name="toezegging",
    )
    document = SelectField(_l("Document uit het plan"), choices=[], validators=[Optional()], name="document")
    motie = SelectField(_l("Hoort bij motie"), choices=[], validators=[Optional()], name="motie")
    carried_out_by = short_text(_l("Uitgevoerd met"), 300, name="uitgevoerd_met")

    def content(self) -> ItemContent:
        """Return what was filled in."""
        names = (line.strip() for line in (data_of(self.submitters) or "").split("\n"))
        return ItemContent(
            text_of(self.title),
            tuple(name for name in names if name),
            text_of(self.date_words) or written_day(text_of(self.date_sort)),
            text_of(self.date_sort),
            {document.data: day.data for document, day in self.other_days() if document.data},
            text_of(self.reference),
            self.inside.data == INSIDE,
        )

    def own(self, offered: Offered) -> OwnContent:
        """Return what only one kind of item has."""
        if "carried_out_by" in self:
            return PassageContent(text_of(self.carried_out_by))
        if "promise" not in self:
            return None
        return PromiseContent(
            ToezeggingKind(self.promise.data),
            next((each for each in offered.documents if each.code == self.document.data), None),
            next((each for each in offered.moties if each.code == self.motie.data), None),
        )

    def other_days(self) -> Iterator[tuple[Field, Field]]:
        """Yield each pair of a document and the date that it gives."""
        for number in OTHERS:
            yield self[f"other_document_{number}"], self[f"other_day_{number}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say where a document or its date is missing, or stands twice."""
        fine, seen = bool(super().validate(extra_validators)), set()
        for document, day in self.other_days():
            if bool(document.data) != bool(day.data) and not day.errors:
                day.errors = [_l("Kies een stuk en vul de datum in die het geeft.")]
            if document.data and document.data in seen:
                document.errors = [_l("Dit stuk staat er al.")]
            seen.add(document.data)
            fine = fine and not day.errors and not document.errors
        return fine

    def show(self, item: RegisterItem) -> None:
        """Put what is saved in the fields."""
        super().show(item)
        for name in ("title", "reference", "date_sort", "date_words", "carried_out_by"):
            if name in self:
                self[name].data = getattr(item, name)
        if item.date_words == written_day(item.date_sort):
            self.date_words.data = ""
        if "submitters" in self:
            self.submitters.data = "\n".join(item.submitters)
        self.inside.data = INSIDE if item.inside_programme else OUTSIDE
        for (document, day), said in zip(self.other_days(), item.other_dates.items(), strict=False):
            document.data, day.data = said
        if "promise" in self:
            self.promise.data = item.kind.value  # type: ignore[attr-defined]
            for name in ("document", "motie"):
                chosen = getattr(item, name)
                self[name].data = chosen.code if chosen else ""


for _number in OTHERS:
    setattr(
        ItemForm,
        f"other_document_{_number}",
        SelectField(_l("Ander stuk"), choices=[], validators=[Optional()], name=f"ander_stuk_{_number}"),
    )
    setattr(
        ItemForm,
        f"other_day_{_number}",
        PartialDayField(_l("Datum volgens dat stuk"), name=f"andere_datum_{_number}"),
    )


class NewItemForm(ItemForm, TermFields):
    """A whole new item; what is not split begins as one ask, which has the term."""


def office_form(kind: RegisterKind, origin: Origin, offered: Offered, **options: Any) -> OfficeForm:
    """Return the form for what can be changed of an item of this kind and origin."""
    form = OfficeForm(**options) if origin is Origin.PLAN else ItemForm(**options)
    return _fitted(form, kind, offered)


def new_item_form(kind: RegisterKind, offered: Offered, **options: Any) -> NewItemForm:
    """Return the form for a new item of this kind."""
    form = NewItemForm(**options)
    _fitted(form, kind, offered)
    return form


def _fitted(form: OfficeForm, kind: RegisterKind, offered: Offered) -> OfficeForm:
    """Leave out what this kind does not have, and offer what can be chosen."""
    for name in sorted(LEFT_OUT[kind]):
        if name in form:
            delattr(form, name)
    form.owner.choices = offers(
        [(str(each.id), each.name) for each in offered.owners], _l("Nog geen eigenaar")
    )
    documents = offers([(each.code, each.title) for each in offered.documents], _l("Geen"))
    names = (
        name for name in ("document", *(f"other_document_{number}" for number in OTHERS)) if name in form
    )
    for name in names:
        form[name].choices = documents
    if "motie" in form:
        form["motie"].choices = offers([(each.code, each.title) for each in offered.moties], _l("Geen"))
    return form

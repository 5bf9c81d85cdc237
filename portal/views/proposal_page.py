"""The page of one proposal: what can be taken over, what is only told, and what was ticked."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from portal.database import db
from portal.domain.audit import SubjectKind
from portal.domain.kamer.fields import FieldDifference, KamerField, takeable
from portal.domain.parliament import ProposalState
from portal.forms.kamer import INSIDE, RejectForm, TakeOverForm
from portal.models import KamerProposal
from portal.opendata.keeping import record_of
from portal.queries.audit import events_of
from portal.services.kamer import differences_now
from portal.web.kamer_words import field_words, said_of
from portal.web.record_page import record_parts


def proposal_page(
    proposal: KamerProposal,
    form: TakeOverForm | None = None,
    rejection: RejectForm | None = None,
    *,
    renewed: bool = False,
) -> str:
    """Return the page, also when something on it was refused."""
    record = record_of(proposal.kind, proposal.dialect, proposal.raw)
    return render_template(
        "opendata/proposal.html",
        proposal=proposal,
        record=record,
        rejection=rejection or RejectForm(formdata=None, data={"version": proposal.version}),
        renewed=renewed,
        said=said_of(record),
        events=events_of(db.session, SubjectKind.OPEN_DATA, proposal.id),
        field_words=field_words,
        **_choice(proposal, form),
        **record_parts(record),
    )


def is_enough(proposal: KamerProposal, form: TakeOverForm) -> bool:
    """Ask for a choice where there is one, and for a title where there is no item yet."""
    possible, _told = _split(proposal)
    chosen = form.chosen()
    if proposal.item is None and KamerField.TITLE not in chosen:
        form.fields.errors = [
            _("Neem in elk geval de titel over: zonder titel kan dit niet in het register.")
        ]
    elif proposal.item is not None and proposal.item.external_id and possible and not chosen:
        form.fields.errors = [
            _("Kruis aan wat u overneemt. Neemt u niets over, gebruik dan ‘Niet overnemen’.")
        ]
    return not form.fields.errors


def _choice(proposal: KamerProposal, form: TakeOverForm | None) -> dict[str, Any]:
    """Return what there is to choose, or what was chosen."""
    if proposal.state is not ProposalState.OPEN:
        return {
            "waits": False,
            "form": None,
            "settled": [(KamerField(each["field"]), each) for each in proposal.changes],
        }
    possible, told = _split(proposal)
    return {"waits": True, "possible": possible, "told": told, "form": form or _fresh(proposal, possible)}


def _split(proposal: KamerProposal) -> tuple[list[FieldDifference], list[FieldDifference]]:
    """Return which differences can be taken over, and which are only told."""
    allowed = takeable(proposal.item.origin if proposal.item else None)
    found = differences_now(db.session, proposal)
    return (
        [each for each in found if each.field in allowed],
        [each for each in found if each.field not in allowed],
    )


def _fresh(proposal: KamerProposal, possible: list[FieldDifference]) -> TakeOverForm:
    """Return the form with what fills a gap ticked; what replaces words of ours is for people to tick."""
    return TakeOverForm(
        formdata=None,
        data={
            "version": proposal.version,
            "item_version": proposal.item.version if proposal.item else 0,
            "fields": [each.field.value for each in possible if not each.ours],
            "inside": INSIDE,
        },
    )

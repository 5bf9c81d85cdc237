"""One motie or toezegging of the Kamer beside what the register has, and making a proposal of it."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.kamer.fields import differences, fields_of
from portal.domain.kamer.records import KamerRecord
from portal.domain.parliament import ProposalState
from portal.forms.kamer import ProposeForm
from portal.models import RegisterItem
from portal.opendata import TweedeKamer
from portal.queries.kamer import (
    candidates,
    items_by_external_id,
    known_fields,
    likely,
    newest_proposal,
)
from portal.services import kamer as service
from portal.views.kamer_source import asked, is_on
from portal.web.doors import requires
from portal.web.kamer_words import field_words, said_of
from portal.web.record_page import record_parts
from portal.web.sign_in import current_principal

blueprint = Blueprint("kamer_records", __name__)
ONE = "/tweedekamer/<any(moties, toezeggingen):area>/<uuid:external_id>"


@blueprint.get(ONE)
@requires(Permission.USE_OPEN_DATA)
def show(area: str, external_id: UUID) -> str | Response:
    """Show one thing of the Kamer, and what differs from the register."""
    if not is_on():
        return redirect(url_for("opendata.index"))
    record, _dialect = _ask(area, external_id)
    possible = candidates(db.session, record.kind)
    found = likely(record, possible)
    form = ProposeForm(formdata=None, data={"item": found.code if found else ""})
    return _page(area, record, form, possible)


@blueprint.post(ONE)
@requires(Permission.USE_OPEN_DATA)
def propose(area: str, external_id: UUID) -> Response | tuple[str, int]:
    """Ask the source again and make a proposal of what differs; the register itself does not change."""
    record, dialect = _ask(area, external_id)
    possible, form = candidates(db.session, record.kind), ProposeForm()
    form.offer(possible)
    if not form.validate():
        return _page(area, record, form, possible), 422
    chosen = next((each for each in possible if each.code == form.item.data), None)
    made = service.propose(db.session, current_principal().actor, record, dialect, chosen)
    db.session.commit()
    if made is None:
        flash(_("Het register zegt hetzelfde als de Tweede Kamer. Er is niets om over te nemen."), "info")
        return redirect(url_for("kamer_records.show", area=area, external_id=external_id))
    return redirect(url_for("kamer_proposals.show", proposal_id=made.id))


def _ask(area: str, external_id: UUID) -> tuple[KamerRecord, str]:
    """Return the record as the source has it now, and how the source spoke; or 404."""

    def question(kamer: TweedeKamer) -> tuple[KamerRecord | None, str]:
        ask = kamer.motie if area == "moties" else kamer.toezegging
        return ask(external_id), kamer.dialect

    record, dialect = asked(question)
    return record or abort(404), dialect


def _page(area: str, record: KamerRecord, form: ProposeForm, possible: list[RegisterItem]) -> str:
    form.offer(possible)
    item = items_by_external_id(db.session, [record.external_id]).get(record.external_id)
    beside = item or next((each for each in possible if each.code == form.item.data), None)
    return render_template(
        "opendata/record.html",
        area=area,
        record=record,
        form=form,
        item=item,
        beside=beside,
        waiting=newest_proposal(db.session, record.external_id, ProposalState.OPEN),
        said=said_of(record),
        differing=differences(known_fields(db.session, beside), fields_of(record)) if beside else [],
        field_words=field_words,
        **record_parts(record),
    )

"""Taking a report along to read, and the empty form to fill in by pen."""

from collections.abc import Callable, Collection

from flask import Blueprint, current_app, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.workbook import reads_money
from portal.database import db
from portal.documents.export import Appendix, Reading, as_csv, as_workbook
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.dates import local_date
from portal.domain.rationing import EXPORT
from portal.domain.uploads.kinds import MEDIA_TYPES, FileKind
from portal.domain.workbook import readable
from portal.models import Report
from portal.queries.audience import left_out
from portal.queries.report_money import contributions_of
from portal.queries.reports import previous_adopted
from portal.queries.review import errata_of
from portal.queries.workbook import contents_of
from portal.services.workbooks import record_export
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.files import as_attachment
from portal.web.formats import day, euro
from portal.web.intent import records_reading
from portal.web.labels import label
from portal.web.paper import answers_on_paper
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("exports", __name__)
TYPES = {"xlsx": MEDIA_TYPES[FileKind.XLSX], "csv": "text/csv"}


@blueprint.get(f"{REPORT}/export.xlsx")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_ADOPTED)
def xlsx(period_code: str, network_code: str) -> Response:
    """Hand out the report as a workbook to read."""
    return _export(load_report(period_code, network_code), "xlsx", as_workbook)


@blueprint.get(f"{REPORT}/export.csv")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_ADOPTED)
def csv(period_code: str, network_code: str) -> Response:
    """Hand out the report as CSV."""
    return _export(load_report(period_code, network_code), "csv", as_csv)


@blueprint.get(f"{REPORT}/formulier")
@requires(Permission.WRITE_REPORT)
def form(period_code: str, network_code: str) -> str:
    """Show the empty form for paper, with the former text beside each box."""
    found = load_report(period_code, network_code, Permission.WRITE_REPORT)
    principal = current_principal()
    before = previous_adopted(db.session, principal.visibility(), found)
    money = reads_money(principal, found)
    return render_template(
        "workbooks/form.html",
        report=found,
        before=before,
        sheets=answers_on_paper(
            contents_of(db.session, found, money=money),
            contents_of(db.session, before, money=money) if before else None,
        ),
    )


def _export(found: Report, kind: str, write: Callable[[Reading], bytes]) -> Response:
    """Write what somebody may read of a report, and put it in the audit trail."""
    reading = _reading(found)
    name = f"rapportage-{found.network.code}-{found.period.code}.{kind}"
    answer = as_attachment(write(reading), name, TYPES[kind])
    record_export(db.session, current_principal().actor, found, kind, reading.left_out)
    db.session.commit()
    return answer


def _reading(found: Report) -> Reading:
    principal = current_principal()
    audiences = principal.audiences(found.network_id)
    money = reads_money(principal, found)
    contents, _words = readable(contents_of(db.session, found, money=money), audiences)
    return Reading(
        found.network.title,
        found.period.title,
        str(label(found.state)),
        clock.now(),
        current_app.config["DEMONSTRATION"],
        contents,
        left_out(found, audiences) + (0 if money or not found.money else 1),
        [each for each in (_contributions(found, audiences), _errata(found, audiences)) if each.rows],
    )


def _contributions(found: Report, audiences: Collection[Audience]) -> Appendix:
    return Appendix(
        _("Bijdragen van partners"),
        [_("Partner"), _("Soort"), _("Bedrag"), _("Omschrijving")],
        [
            [
                each.partner.title if each.partner else "",
                str(label(each.kind)),
                euro(each.amount),
                each.description,
            ]
            for each in contributions_of(db.session, found, audiences)
        ],
    )


def _errata(found: Report, audiences: Collection[Audience]) -> Appendix:
    titles = {row.id: row.title for row in found.progress}
    return Appendix(
        _("Errata"),
        [_("Datum"), _("Maatregel"), _("Wat er staat"), _("Wat het moet zijn"), _("Reden")],
        [
            [
                day(local_date(each.added_at)),
                titles.get(each.progress_id or 0, _("Hele rapportage")),
                each.passage,
                each.correction,
                each.reason,
            ]
            for each in errata_of(db.session, [found.id], audiences)
        ],
    )

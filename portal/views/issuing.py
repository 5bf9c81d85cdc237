"""Issuing a document for the Kamer: first what would be in it, then exactly that."""

from dataclasses import replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.issued_frame import READERS, figures_of, shown_blocks
from portal.documents.issued_paper import issued_paper
from portal.documents.issued_template import own_template
from portal.documents.issued_word import fill_template
from portal.documents.printing import PrintingUnavailableError
from portal.domain import clock
from portal.domain.dates import local_date
from portal.domain.errors import StaleVersionError
from portal.domain.issued import AUDIENCES, KIND_OF_SLUG, SLUGS, Document, Imprint, issue_name
from portal.domain.issued_changes import issue_changes
from portal.domain.issued_json import fingerprint
from portal.domain.parliament import IssuedKind
from portal.domain.rationing import DOCUMENT, PREVIEW
from portal.forms.base import text_of
from portal.forms.issued import IssueForm
from portal.models import IssuedDocument
from portal.queries.issued import newest_issue, placed_template
from portal.services import issuing as service
from portal.services.evidence import DamagedFileError
from portal.services.issuing import IssueFiles
from portal.views.issued import name_of
from portal.views.issued_content import OF_A_PERIOD, Choice, choice_of, content_of
from portal.web.doors import requires
from portal.web.files import file_store
from portal.web.logs import log_failure
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("issuing", __name__)
NEW = "/kamerstukken/nieuw/<slug>"


@blueprint.get(NEW)
@costly(PREVIEW)
@requires(Permission.ISSUE_DOCUMENTS)
def preview(slug: str) -> str:
    """Show what would be issued, what is left out, and what differs from the issue before."""
    choice = _choice(slug, request.args.get("voor", ""), request.args.get("periode", ""))
    return _page(choice, content_of(choice))


@blueprint.post(NEW)
@costly(DOCUMENT)
@requires(Permission.ISSUE_DOCUMENTS)
def issue(slug: str) -> Response | tuple[str, int]:
    """Issue what was on the page; pressing twice is once."""
    form = IssueForm()
    choice = _choice(slug, text_of(form.audience), text_of(form.period))
    if not form.validate():
        return _page(choice, content_of(choice), form), 422
    present = service.issued_since(db.session, choice.kind, choice.audience, form.last.data or 0)
    if present is not None:
        return redirect(url_for("issued.show", name=name_of(present)))
    document = content_of(choice)
    try:
        issued = _issue(choice, service.check_seen(document, form.mark))
    except StaleVersionError:
        return _page(choice, document, changed=True), 409
    except PrintingUnavailableError as error:
        log_failure(error)
        return _refused(
            choice,
            _(
                "Deze computer kan geen PDF maken: de bibliotheek Pango ontbreekt. Vraag de beheerder die te "
                "installeren. Er is niets uitgegeven."
            ),
        )
    except DamagedFileError as error:
        log_failure(error)
        return _refused(
            choice, _("Het Word-sjabloon is niet meer te lezen. Plaats het opnieuw. Er is niets uitgegeven.")
        )
    db.session.commit()
    flash(_("%(name)s is uitgegeven.", name=name_of(issued)), "good")
    return redirect(url_for("issued.show", name=name_of(issued)))


def _choice(slug: str, audience: str, period: str) -> Choice:
    kind = KIND_OF_SLUG.get(slug) or abort(404)
    return choice_of(kind, audience, period) or abort(404)


def _issue(choice: Choice, document: Document) -> IssuedDocument:
    now = clock.now().replace(microsecond=0)
    year = local_date(now).year
    name = issue_name(choice.kind, year, service.next_number(db.session, choice.kind, year))
    imprint = Imprint(name, now, demonstration=bool(current_app.config["DEMONSTRATION"]))
    whole = replace(document, imprint=imprint)
    template, mark = _template(choice.kind)
    word, paper = fill_template(template, whole), issued_paper(whole)
    return service.issue(
        db.session,
        current_principal().actor,
        whole,
        choice.period.id if choice.period else None,
        IssueFiles(word.content, mark, paper.content, paper.pages),
        file_store(),
    )


def _template(kind: IssuedKind) -> tuple[bytes, str]:
    """Return the template that is used for a kind, and its mark; raises DamagedFileError."""
    placed = placed_template(db.session, kind)
    if placed is None:
        own = own_template()
        return own, service.sha256_of(own)
    content = service.read_checked(file_store(), placed.file_key, placed.size, placed.sha256)
    return content, placed.sha256


def _refused(choice: Choice, message: str) -> Response:
    """Take back what was begun, and say why on the page where somebody was."""
    db.session.rollback()
    flash(message, "critical")
    period = choice.period.code if choice.period else None
    slug = SLUGS[choice.kind]
    return redirect(url_for("issuing.preview", slug=slug, voor=choice.audience.value, periode=period))


def _page(
    choice: Choice, document: Document | None, form: IssueForm | None = None, *, changed: bool = False
) -> str:
    former = newest_issue(db.session, choice.kind, choice.audience)
    held = {
        "audience": choice.audience.value,
        "period": choice.period.code if choice.period else "",
        "seen": fingerprint(document) if document else "",
        "last": former.id if former else 0,
    }
    return render_template(
        "issued/new.html",
        choice=choice,
        slug=SLUGS[choice.kind],
        document=document,
        blocks=shown_blocks(document) if document else [],
        figures=figures_of(document) if document else {},
        audiences=[(each.value, READERS[each]) for each in AUDIENCES],
        of_a_period=choice.kind in OF_A_PERIOD,
        former=name_of(former) if former else "",
        changes=issue_changes(service.content_of(former), document) if former and document else None,
        form=IssueForm(formdata=None, data=held),
        wrong=form,
        changed=changed,
        template=placed_template(db.session, choice.kind),
    )

"""Kamerstukken: the documents that were issued, each with its files and what changed since the one before."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from portal.access.issued import issued_for
from portal.access.policy import Permission
from portal.database import db
from portal.documents.issued_frame import READERS, figures_of, shown_blocks
from portal.documents.word_lists import WORD
from portal.domain.issued import KIND_OF_SLUG, SLUGS, issue_name, parse_name
from portal.domain.issued_changes import issue_changes
from portal.domain.parliament import IssuedKind
from portal.domain.rationing import EXPORT
from portal.models import IssuedDocument
from portal.queries.issued import count_issued, following_issue, issued_by_number, issued_documents
from portal.services import issuing
from portal.services.evidence import DamagedFileError
from portal.views.paging import page_of
from portal.web.doors import requires
from portal.web.files import as_attachment, file_store
from portal.web.functions import function_of
from portal.web.intent import records_reading
from portal.web.issued_links import source_links
from portal.web.logs import log_failure
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("issued", __name__)
ONE = "/kamerstukken/<name>"
TYPES = {"docx": WORD, "pdf": "application/pdf", "json": "application/json"}


@blueprint.get("/kamerstukken")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """List the issued documents that are for who is signed in, newest first."""
    asked = request.args.get("soort", "")
    kind = KIND_OF_SLUG.get(asked)
    audiences = issued_for(current_principal())
    page = page_of(
        count_issued(db.session, audiences, kind),
        lambda limit, offset: issued_documents(db.session, audiences, kind, limit, offset),
    )
    return render_template(
        "issued/index.html",
        page=page,
        kind=kind,
        slugs=SLUGS,
        readers=READERS,
        kinds=list(IssuedKind),
        name_of=name_of,
    )


@blueprint.get(ONE)
@requires(Permission.READ_ADOPTED)
def show(name: str) -> str:
    """Show an issued document as a page."""
    issued = load_issued(name)
    document = issuing.content_of(issued)
    return render_template(
        "issued/show.html",
        issued=issued,
        name=name,
        document=document,
        blocks=shown_blocks(document),
        figures=figures_of(document),
        links=source_links(document, current_principal()),
        readers=READERS,
        name_of=name_of,
        following=following_issue(db.session, issued),
        issued_by=function_of(issued.issued_by, issued.issued_at.date()),
    )


@blueprint.get(f"{ONE}/verschillen")
@requires(Permission.READ_ADOPTED)
def differences(name: str) -> str:
    """Show what changed since the issue before, passage by passage."""
    issued = load_issued(name)
    if issued.previous is None:
        abort(404)
    document = issuing.content_of(issued)
    return render_template(
        "issued/differences.html",
        name=name,
        document=document,
        former=name_of(issued.previous),
        former_as_of=issued.previous.as_of,
        changes=issue_changes(issuing.content_of(issued.previous), document),
    )


@blueprint.get(f"{ONE}.<any(docx, pdf, json):form>")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_ADOPTED)
def download(name: str, form: str) -> Response:
    """Hand out a file exactly as it was issued."""
    issued = load_issued(name)
    try:
        content = issuing.read_file(db.session, current_principal().actor, issued, form, file_store())
    except DamagedFileError as error:
        log_failure(error)
        abort(500)
    answer = as_attachment(content, f"{name}.{form}", TYPES[form])
    db.session.commit()
    return answer


def load_issued(name: str) -> IssuedDocument:
    """Return the issue with this name when it is for who is signed in, or 404."""
    parsed = parse_name(name)
    if parsed is None:
        abort(404)
    return issued_by_number(db.session, issued_for(current_principal()), *parsed) or abort(404)


def name_of(issued: IssuedDocument) -> str:
    """Return how people call an issue."""
    return issue_name(issued.kind, issued.year, issued.number)

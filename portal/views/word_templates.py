"""The Word templates of the documents for the Kamer: taking one along, restyling it and putting it back."""

from typing import BinaryIO, cast

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.issued_template import own_template
from portal.documents.template_trial import TemplateRefusedError, check_template
from portal.documents.word_lists import WORD
from portal.domain.issued import KIND_OF_SLUG, SLUGS
from portal.domain.parliament import IssuedKind
from portal.domain.rationing import EXPORT, UPLOAD
from portal.domain.uploads import FileKind, UploadRefusedError, check_upload
from portal.domain.uploads.kinds import UploadLimits
from portal.forms.issued import TemplateForm
from portal.queries.issued import placed_template, placed_templates
from portal.services import word_templates as service
from portal.services.issuing import read_checked
from portal.web.doors import requires
from portal.web.files import as_attachment, file_store
from portal.web.functions import function_of
from portal.web.intent import takes_file
from portal.web.labels import label
from portal.web.rationing import costly
from portal.web.scanning import scanned
from portal.web.sign_in import current_principal

blueprint = Blueprint("word_templates", __name__)
ONE = "/kamerstukken/sjablonen/<slug>"
LIMITS = UploadLimits(size=5 * 1024**2, unpacked=30 * 1024**2, entries=500)
TAGS = (
    ("{{ merk }}", _l("Staat boven iedere bladzijde. Zet deze tag in de koptekst.")),
    ("{{ titel }}", _l("De titel van het stuk.")),
    ("{{ ondertitel }}", _l("Nummer, dag van uitgifte, peildatum en voor wie het stuk is.")),
    ("{{ nummer }}", _l("Het nummer van het stuk.")),
    ("{%p for blok in blokken %}", _l("Hierna volgt de inhoud, blok voor blok. Sluit af met endfor.")),
    ("blok.soort", _l("Wat het blok is: kop1, kop2, alinea, figuur of tabel.")),
    ("{{ blok.tekst }}", _l("De kop, de alinea, of het opschrift van een tabel of figuur.")),
    ("{{ blok.bronnen }}", _l("De nummers van de bronnen van een alinea.")),
    ("{{ blok.beeld }}", _l("De figuur zelf.")),
    ("blok.koppen, blok.rijen, rij.cellen", _l("De kopregel, de rijen en de cellen van een tabel.")),
)
"""What a template can show, as the page explains it."""


@blueprint.get("/kamerstukken/sjablonen")
@requires(Permission.ISSUE_DOCUMENTS)
def index() -> str:
    """Show which template each kind has, and how to change one."""
    every = placed_templates(db.session)
    newest = {each.kind: each for each in reversed(every)}
    return render_template(
        "issued/templates.html",
        kinds=[(kind, SLUGS[kind], newest.get(kind)) for kind in IssuedKind],
        every=[(each, function_of(each.placed_by, each.placed_at.date())) for each in every],
    )


@blueprint.get(ONE)
@requires(Permission.ISSUE_DOCUMENTS)
def edit(slug: str) -> str:
    """Ask for another template for a kind."""
    return _page(_kind(slug), TemplateForm(formdata=None))


@blueprint.post(ONE)
@takes_file
@costly(UPLOAD)
@requires(Permission.ISSUE_DOCUMENTS)
def place(slug: str) -> Response | tuple[str, int]:
    """Use a template from now on, once a trial shows that everything comes to stand in it."""
    kind, form = _kind(slug), TemplateForm()
    if not form.validate():
        return _page(kind, form), 422
    sent = form.file.data
    try:
        file = scanned(
            check_upload(cast("BinaryIO", sent.stream), sent.filename or "", {FileKind.DOCX}, LIMITS)
        )
        check_template(file.content)
    except UploadRefusedError as error:
        form.file.errors = [str(label(error.problem))]
        return _page(kind, form), 422
    except TemplateRefusedError as error:
        form.file.errors = error.messages
        return _page(kind, form), 422
    service.place_template(db.session, current_principal().actor, kind, file, file_store())
    db.session.commit()
    flash(_("Het sjabloon is geplaatst. Nieuwe uitgaven gebruiken het."), "good")
    return redirect(url_for("word_templates.index"))


@blueprint.post(f"{ONE}/eigen")
@requires(Permission.ISSUE_DOCUMENTS)
def use_own(slug: str) -> Response:
    """Go back to the template of the portal."""
    service.use_own_template(db.session, current_principal().actor, _kind(slug))
    db.session.commit()
    flash(_("Nieuwe uitgaven gebruiken weer het sjabloon van het portaal."), "good")
    return redirect(url_for("word_templates.index"))


@blueprint.get(f"{ONE}.docx")
@costly(EXPORT)
@requires(Permission.ISSUE_DOCUMENTS)
def download(slug: str) -> Response:
    """Hand out the template that is used now, to restyle it."""
    placed = placed_template(db.session, _kind(slug))
    if placed is None:
        content = own_template()
    else:
        content = read_checked(file_store(), placed.file_key, placed.size, placed.sha256)
    return as_attachment(content, f"sjabloon-{slug}.docx", WORD)


def _kind(slug: str) -> IssuedKind:
    return KIND_OF_SLUG.get(slug) or abort(404)


def _page(kind: IssuedKind, form: TemplateForm) -> str:
    return render_template(
        "issued/template.html",
        kind=kind,
        slug=SLUGS[kind],
        form=form,
        placed=placed_template(db.session, kind),
        tags=TAGS,
    )

"""The open data of the Tweede Kamer: looking for moties and toezeggingen, what is new, and what drifts."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog
from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from portal.access.policy import Permission
from portal.database import db
from portal.domain.kamer.drift import DriftReport, Watched, drift
from portal.domain.kamer.records import KamerMotie, KamerRecord, KamerToezegging
from portal.domain.parliament import OpenDataKind, ProposalState
from portal.domain.rationing import SOURCE
from portal.forms.base import text_of
from portal.forms.kamer import DOSSIER, MINISTRY, DossierForm, SinceForm, WordsForm
from portal.opendata import Found, OpenDataError, SourceDownError, SourceSilentError, TweedeKamer
from portal.queries.kamer import (
    count_proposals,
    items_by_external_id,
    last_check,
    proposals,
    waiting_proposals,
)
from portal.views.kamer_source import asked, is_on
from portal.web.doors import requires
from portal.web.kamer_words import said_of
from portal.web.rationing import costly

blueprint = Blueprint("opendata", __name__)
_log = structlog.get_logger()
_SHOWN = 5

Answer = TypeVar("Answer")


@blueprint.get("/tweedekamer")
@requires(Permission.USE_OPEN_DATA)
def index() -> str:
    """Say what this is and where one stands; explain it where it is switched off."""
    return _index()


@blueprint.get("/tweedekamer/dossier")
@costly(SOURCE)
@requires(Permission.USE_OPEN_DATA)
def dossier() -> str | tuple[str, int]:
    """Look for the moties or toezeggingen of a dossier."""
    if not is_on():
        return _index()
    form = DossierForm(request.args or None, data={"dossier": DOSSIER})
    if not request.args:
        return render_template("opendata/dossier.html", form=form, found=None)
    if not form.validate():
        return render_template("opendata/dossier.html", form=form, found=None), 422
    found: Found[KamerMotie] | Found[KamerToezegging]
    if form.kind.data == OpenDataKind.MOTIE.value:
        found = asked(lambda kamer: kamer.moties_in_dossier(form.number))
    else:
        found = asked(lambda kamer: kamer.toezeggingen_in_dossier(form.number))
    return render_template("opendata/dossier.html", form=form, found=found, **_beside(found.records))


@blueprint.get("/tweedekamer/toezeggingen")
@costly(SOURCE)
@requires(Permission.USE_OPEN_DATA)
def words() -> str | tuple[str, int]:
    """Look for toezeggingen with some words."""
    if not is_on():
        return _index()
    form = WordsForm(request.args or None, data={"ministry": MINISTRY})
    if not request.args:
        return render_template("opendata/words.html", form=form, found=None)
    if not form.validate():
        return render_template("opendata/words.html", form=form, found=None), 422
    found = asked(lambda kamer: kamer.toezeggingen_about(text_of(form.words), text_of(form.ministry)))
    return render_template("opendata/words.html", form=form, found=found, **_beside(found.records))


@blueprint.get("/tweedekamer/nieuw")
@costly(SOURCE)
@requires(Permission.USE_OPEN_DATA)
def new() -> str | tuple[str, int]:
    """Show what is new or changed since a day."""
    if not is_on():
        return _index()
    form = SinceForm(request.args or None, data={"dossier": DOSSIER, "ministry": MINISTRY})
    if not request.args:
        return render_template("opendata/new.html", form=form, moties=None)
    if not form.validate():
        return render_template("opendata/new.html", form=form, moties=None), 422
    moties = asked(lambda kamer: kamer.moties_changed_since(form.day, form.number))
    promised = asked(lambda kamer: kamer.toezeggingen_changed_since(form.day, text_of(form.ministry)))
    return render_template(
        "opendata/new.html",
        form=form,
        moties=moties,
        toezeggingen=promised,
        **_beside([*moties.records, *promised.records]),
    )


@blueprint.get("/tweedekamer/waarden")
@costly(SOURCE)
@requires(Permission.USE_OPEN_DATA)
def values() -> str:
    """Show how often the source uses each word, and which ones we do not know."""
    if not is_on():
        return _index()
    patient = _Patient()
    return render_template(
        "opendata/values.html",
        reports=[(watched, patient.ask(partial(_report, watched))) for watched in Watched],
        missing=patient.ask(lambda kamer: kamer.missing_fields()),
    )


def _index() -> str:
    return render_template(
        "opendata/index.html",
        on=is_on(),
        waiting=proposals(db.session, ProposalState.OPEN, _SHOWN),
        count=count_proposals(db.session),
        checked_at=last_check(db.session),
    )


def _beside(records: Sequence[KamerRecord]) -> dict[str, object]:
    """Return what the register and the proposals have of what was found."""
    numbers = [each.external_id for each in records]
    return {
        "items": items_by_external_id(db.session, numbers),
        "waiting": waiting_proposals(db.session, numbers),
        "said_of": said_of,
        "empty_title": _("Niets gevonden"),
    }


def _report(watched: Watched, kamer: TweedeKamer) -> DriftReport:
    return drift(watched, kamer.counts(watched))


class _Patient:
    """Asks several things: one that fails leaves the rest, but a source that is silent is asked no more."""

    def __init__(self) -> None:
        self._silent = False

    def ask(self, question: Callable[[TweedeKamer], Answer]) -> Answer | None:
        """Return the answer, None where there is none."""
        if self._silent:
            return None
        try:
            return asked(question)
        except OpenDataError as error:
            self._silent = isinstance(error, (SourceSilentError, SourceDownError))
            _log.warning("open_data_failed", kind=type(error).__name__, reason=str(error))
            return None

"""A save that came too late: both versions side by side, with a choice for each field that differs."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from portal.forms.merging import MergingForm
from portal.models import MaatregelProgress, Report
from portal.web.stale import EDIT, MERGE, clashes, typed_fields


def asked_to_merge(form: MergingForm, present: int) -> bool:
    """Return whether somebody chose between two versions, and the other one is still what is saved."""
    return (MERGE in request.form or EDIT in request.form) and form.seen == present


def merged(form: MergingForm, saved: Mapping[str, Any]) -> bool:
    """Put both versions together as was chosen; return whether that is to be saved and can be."""
    form.merge(saved, request.form)
    return EDIT not in request.form and form.validate()


def merge_page(
    report: Report,
    title: str,
    form: MergingForm,
    saved: Mapping[str, Any],
    version: int,
    progress: MaatregelProgress | None = None,
) -> str:
    """Return the page on which somebody chooses; it carries everything that was typed."""
    return render_template(
        "reports/merge.html",
        report=report,
        title=title,
        clashes=clashes(form, saved),
        typed=typed_fields(request.form),
        version=version,
        progress=progress,
    )

"""What differs between what somebody typed and what was saved meanwhile."""

from wtforms import Field

from portal.forms.report import ProgressForm, SectionForm
from portal.models import MaatregelProgress, Report
from portal.web.labels import label

Conflict = dict[str, str]


def progress_conflicts(form: ProgressForm, progress: MaatregelProgress) -> list[Conflict]:
    """Return each field of a maatregel that differs, with both values in words."""
    own, saved = form.content(), progress.content
    return _differing(
        [
            (form.status, label(own.status), label(saved.status)),
            (form.trend, label(own.trend), label(saved.trend)),
            (form.done, own.done, saved.done),
            (form.result, own.result, saved.result),
            (form.next_step, own.next_step, saved.next_step),
            (form.delay_reason, label(own.delay_reason), label(saved.delay_reason)),
            (form.recovery, own.recovery, saved.recovery),
        ]
    )


def section_conflicts(form: SectionForm, report: Report) -> list[Conflict]:
    """Return each judgement, and the summary, that differs, with both values in words."""
    saved = {judgement.aspect: judgement for judgement in report.judgements}
    rows: list[tuple[Field, object, object]] = [(form.summary, form.summary.data or "", report.summary)]
    for own, (aspect, rating, words) in zip(form.judgements(), form.pairs(), strict=True):
        rows.append((rating, label(own.rating), label(saved[aspect].rating)))
        rows.append((words, own.explanation, saved[aspect].explanation))
    return _differing(rows)


def _differing(rows: list[tuple[Field, object, object]]) -> list[Conflict]:
    return [
        {"label": str(field.label.text), "own": str(own), "current": str(current)}
        for field, own, current in rows
        if str(own) != str(current)
    ]

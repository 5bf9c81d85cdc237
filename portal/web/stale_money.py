"""What differs between the money somebody typed and what was saved meanwhile."""

from flask_babel import gettext as _

from portal.domain.money import ContributionContent
from portal.forms.money import MoneyForm
from portal.models import Contribution, Report
from portal.queries.report_money import content_of
from portal.web.formats import euro
from portal.web.labels import label
from portal.web.stale import Conflict


def money_conflicts(form: MoneyForm, report: Report) -> list[Conflict]:
    """Return each amount, reason and explanation that differs, with both values in words."""
    found = []
    for line in report.money:
        fields, own, saved = form.line(line.id), form.line(line.id).content(), content_of(line)
        found += [
            (fields.committed, euro(own.committed), euro(saved.committed)),
            (fields.realised, euro(own.realised), euro(saved.realised)),
            (fields.forecast, euro(own.forecast), euro(saved.forecast)),
            (fields.reason, label(own.underspend_reason), label(saved.underspend_reason)),
            (fields.explanation, own.explanation, saved.explanation),
        ]
    conflicts = [
        {"label": str(field.label.text), "own": str(own_words), "current": str(saved_words)}
        for field, own_words, saved_words in found
        if str(own_words) != str(saved_words)
    ]
    own_contributions = "\n".join(_words(each) for each in form.wanted())
    saved_contributions = "\n".join(_words(each) for each in report.contributions)
    if own_contributions != saved_contributions:
        title = _("Bijdragen van partners")
        conflicts.append({"label": title, "own": own_contributions, "current": saved_contributions})
    return conflicts


def _words(each: ContributionContent | Contribution) -> str:
    parts = (str(label(each.kind)), each.description, euro(each.amount), str(label(each.audience)))
    return ", ".join(part for part in parts if part)

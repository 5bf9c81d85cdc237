"""What is remarkable in a report, in words and with a form for each; other pages use it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.access.explaining import may_explain
from portal.access.policy import Permission
from portal.database import db
from portal.domain.checks import Level
from portal.forms.explanation import ExplanationForm
from portal.models import Report
from portal.queries.checks import CheckFinding, findings_of, readable_explanations
from portal.web.check_words import WordedExplanation, WordedFinding, worded_explanation, worded_finding
from portal.web.sign_in import current_principal


@dataclass(frozen=True)
class CheckRow:
    """One finding, and the form to explain it for who may do that now."""

    worded: WordedFinding
    form: ExplanationForm | None

    @property
    def found(self) -> CheckFinding:
        """The finding itself."""
        return self.worded.found


@dataclass(frozen=True)
class Checks:
    """Everything remarkable in a report, the worst first."""

    rows: Sequence[CheckRow]

    @property
    def standing(self) -> list[CheckRow]:
        """What must be corrected or explained before the report can be submitted."""
        return [row for row in self.rows if row.found.stands]

    @property
    def explained(self) -> list[CheckRow]:
        """What was explained."""
        return [row for row in self.rows if row.found.explanation]

    @property
    def hints(self) -> list[CheckRow]:
        """What may be looked at."""
        return [row for row in self.rows if row.found.level is Level.HINT]


def checks_of(report: Report, typed: ExplanationForm | None = None) -> Checks:
    """Return what is remarkable in a report one may write; `typed` is a form that was refused."""
    principal = current_principal()
    money = principal.allows(Permission.READ_MONEY, report.network_id)
    rows = []
    for place, found in enumerate(findings_of(db.session, report)):
        if found.is_amount and not money:
            continue
        asks = found.level is Level.EXPLAIN and found.place.editable
        own = asks and may_explain(principal, report, found.part, found.place)
        rows.append(CheckRow(worded_finding(report, found), _form(found, place, typed) if own else None))
    order = list(Level)
    return Checks(sorted(rows, key=lambda row: (not row.found.stands, order.index(row.found.level))))


def explained_in(report: Report) -> Mapping[str, Sequence[WordedExplanation]]:
    """Return the explanations that went along with a report, by part, as far as they may be read."""
    principal = current_principal()
    found = readable_explanations(
        db.session,
        report,
        principal.audiences(report.network_id),
        money=principal.allows(Permission.READ_MONEY, report.network_id),
    )
    return {part: [worded_explanation(each) for each in rows] for part, rows in found.items()}


def _form(found: CheckFinding, place: int, typed: ExplanationForm | None) -> ExplanationForm:
    refused = typed is not None and typed.key == found.key
    form = typed if typed is not None and refused else ExplanationForm(formdata=None)
    form.part.data, form.field.data, form.code.data = found.key
    form.value.data = found.finding.value
    if not refused and found.explanation:
        form.text.data = found.explanation.text
    form.number(place)
    return form

"""Assessing a subdoel over a period."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.domain.goals import AssessmentContent, is_judged
from portal.domain.programme import GoalKind
from portal.domain.progress import Rating
from portal.domain.reports import TEXT_LIMIT
from portal.forms.base import VersionForm, long_text, offers, text_of
from portal.models import GoalAssessment
from portal.web.labels import choices


class GoalAssessmentForm(VersionForm):
    """The narrative of a substantive goal: it speaks through its indicators and gets no judgement."""

    words = long_text(
        _l("Hoe staat dit subdoel ervoor?"),
        TEXT_LIMIT,
        _l("Schrijf wat in deze periode veranderde, waaraan u dat ziet en wat nog niet bekend is."),
        required=_l("Schrijf op hoe het subdoel ervoor staat."),
        name="verhaal",
    )

    def content(self) -> AssessmentContent:
        """Return what was filled in."""
        return AssessmentContent(text_of(self.words))

    def show(self, saved: GoalAssessment | None) -> None:
        """Put what was saved in the fields."""
        self.version.data = saved.version if saved else 0
        self.words.data = saved.words if saved else ""


class JudgedGoalForm(GoalAssessmentForm):
    """The narrative of a process goal, with the judgement of the programme office."""

    rating = RadioField(
        _l("Oordeel van het programmabureau"),
        choices=offers(choices(Rating)),
        validators=[InputRequired(_l("Kies een oordeel."))],
        name="oordeel",
    )

    def content(self) -> AssessmentContent:
        """Return what was filled in."""
        return AssessmentContent(text_of(self.words), Rating(self.rating.data))

    def show(self, saved: GoalAssessment | None) -> None:
        """Put what was saved in the fields."""
        super().show(saved)
        self.rating.data = saved.rating if saved else None


def form_for(kind: GoalKind) -> type[GoalAssessmentForm]:
    """Return the form that fits the kind of goal."""
    return JudgedGoalForm if is_judged(kind) else GoalAssessmentForm

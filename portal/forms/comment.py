"""Saying something to the people of the own network."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.forms.base import Form, long_text, offers
from portal.forms.partners import MultiCheckboxField
from portal.models import Account

COMMENT_LIMIT = 2_000


class CommentForm(Form):
    """One remark, and for whom it is meant in particular."""

    text = long_text(
        _l("Uw reactie"),
        COMMENT_LIMIT,
        _l("Alleen de mensen van uw PPS-netwerk lezen dit. Wat u plaatst, kunt u niet meer wijzigen."),
        required=_l("Typ eerst uw reactie."),
        name="reactie",
    )
    mentioned = MultiCheckboxField(
        _l("Wie wilt u hierop wijzen?"),
        description=_l("Zij krijgen een bericht."),
        choices=[],
        name="noemen",
    )


def comment_form(people: Sequence[Account], **options: Any) -> CommentForm:
    """Return the form with the people who can be mentioned."""
    form = CommentForm(**options)
    form.mentioned.choices = offers((str(each.id), each.name) for each in people)
    return form

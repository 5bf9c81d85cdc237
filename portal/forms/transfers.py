"""Handing over: who takes what, for a group at once or one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from portal.domain.held_tasks import HeldTask, TaskKind
from portal.forms.base import Form, offers
from portal.models import Account
from portal.queries.held_tasks import Receivers
from portal.web.formats import day

Group = tuple[TaskKind, int | None]


class TransferForm(Form):
    """A choice for each group and each task; `transfer_form` gives it the fields."""

    people: Mapping[Group, Sequence[Account]]

    def wanted(self, tasks: Sequence[HeldTask]) -> dict[HeldTask, Account]:
        """Return who is to take over what; a choice for one task goes before that for its group."""
        chosen = {}
        for task in tasks:
            value = self[task.key].data or self[group_key(task.group)].data
            taker = next((each for each in self.people[task.group] if str(each.id) == value), None)
            if taker is not None:
                chosen[task] = taker
        return chosen


def group_key(group: Group) -> str:
    """Return how the form names a group."""
    return f"groep-{group[0].value}-{group[1] or 0}"


def transfer_form(tasks: Sequence[HeldTask], people: Receivers, **options: Any) -> TransferForm:
    """Return the form for these tasks."""
    fields: dict[str, Any] = {}
    for task in tasks:
        takers = [(str(each.id), each.name) for each in people[task.group]]
        name = group_key(task.group)
        if name not in fields:
            fields[name] = SelectField(
                _("Alles van deze soort naar"),
                choices=offers(takers, _l("Per taak kiezen")),
                validators=[Optional()],
                name=name,
            )
        fields[task.key] = SelectField(
            _words(task),
            choices=offers(takers, _l("Volgt de groep")),
            validators=[Optional()],
            name=task.key,
        )
    form: TransferForm = type("TransferFormOfAccount", (TransferForm,), fields)(**options)
    form.people = people
    return form


def _words(task: HeldTask) -> str:
    if task.due_on is not None:
        return str(_("Nummer %(code)s, klaar op %(day)s", code=task.code, day=day(task.due_on)))
    return f"{task.code} {task.title}"

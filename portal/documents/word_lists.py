"""Besluitenlijst and actielijst as Word: people go on working in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from flask_babel import gettext as _

from portal.documents.word_template import Column, list_template
from portal.models import ActionItem, Attendance, Decision, Meeting
from portal.web.agenda_words import decision_name, meeting_name
from portal.web.formats import day, moment
from portal.web.functions import function_of
from portal.web.labels import label

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Setting:
    """Of which meeting a list is, and as of when."""

    meeting: Meeting
    made_at: datetime
    made_on: date
    demonstration: bool


def decision_list(setting: Setting, decisions: Sequence[Decision], attendance: Sequence[Attendance]) -> bytes:
    """Return the decisions of a meeting with why and what follows, and who was there by function."""
    columns = [
        Column(_("Nummer"), "number", 0.13),
        Column(_("Besluit"), "text", 0.37),
        Column(_("Reden"), "reason", 0.25),
        Column(_("Actie"), "actions", 0.25),
    ]
    rows = [
        {
            "number": decision_name(decision),
            "text": _with_revision(decision),
            "reason": decision.reason,
            "actions": "\n".join(_action_line(each, setting.made_on) for each in decision.actions)
            or _("Geen"),
        }
        for decision in decisions
    ]
    there = "; ".join(
        f"{function_of(row.account, setting.meeting.held_on)}: {str(label(row.presence)).lower()}"
        for row in attendance
    )
    introduction = _("Aanwezigheid: %(words)s.", words=there) if there else _("Aanwezigheid: niet genoteerd.")
    return _write(setting, _("Besluitenlijst"), introduction, columns, rows)


def action_list(setting: Setting, actions: Sequence[ActionItem]) -> bytes:
    """Return everything that is still to be done, by function of who does it."""
    columns = [
        Column(_("Actie"), "what", 0.4),
        Column(_("Eigenaar"), "owner", 0.24),
        Column(_("Klaar op"), "due", 0.16),
        Column(_("Stand"), "state", 0.2),
    ]
    rows = [
        {
            "what": each.what,
            "owner": function_of(each.owner, setting.made_on),
            "due": day(each.due_on) + (_(" (te laat)") if each.due_on < setting.made_on else ""),
            "state": _state(each),
        }
        for each in actions
    ]
    return _write(setting, _("Actielijst"), _("Alles wat nog moet gebeuren."), columns, rows)


def _write(
    setting: Setting,
    kind: str,
    introduction: str,
    columns: Sequence[Column],
    rows: Sequence[dict[str, str]],
) -> bytes:
    # Only here: importing it takes long.
    from docxtpl import DocxTemplate  # noqa: PLC0415

    title = f"{kind} {meeting_name(setting.meeting)}"
    template = DocxTemplate(list_template(columns))
    template.render(
        {
            "title": title,
            "introduction": introduction,
            "rows": rows,
            "mark": _("DEMONSTRATIE: alles is verzonnen") if setting.demonstration else _("Stuurgroep"),
            "closing": _(
                "Bron: Mainportaal. Stand van %(moment)s. Personen staan hier met hun functie.",
                moment=moment(setting.made_at),
            ),
        },
        autoescape=True,
    )
    template.docx.core_properties.title = title
    template.docx.core_properties.author = "Mainportaal"
    template.docx.core_properties.comments = ""
    target = BytesIO()
    template.save(target)
    return target.getvalue()


def _with_revision(decision: Decision) -> str:
    if decision.revises is None:
        return decision.text
    return f"{decision.text}\n{_('Herziet besluit %(number)s.', number=decision_name(decision.revises))}"


def _action_line(action: ActionItem, on: date) -> str:
    return f"{action.what} ({function_of(action.owner, on)}, {day(action.due_on)})"


def _state(action: ActionItem) -> str:
    words = str(label(action.state))
    return f"{words}: {action.steps[-1].words}" if action.steps else words

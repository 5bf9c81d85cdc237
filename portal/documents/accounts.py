"""The list of accounts, and the record of the yearly check, as tables to take along."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from portal.documents.figures import Cell, Figures, Sheet
from portal.domain.dates import local_date
from portal.models import Appointment, AppointmentReview
from portal.queries.account_list import AccountRow
from portal.web.formats import day, moment
from portal.web.labels import label


def account_figures(
    rows: Sequence[AccountRow], asked: str, made_at: datetime, today: date, *, demonstration: bool
) -> Figures:
    """Return the accounts as a table."""
    facts = [(_("Filter"), asked or _("Alle accounts")), (_("Bron"), _("Accounts in Mainportaal"))]
    heads = [
        _("Naam"),
        _("Organisatie"),
        _("E-mailadres"),
        _("Aanstellingen"),
        _("Laatst ingelogd"),
        _("Tweede factor"),
        _("Status"),
    ]
    sheet = Sheet(_("Accounts"), heads, list(_accounts(rows, today)))
    return Figures(_("Accounts"), made_at, facts, [sheet], demonstration)


def review_figures(
    reviews: Sequence[AppointmentReview],
    due: Sequence[Appointment],
    progress: str,
    made_at: datetime,
    *,
    demonstration: bool,
) -> Figures:
    """Return who checked which appointment and when, and what still waits."""
    facts = [
        (_("Voortgang"), progress),
        (_("Bron"), _("Jaarlijkse controle van aanstellingen in Mainportaal")),
    ]
    person = [_("Naam"), _("Organisatie"), _("Rol"), _("PPS-netwerk"), _("Eerste dag"), _("Laatste dag")]
    done = [[*_appointment(each.appointment), *_answer(each)] for each in reviews]
    heads = [*person, _("Gecontroleerd op"), _("Door"), _("Uitkomst"), _("Opmerking")]
    sheets = [
        Sheet(_("Gecontroleerd"), heads, done),
        Sheet(_("Nog te controleren"), person, [_appointment(each) for each in due]),
    ]
    return Figures(_("Controle van aanstellingen"), made_at, facts, sheets, demonstration)


def appointment_words(appointment: Appointment) -> str:
    """Return role, network and last day of an appointment in one line."""
    words = [str(label(appointment.role))]
    if appointment.network is not None:
        words.append(appointment.network.short_title)
    if appointment.ends_on is not None:
        words.append(_("tot en met %(day)s", day=day(appointment.ends_on)))
    return ", ".join(words)


def _accounts(rows: Sequence[AccountRow], today: date) -> Iterator[Sequence[Cell]]:
    for row in rows:
        account = row.account
        held = [appointment_words(each) for each in account.appointments if each.is_current(today)]
        yield [
            account.name,
            account.organisation,
            account.email,
            "; ".join(held),
            local_date(account.last_signed_in_at) if account.last_signed_in_at else _("Nog nooit"),
            _("Ja") if row.has_factor else _("Nee"),
            str(label(account.state)),
        ]


def _appointment(appointment: Appointment) -> list[Cell]:
    return [
        appointment.account.name,
        appointment.account.organisation,
        str(label(appointment.role)),
        appointment.network.title if appointment.network else _("Hele programma"),
        appointment.starts_on,
        appointment.ends_on,
    ]


def _answer(review: AppointmentReview) -> list[Cell]:
    return [moment(review.at), review.by.name, str(label(review.outcome)), review.note]

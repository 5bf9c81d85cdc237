"""Accounting for a year, and sending such a statement back."""

from flask_babel import lazy_gettext as _l

from portal.domain.reports import TEXT_LIMIT
from portal.forms.base import VersionForm, long_text
from portal.forms.report import REASON_LIMIT


class StatementForm(VersionForm):
    """The words of a network about its year; the figures come from its reports."""

    explanation = long_text(
        _l("Toelichting op het jaar"),
        TEXT_LIMIT,
        _l("Wat is met het geld gedaan, wat is overgebleven en waarom, en wat gebeurt daarmee?"),
        name="toelichting",
    )


class StatementReturnForm(VersionForm):
    """Why a statement goes back."""

    reason = long_text(
        _l("Reden om terug te sturen"),
        REASON_LIMIT,
        _l("Het PPS-netwerk leest deze reden."),
        required=_l("Vul een reden in."),
        name="reden",
    )

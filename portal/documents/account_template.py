"""The empty file in which an administrator fills in people to ask in: a workbook with lists, or a CSV."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.documents import account_columns as columns
from portal.documents.cells import HEAD, OPTIONS, Looks, for_paper
from portal.documents.tables import csv_file
from portal.domain.account_import import MOST_ROWS
from portal.domain.roles import Role
from portal.domain.workbook import Kind
from portal.models import Network
from portal.web.labels import label

_LISTS = "_lijsten"
_WIDTHS = {"name": 30, "email": 38, "organisation": 30, "role": 28, "network": 44}


def template_csv() -> bytes:
    """Return the names of the columns as CSV."""
    return csv_file([[str(title) for title in columns.TITLES.values()]])


def template_workbook(networks: Sequence[Network]) -> bytes:
    """Return the workbook, with lists of the roles and the networks."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": str(columns.SHEET), "author": "Mainportaal"})
    looks = Looks(book)
    guide = book.add_worksheet(_("Uitleg"))
    page = book.add_worksheet(str(columns.SHEET))
    lists = {
        "role": [str(label(role)) for role in Role],
        "network": [network.title for network in networks],
    }
    _guide(guide, looks)
    _page(page, looks, _sources(book.add_worksheet(_LISTS), lists))
    page.activate()
    book.close()
    return target.getvalue()


def _sources(page: Worksheet, lists: dict[str, list[str]]) -> dict[str, str]:
    """Write what can be chosen on a hidden sheet, and return where each list stands."""
    page.very_hidden()
    for place, words in enumerate(lists.values()):
        for number, text in enumerate(words):
            page.write_string(number, place, text)
    return {
        key: f"={_LISTS}!${xl_col_to_name(place)}$1:${xl_col_to_name(place)}${max(len(words), 1)}"
        for place, (key, words) in enumerate(lists.items())
    }


def _page(page: Worksheet, looks: Looks, sources: dict[str, str]) -> None:
    page.write_string(0, 0, str(columns.SHEET), looks.title)
    page.write_string(1, 0, _("Een rij per persoon."), looks.text)
    day = looks.value(Kind.DAY, open_for_writing=True)
    for place, (key, title) in enumerate(columns.TITLES.items()):
        page.write_string(HEAD - 1, place, str(title), looks.head)
        page.set_column(place, place, _WIDTHS.get(key, 14), day if key in columns.DAYS else None)
        if key in sources:
            rule = {
                "validate": "list",
                "source": sources[key],
                "ignore_blank": True,
                "error_title": _("Dit past hier niet"),
                "error_message": _("Kies een van de antwoorden uit de lijst."),
            }
            page.data_validation(HEAD, place, HEAD + MOST_ROWS - 1, place, rule)
    page.freeze_panes(HEAD, 0)
    for_paper(page, HEAD)


def _guide(page: Worksheet, looks: Looks) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    lines = [
        (_("Waarvoor"), _("Met dit bestand nodigt u meer mensen tegelijk uit. Hoogstens 500 rijen.")),
        (str(columns.TITLES["email"]), _("Het adres van de persoon zelf. Daarheen gaat de uitnodiging.")),
        (str(columns.TITLES["role"]), _("De rol van de eerste aanstelling. Kies uit de lijst.")),
        (
            str(columns.TITLES["network"]),
            _("Nodig bij coördinator en PPS-partner. Een lezer mag ook alle netwerken lezen: laat dan leeg."),
        ),
        (str(columns.TITLES["starts_on"]), _("De eerste dag van de aanstelling, bijvoorbeeld 15-7-2024.")),
        (str(columns.TITLES["ends_on"]), _("De laatste dag. Laat leeg als er geen einddatum is.")),
        (
            _("Inlezen"),
            _("Bied het bestand aan bij Accounts, Meer mensen uitnodigen. U ziet eerst wat er gebeurt."),
        ),
    ]
    page.write_string(0, 0, _("Mensen uitnodigen"), looks.title)
    for number, (name, text) in enumerate(lines, start=2):
        page.write_string(number, 0, name, looks.strong)
        page.write_string(number, 1, text, looks.text)
    for_paper(page, 1)

"""Understanding a file with people to ask in, with every mistake by its sheet and cell."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, BinaryIO

from flask_babel import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from portal.documents import account_columns as columns
from portal.documents.grid import Grid, read_grid
from portal.documents.guard import WorkbookRefusedError
from portal.documents.values import read_value, shown
from portal.domain.account_import import MOST_ROWS, GuestRow, ReadRow
from portal.domain.addresses import is_address
from portal.domain.roles import InvalidAppointmentError, Role, check_appointment
from portal.models import Network
from portal.web.labels import label

_HEAD_WITHIN = 10


def read_guests(
    stream: BinaryIO, name: str, networks: Sequence[Network], known: Collection[str]
) -> tuple[str, list[ReadRow]]:
    """Return name and rows of a file, right and wrong; `known` are the addresses that have an account.

    Raises UploadRefusedError, or WorkbookRefusedError for a file that is not such a table at all.
    """
    grid = read_grid(stream, name, str(columns.SHEET))
    return grid.name, _Reader(grid, networks, known).rows()


class _Reader:
    """Reads row by row, and remembers which addresses came by."""

    def __init__(self, grid: Grid, networks: Sequence[Network], known: Collection[str]) -> None:
        self._grid = grid
        self._networks = {
            name.casefold(): each.code
            for each in networks
            for name in (each.code, each.title, each.short_title)
        }
        self._roles = {str(name).casefold(): role for role in Role for name in (label(role), role.value)}
        self._known = {address.lower() for address in known}
        self._seen: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._faults: list[str] = []

    def rows(self) -> list[ReadRow]:
        """Return every row that is not empty."""
        filled = self._grid.filled_below(self._head())
        if not filled:
            raise WorkbookRefusedError(_("Er staat niemand in dit bestand."))
        if len(filled) > MOST_ROWS:
            raise WorkbookRefusedError(
                _("Dit bestand heeft meer dan %(most)s rijen. Splits het.", most=MOST_ROWS)
            )
        return [self._row(number, line) for number, line in filled]

    def _head(self) -> int:
        """Return the row with the names of the columns, and remember where each stands."""
        wanted = {str(title).casefold(): key for key, title in columns.TITLES.items()}
        for number, line in enumerate(self._grid.rows[:_HEAD_WITHIN]):
            found = {
                wanted[name]: place
                for place, cell in enumerate(line)
                if (name := str(cell).strip().casefold()) in wanted
            }
            if {"name", "email"} <= found.keys():
                absent = [title for key, title in columns.TITLES.items() if key not in found]
                if absent:
                    raise WorkbookRefusedError(
                        *(_("De kolom ‘%(column)s’ ontbreekt.", column=title) for title in absent)
                    )
                self._places = found
                return number
        raise WorkbookRefusedError(
            _("De namen van de kolommen ontbreken. Download het sjabloon en vul dat in.")
        )

    def _row(self, number: int, line: Sequence[Any]) -> ReadRow:
        self._faults = []
        raw = {key: self._cell(number, line, key) for key in columns.TITLES}
        texts = {key: self._text(number, key, raw[key]) for key in columns.LIMITS}
        email = self._email(number, texts["email"])
        role = self._role(number, raw["role"])
        network = self._network(number, raw["network"])
        days = {key: self._day(number, key, raw[key]) for key in columns.DAYS}
        starts_on = days["starts_on"]
        if role is not None and starts_on is not None and not self._faults:
            self._appointment(number, role, network, starts_on, days["ends_on"])
        if self._faults or role is None or starts_on is None:
            return ReadRow(number + 1, texts["name"], email, tuple(self._faults))
        guest = GuestRow(
            number + 1,
            texts["name"],
            email,
            texts["organisation"],
            role,
            network,
            starts_on,
            days["ends_on"],
        )
        return ReadRow(number + 1, guest.name, guest.email, (), guest)

    def _cell(self, number: int, line: Sequence[Any], key: str) -> Any:
        """Return what stands in a cell; nothing, and a mistake, for a formula."""
        place = self._places[key]
        value = line[place] if place < len(line) else ""
        cell = xl_rowcol_to_cell(number, place)
        marked = self._grid.marked
        if cell in marked.faults:
            self._wrong(number, key, _("hier staat een foutmelding van Excel. Typ de waarde zelf."))
        elif cell in marked.formulas or (isinstance(value, str) and value.lstrip().startswith("=")):
            self._wrong(number, key, _("hier staat een formule. Typ de waarde zelf."))
        else:
            value = value.strip() if isinstance(value, str) else value
            if value == "" and key in columns.REQUIRED:
                self._wrong(number, key, _("deze cel mag niet leeg zijn."))
            return value
        return ""

    def _text(self, number: int, key: str, raw: Any) -> str:
        text = " ".join(str(raw).split())
        if len(text) > columns.LIMITS[key]:
            limit = columns.LIMITS[key]
            self._wrong(number, key, _("deze tekst is langer dan %(limit)s tekens.", limit=limit))
        if not text.isprintable():
            self._wrong(number, key, _("hier staat een teken dat niet kan worden opgeslagen."))
        return text

    def _email(self, number: int, text: str) -> str:
        if not text:
            return text
        earlier = self._seen.setdefault(text.lower(), number)
        if not is_address(text):
            self._wrong(number, "email", _("‘%(typed)s’ is geen e-mailadres.", typed=shown(text)))
        elif text.lower() in self._known:
            self._wrong(number, "email", _("er is al een account met dit e-mailadres."))
        elif earlier != number:
            self._wrong(number, "email", _("dit e-mailadres staat ook in rij %(row)s.", row=earlier + 1))
        return text

    def _role(self, number: int, raw: Any) -> Role | None:
        found = self._roles.get(str(raw).casefold())
        if raw != "" and found is None:
            message = _("‘%(typed)s’ is geen rol. Kies er een uit de lijst.", typed=shown(raw))
            self._wrong(number, "role", message)
        return found

    def _network(self, number: int, raw: Any) -> str:
        found = self._networks.get(str(raw).casefold(), "")
        if raw != "" and not found:
            message = _("‘%(typed)s’ is geen PPS-netwerk. Kies er een uit de lijst.", typed=shown(raw))
            self._wrong(number, "network", message)
        return found

    def _day(self, number: int, key: str, raw: Any) -> date | None:
        if raw == "":
            return None
        try:
            return date.fromisoformat(read_value(columns.DAY, raw, 0))
        except ValueError as error:
            self._wrong(number, key, str(error))
            return None

    def _appointment(
        self, number: int, role: Role, network: str, starts_on: date, ends_on: date | None
    ) -> None:
        """Say at the cell it is about why role, network and days do not go together."""
        try:
            check_appointment(role, 1 if network else None, starts_on, ends_on)
        except InvalidAppointmentError as error:
            key, message = {
                "network_required": ("network", _("bij deze rol hoort een PPS-netwerk.")),
                "network_forbidden": ("network", _("deze rol geldt voor het hele programma: laat leeg.")),
            }.get(str(error), ("ends_on", _("de laatste dag ligt voor de eerste dag.")))
            self._wrong(number, key, message)

    def _wrong(self, number: int, key: str, message: str) -> None:
        where = {
            "sheet": str(columns.SHEET),
            "row": number + 1,
            "column": columns.TITLES[key],
            "cell": xl_rowcol_to_cell(number, self._places[key]),
            "message": message[0].lower() + message[1:],
        }
        if self._grid.is_workbook:
            self._faults.append(_("Blad %(sheet)s, cel %(cell)s (%(column)s): %(message)s", **where))
        else:
            self._faults.append(_("Rij %(row)s, kolom %(column)s: %(message)s", **where))

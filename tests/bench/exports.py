"""What the file of all progress costs: `python -m tests.bench.exports <url> <e-mail>`.

The database is one of `make bench`, the address that of somebody in it who reads all reports.
"""

import resource
import sys
import time
from datetime import UTC, datetime

from flask.testing import FlaskClient
from xlsxwriter import Workbook

from portal.access.identify import identify
from portal.database import db
from portal.documents.flat_book import Table, workbook
from portal.documents.flat_book_cells import Cell
from portal.queries.accounts import account_by_email
from portal.queries.progress_export import exported_progress
from tests.browsing import signed_in
from tests.conftest import make_app

URLS = ("/maatregelen/voortgang.csv", "/maatregelen/voortgang.xlsx")


def main(url: str, email: str) -> None:
    """Download both files, and tell first byte, processor time, size and memory; then two writers alone."""
    app = make_app(url)
    client = signed_in(app, email)
    client.get("/maatregelen").close()
    for address in URLS:
        download(client, address)
    with app.app_context():
        account = account_by_email(db.session, email)
        assert account is not None
        principal = identify(db.session, account.id)
        assert principal is not None
        began = time.process_time()
        rows: list[tuple[Cell, ...]] = [
            tuple(row) for row in exported_progress(db.session, principal.visibility())
        ]
        print(f"lezen uit de database: {len(rows)} rijen, {time.process_time() - began:.2f} s processor")
    began = time.process_time()
    size = sum(map(len, workbook([Table("Voortgang", ["Kop"] * 18, rows, [20] * 18)], datetime.now(UTC))))
    print(f"eigen schrijver alleen: {time.process_time() - began:.2f} s, {size / 1e6:.1f} MB")
    began = time.process_time()
    with_xlsxwriter(rows)
    print(f"xlsxwriter (constant_memory) alleen: {time.process_time() - began:.2f} s")


def download(client: FlaskClient, address: str) -> None:
    """Take one file along, as a browser does."""
    before, began, spent = memory(), time.perf_counter(), time.process_time()
    answer = client.get(address, buffered=False)
    pieces = answer.iter_encoded()
    size = len(next(pieces))
    first = time.perf_counter() - began
    size += sum(map(len, pieces))
    answer.close()
    print(
        f"{address}: eerste byte na {first * 1000:.0f} ms, {time.process_time() - spent:.2f} s processor, "
        f"{time.perf_counter() - began:.2f} s in totaal, {size / 1e6:.1f} MB, "
        f"geheugen +{memory() - before:.0f} MB"
    )


def with_xlsxwriter(rows: list[tuple[Cell, ...]]) -> None:
    """Write the same rows as the writer for workbooks to fill in would."""
    book = Workbook("/dev/null", {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Voortgang")
    day = book.add_format({"num_format": "d-m-yyyy"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_datetime(number, place, value, day)
    book.close()


def memory() -> float:
    """Return the most memory this process ever used, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:3])

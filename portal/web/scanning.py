"""The virus scanner of this installation, and what happens to a file it does not trust (security R42)."""

from typing import cast

import structlog
from flask import Flask, current_app

from config.scanner import scanner_address
from portal.domain.uploads import CheckedFile, UploadProblem, UploadRefusedError
from portal.filestore.scanner import Scanner, ScannerUnavailableError

_log = structlog.get_logger()
_NAME = "mainportaal.scanner"


def init_app(app: Flask, address: str) -> None:
    """Let views find the scanner, if there is one."""
    app.extensions[_NAME] = scanner_of(address)


def scanner_of(address: str) -> Scanner | None:
    """Return the scanner at an address of the settings; None where none is used."""
    if not address:
        return None
    place = scanner_address(address)
    return Scanner(path=place.path, host=place.host, port=place.port)


def scanner() -> Scanner | None:
    """Return the scanner of this application."""
    return cast("Scanner | None", current_app.extensions[_NAME])


def scanned(file: CheckedFile) -> CheckedFile:
    """Return a file in which the scanner finds nothing; raises UploadRefusedError for any other.

    Where a scanner is used, a file it could not look at stays out.
    """
    using = scanner()
    if using is None:
        return file
    try:
        infected = using.finds_virus(file.content)
    except ScannerUnavailableError as error:
        _log.error("scanner_unavailable", reason=str(error))
        raise UploadRefusedError(UploadProblem.NOT_SCANNED) from error
    if infected:
        _log.warning("virus_refused", kind=file.kind.value, sha256=file.sha256)
        raise UploadRefusedError(UploadProblem.INFECTED)
    return file

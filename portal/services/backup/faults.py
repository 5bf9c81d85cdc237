"""Why a backup was not restored; the database is then what it was."""


class NewerBackupError(Exception):
    """Raised for a backup of a database that is newer than the code."""


class NotEmptyError(Exception):
    """Raised when there is something in the database and nobody said that it may be replaced."""


class InUseError(Exception):
    """Raised while others are connected to the database."""


class NotOwnerError(Exception):
    """Raised when this user of PostgreSQL may not set the old tables aside: it does not own the database."""


class NotRestoredError(Exception):
    """Raised when what arrived in the database is not what was saved."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(*wrong)
        self.wrong = wrong

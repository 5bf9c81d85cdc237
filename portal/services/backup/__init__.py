"""Backups: made while the portal runs, verified, and restored on either kind of database."""

from portal.services.backup.faults import (
    InUseError,
    NewerBackupError,
    NotEmptyError,
    NotOwnerError,
    NotRestoredError,
)
from portal.services.backup.making import (
    Made,
    OldDatabaseError,
    UnsoundDatabaseError,
    make_backup,
    record_made,
)
from portal.services.backup.restoring import Restored, is_empty, restore_backup
from portal.services.backup.verifying import Verified, verify_backup

__all__ = [
    "InUseError",
    "Made",
    "NewerBackupError",
    "NotEmptyError",
    "NotOwnerError",
    "NotRestoredError",
    "OldDatabaseError",
    "Restored",
    "UnsoundDatabaseError",
    "Verified",
    "is_empty",
    "make_backup",
    "record_made",
    "restore_backup",
    "verify_backup",
]

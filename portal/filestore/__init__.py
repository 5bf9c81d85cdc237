"""Where files are kept, behind one small interface: a folder, or S3-compatible storage (in `objects`)."""

from portal.filestore.folder import FolderStore
from portal.filestore.store import FileMissingError, FileStore, StoredFile, StoreUnavailableError, new_key

__all__ = [
    "FileMissingError",
    "FileStore",
    "FolderStore",
    "StoreUnavailableError",
    "StoredFile",
    "new_key",
]

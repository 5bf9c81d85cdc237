"""The file of a backup: entries, whole or not at all, in chunks that show every damaged byte."""

from portal.archive.entries import ArchiveReader, ArchiveWriter, Entry
from portal.archive.faults import ArchiveError, ArchiveFault
from portal.archive.manifest import FORMAT, FileLine, Head, Manifest, TableLine
from portal.archive.places import FolderBusyError, backups_in, holding, keep_newest, new_place, placed

__all__ = [
    "FORMAT",
    "ArchiveError",
    "ArchiveFault",
    "ArchiveReader",
    "ArchiveWriter",
    "Entry",
    "FileLine",
    "FolderBusyError",
    "Head",
    "Manifest",
    "TableLine",
    "backups_in",
    "holding",
    "keep_newest",
    "new_place",
    "placed",
]

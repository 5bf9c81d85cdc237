"""How often somebody may do what costs the portal much: generous for people, too few for a script."""

from dataclasses import dataclass
from datetime import timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Ration:
    """So many times within so long, for each account."""

    name: str
    most: int
    window: timedelta = MINUTE


EXPORT = Ration("export", 30)
"""Taking figures or files along."""
DOCUMENT = Ration("document", 10)
"""Making a PDF or a Word file, or issuing one."""
UPLOAD = Ration("upload", 20)
"""Sending a file, which is taken apart before it is kept."""
PREVIEW = Ration("preview", 60)
"""Looking at what a document or an import would become."""
SOURCE = Ration("source", 30)
"""Asking the open data of the Tweede Kamer, which are not ours to burden."""

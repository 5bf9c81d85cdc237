"""The story of a motie or promise as events on one line: from what was asked to what the Kamer was told."""

from collections.abc import Sequence

from portal.queries.ask_files import ItemFile
from portal.queries.item_history import ItemHistory
from portal.web.file_story.asked import asked, linked
from portal.web.file_story.done import progressed, shown, stepped
from portal.web.file_story.event import FileEvent, Place
from portal.web.file_story.told import closed, moved, said

__all__ = ["FileEvent", "Place", "file_story"]


def file_story(file: ItemFile, history: ItemHistory) -> Sequence[FileEvent]:
    """Return the whole story, oldest first; what has no date comes before it."""
    # With one ask nobody needs to be told which one it is about.
    codes = {each.ask.id: each.ask.code for each in file.asks} if len(file.asks) > 1 else {}
    events = [
        *asked(file, history.documents),
        *linked(file, history, codes),
        *stepped(history.steps, codes),
        *progressed(history.progress),
        *shown(history, codes),
        *said(history.passages),
        *closed(history.closings, codes),
        *moved(history.postponements, codes),
    ]
    return sorted(events, key=lambda event: event.when.sort)

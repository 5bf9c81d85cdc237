"""The book of a meeting: agenda with annotations and all that it is about, as PDF."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template

from portal.documents.printing import Printed, print_page
from portal.models import Account
from portal.queries.meeting_book import BookContents
from portal.web.agenda_words import meeting_name, told
from portal.web.functions import function_of


@dataclass(frozen=True)
class Issue:
    """Which issue of a book this is, and when it is made."""

    number: int
    made_at: datetime
    made_on: date
    demonstration: bool


def meeting_book(contents: BookContents, issue: Issue) -> Printed:
    """Return the book; people stand in it by their function."""
    return print_page(book_page(contents, issue))


def book_page(contents: BookContents, issue: Issue) -> str:
    """Return the book as a page for paper."""

    def function(account: Account) -> str:
        return function_of(account, issue.made_on)

    return render_template(
        "documents/meeting_book.html",
        book=contents,
        meeting=contents.meeting,
        issue=issue,
        name=meeting_name(contents.meeting),
        told={entry.item.id: told(entry.subject) for entry in contents.items if entry.subject},
        function_of=function,
    )

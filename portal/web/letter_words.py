"""Letters to the Kamer in words, and the page on which a passage of one can be read."""

from flask import url_for
from flask_babel import gettext as _

from portal.models import Passage
from portal.web.formats import day, shortened

_SHOWN = 140


def passage_words(passage: Passage) -> str:
    """Kamerbrief … van 15 juli 2024, passage 2."""
    return str(
        _(
            "%(letter)s van %(day)s, passage %(number)s",
            letter=passage.letter.title,
            day=day(passage.letter.sent_on),
            number=passage.number,
        )
    )


def passage_choice(passage: Passage) -> str:
    """Return a passage as one can choose it: with the beginning of what it says."""
    return f"{passage_words(passage)}: {shortened(passage.text, _SHOWN)}"


def passage_url(passage: Passage) -> str:
    """Return where the passage can be read."""
    return url_for("letters.show", code=passage.letter.code, _anchor=f"passage-{passage.number}")

"""Parts of pages that are the same for all with one scope, kept rendered until something changes (ADR 44)."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.database import db
from portal.domain.areas import Area
from portal.queries.remembered import remember

LONGEST_CODE = 64
"""Characters of a code in an address; anything longer is none of ours."""


def short(code: str) -> str:
    """Return a code as an address asks for it, or nothing where it can be no code: keys stay small."""
    return code if len(code) <= LONGEST_CODE else ""


def fragment(
    template: str, areas: tuple[Area, ...], key: Hashable, context: Callable[[], dict[str, Any]]
) -> Markup:
    """Return a part of a page, rendered anew after each change in these areas.

    The key holds the scope of the reader and everything else that the context follows from. A fragment has
    no form: a token in it would be somebody else's.
    """

    def make() -> Markup:
        return Markup(render_template(template, **context()))  # noqa: S704 - rendered by a template

    return remember(db.session, areas, (template, key), make, weigh=len)

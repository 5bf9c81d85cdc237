"""Pages that are the same for all with the same roles, kept between frame and frame (ADR 44)."""

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.database import db
from portal.domain.areas import Area
from portal.queries.remembered import remember
from portal.web.fragments import short
from portal.web.listing import page_number
from portal.web.sign_in import current_principal

# Drawn anew in every process: nobody can write what parts a page.
_SEAM = secrets.token_hex(16)
_DEEPEST = 20
"""Pages of a list that are kept; who goes further looks for something else."""
_TOKEN = secrets.token_hex(16)
"""Stands where a form has the token of the reader."""


@dataclass(frozen=True)
class KeptPage:
    """What a page puts in the frame."""

    title: Markup
    breadcrumb: Markup
    main: Markup


def asked(*names: str) -> Hashable | None:
    """Return what the address asks of a list; None where it asks what hardly anybody asks again."""
    if request.args.get("q") or page_number() > _DEEPEST:
        return None
    values = [request.args.get(name, "") for name in (*names, "sorteer")]
    return (*values, page_number()) if all(short(value) == value for value in values) else None


def kept_page(
    template: str,
    areas: tuple[Area, ...],
    key: Hashable | None,
    context: Callable[[], dict[str, Any]],
    live: Mapping[str, str] | None = None,
) -> str:
    """Return a page of which all but the frame is kept until something changes in these areas.

    The key holds the address; the roles of the reader are added to it. The page follows from those alone and
    has nothing of one person; only the token in its forms is that of who looks. Without a key it is not kept.
    Where the template says `live("name")` stands what is made for every request; it is given by that name.
    """
    if key is None:
        return render_template(template, **context())
    scope = current_principal().scope
    kept = remember(
        db.session,
        areas,
        (template, key, scope),
        lambda: _made(template, context()),
        weigh=lambda page: len(page.main),
    )
    main = kept.main
    if _TOKEN in main:
        main = main.replace(_TOKEN, Markup.escape(generate_csrf()))
    for name, part in (live or {}).items():
        main = main.replace(_place(name), Markup(part))  # noqa: S704 - rendered by a template
    return render_template("layouts/kept.html", kept=KeptPage(kept.title, kept.breadcrumb, main))


def _made(template: str, context: dict[str, Any]) -> KeptPage:
    page = render_template(template, layout="layouts/pieces.html", seam=_SEAM, live=_place, **context)
    page = page.replace(generate_csrf(), _TOKEN)
    return KeptPage(*(Markup(piece) for piece in page.split(_SEAM)))  # noqa: S704 - rendered by a template


def _place(name: str) -> Markup:
    return Markup(f"<!--{_SEAM[::-1]} {name}-->")  # noqa: S704 - two words of our own

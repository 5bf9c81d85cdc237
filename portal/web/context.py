"""What every template can use."""

from typing import Any

from flask import Flask, request, url_for

from portal.access.policy import Permission
from portal.access.principal import NOBODY, Principal
from portal.domain import clock
from portal.web import (
    formats,
    kamer_side,
    labels,
    navigation,
    notices,
    personal_data,
    proof_words,
    register_words,
    waiting,
)
from portal.web.assets import asset
from portal.web.factors import owes_factor
from portal.web.icons import icon
from portal.web.sign_in import current_principal
from portal.web.staying import staying


def init_app(app: Flask, *, demonstration: bool) -> None:
    """Give templates their filters, globals and the frame of the page."""
    app.jinja_env.filters.update(
        day=formats.day,
        moment=formats.moment,
        euro=formats.euro,
        number=formats.number,
        shift=formats.shift,
        file_size=formats.file_size,
        label=labels.shown,
        kind=labels.kind,
    )
    app.jinja_env.globals.update(
        asset=asset,
        draw_icon=icon,
        Permission=Permission,
        day_range=formats.day_range,
        role_words=labels.role_words,
        kamer_side=kamer_side.kamer_side,
        personal_data_patterns=personal_data.patterns,
        item_address=register_words.item_address,
        item_trail=register_words.item_trail,
        list_of=register_words.list_of,
        proof_words=proof_words.proof_words,
        proof_address=proof_words.proof_address,
        tried_too_often=waiting.tried_too_often,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, Any]:
        principal = current_principal()
        # Who must make a second factor first sees no doors that stay shut.
        owes = owes_factor()
        return {
            "principal": principal,
            "person": _person(principal),
            "menu": navigation.menu(principal) if principal.account_id and not owes else "",
            "footer_links": navigation.footer(NOBODY if owes else principal),
            "home_url": url_for("home.index"),
            "demonstration": demonstration,
            "here": request.path,
            "printed_on": clock.today(),
            "unread_notices": notices.unread,
            "staying": staying,
        }


def _person(principal: Principal) -> dict[str, str] | None:
    if principal.account_id is None:
        return None
    duties = dict.fromkeys(
        ", ".join(filter(None, (str(labels.label(duty.role)), duty.network_title)))
        for duty in principal.duties
    )
    return {
        "name": principal.name,
        "role_line": "; ".join(duties),
        "own_url": url_for("own.index"),
        "sign_out_url": url_for("session.sign_out"),
    }

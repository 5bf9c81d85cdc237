"""What every template can use."""

from typing import Any

from flask import Flask, request, url_for

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain import clock
from portal.web import formats, labels, navigation
from portal.web.assets import asset
from portal.web.sign_in import current_principal


def init_app(app: Flask, *, demonstration: bool) -> None:
    """Give templates their filters, globals and the frame of the page."""
    app.jinja_env.filters.update(
        day=formats.day,
        moment=formats.moment,
        euro=formats.euro,
        number=formats.number,
        label=labels.label,
        kind=labels.kind,
    )
    app.jinja_env.globals.update(
        asset=asset, Permission=Permission, day_range=formats.day_range, role_words=labels.role_words
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, Any]:
        principal = current_principal()
        return {
            "principal": principal,
            "person": _person(principal),
            "navigation": navigation.links(navigation.MENU, principal) if principal.account_id else [],
            "footer_links": navigation.links(navigation.FOOTER, principal),
            "home_url": url_for("home.index"),
            "demonstration": demonstration,
            "here": request.path,
            "printed_on": clock.today(),
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
        "sign_out_url": url_for("session.sign_out"),
    }

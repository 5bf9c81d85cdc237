"""The doors: one blueprint for each area of the portal."""

from flask import Flask

from portal.views import (
    about,
    accounts,
    health,
    home,
    period_actions,
    periods,
    progress,
    reports,
    roles,
    session,
)

BLUEPRINTS = (
    session.blueprint,
    home.blueprint,
    period_actions.blueprint,
    periods.blueprint,
    reports.blueprint,
    progress.blueprint,
    accounts.blueprint,
    roles.blueprint,
    about.blueprint,
    health.blueprint,
)


def register(app: Flask, *, demonstration: bool) -> None:
    """Hang every door in the house; the page with all components only in a demonstration."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if demonstration:
        from portal.views import design

        app.register_blueprint(design.blueprint)

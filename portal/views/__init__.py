"""The doors: one blueprint for each area of the portal."""

from flask import Flask

from portal.views import (
    about,
    accounts,
    budget,
    chain,
    coherence,
    design,
    documents,
    goals,
    health,
    home,
    maatregelen,
    moties,
    networks,
    overview,
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
    overview.blueprint,
    coherence.blueprint,
    period_actions.blueprint,
    periods.blueprint,
    reports.blueprint,
    progress.blueprint,
    networks.blueprint,
    maatregelen.blueprint,
    goals.blueprint,
    moties.blueprint,
    budget.blueprint,
    chain.blueprint,
    documents.blueprint,
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
        app.register_blueprint(design.blueprint)

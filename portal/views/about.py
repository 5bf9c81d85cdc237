"""Over dit portaal."""

from flask import Blueprint, render_template

from portal.web.doors import Door, requires

blueprint = Blueprint("about", __name__)


@blueprint.get("/over")
@requires(Door.PUBLIC)
def index() -> str:
    """Tell what the portal is for, and how accessible and private it is."""
    return render_template("about/index.html")

"""For tests that play what is done for the Kamer: a world in which that is still to be told."""

import pytest
from flask import Flask


@pytest.fixture(scope="session")
def world_app(untold_app: Flask) -> Flask:
    """Take the place of the whole demonstration, in the file that imports this."""
    return untold_app

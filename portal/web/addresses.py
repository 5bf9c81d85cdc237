"""Addresses that cannot be of any page."""

from unicodedata import category

from flask import abort, request


def refuse_impossible() -> None:
    """Answer 404 when the path holds a control character: no code has one, and PostgreSQL takes no NUL."""
    if any(category(character) == "Cc" for character in request.path):
        abort(404)

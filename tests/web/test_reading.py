"""Reading changes nothing: only a door that takes POST saves, or one that writes down that one looked."""

import inspect
import re

from flask import Flask

SAVES = re.compile(r"\.commit\(|\.flush\(|session\.(?:add|delete|merge)\(")


def only_read(app: Flask) -> set[str]:
    """The doors that take nothing but reading."""
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        methods.setdefault(rule.endpoint, set()).update(rule.methods or ())
    return {endpoint for endpoint, taken in methods.items() if taken <= {"GET", "HEAD", "OPTIONS"}}


def test_a_door_for_reading_saves_nothing(bare_app: Flask) -> None:
    doors = only_read(bare_app) - {"static"}
    assert len(doors) > 50
    saving = {
        endpoint
        for endpoint in doors
        if SAVES.search(inspect.getsource(bare_app.view_functions[endpoint]))
        and not getattr(bare_app.view_functions[endpoint], "records_reading", False)
    }
    assert not saving


def test_a_door_says_that_looking_is_written_down(bare_app: Flask) -> None:
    """What is written down of reading is in the audit trail; it never changes what was read."""
    recording = {
        endpoint
        for endpoint in only_read(bare_app)
        if getattr(bare_app.view_functions[endpoint], "records_reading", False)
    }
    assert {"evidence.download", "exports.csv", "exports.xlsx"} <= recording


def test_every_other_door_takes_post_and_not_get(bare_app: Flask) -> None:
    both = {
        rule.endpoint
        for rule in bare_app.url_map.iter_rules()
        if {"GET", "POST"} <= (rule.methods or set())
        or (rule.methods or set()) & {"PUT", "PATCH", "DELETE", "TRACE"}
    }
    assert not both

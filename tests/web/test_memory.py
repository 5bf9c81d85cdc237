"""What a process holds in memory before anybody asks for it."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

RARE = {
    "PIL",
    "authlib",
    "docx",
    "docxtpl",
    "fontTools",
    "joserfc",
    "obstore",
    "puremagic",
    "weasyprint",
    "zxcvbn",
}
"""Libraries that few processes ever need: pictures, documents, buckets, single sign-on, new passwords."""


def test_a_process_begins_without_what_is_rarely_used(tmp_path: Path) -> None:
    code = "import sys; from portal.app import create_app; create_app(); print(*sys.modules)"
    settings = {"PORTAL_DEMO": "true", "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    told = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, env=settings, capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert "portal.app" in loaded
    assert loaded & RARE == set()

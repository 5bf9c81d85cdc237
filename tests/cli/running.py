"""Running `portal` in a process of its own, parted from one that has its modules ready: it starts at once."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import ROOT

_READY = multiprocessing.get_context("forkserver")
# A command is loaded when it is asked for; here all of them will be.
_READY.set_forkserver_preload([f"portal.cli.{path.stem}" for path in (ROOT / "portal/cli").glob("[a-z]*.py")])
_PATIENCE = 240.0
"""Seconds for one command."""

Finished = subprocess.CompletedProcess[str]


def run_portal(words: Sequence[str], settings: Mapping[str, str], answer: str = "") -> Finished:
    """Run a command with only these settings of the portal, and what somebody types."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").write_text(answer, encoding="utf-8")
        process = _READY.Process(target=_command, args=(list(words), dict(settings), folder))
        process.start()
        process.join(_PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"portal {' '.join(words)}")
        said, complained = ((folder / each).read_text(encoding="utf-8") for each in ("out", "err"))
    return Finished(words, process.exitcode, said, complained)


def _command(words: list[str], settings: dict[str, str], folder: Path) -> None:
    from portal.cli import main  # noqa: PLC0415 - it is ready in the process this one parted from

    for each in [each for each in os.environ if each.startswith("PORTAL_")]:
        del os.environ[each]
    os.environ.update(settings)
    for number, (each, way) in enumerate((("in", "r"), ("out", "w"), ("err", "w"))):
        with (folder / each).open(way) as file:
            os.dup2(file.fileno(), number)
    for number, each in enumerate(("stdin", "stdout", "stderr")):
        setattr(sys, each, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))
    os.chdir(ROOT)
    sys.argv = ["portal", *words]
    try:
        main()
    finally:
        sys.stdout.flush()

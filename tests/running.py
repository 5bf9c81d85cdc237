"""The command `portal` in a process of its own, parted from one that has its modules ready: no waiting."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.conftest import ROOT


class Streams(NamedTuple):
    """What a command reads, and where what it says and complains of goes."""

    typed: str = os.devnull
    said: str = os.devnull
    complained: str = os.devnull


_READY = multiprocessing.get_context("forkserver")
# A command is loaded when it is asked for; here all of them will be.
_READY.set_forkserver_preload([f"portal.cli.{path.stem}" for path in (ROOT / "portal/cli").glob("[a-z]*.py")])
NOWHERE = Streams()
_PATIENCE = 240.0
"""Seconds for one command."""

Finished = subprocess.CompletedProcess[str]


def start_portal(
    words: Sequence[str], settings: Mapping[str, str], streams: Streams = NOWHERE
) -> ForkServerProcess:
    """Start a command with only these settings of the portal, at the head of a process group of its own."""
    # As a daemon it never outlives the tests.
    process = _READY.Process(target=_command, args=(list(words), dict(settings), streams), daemon=True)
    process.start()
    assert process.pid is not None
    with suppress(ProcessLookupError):
        while os.getpgid(process.pid) != process.pid:
            time.sleep(0.001)
    return process


def stop(process: ForkServerProcess, how: signal.Signals) -> None:
    """Send a signal to a command and all that it started, and wait until it is gone."""
    assert process.pid is not None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    process.join(_PATIENCE)
    assert process.exitcode is not None


def run_portal(words: Sequence[str], settings: Mapping[str, str], answer: str = "") -> Finished:
    """Run a command to its end, with what somebody types."""
    with TemporaryDirectory() as name:
        streams = Streams(*(str(Path(name) / each) for each in ("in", "out", "err")))
        Path(streams.typed).write_text(answer, encoding="utf-8")
        process = start_portal(words, settings, streams)
        process.join(_PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"portal {' '.join(words)}")
        said, complained = (Path(each).read_text(encoding="utf-8") for each in streams[1:])
    return Finished(words, process.exitcode, said, complained)


def _command(words: list[str], settings: dict[str, str], streams: Streams) -> None:
    os.setsid()
    from portal.cli import main  # noqa: PLC0415 - it is ready in the process this one parted from

    for each in [each for each in os.environ if each.startswith("PORTAL_")]:
        del os.environ[each]
    os.environ.update(settings)
    for number, (each, way) in enumerate(zip(streams, ("r", "w", "w"), strict=True)):
        with Path(each).open(way) as file:
            os.dup2(file.fileno(), number)
    for number, each in enumerate(("stdin", "stdout", "stderr")):
        setattr(sys, each, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))
    os.chdir(ROOT)
    sys.argv = ["portal", *words]
    try:
        main()
    finally:
        sys.stdout.flush()

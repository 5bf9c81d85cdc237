"""The command `portal`, for people who run the portal."""

import os
import sys
from importlib import import_module

import click

from config.settings import SettingsError, load_settings

_NAMES = (
    "account",
    "audit",
    "backup",
    "demo",
    "docs",
    "files",
    "opendata",
    "plan",
    "sbom",
    "search",
    "status",
    "worker",
)
_PLACES = {name: name for name in _NAMES} | {"migrate": "server", "serve": "server"}
"""In which module each command stands."""


class _Commands(click.Group):
    """Commands that are loaded when they are asked for: the server need not hold the others in memory."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_PLACES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return the command of this name, None when there is none."""
        if name not in _PLACES:
            return None
        command: click.Command = getattr(import_module(f"portal.cli.{_PLACES[name]}"), name)
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
def portal() -> None:
    """Mainportaal: het portaal van het plan van aanpak drugssmokkel via mainports."""


def main() -> None:
    """Check the settings first, so that a wrong one is told in one clear line."""
    if not {"--help", "-h"} & set(sys.argv[1:]) and len(sys.argv) > 1:
        try:
            load_settings(os.environ)
        except SettingsError as error:
            raise SystemExit(f"De instellingen kloppen niet:\n{error}") from None
    portal()

"""The command `portal`, for people who run the portal."""

import os
import sys

import click

from config.settings import SettingsError, load_settings
from portal.cli import account, demo, docs, plan, server


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def portal() -> None:
    """Mainportaal: het portaal van het plan van aanpak drugssmokkel via mainports."""


portal.add_command(server.serve)
portal.add_command(server.migrate)
portal.add_command(plan.plan)
portal.add_command(demo.demo)
portal.add_command(account.account)
portal.add_command(docs.docs)


def main() -> None:
    """Check the settings first, so that a wrong one is told in one clear line."""
    if not {"--help", "-h"} & set(sys.argv[1:]) and len(sys.argv) > 1:
        try:
            load_settings(os.environ)
        except SettingsError as error:
            raise SystemExit(f"De instellingen kloppen niet:\n{error}") from None
    portal()

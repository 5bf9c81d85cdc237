"""The steps of the journeys."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus

from tests.bench.forms import form_with
from tests.bench.visitor import Reply, Visitor
from tests.bench.world import World

Step = Callable[[Visitor, World], Reply]
Aside = Callable[[Visitor, World], None]


def pages(*paths: str) -> Step:
    """Return a step that opens these pages in turn."""

    def step(visitor: Visitor, world: World) -> Reply:
        visitor.turn += 1
        path = paths[visitor.turn % len(paths)]
        others = world.networks[1:]
        round_, number = divmod(visitor.turn, len(others))
        return visitor.get(
            path.format(
                period=world.period,
                motie=world.motie,
                own=visitor.network,
                maatregel=f"{world.networks[-1]}-m12",
                other=f"{others[number]}-m{12 - round_ % 2}",
                page=1 + visitor.turn % 3,
            )
        )

    return step


def sign_in(visitor: Visitor, _world: World) -> Reply:
    """Sign in."""
    return visitor.sign_in("stuurgroep1")


def form(visitor: Visitor, _world: World) -> Reply:
    """Open the form this visitor writes in."""
    return visitor.get(visitor.form)


def open_form(visitor: Visitor, _world: World) -> None:
    """Remember what stands in the form, the first time."""
    if "version" not in visitor.kept:
        page = visitor.get(visitor.form).text
        visitor.kept |= form_with(page, "gedaan")


def autosave(visitor: Visitor, _world: World) -> Reply:
    """Save one field that is longer by a few words, as the script of the form does."""
    visitor.turn += 1
    fields = dict(visitor.kept)
    fields["gedaan"] = f"{fields['gedaan'].partition(' Stand ')[0]} Stand {visitor.turn}."
    reply = visitor.post(f"{visitor.form}/tussentijds", fields)
    if reply.status == HTTPStatus.OK:
        told = json.loads(reply.text)
        visitor.kept |= {"version": str(told["version"]), "uitgangspunt": told["basis"]}
    return reply


def report(world: World) -> str:
    """Return the address of the report that is complete."""
    return f"/rapportages/{world.period}/{world.networks[1]}"


def confirm(visitor: Visitor, world: World) -> None:
    """Ask to submit, and remember the version that was shown."""
    page = visitor.get(f"{report(world)}/indienen").text
    visitor.kept |= form_with(page, "version")


def submit(visitor: Visitor, world: World) -> Reply:
    """Submit."""
    fields = {name: visitor.kept[name] for name in ("csrf_token", "version")}
    return visitor.post(f"{report(world)}/indienen", fields)


def withdraw(visitor: Visitor, world: World) -> None:
    """Take the submission back, so that it can be made again."""
    page = visitor.get(f"{report(world)}/intrekken").text
    visitor.post(f"{report(world)}/intrekken", form_with(page, "version"))


def find_file(visitor: Visitor, _world: World) -> None:
    """Find the stylesheet of a page."""
    if "file" not in visitor.kept:
        found = re.search(r'href="(/static/[^"]+\.css[^"]*)"', visitor.get("/").text)
        assert found, "no stylesheet on this page"
        visitor.kept["file"] = found.group(1)


def file(visitor: Visitor, _world: World) -> Reply:
    """Fetch it."""
    return visitor.get(visitor.kept["file"])

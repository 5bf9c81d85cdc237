"""Accounts: for each network a coordinator and four who write along, and everybody of the programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from portal.domain.roles import Role
from portal.models import Account, Appointment, Maatregel
from portal.models.maatregel import maatregel_contributor
from portal.services.passwords import hash_of
from tests.bench.world.bulk import Bulk
from tests.bench.world.places import Place
from tests.bench.world.words import Words

PASSWORD = "meten-is-weten-2022"
DOMAIN = "meting.example"
WRITERS = 4
PROGRAMME: Mapping[Role, int] = {
    Role.PROGRAMME_OFFICER: 3,
    Role.STEERING_MEMBER: 8,
    Role.STEERING_SECRETARY: 1,
    Role.ADMINISTRATOR: 2,
    Role.AUDITOR: 1,
}
NAMES: Mapping[Role, str] = {
    Role.COORDINATOR: "coordinator",
    Role.CONTRIBUTOR: "schrijver",
    Role.PROGRAMME_OFFICER: "programmabureau",
    Role.STEERING_MEMBER: "stuurgroep",
    Role.STEERING_SECRETARY: "secretaris",
    Role.ADMINISTRATOR: "beheerder",
    Role.AUDITOR: "auditor",
    Role.READER: "lezer",
}


@dataclass(frozen=True)
class People:
    """Accounts by number."""

    programme: Mapping[Role, list[int]]
    coordinators: Mapping[int, int]
    """By network."""
    writers: Mapping[int, list[int]]
    names: Mapping[int, str]


def accounts_for(networks: int) -> int:
    """Return how many accounts there are: 50, 500 and 5,000 for 6, 60 and 600 networks."""
    return networks * 25 // 3


def add_people(bulk: Bulk, words: Words, places: Sequence[Place], since: datetime) -> People:
    """Add everybody, with the appointments that let them in, and divide the maatregelen among them."""
    entry = _Entry(bulk, words, since)
    programme = {
        role: [entry.person(f"{NAMES[role]}{number}", role) for number in range(1, count + 1)]
        for role, count in PROGRAMME.items()
    }
    coordinators, writers = {}, {}
    for place in places:
        coordinators[place.id] = entry.person(f"coordinator.{place.code}", Role.COORDINATOR, place.id)
        writers[place.id] = [
            entry.person(f"schrijver{number}.{place.code}", Role.CONTRIBUTOR, place.id)
            for number in range(1, WRITERS + 1)
        ]
    for number in range(accounts_for(len(places)) - len(entry.names)):
        entry.person(f"lezer{number + 1}", Role.READER, places[number % len(places)].id)
    bulk.send()
    _divide(bulk, places, coordinators, writers)
    return People(programme, coordinators, writers, entry.names)


class _Entry:
    """Lets people in."""

    def __init__(self, bulk: Bulk, words: Words, since: datetime) -> None:
        self._bulk = bulk
        self._words = words
        self._since = since
        # One password for all: hashing takes as long as it should.
        self._password_hash = hash_of(PASSWORD)
        self.names: dict[int, str] = {}

    def person(self, local_part: str, role: Role, network_id: int | None = None) -> int:
        name = self._words.person()
        account = self._bulk.add(
            Account.__table__,
            email=f"{local_part}@{DOMAIN}",
            name=name,
            organisation="Meting",
            password_hash=self._password_hash,
            created_at=self._since,
            last_signed_in_at=self._since,
        )
        self._bulk.add(
            Appointment.__table__,
            account_id=account,
            role=role,
            network_id=network_id,
            starts_on=self._since.date(),
        )
        self.names[account] = name
        return account


def _divide(
    bulk: Bulk, places: Sequence[Place], coordinators: Mapping[int, int], writers: Mapping[int, list[int]]
) -> None:
    """Give each maatregel an owner and somebody who fills it in."""
    owners = []
    for place in places:
        several = writers[place.id]
        for number, (maatregel, _code, _title) in enumerate(place.maatregelen):
            owner = coordinators[place.id] if number == 0 else several[number % len(several)]
            owners.append({"number": maatregel, "owner": owner})
            bulk.link(
                maatregel_contributor, maatregel_id=maatregel, account_id=several[(number + 1) % len(several)]
            )
    table = Maatregel.__table__
    assert isinstance(table, sa.Table)
    bulk.connection.execute(
        sa.update(table).where(table.c.id == sa.bindparam("number")).values(owner_id=sa.bindparam("owner")),
        owners,
    )

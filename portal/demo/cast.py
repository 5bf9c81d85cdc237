"""The personas as accounts: they come, they are appointed, some leave, and they act only as they may."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.access.principal import NOBODY, Principal
from portal.demo.agenda import Agenda
from portal.demo.moments import working_moment
from portal.demo.personas import INVITED, PASSWORD, PERSONAS, Persona, Post, person_for
from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor
from portal.domain.roles import Role
from portal.models import Account, Maatregel, Network
from portal.queries.account_reviews import due_appointments
from portal.queries.division import divided, division_version
from portal.services import accounts, maatregelen, passwords
from portal.services.account_reviews import confirm_appointments
from portal.services.division import assign_contributors
from portal.services.inviting import Guest, invite

FORMER_OWNERS = {
    "nzkg-02": "oud-partner.noordzeekanaalgebied",
    "zwb-02": "oud-partner.zeeland-west-brabant",
}
"""Maatregelen that first belonged to somebody who has left."""


class NotAllowedError(Exception):
    """Raised when a persona would do what the policy does not allow."""


class Cast:
    """Everybody in the demonstration."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._networks = {network.code: network for network in session.scalars(sa.select(Network))}
        self._accounts: dict[str, Account] = {}

    def act(self, account: Account, permission: Permission, network: Network | None = None) -> Actor:
        """Return the account as an actor of this moment; raises NotAllowedError."""
        principal = self.principal(account)
        if not principal.allows(permission, network.id if network else None):
            raise NotAllowedError(f"{account.email}: {permission.value}")
        return principal.actor

    def principal(self, account: Account) -> Principal:
        """Return the account with the appointments of this moment."""
        return identify(self._session, account.id) or NOBODY

    def account(self, role: Role, network: str = "") -> Account:
        """Return the account of who holds a role."""
        return self._accounts[person_for(role, network).local_part]

    def officers(self) -> list[Account]:
        """Return the accounts of the programme office."""
        posts = (Post(Role.PROGRAMME_OFFICER),)
        return [self._accounts[persona.local_part] for persona in PERSONAS if persona.posts == posts]

    def by_local_part(self, local_part: str) -> Account:
        """Return one account by the first part of its address."""
        return self._accounts[local_part]

    def plan(self, agenda: Agenda, beginning: date) -> datetime:
        """Write arrivals and departures in the agenda; return the moment by which the first have arrived."""
        arrival = working_moment(beginning, time(9, 0), forward=True)
        agenda.note(arrival, lambda: self._arrive(beginning))
        agenda.note(arrival + timedelta(hours=1), lambda: self._appoint(beginning))
        agenda.note(arrival + timedelta(hours=2), self._assign_first_owners)
        agenda.note(arrival + timedelta(hours=2), self._divide)
        for persona in PERSONAS:
            for post in persona.posts:
                self._plan_post(agenda, persona, post)
        self._plan_administration(agenda)
        return arrival + timedelta(hours=2)

    def _plan_post(self, agenda: Agenda, persona: Persona, post: Post) -> None:
        if post.starts_in is not None:
            start = working_moment(self._today + timedelta(days=post.starts_in - 1), time(15, 0))
            agenda.note(start, lambda: self._give(persona, post, self._today))
        if not post.is_current():
            last_day = self._today + timedelta(days=post.ends_in or 0)
            agenda.note(working_moment(last_day, time(16, 0)), lambda: self._leave(persona))

    def _plan_administration(self, agenda: Agenda) -> None:
        """Let the administrator check what is for the whole programme, and invite somebody who waits."""
        checked = working_moment(self._today - timedelta(days=100), time(11, 0))
        agenda.note(checked, self._check)
        agenda.note(working_moment(self._today - timedelta(days=3), time(11, 0)), self._invite)

    def _check(self) -> None:
        actor = self.act(self.account(Role.ADMINISTRATOR), Permission.MANAGE_ACCOUNTS)
        found = due_appointments(self._session, clock.today())
        chosen = [each for each in found if each.network_id is None and each.account_id != actor.account_id]
        confirm_appointments(self._session, actor, chosen, "Nagevraagd bij de organisatie.")

    def _invite(self) -> None:
        actor = self.act(self.account(Role.ADMINISTRATOR), Permission.MANAGE_ACCOUNTS)
        guest = Guest(INVITED.name, INVITED.email, INVITED.organisation, Role.READER, None, self._today)
        invite(self._session, actor, guest, demonstration=True)

    def _arrive(self, beginning: date) -> None:
        password_hash = passwords.hash_of(PASSWORD)
        for persona in PERSONAS:
            self._accounts[persona.local_part] = accounts.add_account(
                self._session,
                SYSTEM,
                email=persona.email,
                name=persona.name,
                password_hash=password_hash,
                organisation=persona.organisation,
                demonstration=True,
            )
        administrator = self.account(Role.ADMINISTRATOR)
        accounts.give_appointment(self._session, SYSTEM, administrator, Role.ADMINISTRATOR, None, beginning)

    def _appoint(self, beginning: date) -> None:
        for persona in PERSONAS:
            for post in persona.posts:
                if post.starts_in is None and post.role is not Role.ADMINISTRATOR:
                    self._give(persona, post, beginning)

    def _give(self, persona: Persona, post: Post, beginning: date) -> None:
        actor = self.act(self.account(Role.ADMINISTRATOR), Permission.MANAGE_ACCOUNTS)
        accounts.give_appointment(
            self._session,
            actor,
            self._accounts[persona.local_part],
            post.role,
            self._networks.get(post.network),
            post.starts_on(self._today, beginning),
            post.ends_on(self._today) if post.is_current() else None,
            substitute_for=self._accounts.get(post.stands_in_for),
        )

    def _assign_first_owners(self) -> None:
        rows = self._session.scalars(sa.select(Maatregel).order_by(Maatregel.network_id, Maatregel.position))
        for number, maatregel in enumerate(rows.all()):
            role = Role.CONTRIBUTOR if number % 2 else Role.COORDINATOR
            network = next(code for code, row in self._networks.items() if row.id == maatregel.network_id)
            owner = self._accounts.get(FORMER_OWNERS.get(maatregel.code, "")) or self.account(role, network)
            self._assign(maatregel, owner)

    def _divide(self) -> None:
        """Let each coordinator give the first maatregel to somebody who writes along."""
        for code, network in self._networks.items():
            rows = divided(self._session, network.id)
            if network.retired_on is None and rows:
                actor = self.act(self.account(Role.COORDINATOR, code), Permission.COORDINATE_REPORT, network)
                partner = self.account(Role.CONTRIBUTOR, code)
                wanted = {rows[0].id: {partner.id}}
                assign_contributors(self._session, actor, network, division_version(rows), wanted)

    def _assign(self, maatregel: Maatregel, owner: Account) -> None:
        network = self._session.get_one(Network, maatregel.network_id)
        coordinator = self.account(Role.COORDINATOR, network.code)
        actor = self.act(coordinator, Permission.ASSIGN_OWNER, network)
        maatregelen.assign_owner(self._session, actor, maatregel, owner)

    def _leave(self, persona: Persona) -> None:
        account = self._accounts[persona.local_part]
        for maatregel in self._owned_by(account):
            network = self._session.get_one(Network, maatregel.network_id)
            self._assign(maatregel, self.account(Role.CONTRIBUTOR, network.code))
        actor = self.act(self.account(Role.ADMINISTRATOR), Permission.MANAGE_ACCOUNTS)
        for appointment in account.appointments:
            accounts.end_appointment(self._session, actor, appointment)
        if not persona.active:
            accounts.set_active(self._session, actor, account, active=False)

    def _owned_by(self, account: Account) -> Iterator[Maatregel]:
        yield from self._session.scalars(sa.select(Maatregel).where(Maatregel.owner_id == account.id)).all()

"""Accounts and appointments; nothing is ever deleted."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.accounts import AccountState, Language, ReviewOutcome
from portal.domain.roles import NETWORK_ROLES, PROGRAMME_ROLES, Role
from portal.models.knooppunt import Network


def _values(roles: frozenset[Role]) -> str:
    return ", ".join(f"'{role.value}'" for role in sorted(roles))


class Appointment(Base):
    """A role somebody holds, for one network or the programme, from one day up to and including another."""

    __tablename__ = "appointment"
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint(
            f"(role NOT IN ({_values(NETWORK_ROLES)}) OR network_id IS NOT NULL)"
            f" AND (role NOT IN ({_values(PROGRAMME_ROLES)}) OR network_id IS NULL)",
            name="network_fits_role",
        ),
        sa.CheckConstraint(
            "substitute_for_id IS NULL OR (ends_on IS NOT NULL AND substitute_for_id <> account_id)",
            name="substitute_ends",
        ),
        sa.Index(
            "uq_appointment_same_start",
            "account_id",
            "role",
            sa.text("coalesce(network_id, 0)"),
            "starts_on",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    """Moment at which it was ended before its time; the rights end at that very moment."""
    substitute_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    """Whom this person stands in for; such an appointment always has a last day."""
    network: Mapped[Network | None] = relationship()
    account: Mapped["Account"] = relationship(back_populates="appointments", foreign_keys=account_id)
    substitute_for: Mapped["Account | None"] = relationship(foreign_keys=substitute_for_id)

    def is_current(self, today: date) -> bool:
        """Return whether the appointment holds on this day; both ends count."""
        return self.starts_on <= today and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Return whether the appointment was ended, or its last day has passed."""
        return self.ended_at is not None or (self.ends_on is not None and self.ends_on < today)


class Account(Base):
    """A person who can sign in."""

    __tablename__ = "account"
    __table_args__ = (sa.Index("uq_account_email_lower", sa.text("lower(email)"), unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str] = mapped_column(sa.String(120))
    organisation: Mapped[str] = mapped_column(sa.String(120), default="")
    password_hash: Mapped[str] = mapped_column(sa.String(255), default="")
    """Empty as long as somebody has no password: invited, or with single sign-on alone."""
    password_changed_at: Mapped[datetime | None]
    language: Mapped[Language] = mapped_column(default=Language.DUTCH, server_default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="account", order_by=Appointment.starts_on, foreign_keys=Appointment.account_id
    )

    @property
    def is_invited(self) -> bool:
        """Return whether somebody was asked in and never came: no password, and never signed in."""
        return not self.password_hash and self.last_signed_in_at is None

    @property
    def state(self) -> AccountState:
        """Return whether somebody can sign in."""
        if not self.active:
            return AccountState.OFF
        return AccountState.INVITED if self.is_invited else AccountState.ACTIVE


class AppointmentReview(Base):
    """The answer to "nog juist?" about an appointment; it is only ever added."""

    __tablename__ = "appointment_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    outcome: Mapped[ReviewOutcome]
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    appointment: Mapped[Appointment] = relationship()
    by: Mapped[Account] = relationship()

"""Sessions, links by mail, second factors and what slows guessing down; no secret is kept readable."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.accounts import FactorKind, SessionEnd, SignInMethod, TokenPurpose
from portal.models.account import Account


class SignInSession(Base):
    """That somebody is signed in on a device; the browser holds the token, the database its hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        sa.CheckConstraint("expires_at > created_at", name="ends_after_start"),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
        sa.Index(None, "account_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    method: Mapped[SignInMethod]
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    """When the last factor was shown; before that the session opens nothing but the second step."""
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    reauthenticated_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(sa.String(60), default="")
    """Where from, shortened so that it no longer points at one device."""
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    """Browser and system in words, as the owner recognises them."""
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[SessionEnd | None]
    account: Mapped[Account] = relationship()


class AccountToken(Base):
    """A link that was sent by mail and can be used once; the secret itself is never kept."""

    __tablename__ = "account_token"
    __table_args__ = (
        sa.CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        sa.Index(None, "account_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    purpose: Mapped[TokenPurpose]
    nonce: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """With the key of the portal it makes the link; alone it opens nothing."""
    payload: Mapped[str] = mapped_column(sa.String(254), default="")
    """What the link will do it with: the new address of an account."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(foreign_keys=account_id)


class SecondFactor(Base):
    """An app that makes codes, or a passkey."""

    __tablename__ = "second_factor"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'totp') = (sealed_secret <> '')", name="secret_of_totp"),
        sa.CheckConstraint(
            "(kind = 'passkey') = (credential_id IS NOT NULL AND public_key IS NOT NULL)",
            name="key_of_passkey",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[FactorKind]
    name: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When it first worked; until then it protects nothing and is asked for nowhere."""
    last_used_at: Mapped[datetime | None]
    sealed_secret: Mapped[str] = mapped_column(sa.String(300), default="")
    """The secret of the app, sealed with the key of the portal."""
    last_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The time step of the last code that was accepted: no code works twice (R03)."""
    credential_id: Mapped[str | None] = mapped_column(sa.String(1400), unique=True)
    public_key: Mapped[str | None] = mapped_column(sa.String(2000))
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    transports: Mapped[str] = mapped_column(sa.String(100), default="")
    account: Mapped[Account] = relationship()


class RecoveryCode(Base):
    """A code for when a factor is lost; it works once and only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ExternalIdentity(Base):
    """Who somebody is at the provider of single sign-on."""

    __tablename__ = "external_identity"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(255))
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Throttle(Base):
    """How often something was tried lately by one account, address or person; shared by all processes."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    """What is counted and for whom, hashed where it could be a person."""
    count: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]

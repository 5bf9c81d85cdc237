"""Holding an account, so that two who change how it is entered come one after the other."""

from sqlalchemy.orm import Session

from portal.models import Account


def hold(session: Session, account: Account) -> None:
    """Read again what decides who may enter, and let nobody else change it until the transaction ends.

    Take it after counters and before anything else of the account is written: in one order nobody waits for
    who waits for them. What only refers to the account, such as a line in the audit trail, waits for nothing.
    """
    session.refresh(account, ["active", "password_hash"], with_for_update={"key_share": True})

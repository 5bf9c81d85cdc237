"""The own audit trail: what one did, what others did to the account, and nothing of anybody else."""

from portal.domain.audit import SYSTEM, Actor, AuditAction, SubjectKind
from portal.domain.roles import Role
from portal.services import audit
from tests.builders import person
from tests.own import Visit, visit

__all__ = ["visit"]


def note(visit: Visit, actor: Actor, kind: SubjectKind, number: int | None, label: str, reason: str) -> None:
    audit.record(visit.session, actor, AuditAction.ACCOUNT_CHANGED, kind, number, label, reason=reason)
    visit.session.commit()


def test_own_deeds_and_those_of_others_to_the_account_are_listed(visit: Visit) -> None:
    me = Actor(visit.account.id, "Een")
    admin = Actor(person(visit.session, "baas", Role.ADMINISTRATOR).id, "Baas", (Role.ADMINISTRATOR,))
    note(visit, me, SubjectKind.REPORT, 3, "Rotterdam, eerste ronde", "Tekst van een concept")
    note(visit, admin, SubjectKind.ACCOUNT, visit.account.id, "Een", "Andere afdeling")
    page = visit.page("/mijn/auditspoor")
    assert "Rotterdam, eerste ronde" in page
    assert "Tekst van een concept" not in page
    assert "Andere afdeling" in page
    assert "Baas, Beheerder" in page
    assert "Gegevens van het account gewijzigd" in page
    assert "account_changed" not in page


def test_what_others_did_elsewhere_is_not_listed(visit: Visit) -> None:
    other = person(visit.session, "twee", Role.READER)
    note(visit, Actor(other.id, "Twee"), SubjectKind.REPORT, visit.account.id, "Zelfde nummer", "")
    note(visit, SYSTEM, SubjectKind.ACCOUNT, other.id, "Twee", "")
    page = visit.page("/mijn/auditspoor")
    assert "Zelfde nummer" not in page
    assert "Twee" not in page


def test_where_an_administrator_came_from_is_not_shown(visit: Visit) -> None:
    marker = audit.address.set("192.0.2.0/24")
    try:
        note(visit, SYSTEM, SubjectKind.ACCOUNT, visit.account.id, "Een", "")
        assert "192.0.2.0/24" not in visit.page("/mijn/auditspoor")
        # The request was from somewhere else.
        audit.address.set("192.0.2.0/24")
        note(visit, Actor(visit.account.id, "Een"), SubjectKind.ACCOUNT, visit.account.id, "Een", "")
    finally:
        audit.address.reset(marker)
    assert "192.0.2.0/24" in visit.page("/mijn/auditspoor")


def test_a_long_trail_has_pages(visit: Visit) -> None:
    for number in range(60):
        note(visit, Actor(visit.account.id, "Een"), SubjectKind.REPORT, number, f"Regel {number:03}", "")
    first, last = visit.page("/mijn/auditspoor"), visit.page("/mijn/auditspoor?pagina=99")
    assert "Regel 059" in first
    assert "Regel 000" not in first
    assert "Regel 059" not in last
    assert "Aanstelling gegeven" in last

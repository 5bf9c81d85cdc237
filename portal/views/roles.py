"""Rollen en rechten, made from the policy itself."""

from typing import Any

from flask import Blueprint

from portal.access.policy import POLICY, Permission, Scope
from portal.domain.roles import Role
from portal.web.doors import requires
from portal.web.kept_pages import kept_page

blueprint = Blueprint("roles", __name__)


@blueprint.get("/rollen")
@requires(Permission.READ_ROLES)
def index() -> str:
    """Show what each role may do."""
    return kept_page("roles/index.html", (), (), _index)


def _index() -> dict[str, Any]:
    matrix = [(permission, [_scope(permission, role) for role in Role]) for permission in Permission]
    return {"roles": list(Role), "matrix": matrix, "Scope": Scope}


def _scope(permission: Permission, role: Role) -> Scope | None:
    scopes = {grant.scope for grant in POLICY[permission] if grant.role is role}
    return Scope.ALL if Scope.ALL in scopes else Scope.OWN if scopes else None

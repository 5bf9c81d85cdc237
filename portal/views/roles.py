"""Rollen en rechten, made from the policy itself."""

from flask import Blueprint, render_template

from portal.access.policy import POLICY, Permission, Scope
from portal.domain.roles import Role
from portal.web.doors import requires

blueprint = Blueprint("roles", __name__)


@blueprint.get("/rollen")
@requires(Permission.READ_ROLES)
def index() -> str:
    """Show what each role may do."""
    matrix = [(permission, [_scope(permission, role) for role in Role]) for permission in Permission]
    return render_template("roles/index.html", roles=list(Role), matrix=matrix, Scope=Scope)


def _scope(permission: Permission, role: Role) -> Scope | None:
    scopes = {grant.scope for grant in POLICY[permission] if grant.role is role}
    return Scope.ALL if Scope.ALL in scopes else Scope.OWN if scopes else None

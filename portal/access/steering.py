"""What the stuurgroep as a whole may read: the measure of what stands in a book or a list for all members."""

from portal.access.principal import Principal
from portal.domain.roles import Duty, Role

ANY_MEMBER = Principal(None, "", (Duty(Role.STEERING_MEMBER),))
"""Somebody with the rights of every member and no other."""

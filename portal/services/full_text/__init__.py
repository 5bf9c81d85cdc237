"""What can be found by words: made from what was changed, kept with it, and made again at will."""

from portal.services.full_text.keeping import is_empty, rebuild
from portal.services.full_text.registry import SEARCHED
from portal.services.full_text.watching import WATCHED

__all__ = ["SEARCHED", "WATCHED", "is_empty", "rebuild"]

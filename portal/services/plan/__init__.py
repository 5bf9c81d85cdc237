"""Reading, comparing and loading the plan as data."""

from portal.domain.plan import Plan, PlanError
from portal.domain.plan.diff import PlanDiff
from portal.services.plan.diff import diff_plan
from portal.services.plan.load import load_plan
from portal.services.plan.read import check_plan

__all__ = ["Plan", "PlanDiff", "PlanError", "check_plan", "diff_plan", "load_plan"]

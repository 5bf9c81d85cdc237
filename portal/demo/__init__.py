"""The demonstration world: invented persons and reports on the plan that is loaded."""

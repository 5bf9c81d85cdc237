"""What differs between installations: settings and server, and the plan as data."""

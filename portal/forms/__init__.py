"""Forms: what may be filled in, and what a wrong answer is told."""

"""The verbs that change things; each takes the actor, records the audit event and flushes, never commits."""

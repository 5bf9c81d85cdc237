"""The verbs that change things; each takes the actor, records the audit event and flushes, never commits."""

# Listens to every session: whatever is changed through a service can be found at once.
import portal.services.full_text.keeping  # noqa: F401

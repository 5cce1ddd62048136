"""Clock, ids, locks, outbox, jobs, HTTP client. No business words."""

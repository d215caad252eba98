"""The way of a ticket, one file per step: receive, understand, enrich, decide, act, reconcile, reply, record."""

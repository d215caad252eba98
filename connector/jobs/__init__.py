"""Who works: the pool that drains inbox and outbox."""

"""Pure decisions: no clock, network, database, randomness or logging."""

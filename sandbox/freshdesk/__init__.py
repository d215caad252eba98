"""A Freshdesk account as its API, its automation rules and its customers show it. State lives in memory."""

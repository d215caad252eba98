"""A stateful stand-in of one Gorgias account: its REST API, OAuth, HTTP integrations and widgets."""

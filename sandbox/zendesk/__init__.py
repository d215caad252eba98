"""A stateful stand-in of Zendesk Support, faithful to recorded answers and documented refusals."""

"""Stateful local stand-ins of the outside world, served over HTTP. Never imports `connector`."""

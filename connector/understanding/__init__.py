"""Reading tickets behind `connector.ports.understanding`: patterns, local, no account and no network."""

from __future__ import annotations

from connector.understanding.model import PatternReader

__all__ = ["PatternReader"]

"""Reading tickets behind `connector.ports.understanding`: patterns and a small trained model, no network."""

from __future__ import annotations

from connector.understanding.reader import TicketReader

__all__ = ["TicketReader"]

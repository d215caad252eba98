"""Adapter of `ports/replies.py`: macros filled with facts, and the working days that promises count."""

from connector.ports.replies import UnknownCountry
from connector.replies.calendar import WorkingDays
from connector.replies.library import default_macros_dir
from connector.replies.macros import MacroReplies

__all__ = ["MacroReplies", "UnknownCountry", "WorkingDays", "default_macros_dir"]

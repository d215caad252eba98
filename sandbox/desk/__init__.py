"""A small agent desk: a ticket, its conversation, and the real sidebar app in its frame."""

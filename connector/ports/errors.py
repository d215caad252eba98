"""How the outside can fail. The class says what may be done next; see `flow/act.py` and `flow/reconcile.py`."""

from connector.domain.errors import RetourError


class Transient(RetourError):
    """Nothing happened; the same call may be made again, `retry_after` seconds from now at the earliest."""

    def __init__(self, what: str, retry_after: float = 2.0) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class ReadFailed(Transient):
    """A read did not succeed: no connection, a time-out, a 5xx, an answer that is not what was asked for."""


class NotSent(Transient):
    """A write that surely did not happen: no connection was made, or the other side said 429 or 401 before acting."""


class NotConnected(Transient):
    """The other side no longer takes our token, or lacks a permission we need. A person must reconnect; we keep trying.

    `missing` names the permission where the other side does.
    """

    def __init__(self, what: str, missing: str | None = None, retry_after: float = 60.0) -> None:
        super().__init__(what, retry_after)
        self.missing = missing


class NotFound(RetourError):
    """A read of something that is not there."""


class Refused(RetourError):
    """A write that the other side clearly turned down. `code` is stable and short, `detail` its own words, in whatever
    language it speaks; `parameters` what it filled into them."""

    def __init__(self, code: str, detail: str = "", parameters: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.parameters = parameters


class Conflict(Refused):
    """The ticket changed since it was read: read again, then decide whether the text still fits."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("conflict", detail)


class TicketShut(Refused):
    """The ticket takes no more words: closed, merged or deleted."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("ticket_shut", detail)


class OutcomeUnknown(RetourError):
    """A write that may or may not have happened: time-out, 5xx, a lost answer. Never send again; look."""


class Overtaken(RetourError):
    """No call was made: the order is no longer as it was when it was decided about. Decide again."""


class DatabaseAway(RetourError):
    """Our own database does not answer: nothing was read, and nothing is kept of what was asked."""


class NotAuthentic(RetourError):
    """These bytes do not come from who they claim to come from. Nothing was read or kept."""


class Malformed(RetourError):
    """Genuine, but not of the documented form."""

"""What Magento says when it says no. `message` keeps its raw placeholders; the values travel in `parameters`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

NO_SUCH_ENTITY = "The entity that was requested doesn't exist. Verify the entity and try again."
COULD_NOT_SAVE_MEMO = "Could not save a Creditmemo, see error log for details"
REQUIRED = '"%fieldName" is required. Enter and try again.'


class Refusal(Exception):
    """An answer other than 200: an HTTP status and Magento's error body."""

    def __init__(self, status: int, message: str, parameters: list[Any] | dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


class Refusals(Refusal):
    """Several of them at once, under one status."""

    def __init__(self, problems: Sequence[Refusal]) -> None:
        super().__init__(problems[0].status, "One or more input exceptions have occurred.")
        self.problems = tuple(problems)

    def body(self) -> dict[str, Any]:
        return super().body() | {"errors": [problem.body() for problem in self.problems]}


class PlainError(Refusal):
    """What Magento's bootstrap says when even the error handling failed: 500, not JSON."""

    def __init__(self) -> None:
        super().__init__(500, "An error has happened during application run. See exception log for details.\n")


class NotAuthorized(Refusal):
    """The one 401 for a missing, bad or too weak token: it names the resource that was needed."""

    def __init__(self, resource: str) -> None:
        super().__init__(401, "The consumer isn't authorized to access %resources.", {"resources": resource})


class InternalError(Refusal):
    """Magento's 500 as JSON."""

    def __init__(self, report: int) -> None:
        text = f"Internal Error. Details are available in Magento log file. Report ID: webapi-{report:013x}"
        super().__init__(500, text)


def not_found() -> Refusal:
    return Refusal(404, NO_SUCH_ENTITY)


def no_such(field: str, value: object) -> Refusal:
    """Carts and customers name what is missing; the value has the type it came with."""
    return Refusal(404, "No such entity with %fieldName = %fieldValue", {"fieldName": field, "fieldValue": value})


def no_route() -> Refusal:
    """Unknown path or wrong verb."""
    return Refusal(404, "Request does not match any route.")


def filled(refusal: Refusal) -> str:
    """Return the message with its placeholders filled, as it is shown outside of JSON."""
    values = refusal.parameters or {}
    pairs = values.items() if isinstance(values, dict) else enumerate(values, start=1)
    text = refusal.message
    for name, value in pairs:
        text = text.replace(f"%{name}", str(value))
    return text


def required(field: str) -> Refusal:
    return Refusal(400, REQUIRED, {"fieldName": field})


def integer(field: str, value: object) -> int:
    """Return a number of a body, 0 for null; texts of digits pass, as PHP casts them."""
    try:
        return int(str(value or 0))
    except ValueError as error:
        raise wrong_type(field, value, "int") from error


def wrong_type(field: str, value: object, kind: str) -> Refusal:
    text = f'Error occurred during "{field}" processing. The "{value}" value\'s type is invalid. '
    return Refusal(400, text + f'The "{kind}" type was expected. Verify and try again.')

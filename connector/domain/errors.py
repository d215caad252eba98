"""What can be wrong with a value. `web/errors.py` and `cli.py` say how each is shown."""


class RetourError(Exception):
    """Base of every error Retour raises on purpose. Its text names what is wrong and, where possible, what to do."""


class InvalidMoney(RetourError, ValueError):
    """An amount that is no amount: a float, NaN, two currencies in one sum, more decimals than the currency has."""


class InvalidPolicy(RetourError):
    """A policy that cannot be used. One message per problem, each with its line and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class IllegalTransition(RetourError):
    """A case was asked to go where `case.TRANSITIONS` does not let it."""

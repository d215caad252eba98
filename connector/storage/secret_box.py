"""Secrets at rest: encrypted with the first key, readable with any. The keys themselves are settings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, select

from connector.ports.clock import Clock
from connector.ports.secrets import UnreadableSecret
from connector.storage.locks import held
from connector.storage.session import READ_ONLY, answering
from connector.storage.statements import insert_or_replace
from connector.storage.tables import secrets


class SecretBox:
    """`ports.secrets.Secrets` on SQL and Fernet (AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, engine: Engine, clock: Clock, keys: Sequence[str]) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READ_ONLY)
        self._clock = clock
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        """Raise DatabaseAway, besides. It is asked with every delivery: it waits for no writer."""
        with answering(), self._reading.begin() as connection:
            found = connection.scalar(select(secrets.c.value).where(secrets.c.owner == owner, secrets.c.name == name))
        if found is None:
            return None
        try:
            value: dict[str, str] = json.loads(self._fernet.decrypt(found))
        except InvalidToken as error:
            raise UnreadableSecret(f"{owner} {name}") from error
        return value

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        sealed = self._fernet.encrypt(json.dumps(dict(value)).encode())
        with self._engine.begin() as connection:
            insert_or_replace(connection, secrets, {"owner": owner, "name": name, "value": sealed})

    def lock(self, name: str, seconds: float) -> AbstractContextManager[None]:
        return held(self._engine, self._clock, name, seconds)

    def rotate(self) -> int:
        """Write every secret anew with the first key; return how many. Afterwards older keys may go.

        Raise UnreadableSecret, with nothing changed, if one of them cannot be opened.
        """
        with self._engine.begin() as connection:
            rows = connection.execute(select(secrets).with_for_update()).all()
            for row in rows:
                try:
                    value = self._fernet.rotate(row.value)
                except InvalidToken as error:
                    raise UnreadableSecret(f"{row.owner} {row.name}") from error
                insert_or_replace(connection, secrets, {"owner": row.owner, "name": row.name, "value": value})
        return len(rows)

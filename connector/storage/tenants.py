"""Installations, their shops and every policy text ever used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from connector.domain.ids import ShopId, TenantId
from connector.ports.store import Installation
from connector.storage.statements import insert_once, insert_or_replace
from connector.storage.tables import installations, policies, shops


def _installation(row: Row[Any]) -> Installation:
    return Installation(
        id=TenantId(row.id),
        helpdesk=row.helpdesk,
        account=row.account,
        base_url=row.base_url,
        shop=ShopId(row.shop_id),
        shop_url=row.shop_url,
        service_user=row.service_user,
        policy_hash=row.policy_hash,
        webhook_id=row.webhook_id,
        app_installation=row.app_installation,
        brake=row.brake,
        connected=row.connected,
    )


class SqlTenants:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, tenant: TenantId) -> Installation | None:
        if "\0" in tenant:  # it comes from outside, and PostgreSQL takes no such text, not even to look for it
            return None
        row = self._connection.execute(select(installations).where(installations.c.id == tenant)).first()
        return _installation(row) if row else None

    def all(self) -> Sequence[Installation]:
        rows = self._connection.execute(select(installations).order_by(installations.c.id))
        return [_installation(row) for row in rows]

    def put(self, installation: Installation, at: datetime) -> None:
        insert_once(self._connection, shops, {"id": installation.shop, "url": installation.shop_url})
        insert_or_replace(
            self._connection,
            installations,
            {
                "id": installation.id,
                "helpdesk": installation.helpdesk,
                "account": installation.account,
                "base_url": installation.base_url,
                "shop_id": installation.shop,
                "shop_url": installation.shop_url,
                "service_user": installation.service_user,
                "policy_hash": installation.policy_hash,
                "webhook_id": installation.webhook_id,
                "app_installation": installation.app_installation,
                "brake": installation.brake,
                "connected": installation.connected,
                "changed_at": at,
            },
        )

    def policy(self, policy_hash: str) -> str | None:
        return self._connection.scalar(select(policies.c.text).where(policies.c.hash == policy_hash))

    def put_policy(self, policy_hash: str, text: str, at: datetime) -> None:
        insert_once(self._connection, policies, {"hash": policy_hash, "text": text, "added_at": at})

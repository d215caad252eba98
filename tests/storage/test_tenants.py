"""Installations and policies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import TenantId
from connector.storage.session import SqlStore
from connector.storage.tables import shops
from tests.storage.conftest import ACME, NOW, SISTER


def test_keeps_installations_as_they_were_given(shop: SqlStore) -> None:
    with shop.begin() as tx:
        assert tx.tenants.get(ACME.id) == ACME
        assert tx.tenants.all() == [ACME, SISTER]
        assert tx.tenants.get(TenantId("nobody")) is None


def test_two_installations_may_share_a_shop(shop: SqlStore) -> None:
    with shop.engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(shops)) == 1


def test_putting_again_replaces(shop: SqlStore) -> None:
    changed = replace(ACME, brake=True, app_installation="5", webhook_id="w", service_user="901")
    with shop.begin() as tx:
        tx.tenants.put(changed, NOW)
        assert tx.tenants.all() == [changed, SISTER]


def test_one_account_is_one_installation(shop: SqlStore) -> None:
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.tenants.put(replace(ACME, id=TenantId("twin")), NOW)
    with shop.begin() as tx:
        assert tx.tenants.get(TenantId("twin")) is None


def test_an_installation_has_a_policy_that_is_kept(shop: SqlStore) -> None:
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.tenants.put(replace(ACME, policy_hash="b" * 64), NOW)
    with shop.begin() as tx:
        assert tx.tenants.get(ACME.id) == ACME


def test_a_policy_is_never_replaced(shop: SqlStore) -> None:
    with shop.begin() as tx:
        tx.tenants.put_policy("a" * 64, "another text", NOW)
        assert tx.tenants.policy("a" * 64) == "shop: Acme\n"
        assert tx.tenants.policy("b" * 64) is None

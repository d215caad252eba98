"""What is promised and what went out, per shop: counted under the shop's lock, so that two cannot both be the last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from connector.domain.ids import ActionKey, LineId, OrderId, ShopId
from connector.domain.money import Money, total
from connector.domain.policy import Limit
from connector.ports.store import OverLimit, Reservation
from connector.storage.tables import ledger, shops


def _reservation(row: Row[Any]) -> Reservation:
    return Reservation(
        key=ActionKey(row.key),
        shop=ShopId(row.shop_id),
        order=OrderId(row.order_id),
        customer=row.customer,
        day=row.day,
        amount=Money.from_minor(row.amount, row.currency),
        units=json.loads(row.units),
        compensates=row.compensates,
    )


class SqlLedger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reserve(
        self,
        reservation: Reservation,
        customer: Limit,
        shop: Limit,
        left: Mapping[LineId, int],
        given: Mapping[LineId, int],
        but: ActionKey | None = None,
    ) -> None:
        # NO KEY UPDATE: opening a case holds a key share of its shop's row, and two openers would wait for each other.
        shop_row = select(shops.c.id).where(shops.c.id == reservation.shop)
        self._connection.execute(shop_row.with_for_update(key_share=True))
        if self.promised(reservation.shop, reservation.order):
            raise OverLimit("another action on this order is under way")
        if self._given_since(reservation, given, but):
            raise OverLimit("store credit or articles were given on this order since this was decided")
        for line, units in reservation.units.items():
            if units > left.get(line, 0):
                raise OverLimit(f"line {line}: {units} units, {left.get(line, 0)} left")
        for who, limit in ((reservation.customer, customer), (None, shop)):
            since = reservation.day - timedelta(days=limit.days - 1)
            self._check(reservation, limit, self.granted(reservation.shop, who, since))
        self._connection.execute(
            insert(ledger).values(
                key=reservation.key,
                shop_id=reservation.shop,
                order_id=reservation.order,
                customer=reservation.customer,
                day=reservation.day,
                amount=reservation.amount.minor,
                currency=reservation.amount.currency,
                units=json.dumps(dict(reservation.units), sort_keys=True),
                state="reserved",
                compensates=reservation.compensates,
            )
        )

    def _given_since(self, wanted: Reservation, given: Mapping[LineId, int], but: ActionKey | None) -> bool:
        """Whether more is compensated by now than was known when it was decided: facts may be days old."""
        now: dict[LineId, int] = {}
        for each in self.compensated(wanted.shop, wanted.order):
            for line, units in each.units.items() if each.key != but else ():
                now[line] = now.get(line, 0) + units
        return any(units > given.get(line, 0) for line, units in now.items())

    def _check(self, reservation: Reservation, limit: Limit, granted: Sequence[tuple[date, Money]]) -> None:
        currency = reservation.amount.currency
        if len(granted) + 1 > limit.count:
            raise OverLimit(f"{len(granted)} actions in {limit.days} days, limit {limit.count}")
        if limit.amount.currency != currency or any(amount.currency != currency for _, amount in granted):
            raise OverLimit("a limit in another currency")
        if total([amount for _, amount in granted], currency) + reservation.amount > limit.amount:
            raise OverLimit(f"more than {limit.amount} in {limit.days} days")

    def make(self, key: ActionKey, amount: Money) -> None:
        self._connection.execute(update(ledger).where(ledger.c.key == key).values(state="made", amount=amount.minor))

    def void(self, key: ActionKey) -> None:
        self._connection.execute(
            update(ledger).where(ledger.c.key == key, ledger.c.state == "reserved").values(state="void")
        )

    def take_back(self, key: ActionKey) -> None:
        self._connection.execute(update(ledger).where(ledger.c.key == key).values(state="void"))

    def promised(self, shop: ShopId, order: OrderId) -> Sequence[Reservation]:
        return self._of_order(shop, order, ledger.c.state == "reserved")

    def compensated(self, shop: ShopId, order: OrderId) -> Sequence[Reservation]:
        return self._of_order(shop, order, and_(ledger.c.state == "made", ledger.c.compensates))

    def _of_order(self, shop: ShopId, order: OrderId, which: ColumnElement[bool]) -> Sequence[Reservation]:
        mine = and_(ledger.c.shop_id == shop, ledger.c.order_id == order, which)
        rows = self._connection.execute(select(ledger).where(mine).order_by(ledger.c.key))
        return [_reservation(row) for row in rows]

    def granted(self, shop: ShopId, customer: str | None, since: date) -> Sequence[tuple[date, Money]]:
        query = select(ledger).where(ledger.c.shop_id == shop, ledger.c.day >= since, ledger.c.state != "void")
        if customer is not None:
            query = query.where(ledger.c.customer == customer)
        return [(row.day, Money.from_minor(row.amount, row.currency)) for row in self._connection.execute(query)]

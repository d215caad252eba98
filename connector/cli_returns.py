"""`retour returns` and `retour scans`: what is awaited, and what came."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

import click

from connector.cli_base import application, shows_errors
from connector.domain.labels import label, option_label

if TYPE_CHECKING:
    from datetime import datetime

    from connector.domain.ids import ShopId
    from connector.flow.services import Services
    from connector.ports.store import Return, Scan

OUTCOMES: Mapping[str, str] = {  # those that are no code of a rule or a step
    "": "Not dealt with yet",
    "unknown_parcel": "No return is known for it: looked at again once one is agreed for its order",
    "on_its_way": "On its way: the warehouse has the last word",
    "settled_before": "Its return was settled before: nothing was done again",
    "away": "The shop was out of reach for too long",
}


@click.command()
@click.option("--all", "every", is_flag=True, help="Those that are settled or closed as well.")
@shows_errors
def returns(every: bool) -> None:
    """List the parcels that are awaited, first those whose time is over soonest."""
    with application().services.store.begin() as tx:
        found = tx.returns.listed(open_only=not every)
    for each in found:
        click.echo(return_line(each, with_state=every))
    click.echo(f"{len(found)} return(s)")


def return_line(agreed: Return, *, with_state: bool) -> str:
    """What was agreed, by when a person looks, and the order that waits on hold for the parcel."""
    held = f"replacement {agreed.held} on hold" if agreed.held else "nothing on hold"
    state = f"  {agreed.state:7}" if with_state else ""
    return (
        f"{agreed.rma}{state}  order {agreed.order_number}  {option_label(agreed.option, 'en'):12}  "
        f"agreed {agreed.agreed_at:%Y-%m-%d} by {agreed.by}  awaited until {agreed.due_on}  {held}  case {agreed.case}"
    )


@click.group(invoke_without_command=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1))
@click.pass_context
@shows_errors
def scans(context: click.Context, limit: int) -> None:
    """List the newest scans of parcels and what became of each; `add` tells of one, `token` lets a warehouse do so."""
    if context.invoked_subcommand is not None:
        return
    with application().services.store.begin() as tx:
        found = tx.returns.scans(limit)
    for each in found:
        click.echo(scan_line(each))


def scan_line(scan: Scan) -> str:
    which = "  ".join([scan.rma, f"order {scan.order_number}" if scan.order_number else ""]).strip()
    return f"{scan.at:%Y-%m-%d %H:%M}  {scan.by:9}  {which}  {outcome_in_words(scan)}  [{scan.event}]"


def outcome_in_words(scan: Scan) -> str:
    """The code behind the words is what docs/returns.md explains."""
    if not scan.outcome:
        tries = f", tried {scan.attempts} time(s)" if scan.attempts else ""
        return f"{OUTCOMES['']}{tries}"
    return f"{OUTCOMES.get(scan.outcome) or label(scan.outcome, 'en')} ({scan.outcome})"


@scans.command()
@click.argument("shop_url")
@shows_errors
def token(shop_url: str) -> None:
    """Make the token with which the warehouse and carriers of a shop call; the one before it ends at once."""
    from connector.flow.scans_in import new_token

    services = application().services
    shop, made = new_token(services, shop_url)
    click.echo(f"POST {services.public_url}/scans/{shop}")
    click.echo("with this bearer token; it is not shown again, and the one before it ends now:")
    click.echo(made)


@scans.command()
def schema() -> None:
    """Print the JSON Schema of what is posted."""
    import json

    from connector.flow.scans_in import SCHEMA

    click.echo(json.dumps(SCHEMA, indent=2, ensure_ascii=False))


@scans.command()
@click.argument("shop_url")
@click.option("--rma", help="The return's number.")
@click.option("--order", help="The order's number, where there is no RMA.")
@click.option("--by", type=click.Choice(["warehouse", "carrier"]), default="warehouse", show_default=True)
@click.option("--event", help="An id of its own; made up and printed where left out. Told twice is told once.")
@click.option("--line", "lines", multiple=True, metavar="SKU:UNITS:CONDITION", help="Left out: all as agreed, and ok.")
@click.option("--stock", multiple=True, metavar="SKU=UNITS", help="What you can still ship of it.")
@click.option("--file", type=click.File("rb"), help="JSON lines instead (docs/returns.md); -: standard input.")
@shows_errors
def add(shop_url: str, file: IO[bytes] | None, event: str | None, **given: Any) -> None:
    """Tell of a parcel that came back. CONDITION: ok, damaged, wrong or missing_parts."""
    from connector.flow.scans_in import joined_shop

    fields = [given["rma"], given["order"], event, *given["lines"], *given["stock"]]
    if file is not None and any(fields):
        raise click.UsageError("--file stands alone: its lines hold the rest")
    if file is None and not (given["rma"] or given["order"]):
        raise click.UsageError("give --rma, --order or --file")
    services = application().services
    shop = joined_shop(services, shop_url)
    if file is not None:
        _add_lines(services, shop, file)
    else:
        _add_one(services, shop, event or f"by-hand-{services.random_token()[:12]}", given)


def _add_one(services: Services, shop: ShopId, event: str, given: Mapping[str, Any]) -> None:
    from connector.flow.scans_in import keep_scans, scans_of

    told = keep_scans(services, scans_of(shop, event_of(event, given, services.clock()), services.clock()))
    click.echo(f"{event}: {'kept' if told.kept else 'known before: nothing was changed'}")


def event_of(event: str, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The event that the options mean, in the form in which it would be posted. Raise UsageError."""
    lines = [_line(each) for each in given["lines"]]
    stock = dict(_stock(each) for each in given["stock"])
    named = {"rma": given["rma"], "order": given["order"], "lines": lines, "stock": stock}
    return {
        "event": event,
        "by": given["by"],
        "at": at.isoformat(timespec="seconds"),
        **{name: value for name, value in named.items() if value},
    }


def _line(written: str) -> dict[str, Any]:
    """`MUG:2:ok`; a SKU may hold colons."""
    parts = written.rsplit(":", 2)
    if len(parts) != 3 or not parts[1].isdecimal():
        raise click.UsageError(f"--line {written}: write SKU:UNITS:CONDITION, such as MUG-01:2:ok")
    return {"sku": parts[0], "units": int(parts[1]), "condition": parts[2]}


def _stock(written: str) -> tuple[str, int]:
    sku, sign, units = written.rpartition("=")
    if not sign or not units.isdecimal():
        raise click.UsageError(f"--stock {written}: write SKU=UNITS, such as MUG-01=12")
    return sku, int(units)


def _add_lines(services: Services, shop: ShopId, file: IO[bytes]) -> None:
    """A bad line is named on standard error, the others are kept, the status is 1."""
    from connector.flow.scans_in import InvalidScan, keep_scans, read_scans

    kept = known = bad = 0
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            told = keep_scans(services, read_scans(shop, line, services.clock()))
        except InvalidScan as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
            continue
        kept, known = kept + told.kept, known + told.known
    click.echo(f"{kept} kept, {known} known before, {bad} bad line(s)")
    if bad:
        sys.exit(1)

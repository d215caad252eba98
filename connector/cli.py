"""`retour`: install, run, look up, verify. Commands print what they did; errors say what to do, on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connector.cli_base import Commands, application, shows_errors
from connector.cli_returns import returns, scans
from connector.domain.errors import RetourError
from connector.ports.understanding import Reader
from connector.settings import read_settings

if TYPE_CHECKING:
    from connector.flow.services import Services
    from connector.ports.store import Payout

POLICIES = Path(__file__).resolve().parent / "policies"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Retour: a returns desk inside the helpdesk, for Magento 2.

    \b
    First time:   retour migrate
                  retour connect magento URL
                  retour install zendesk ACCOUNT --shop URL --policy policy.yaml
                  retour run
    Every day:    retour cases, retour case ID, retour payouts, retour actions, retour returns, retour scans
    To see it:    retour demo, or in a shop to try things in: retour demo --magento URL --token TOKEN
    Without shop: retour policy check FILE, retour decide, retour understand
    """


main.add_command(returns)
main.add_command(scans)


@main.command()
@shows_errors
def migrate() -> None:
    """Bring the database to the newest form."""
    bring_up_to_date(read_settings(os.environ).database)
    click.echo("database: up to date")


def bring_up_to_date(database_url: str) -> None:
    """Run the migrations, found beside the package in a checkout and when installed."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).resolve().parent.parent / "migrations"))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    command.upgrade(config, "head")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@shows_errors
def run(host: str, port: int) -> None:
    """Serve everything in this one process: web, and the pool that works tickets off."""
    read_settings(os.environ)  # name what is wrong before a server starts
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    os.execv(sys.executable, [*command, "--workers", "1", "--blocking-threads", "32", "connector.wsgi:app"])  # noqa: S606


@main.group()
def connect() -> None:
    """Connect a shop."""


@connect.command("magento")
@click.argument("url")
@click.option("--token", help="An integration's access token, where the shop allows it as bearer.")
@click.option("--consumer-key")
@click.option("--consumer-secret")
@click.option("--access-token")
@click.option("--access-token-secret")
@shows_errors
def connect_magento(url: str, **given: str | None) -> None:
    """Connect the Magento at URL (its base URL). Without keys: prints the two addresses to enter in its integration,
    which then connects itself. With --token, or the four OAuth keys: proves and stores those."""
    from connector.flow.install import connect_shop

    keys = {name: value for name, value in given.items() if value}
    services = application().services
    if not keys:
        _announce(services, url)
        return
    shop = connect_shop(services, {"base_url": url, **keys}, lambda warning: click.echo(f"warning: {warning}"))
    click.echo(f"connected: {url} is {shop}")


def _announce(services: Services, url: str) -> None:
    from connector.flow.handshake import announce

    addresses = announce(services, url)
    click.echo("In Magento, under System > Extensions > Integrations > Add New Integration, enter")
    click.echo(f"  Callback URL:      {addresses.callback}")
    click.echo(f"  Identity link URL: {addresses.identity}")
    click.echo("and, under API, the permissions of docs/magento-admin.md. Save, then press Activate within 24 hours.")
    click.echo("Both addresses are for this shop alone: give them to nobody else.")
    click.echo(f"Then look whether all is well: retour doctor {url}")
    if not services.public_url.startswith("https://"):
        click.echo(f"warning: RETOUR_PUBLIC_URL is {services.public_url}: Magento must reach it, best under https")
    if not url.startswith("https://"):
        click.echo("warning: without https the keys travel readable; use it but for a shop on this machine")


@main.command()
@click.argument("helpdesk")
@click.argument("account")
@click.option("--shop", required=True, help="The shop's base URL, connected before.")
@click.option("--policy", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@shows_errors
def install(helpdesk: str, account: str, shop: str, policy: Path) -> None:
    """Begin an installation: prints the address at which an admin of the helpdesk gives consent."""
    from connector.flow.install import begin

    url = begin(application().services, helpdesk, account, shop, policy.read_text(encoding="utf-8"))
    click.echo("Open this address within 15 minutes, signed in to the helpdesk as an admin:")
    click.echo(url)


@main.command()
@click.argument("tenant")
@click.option("--brake/--no-brake", default=None, help="Stop everything that moves alone, or let it go again.")
@click.option("--app-installation", help="The sidebar app's installation id, for its signed URL.")
@click.option("--new-app-secret", is_flag=True, help="Make the secret for the sidebar app; ends the one before it.")
@shows_errors
def installation(tenant: str, brake: bool | None, app_installation: str | None, new_app_secret: bool) -> None:
    """Change an installation."""
    from connector.domain.ids import TenantId
    from connector.flow.install import change

    changes: dict[str, str | bool] = {}
    if brake is not None:
        changes["brake"] = brake
    if app_installation is not None:
        changes["app_installation"] = app_installation
    services = application().services
    found = change(services, TenantId(tenant), **changes)
    click.echo(f"{found.id}: shop {found.shop_url}, policy {found.policy_hash[:12]}, brake {found.brake}")
    if new_app_secret:
        from connector.web.auth import new_app_secret as made

        click.echo("The secret for the app's settings; it is not shown again, and the one before it ends now:")
        click.echo(made(services, found.id))


@main.group()
def package() -> None:
    """Build a helpdesk's sidebar app."""


@package.command("freshdesk")
@click.option("--out", default="retour-freshdesk.zip", show_default=True, type=click.Path(path_type=Path))
def package_freshdesk(out: Path) -> None:
    """Zip the app for the Freshworks developer portal."""
    from connector.app import sidebar_assets
    from connector.helpdesks.freshdesk.package import app_files, packed

    files = app_files(sidebar_assets())
    out.write_bytes(packed(files))
    click.echo(f"{out}: {len(files)} files")


@main.command()
@click.argument("tenant")
@shows_errors
def doctor(tenant: str) -> None:
    """Check both ends of an installation, or, given a shop's URL, the shop alone; names a permission that is missing.
    Status 1 if anything is wrong."""
    from connector.domain.ids import TenantId
    from connector.flow.install import check, check_shop

    services = application().services
    found = {"magento": check_shop(services, tenant)} if "://" in tenant else check(services, TenantId(tenant))
    for end, probe in found.items():
        missing = f"; missing: {', '.join(probe.missing)}" if probe.missing else ""
        click.echo(f"{end}: {'good' if probe.ok else 'NOT GOOD'} ({probe.detail}{missing})")
        for warning in probe.warnings:
            click.echo(f"{end}: warning: {warning}")
    if not all(probe.ok for probe in found.values()):
        sys.exit(1)


@main.command("publish-macros")
@click.argument("tenant")
@shows_errors
def publish_macros(tenant: str) -> None:
    """Put the texts that agents may send by hand into the helpdesk as its own macros."""
    from connector.domain.ids import TenantId
    from connector.flow.install import publish_templates

    click.echo(f"{publish_templates(application().services, TenantId(tenant))} macros")


@main.command()
@click.argument("tenant")
@click.confirmation_option(prompt="Remove Retour's webhook and token from the helpdesk?")
@shows_errors
def uninstall(tenant: str) -> None:
    """Leave a helpdesk: removes our webhook and token there. Records stay."""
    from connector.domain.ids import TenantId
    from connector.flow.install import uninstall as leave

    leave(application().services, TenantId(tenant))
    click.echo(f"{tenant}: left")


@main.group()
def policy() -> None:
    """Check, show and set policies."""


@policy.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shows_errors
def policy_check(file: Path) -> None:
    """Say what is wrong with a policy file, with line and key, or that nothing is."""
    from connector.domain.policy_text import read_policy

    found = read_policy(file.read_text(encoding="utf-8"))
    click.echo(f"{file}: good. Mode {found.rollout.mode}, hash {found.hash}")


@policy.command("example")
@click.argument("language", type=click.Choice(["fr", "en"]))
def policy_example(language: str) -> None:
    """Print the policy that ships for a French or an English shop."""
    click.echo((POLICIES / f"{language}.yaml").read_text(encoding="utf-8"), nl=False)


@policy.command("reference")
def policy_reference() -> None:
    """Print every key of the policy file and what it means."""
    from connector.domain.policy_doc import policy_reference as reference

    click.echo(reference(), nl=False)


@main.command()
def helpdesks() -> None:
    """Print what each helpdesk can do, and what follows where one cannot."""
    from connector.flow.declared import helpdesk_page
    from connector.helpdesks import HELPDESKS

    click.echo(helpdesk_page(list(HELPDESKS.values())), nl=False)


@policy.command("set")
@click.argument("tenant")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shows_errors
def policy_set(tenant: str, file: Path) -> None:
    """Use a policy for an installation from now on; earlier ones are kept."""
    from connector.domain.ids import TenantId
    from connector.flow.install import set_policy

    found = set_policy(application().services, TenantId(tenant), file.read_text(encoding="utf-8"))
    click.echo(f"{tenant}: policy {found.hash[:12]}, mode {found.rollout.mode}")


@main.command()
@click.option("--policy", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a line instead.")
@shows_errors
def decide(file: Path | None, schema: bool) -> None:
    """Decide requests and facts given as JSON lines on standard input (docs/decide.md); one decision a line."""
    from connector.domain.decide_line import decide_line
    from connector.domain.decide_schema import decide_schema
    from connector.domain.policy_text import read_policy

    if schema:
        click.echo(json.dumps(decide_schema(), indent=2, ensure_ascii=False))
        return
    if file is None:
        raise click.UsageError("give --policy FILE, or --schema")
    rules = read_policy(file.read_text(encoding="utf-8"))
    _each_line(lambda line: decide_line(line, rules))


@main.command()
@shows_errors
def understand() -> None:
    """Read tickets given as JSON lines on standard input: `id, subject, body`, or `turns`; one result a line. Needs no
    database; with RETOUR_LLM_URL a language model advises."""
    from connector.understanding.model import load_model
    from connector.understanding.report import as_json, read_line

    reader = _reader()
    if load_model().embedder is None:
        click.echo("read by words alone: the embedder is not installed (pip install 'retour[embedder]')", err=True)

    def read(line: str) -> str:
        ticket, subject, turns = read_line(line)
        return json.dumps(as_json(ticket, reader.understand(subject, turns)), ensure_ascii=False)

    _each_line(read)


def _reader() -> Reader:
    """What `bootstrap` holds besides takes a second to import: only where a language model advises."""
    settings = read_settings(os.environ)
    if not settings.llm_url:
        from connector.understanding import TicketReader

        return TicketReader()
    from connector.bootstrap import utc_now, words_in_and_out

    return words_in_and_out(settings, utc_now)[0]


def _each_line(answer: Callable[[str], str]) -> None:
    """One line in, one line out; a bad line is named on standard error, the others go on, the status is 1."""
    bad = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            click.echo(answer(line))
        except (RetourError, ValueError) as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
    if bad:
        sys.exit(1)


@main.command()
@click.option("--limit", default=50, show_default=True)
@shows_errors
def cases(limit: int) -> None:
    """List the newest cases."""
    with application().services.store.begin() as tx:
        for case in tx.cases.listed(limit=limit):
            when = f"{case.changed_at:%Y-%m-%d %H:%M}" if case.changed_at else ""
            click.echo(
                f"{case.id}  {when}  {case.state:16}  {case.order_number or '-':12}  {case.ticket_id:8}  {case.why}"
            )


@main.command()
@click.argument("reference")
@shows_errors
def case(reference: str) -> None:
    """Show one case whole: who did what under which rule on which facts. REFERENCE: a case, an action key or a memo."""
    from connector.flow.report import case_report

    click.echo(case_report(application().services.store, reference), nl=False)


@main.command()
@shows_errors
def actions() -> None:
    """List actions of unknown outcome: their orders stay locked until somebody says (`retour resolve`)."""
    with application().services.store.begin() as tx:
        found = tx.outbox.waiting()
    for action in found:
        click.echo(
            f"{action.key}  {action.kind}  order {action.order or '-'}  ticket {action.ticket_id}  {action.error}"
        )
    click.echo(f"{len(found)} action(s) wait for a person")


@main.command()
@click.argument("key")
@click.option("--made", help="What it made: the credit memo's id, `order ID` for a cancel, the comment's id.")
@click.option("--not-made", is_flag=True, help="It surely did nothing.")
@click.option("--by", required=True, help="Who looked.")
@shows_errors
def resolve(key: str, made: str | None, not_made: bool, by: str) -> None:
    """Say what became of an action of unknown outcome, after looking it up."""
    from connector.domain.ids import ActionKey
    from connector.flow.agent import resolve as answer

    if bool(made) == not_made:
        raise click.UsageError("give either --made ID or --not-made")
    answer(application().services, ActionKey(key), made, f"admin:{by}")
    click.echo(f"{key}: {made or 'nothing was made'}")


@main.command()
@click.option("--done", help="Mark the payout of this action key as transferred.")
@click.option("--by", help="Who transferred it.")
@shows_errors
def payouts(done: str | None, by: str | None) -> None:
    """List money that a person must transfer, soonest first. From the promised day on an agent is reminded in a note on
    the ticket, and every third day again, until it is marked as done here."""
    from connector.domain.ids import ActionKey

    services = application().services
    with services.store.begin() as tx:
        if done:
            if not by:
                raise click.UsageError("--done needs --by")
            if not tx.dues.payout_done(ActionKey(done), by, services.clock()):
                raise click.UsageError(f"{done}: no such payout, or done already")
        for each in tx.dues.payouts():
            click.echo(payout_line(each))


def payout_line(payout: Payout) -> str:
    return f"{payout.due_on}  {payout.amount}  order {payout.order_number}  memo {payout.memo}  {payout.key}"


@main.command()
@shows_errors
def verify() -> None:
    """Derive every stored decision again and check every audit chain. Status 1 if anything does not hold."""
    from connector.flow.report import by_other_engines
    from connector.flow.report import verify as check

    store = application().services.store
    checked, problems = check(store)
    for problem in problems:
        click.echo(problem, err=True)
    for engine, count in by_other_engines(store).items():
        click.echo(f"{count} decision(s) by engine {engine}, not derived again")
    click.echo(f"{checked} decision(s) derived again, {len(problems)} problem(s)")
    if problems:
        sys.exit(1)


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@shows_errors
def backup(path: Path) -> None:
    """Copy the SQLite database to PATH while it is in use (PostgreSQL: pg_dump)."""
    from connector.storage.backup import back_up

    built = application()
    size = back_up(built.engine, path, lambda done, whole: click.echo(f"{done} of {whole} pages", err=True))
    click.echo(f"{path}: {size} bytes, checked")
    click.echo("Keep RETOUR_SECRET_KEYS (or secret.key in the data directory) elsewhere: without it no token opens.")


@main.command()
@click.option(
    "--since", type=click.DateTime(), help="When the backup was made, in UTC, if before the last it knows of."
)
@click.confirmation_option(prompt="Is a backup just restored, and does no Retour process work on it?")
@shows_errors
def restored(since: datetime | None) -> None:
    """After restoring a backup, before anything starts: look before sending again, read what came meanwhile."""
    from connector.flow.restored import UnknownMoment
    from connector.flow.restored import restored as look

    try:
        report = look(application().services, time.sleep, since.replace(tzinfo=UTC) if since else None)
    except UnknownMoment as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"the backup knows what happened until {report.since:%Y-%m-%d %H:%M:%S} UTC")
    for action in report.doubted:
        click.echo(f"{action.key}  was {action.state}: looked up before anything is sent")
    click.echo(f"{report.tickets} ticket(s) changed since and are read again")
    for tenant, ticket in report.answered:
        click.echo(f"{tenant} ticket {ticket}: answered in the lost time; its agents are told in a note")
    for each in report.payouts:
        click.echo(f"{payout_line(each)}: compare with the bank before paying")
    for tenant, why in report.failed.items():
        click.echo(f"{tenant}: {why}. Connect it again, then repeat this command before starting", err=True)
    if report.failed:
        sys.exit(1)


@main.command("rotate-keys")
@shows_errors
def rotate_keys() -> None:
    """Encrypt every stored secret anew with the first of RETOUR_SECRET_KEYS."""
    click.echo(f"{application().box.rotate()} secret(s) written anew")


if __name__ == "__main__":
    main()

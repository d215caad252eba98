"""`retour demo`: the main job on stand-ins, or, with --magento, in a shop that is reached over REST alone."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from connector.cli_base import shows_errors

DIRECTORY = Path(".retour/demo/magento")  # Retour's own books of a run


@click.command()
@click.argument("names", nargs=-1)
@click.option("--magento", metavar="URL", help="Play in the Magento at this base URL, over REST.")
@click.option("--token", help="A bearer token: an admin's, or an integration's where the shop allows those as bearer.")
@click.option("--consumer-key")
@click.option("--consumer-secret")
@click.option("--access-token")
@click.option("--access-token-secret")
@click.option(
    "--online-method",
    default="contractpay",
    show_default=True,
    help="Payment method that can be placed over REST and refunds by itself. Not listed by the shop: left out.",
)
@click.option("--country", default="", help="Where customers live, such as FR. Default: the shop's, by its language.")
@click.option("--keep", is_flag=True, help="Leave articles and cart price rules in the shop, and Retour's books here.")
@click.option("--settle-seconds", default=180.0, show_default=True, help="After this a silent call has surely ended.")
@shows_errors
def demo(
    names: tuple[str, ...],
    magento: str | None,
    online_method: str,
    country: str,
    keep: bool,
    settle_seconds: float,
    **given: str | None,
) -> None:
    """Show the main job. NAMES: scenarios, or helpdesks; none: all of them.

    Without --magento: stand-ins of Magento and of every helpdesk, and nothing else is needed.

    With --magento: makes its own articles, customers and orders in that shop, lets Retour work on them, and compares
    the shop's books with Retour's after each scenario. Take a shop to try things in: orders cannot be deleted
    afterwards. Status 1 if anything is not as it must be.
    """
    if magento is None:
        from demo.__main__ import main

        sys.exit(main(names))
    from demo.magento.run import run
    from demo.magento.scenarios import SCENARIOS
    from demo.magento.world import Options

    if unknown := [each for each in names if each not in SCENARIOS]:
        raise click.UsageError(f"no scenario {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    keys = {"base_url": magento, **{name: value for name, value in given.items() if value}}
    options = Options(keys, online_method, country.upper(), keep, names, settle_seconds)
    sys.exit(run(options, click.echo, DIRECTORY).status)

"""Before anything is made: can the shop be reached, and may this token do all that the scenarios and Retour do?"""

from __future__ import annotations

from collections.abc import Mapping

import requests

from connector.bootstrap import magento_from
from connector.domain.errors import RetourError
from connector.magento import BearerToken, OAuth1Keys
from connector.magento.client import MagentoClient
from connector.magento.signing import auth_for
from connector.ports.errors import NotConnected
from demo.magento.place import CannotPlay

NO_ORDER = "0"  # no order has it, and Magento looks at the permission before it looks for the order
WRITES: tuple[tuple[str, object], ...] = (
    (f"order/{NO_ORDER}/invoice", {"capture": False}),
    (f"order/{NO_ORDER}/ship", {"notify": False}),
    (f"order/{NO_ORDER}/refund", {"notify": False}),
    (f"orders/{NO_ORDER}/cancel", None),
    (f"orders/{NO_ORDER}/hold", None),
    (f"orders/{NO_ORDER}/unhold", None),
    (f"orders/{NO_ORDER}/comments", {"statusHistory": {"comment": "", "is_customer_notified": 0}}),
)
NOTHING = "Nothing was made in the shop."
HOW = (
    "In Magento, under System > Extensions > Integrations, open the integration, tick it in the API tab, save, "
    f"reauthorize, and start again with the new token. {NOTHING}"
)


def client_for(keys: Mapping[str, str], session: requests.Session) -> MagentoClient:
    """`keys`: base_url, and a bearer token or the four OAuth keys. Raise CannotPlay for what is incomplete."""
    credentials: BearerToken | OAuth1Keys
    if keys.get("token"):
        credentials = BearerToken(keys["token"])
    else:
        names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
        four = [keys.get(name, "") for name in names]
        if not all(four):
            options = " ".join("--" + name.replace("_", "-") for name in names)
            raise CannotPlay(f"give --token, or all four: {options}")
        credentials = OAuth1Keys(*four)
    try:
        return MagentoClient(keys["base_url"], auth_for(credentials), session)
    except ValueError as error:
        raise CannotPlay(str(error)) from error


def examine(keys: Mapping[str, str], session: requests.Session) -> tuple[str, ...]:
    """Return what works less well than it could. Raise CannotPlay, with what to do, where something is missing."""
    client = client_for(keys, session)
    probe = magento_from(keys, session).probe()
    if not probe.ok:
        raise CannotPlay(f"{probe.detail.rstrip('.')}. {HOW if probe.missing else NOTHING}")
    missing = [permission for path, body in WRITES if (permission := _forbidden(client, path, body))]
    if missing:
        raise CannotPlay(f"The token lacks permissions: {', '.join(missing)}. {HOW}")
    return probe.warnings


def _forbidden(client: MagentoClient, path: str, body: object) -> str | None:
    """The permission that this call wants and the token has not. The call can do nothing: there is no such order."""
    try:
        client.post(path, body)
    except NotConnected as error:
        return error.missing or path
    except RetourError:
        pass  # it may be called; that there is no such order, Magento says in one way or another
    return None

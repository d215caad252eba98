"""Scans as a warehouse or a carrier tells them: who may, in which form, and that each is kept once. What follows is
decided afterwards, in `flow/parcels.py`."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from connector.domain.codec import BadJson, from_json
from connector.domain.ids import ShopId
from connector.flow.awaited import GOOD
from connector.flow.install import CannotInstall, shop_at
from connector.flow.parcels import receive_scan
from connector.flow.services import Services
from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.secrets import Secrets
from connector.ports.store import Scan

TOKEN = "scans"  # noqa: S105 - the name of a shop's secret, not the secret
MOST_EVENTS = 100  # in one list
AHEAD = timedelta(days=1)  # by which a scanner's clock may be wrong; later is a mistake
MOST_SAID = 5  # problems in one answer
SHOP = re.compile(r"[A-Za-z0-9-]{1,40}")  # what an id from an address must look like before it is looked up


class InvalidScan(Malformed):
    """What was told has not the documented form; the text names every field that is wrong. Nothing was kept."""


# --- the form ---------------------------------------------------------------------------------------------------------


def _text(description: str, longest: int) -> dict[str, Any]:
    """Something in it, and no control characters: PostgreSQL takes no NUL."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest,
        "pattern": r"\S",
        "not": {"pattern": r"[\u0000-\u001f\u007f]"},
        "description": description,
    }


def _units(lowest: int, highest: int, description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest, "description": description}


AT = r"^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$"
SKU = _text("The article's SKU, as Magento writes it; of a size or colour, its own.", 64)
LINE: dict[str, Any] = {
    "type": "object",
    "description": "Units of one article in one condition.",
    "additionalProperties": False,
    "required": ["sku", "units", "condition"],
    "properties": {
        "sku": SKU,
        "units": _units(1, 999, "How many."),
        "condition": {
            "type": "string",
            "enum": [GOOD, "damaged", "wrong", "missing_parts"],
            "description": "ok: may be sold again. Anything else is looked at by a person.",
        },
    },
}
EVENT: dict[str, Any] = {
    "type": "object",
    "description": "One parcel that came back, or was seen on its way.",
    "additionalProperties": False,
    "required": ["event", "by", "at"],
    "anyOf": [{"required": ["rma"]}, {"required": ["order"]}],
    "properties": {
        "event": _text("Your own id of this scan, unique in the shop: told again, nothing happens.", 100),
        "by": {"type": "string", "enum": ["warehouse", "carrier"], "description": "Who scanned."},
        "at": {
            "type": "string",
            "format": "date-time",
            "pattern": AT,
            "description": "When, with its zone: 2026-11-12T09:15:00+01:00. At most a day in the future.",
        },
        "rma": _text("The return's number, as on the label; case, spaces and dashes do not matter.", 40),
        "order": _text("The order's number, as on the customer's mail. Counts only where no `rma` is given.", 40),
        "lines": {
            "type": "array",
            "items": LINE,
            "minItems": 1,
            "maxItems": 200,
            "description": "What was in the parcel. Left out: everything as agreed, in good order.",
        },
        "stock": {
            "type": "object",
            "additionalProperties": _units(0, 1_000_000_000, "Units."),
            "propertyNames": SKU,
            "maxProperties": 200,
            "description": "What your warehouse can still ship, per SKU: used for an exchange instead of Magento's.",
        },
    },
}
SCHEMA: dict[str, Any] = {  # what docs/schemas/scan.schema.json holds (a test compares)
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Scans of parcels, for POST /scans/<shop>",
    "description": "One event, or a list of them: all of a list is kept, or nothing.",
    "anyOf": [
        {"$ref": "#/$defs/event"},
        {"type": "array", "items": {"$ref": "#/$defs/event"}, "minItems": 1, "maxItems": MOST_EVENTS},
    ],
    "$defs": {"event": EVENT},
}


def _is_whole(_checker: Any, value: object) -> bool:
    """JSON Schema takes 1.0 for a whole number; units are written 1."""
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
)
_EVENT = _Validator(EVENT)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_scans(shop: ShopId, raw: bytes, now: datetime) -> Sequence[Scan]:
    """Read one event or a list of them, all of it or nothing. Raise InvalidScan."""
    try:
        told: Any = from_json(object, raw)
    except BadJson as error:
        raise InvalidScan(f"this is not JSON: {error}") from error
    return scans_of(shop, told, now)


def scans_of(shop: ShopId, told: Any, now: datetime) -> Sequence[Scan]:
    """The same for what was decoded. Raise InvalidScan."""
    if isinstance(told, list) and not 1 <= len(told) <= MOST_EVENTS:
        raise InvalidScan(f"a list holds 1 to {MOST_EVENTS} events, this one {len(told)}")
    places = [(f"[{place}].", each) for place, each in enumerate(told)] if isinstance(told, list) else [("", told)]
    problems = [f"{place}{said}" for place, each in places for said in _problems(each, now)]
    if problems:
        more = f"; and {len(problems) - MOST_SAID} more" if len(problems) > MOST_SAID else ""
        raise InvalidScan("; ".join(problems[:MOST_SAID]) + more)
    return [_scan(shop, each) for _, each in places]


def _problems(event: Any, now: datetime) -> list[str]:
    """What is wrong with one event: one thing per field, named first."""
    named: dict[str, str] = {}
    try:
        for said in map(_said, _EVENT.iter_errors(event)):
            named.setdefault(said.partition(": ")[0], said)
    except RecursionError:
        return ["the event: is nested too deeply"]
    if named:
        return list(named.values())
    try:
        at = datetime.fromisoformat(event["at"])
    except ValueError as error:
        return [f"at: {error}"]
    return [f"at: {event['at']} is more than a day in the future"] if at > now + AHEAD else []


_WRONG = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "minLength": "must not be empty",
    "maxLength": "must not be longer than {} characters",
    "minItems": "must not be empty; leave it out where nobody looked",
    "maxItems": "must not hold more than {}",
    "maxProperties": "must not hold more than {}",
    "not": "must not hold control characters",
    "type": "must be of type {}",
    r"\S": "must not be blank",
    AT: "must be a moment with its zone, such as 2026-11-12T09:15:00+01:00",
}


def _said(error: Any) -> str:
    """Turn the validator's words into those of whoever connects a warehouse; what was sent is not repeated."""
    path, rule, wanted = list(error.absolute_path), error.validator, error.validator_value
    if rule == "anyOf":
        return "rma: is missing, and so is order: give one of them, or both"
    if rule == "required":
        missing = [name for name in wanted if name not in error.instance]
        return f"{_dotted([*path, missing[0]])}: is missing"
    if rule == "additionalProperties":
        extra = sorted(set(error.instance) - set(error.schema["properties"]))
        known = ", ".join(error.schema["properties"])
        return f"{_dotted([*path, extra[0][:40]])}: is no field we know; known: {known}"
    if rule == "enum":
        return f"{_dotted(path)}: must be one of {', '.join(wanted)}"
    return f"{_dotted(path)}: {_WRONG[wanted if rule == 'pattern' else rule].format(wanted)}"


def _dotted(path: Sequence[str | int]) -> str:
    """`lines[0].units`."""
    named = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return named.removeprefix(".") or "the event"


def _scan(shop: ShopId, event: Mapping[str, Any]) -> Scan:
    return Scan(
        id=0,  # the store numbers it
        shop=shop,
        event=event["event"],
        by=event["by"],
        at=datetime.fromisoformat(event["at"]),
        rma=event.get("rma", "").strip(),
        order_number=event.get("order", "").strip(),
        lines=_added_up(event["lines"]) if "lines" in event else None,
        stock={sku.strip(): units for sku, units in event["stock"].items()} if "stock" in event else None,
    )


def _added_up(lines: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, int]]:
    """SKU -> condition -> units. One article on two lines, or in two spellings, is one: case tells no SKUs apart."""
    spelt: dict[str, str] = {}
    counted: dict[str, dict[str, int]] = {}
    for line in lines:
        sku = spelt.setdefault(line["sku"].strip().casefold(), line["sku"].strip())
        units = counted.setdefault(sku, {})
        units[line["condition"]] = units.get(line["condition"], 0) + line["units"]
    return counted


# --- keeping ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """How many events are new, and how many were told before."""

    kept: int
    known: int


def keep_scans(services: Services, scans: Sequence[Scan]) -> Told:
    """Keep each by itself. Raise DatabaseAway: some may be kept then, and are known when all are told again."""
    fresh = [receive_scan(services, scan) for scan in scans]
    return Told(kept=sum(fresh), known=len(fresh) - sum(fresh))


# --- who may ----------------------------------------------------------------------------------------------------------


def joined_shop(services: Services, url: str) -> ShopId:
    """The shop that was connected under this URL and that a helpdesk is joined to: only then is there anything a scan
    could belong to, and a place to keep it. Raise CannotInstall."""
    shop = shop_at(services, url)
    with services.store.begin() as tx:
        joined = any(each.shop == shop for each in tx.tenants.all())
    # Where there is a token, a helpdesk was joined when it was made; what is awaited from that time still comes.
    if not joined and services.secrets.get(_owner(shop), TOKEN) is None:
        raise CannotInstall(f"no helpdesk is joined to {url} yet: retour install HELPDESK ACCOUNT --shop {url} …")
    return shop


def new_token(services: Services, url: str) -> tuple[ShopId, str]:
    """Make the token with which this shop's warehouse and carriers call; the one before it is worth nothing from now
    on. It is shown once: only its hash is kept. Raise CannotInstall."""
    shop = joined_shop(services, url)
    token = services.random_token()
    services.secrets.put(_owner(shop), TOKEN, {"hash": _hash(token)})
    return shop, token


def check_token(secrets: Secrets, shop: str, header: str | None) -> ShopId:
    """Raise NotAuthentic unless an Authorization header carries this shop's token: alike for a wrong token, another
    shop's, and a shop that is not there."""
    kind, _, token = (header or "").partition(" ")
    kept = secrets.get(_owner(ShopId(shop)), TOKEN) if SHOP.fullmatch(shop) else None
    known = (kept or {}).get("hash", "")
    same = hmac.compare_digest(known.encode(), _hash(token.strip()).encode())
    if not known or not same or kind.casefold() != "bearer":
        raise NotAuthentic("not the token of this shop's scans")
    return ShopId(shop)


def _owner(shop: ShopId) -> str:
    return f"shop:{shop}"


def _hash(token: str) -> str:
    """A plain hash will do: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()

"""What the Freshworks platform refuses an app for, as far as documented: manifest, request templates, parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Files = Mapping[str, bytes]
Json = dict[str, Any]

MARK = re.compile(r"<%=\s*(.*?)\s*%>")
VALUE = re.compile(r"(encode\()?(iparam|context)\.([A-Za-z_]\w*)\)?")
INVOKED = re.compile(r"""invokeTemplate\(\s*["'](\w+)["']""")
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
SCHEMA = {"protocol", "method", "host", "path", "query", "headers"}  # a body never stands in a template
MOST_TEMPLATES, MOST_ATTEMPTS, LONGEST_DELAY = 100, 5, 1_500
LOCATIONS = {"ticket_sidebar"}  # of the product; the others are of no use here


def faults(files: Files) -> list[str]:
    """Return what is wrong with an app's files, in words; empty: it may be installed."""
    try:
        manifest = _object(files, "manifest.json")
        templates = _object(files, "config/requests.json")
        forms = [name for name in ("config/iparams.json", "config/iparams.html") if name in files]
        parameters = _object(files, "config/iparams.json") if "config/iparams.json" in files else {}
    except ValueError as error:
        return [str(error)]
    found = [*_manifest(manifest, files), *_declared(manifest, templates, files)]
    if len(forms) > 1:
        found.append("both forms of install parameters")
    found += _parameters(parameters, templates)
    if len(templates) > MOST_TEMPLATES:
        found.append(f"more than {MOST_TEMPLATES} templates")
    for name, template in templates.items():
        found += [f"{name}: {fault}" for fault in _template(template, parameters)]
    return found


def _object(files: Files, name: str) -> Json:
    try:
        value = json.loads(files[name])
    except (KeyError, ValueError) as error:
        raise ValueError(f"{name}: missing or no JSON") from error
    if not isinstance(value, dict):
        raise ValueError(f"{name}: no object")
    return value


def _manifest(manifest: Json, files: Files) -> Iterator[str]:
    if not str(manifest.get("platform-version", "")).startswith("3."):
        yield "manifest: new apps are built on platform 3"
    if "product" in manifest:
        yield "manifest: product is of platform 2, modules of 3"
    if set(manifest.get("engines", {})) != {"node", "fdk"}:
        yield "manifest: engines names node and fdk"
    modules = manifest.get("modules", {})
    if set(modules.get("common", {}).get("location", {})) & LOCATIONS:
        yield "manifest: a location of the product stands in common"
    products = {name: part for name, part in modules.items() if name != "common"}
    if not products:
        yield "manifest: no product module"
    for module in modules.values():
        if "onScheduledEvent" in module.get("events", {}):
            yield "manifest: scheduled events are made at run time"
    for name, part in products.items():
        yield from _places(name, part.get("location"), files)


def _places(module: str, location: Json | None, files: Files) -> Iterator[str]:
    if location == {}:
        yield f"manifest: {module} has an empty location"
    for place, given in (location or {}).items():
        for kind in ("url", "icon"):
            if f"app/{given.get(kind)}" not in files:
                yield f"manifest: {place} has no file for its {kind}"
    for place, given in (location or {}).items():
        page = files.get(f"app/{given.get('url')}", b"").decode()
        if page and "{{{appclient}}}" not in page:
            yield f"manifest: the page of {place} does not load the client script"


def _declared(manifest: Json, templates: Json, files: Files) -> Iterator[str]:
    declared = set(manifest.get("modules", {}).get("common", {}).get("requests", {}))
    scripts = [content.decode() for name, content in files.items() if name.endswith((".js", ".html"))]
    invoked = {name for text in scripts for name in INVOKED.findall(text)}
    for name in sorted(declared ^ set(templates)):
        yield f"template {name}: in the manifest or in requests.json, not in both"
    for name in sorted(invoked - declared):
        yield f"template {name}: invoked, not declared"


def _parameters(parameters: Json, templates: Json) -> Iterator[str]:
    text = json.dumps(templates)
    for name, given in parameters.items():
        if not {"display_name", "type"} <= set(given):
            yield f"parameter {name}: needs a display_name and a type"
        if given.get("type") == "dropdown" and "default_value" not in given:
            yield f"parameter {name}: a dropdown needs a default_value"
        if f"iparam.{name}" not in text:
            yield f"parameter {name}: used nowhere"


def _template(template: Json, parameters: Json) -> Iterator[str]:
    schema, options = template.get("schema", {}), template.get("options", {})
    yield from _target(schema)
    for part in ("host", "path"):
        yield from _values(str(schema.get(part, "")), part, "", parameters)
    for part in ("query", "headers"):
        for name, text in schema.get(part, {}).items():
            yield from _values(str(text), part, name, parameters)
    if not 1 <= options.get("maxAttempts", 1) <= MOST_ATTEMPTS:
        yield "maxAttempts is 1 to 5"
    if options.get("retryDelay", 0) > LONGEST_DELAY:
        yield "retryDelay is at most 1500 ms"


def _target(schema: Json) -> Iterator[str]:
    for name in sorted(set(schema) - SCHEMA):
        yield f"{name} does not belong into a schema"
    if schema.get("protocol") != "https":
        yield "only https"
    if schema.get("method") not in METHODS:
        yield "no such method"
    host = str(schema.get("host", ""))
    if not (MARK.fullmatch(host) or HOST.fullmatch(host)):
        yield "host is no full domain name"
    if not str(schema.get("path", "")).startswith("/"):
        yield "path does not begin with /"


def _values(text: str, part: str, header: str, parameters: Json) -> Iterator[str]:
    """`context` comes from the browser: into path and query only. What is secure goes into headers only."""
    for inside in MARK.findall(text):
        value = VALUE.fullmatch(inside)
        if value is None:
            yield f"{part}: {inside} is no value"
            continue
        encoded, kind, name = value.groups()
        if encoded and header.casefold() != "authorization":
            yield f"{part}: encode() is for Authorization only"
        if kind == "context" and part not in {"path", "query"}:
            yield f"{part}: context values go into path and query only"
        if kind == "iparam" and name not in parameters:
            yield f"{part}: no parameter {name}"
        if kind == "iparam" and parameters.get(name, {}).get("secure") and part != "headers":
            yield f"{part}: a secure parameter goes into headers only"

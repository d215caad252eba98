"""The packaged Freshdesk app: what the platform asks of it, and what the stand-in of the platform would refuse."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connector.cli import main
from connector.helpdesks.freshdesk.package import app_files, packed
from sandbox.desk.app_rules import faults
from sandbox.desk.marketplace import BadRequest, InstalledApp, InvalidApp

UI = Path(__file__).parents[2] / "sidebar_ui"
IPARAMS = {"retour_host": "retour.example", "retour_secret": "acme-1.s3cret"}
Files = dict[str, bytes]


@pytest.fixture
def files() -> Files:
    return dict(app_files(UI))


def edited(files: Files, name: str, change: Callable[[Any], None]) -> Files:
    value = json.loads(files[name])
    change(value)
    return files | {name: json.dumps(value).encode()}


def test_the_platform_has_nothing_against_it(files: Files) -> None:
    assert faults(files) == []


def test_the_zip_holds_the_app_and_the_page_once(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"

    done = CliRunner().invoke(main, ["package", "freshdesk", "--out", str(out)])

    assert (done.exit_code, done.output) == (0, f"{out}: 13 files\n")
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == [
            "README.md",
            "app/core/api.js",
            "app/core/dom.js",
            "app/core/i18n.js",
            "app/core/main.js",
            "app/core/style.css",
            "app/core/view.js",
            "app/hosts/freshdesk.js",
            "app/index.html",
            "app/styles/images/icon.svg",
            "config/iparams.json",
            "config/requests.json",
            "manifest.json",
        ]
        assert archive.read("app/core/main.js") == (UI / "core" / "main.js").read_bytes()


def test_the_same_files_make_the_same_zip(files: Files) -> None:
    assert packed(files) == packed(dict(app_files(UI)))


def test_its_page_loads_the_same_modules_as_everywhere(files: Files) -> None:
    ours = (UI / "core" / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:href|src)="__ASSETS__/(core/[^"]+)"', ours))

    page = files["app/index.html"].decode()

    assert set(re.findall(r'(?:href|src)="(\w+/[^"]+)"', page)) == named | {"hosts/freshdesk.js"}
    assert all(f"app/{name}" in files for name in named)
    assert page.partition("<body>")[2] == ours.partition("<body>")[2]


def test_the_script_invokes_the_templates_that_are_there(files: Files) -> None:
    named = re.findall(r'"(retour\w+)"', files["app/hosts/freshdesk.js"].decode())

    assert sorted(named) == sorted(json.loads(files["config/requests.json"]))


def test_nothing_but_a_header_holds_the_secret(files: Files) -> None:
    for name, template in json.loads(files["config/requests.json"]).items():
        found = [part for part, value in template["schema"].items() if "retour_secret" in json.dumps(value)]
        assert (name, found) == (name, ["headers"])


MANIFEST, REQUESTS, IPARAM = "manifest.json", "config/requests.json", "config/iparams.json"
BROKEN: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "missing icon": (
        MANIFEST,
        lambda it: it["modules"]["support_ticket"]["location"]["ticket_sidebar"].update(icon="no.svg"),
        "manifest: ticket_sidebar has no file for its icon",
    ),
    "missing page": (
        MANIFEST,
        lambda it: it["modules"]["support_ticket"]["location"]["ticket_sidebar"].update(url="no.html"),
        "manifest: ticket_sidebar has no file for its url",
    ),
    "empty location": (
        MANIFEST,
        lambda it: it["modules"]["support_ticket"].update(location={}),
        "manifest: support_ticket has an empty location",
    ),
    "location in common": (
        MANIFEST,
        lambda it: it["modules"]["common"].update(location={"ticket_sidebar": {"url": "index.html", "icon": ""}}),
        "manifest: a location of the product stands in common",
    ),
    "no product": (
        MANIFEST,
        lambda it: it["modules"].pop("support_ticket"),
        "manifest: no product module",
    ),
    "platform 2": (MANIFEST, lambda it: it.update(product={}), "manifest: product is of platform 2, modules of 3"),
    "scheduled": (
        MANIFEST,
        lambda it: it["modules"]["common"].update(events={"onScheduledEvent": {"handler": "x"}}),
        "manifest: scheduled events are made at run time",
    ),
    "undeclared template": (
        MANIFEST,
        lambda it: it["modules"]["common"]["requests"].pop("retourUndo"),
        "template retourUndo: in the manifest or in requests.json, not in both",
    ),
    "http": (REQUESTS, lambda it: it["retourUndo"]["schema"].update(protocol="http"), "retourUndo: only https"),
    "address": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(host="127.0.0.1:8000"),
        "retourUndo: host is no full domain name",
    ),
    "relative path": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(path="sidebar"),
        "retourUndo: path does not begin with /",
    ),
    "body": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(body="{}"),
        "retourUndo: body does not belong into a schema",
    ),
    "context in a header": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"]["headers"].update(X="<%= context.agent %>"),
        "retourUndo: headers: context values go into path and query only",
    ),
    "secret in the path": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(path="/<%= iparam.retour_secret %>"),
        "retourUndo: path: a secure parameter goes into headers only",
    ),
    "encode elsewhere": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(query={"x": "<%= encode(iparam.retour_host) %>"}),
        "retourUndo: query: encode() is for Authorization only",
    ),
    "unknown parameter": (
        REQUESTS,
        lambda it: it["retourUndo"]["schema"].update(host="<%= iparam.other %>"),
        "retourUndo: host: no parameter other",
    ),
    "attempts": (
        REQUESTS,
        lambda it: it["retourUndo"]["options"].update(maxAttempts=6),
        "retourUndo: maxAttempts is 1 to 5",
    ),
    "delay": (
        REQUESTS,
        lambda it: it["retourUndo"]["options"].update(retryDelay=1501),
        "retourUndo: retryDelay is at most 1500 ms",
    ),
    "unused parameter": (
        IPARAM,
        lambda it: it.update(spare={"display_name": "Spare", "type": "text"}),
        "parameter spare: used nowhere",
    ),
    "dropdown": (
        IPARAM,
        lambda it: it["retour_host"].update(type="dropdown"),
        "parameter retour_host: a dropdown needs a default_value",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_platform_would_refuse(files: Files, name: str) -> None:
    path, change, said = BROKEN[name]

    assert said in faults(edited(files, path, change))


def test_the_platform_refuses_both_forms_of_parameters(files: Files) -> None:
    assert faults(files | {"config/iparams.html": b""}) == ["both forms of install parameters"]


def test_the_platform_refuses_a_template_that_is_invoked_but_not_declared(files: Files) -> None:
    more = files["app/hosts/freshdesk.js"] + b'client.request.invokeTemplate("other", {});'

    assert faults(files | {"app/hosts/freshdesk.js": more}) == ["template other: invoked, not declared"]


def test_an_app_is_installed_with_all_its_parameters_or_not_at_all(files: Files) -> None:
    with pytest.raises(InvalidApp, match="missing parameters: retour_secret"):
        InstalledApp(packed(files), {"retour_host": "retour.example"})
    wrong = packed(edited(files, REQUESTS, lambda it: it["retourUndo"]["schema"].update(protocol="http")))
    with pytest.raises(InvalidApp, match="only https"):
        InstalledApp(wrong, IPARAMS)


def test_a_page_reads_no_secure_parameter(files: Files) -> None:
    assert InstalledApp(packed(files), IPARAMS).shown_iparams == {"retour_host": "retour.example"}


def test_a_value_from_the_page_stays_within_its_place_in_the_address(files: Files) -> None:
    app = InstalledApp(packed(files), IPARAMS, {"https://retour.example": "http://127.0.0.1:1"})

    app.invoke("retourTicket", {"ticket_id": "../cases/x?y", "language": "en&z=1"}, None)

    assert app.calls == ["GET https://retour.example/sidebar/api/tickets/..%2Fcases%2Fx%3Fy?language=en%26z%3D1"]
    with pytest.raises(BadRequest, match=r"no value for context\.language"):
        app.invoke("retourTicket", {"ticket_id": "1"}, None)
    with pytest.raises(BadRequest, match="no template other"):
        app.invoke("other", {}, None)


def test_fifty_calls_a_minute_and_no_more(files: Files) -> None:
    now = [0.0]
    app = InstalledApp(packed(files), IPARAMS, {"https://retour.example": "http://127.0.0.1:1"}, lambda: now[0])
    asked = {"ticket_id": "1", "language": "en"}

    statuses = [app.invoke("retourTicket", asked, None)["status"] for _ in range(51)]
    now[0] = 60.0

    assert statuses == [504] * 50 + [429]
    assert app.invoke("retourTicket", asked, None)["status"] == 504


def test_the_gorgias_listing_asks_for_the_scopes_that_we_ask_for() -> None:
    from connector.helpdesks.gorgias.oauth import SCOPES

    listing = json.loads((UI / "gorgias" / "listing.json").read_text(encoding="utf-8"))

    assert listing["scopes"] == SCOPES.split()
    assert listing["redirect_uris"] == ["https://retour.example/install/gorgias/callback"]
    assert listing["descriptions"].keys() == {"en", "fr"}


def test_an_unpacked_zip_is_the_app(files: Files) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files

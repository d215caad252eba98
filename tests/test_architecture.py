"""The rules that hold the tree together, kept by the computer: one shape for vendors, a status for every error, an
implementation for every port, no event name or field that a log could leak through."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import connector
from connector import ports
from connector.app import create_app
from connector.bootstrap import NotMigrated, build, utc_now
from connector.domain.errors import RetourError
from connector.helpdesks import HELPDESKS
from connector.language_model import AdvisedReader, ModelRephraser
from connector.magento import MagentoShop
from connector.metrics import PortTaken
from connector.observability import FIELDS
from connector.ports.clock import Clock
from connector.ports.helpdesk import Helpdesk, Installer, Plugin
from connector.ports.replies import AsWritten, Calendar, Rephraser, Replies
from connector.ports.secrets import Secrets
from connector.ports.shop import Shop
from connector.ports.store import Audit, Cases, Dues, Inbox, Intake, Ledger, Outbox, Returns, Store, Tenants
from connector.ports.throttle import Throttle
from connector.ports.understanding import Reader
from connector.replies import MacroReplies, WorkingDays
from connector.settings import BadSettings, Settings
from connector.storage.audit import SqlAudit
from connector.storage.backup import BackupFailed
from connector.storage.cases import SqlCases
from connector.storage.dues import SqlDues
from connector.storage.inbox import SqlInbox
from connector.storage.intake import SqlIntake
from connector.storage.ledger import SqlLedger
from connector.storage.outbox import SqlOutbox
from connector.storage.returns import SqlReturns
from connector.storage.secret_box import SecretBox
from connector.storage.session import SqlStore
from connector.storage.tenants import SqlTenants
from connector.storage.throttle import SqlThrottle
from connector.understanding import TicketReader
from connector.web.errors import STATUS, status_of

ROOT = Path(__file__).parents[1]
CONNECTOR = ROOT / "connector"
VENDORS = sorted(each.name for each in (CONNECTOR / "helpdesks").iterdir() if (each / "__init__.py").exists())


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every module, but the entry points that start something when they are imported."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name != "connector.wsgi":
            yield importlib.import_module(found.name)


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(CONNECTOR.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


# --- imports ----------------------------------------------------------------------------------------------------------


def test_imports_point_down() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken." in done.stdout


# --- vendors ----------------------------------------------------------------------------------------------------------

SHAPE = {"__init__.py", "install.py", "webhook.py", "events.py", "tickets.py", "macros.py", "sidebar.py", "README.md"}


def test_every_vendor_folder_is_one_line_in_helpdesks() -> None:
    assert sorted(HELPDESKS) == VENDORS
    assert {name: plugin.name for name, plugin in HELPDESKS.items()} == {name: name for name in VENDORS}
    assert VENDORS


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendors_share_one_shape(vendor: str) -> None:
    assert SHAPE - {each.name for each in (CONNECTOR / "helpdesks" / vendor).iterdir()} == set()
    assert (ROOT / "sidebar_ui" / "hosts" / f"{vendor}.js").is_file()
    assert (ROOT / "sidebar_ui" / vendor).is_dir()


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendors_are_tested_on_recorded_events_and_cases(vendor: str) -> None:
    fixtures = list((ROOT / "tests" / "helpdesks" / vendor / "fixtures").iterdir())
    assert fixtures
    odd = [each.name for each in fixtures if not re.fullmatch(r"[a-z0-9_]+?__[a-z0-9_]+\.json", each.name)]
    assert odd == []


def test_the_core_never_names_a_vendor() -> None:
    """What differs is declared in `Capabilities`."""
    named = [
        f"{path.relative_to(ROOT)}: {node.value!r}"
        for path, tree in trees()
        if path.relative_to(CONNECTOR).parts[0] in {"domain", "ports", "flow"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.casefold() in VENDORS
    ]
    assert named == []


# --- ports ------------------------------------------------------------------------------------------------------------


def vendor_part(vendor: str, module: str, suffix: str) -> type:
    """`ZendeskHelpdesk` in `connector.helpdesks.zendesk.tickets`, and so on for every vendor."""
    found: type = getattr(importlib.import_module(f"connector.helpdesks.{vendor}.{module}"), vendor.title() + suffix)
    return found


ADAPTERS: list[tuple[type, type]] = [
    (Tenants, SqlTenants),
    (Inbox, SqlInbox),
    (Intake, SqlIntake),
    (Cases, SqlCases),
    (Outbox, SqlOutbox),
    (Ledger, SqlLedger),
    (Audit, SqlAudit),
    (Dues, SqlDues),
    (Returns, SqlReturns),
    (Store, SqlStore),
    (Secrets, SecretBox),
    (Throttle, SqlThrottle),
    (Shop, MagentoShop),
    (Replies, MacroReplies),
    (Calendar, WorkingDays),
    (Reader, TicketReader),
    (Reader, AdvisedReader),
    (Rephraser, AsWritten),
    (Rephraser, ModelRephraser),
    *((Helpdesk, vendor_part(vendor, "tickets", "Helpdesk")) for vendor in VENDORS),
    *((Installer, vendor_part(vendor, "install", "Installer")) for vendor in VENDORS),
    *((Plugin, type(HELPDESKS[vendor])) for vendor in VENDORS),
]


def protocols() -> set[type]:
    return {
        each
        for module in modules(ports)
        for each in vars(module).values()
        if inspect.isclass(each) and getattr(each, "_is_protocol", False) and each.__module__ == module.__name__
    }


def parameters(method: Callable[..., Any]) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


def test_every_port_has_an_adapter() -> None:
    assert protocols() - {port for port, _ in ADAPTERS} == {Clock}
    assert parameters(utc_now) == []
    assert utc_now().utcoffset() is not None


@pytest.mark.parametrize(("port", "adapter"), ADAPTERS, ids=lambda each: each.__name__)
def test_adapters_have_the_methods_of_their_port(port: type, adapter: type) -> None:
    """Names, order, kinds and defaults of parameters; their types are mypy's part, in `bootstrap.py`."""
    names = [name for name, each in vars(port).items() if inspect.isfunction(each) and not name.startswith("_")]
    assert names or port is Clock
    wanted = {name: parameters(getattr(port, name)) for name in names}
    assert {name: parameters(getattr(adapter, name)) for name in names} == wanted
    properties = [name for name, each in vars(port).items() if isinstance(each, property)]
    assert [name for name in properties if not hasattr(adapter, name)] == []


# --- errors -----------------------------------------------------------------------------------------------------------

AT_START = {PortTaken, BadSettings, NotMigrated, BackupFailed}  # raised before anything is served, or by a command


def errors(kind: type[RetourError] = RetourError) -> set[type[RetourError]]:
    below = set(kind.__subclasses__())
    return below.union(*(errors(each) for each in below)) if below else below


def test_every_error_has_a_status() -> None:
    list(modules(connector))
    ours = {each for each in errors() if each.__module__.startswith("connector.")}
    assert len(ours) > 20
    by_accident = {each.__name__ for each in ours - AT_START if not set(each.__mro__) & set(STATUS)}
    assert by_accident == set()


def test_statuses_are_answers_to_requests_that_failed() -> None:
    assert {status_of(kind("x")) for kind in STATUS if kind.__init__ is RetourError.__init__} <= {
        *range(400, 430),
        *(500, 502, 503),
    }
    assert status_of(BadSettings("x")) == 500


# --- web --------------------------------------------------------------------------------------------------------------


def test_every_blueprint_names_its_authentication(tmp_path: Path) -> None:
    """Also for modules that are not part of the application yet."""
    silent = [
        path.name
        for path, tree in trees()
        if path.parent.name == "web"
        and any(isinstance(each, ast.Call) and ast.unparse(each.func) == "Blueprint" for each in ast.walk(tree))
        and not getattr(importlib.import_module(f"connector.web.{path.stem}"), "AUTHENTICATION", "")
    ]
    assert silent == []


def test_every_address_belongs_to_a_blueprint_that_names_its_authentication(tmp_path: Path) -> None:
    application = build(Settings(data_dir=str(tmp_path)))
    app = create_app(application)
    application.engine.dispose()
    rules = list(app.url_map.iter_rules())
    assert len(rules) >= 8
    for rule in rules:
        blueprint = app.blueprints[rule.endpoint.partition(".")[0]]
        said = importlib.import_module(blueprint.import_name).AUTHENTICATION
        assert isinstance(said, str)
        assert len(said) > 10, rule


# --- logs -------------------------------------------------------------------------------------------------------------

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
                owner = ast.unparse(node.func.value)
                if owner in {"log", "logger", "logging"}:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def keys_of(tree: ast.Dict) -> set[str]:
    """The keys written out. What is splatted in must be called `fields`: those are checked where they are made."""
    found = set()
    for key, value in zip(tree.keys, tree.values, strict=True):
        found.add(str(ast.literal_eval(key)) if key is not None else f"**{ast.unparse(value)}")
    return found - {"**fields"}


def test_events_have_constant_names_and_nothing_filled_in() -> None:
    calls = list(log_calls())
    assert len(calls) >= 10
    for place, call in calls:
        assert isinstance(call.func, ast.Attribute)
        given = call.args[1:] if call.func.attr == "log" else call.args
        assert len(given) == 1, place
        assert isinstance(given[0], ast.Constant), place
        assert re.fullmatch(r"[a-z_]+", str(given[0].value)), place
        assert {each.arg for each in call.keywords} <= {"extra", "exc_info"}, place


def test_events_carry_only_fields_that_logs_may_hold() -> None:
    for place, call in log_calls():
        for extra in (each.value for each in call.keywords if each.arg == "extra"):
            if isinstance(extra, ast.Dict):
                assert keys_of(extra) <= set(FIELDS), place
            else:
                assert ast.unparse(extra) == "fields", place


def test_fields_that_events_share_are_fields_that_logs_may_hold() -> None:
    checked = 0
    for path, tree in trees():
        if "getLogger" not in ast.unparse(tree):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "fields":
                assert isinstance(node.value, ast.Dict), path
                assert keys_of(node.value) <= set(FIELDS), path
                checked += 1
    assert checked >= 2


def test_every_logger_is_named_after_its_module() -> None:
    named = {
        ast.unparse(node)
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "log"
    }
    assert named == {"log = logging.getLogger(__name__)"}


# --- files ------------------------------------------------------------------------------------------------------------

LEFT_OUT = {"node_modules", "dist", "build"}
TEXT = {".py", ".md", ".toml", ".lock", ".ini", ".yaml", ".yml", ".json", ".jsonl", ".js", ".css", ".html", ".mako", ""}
ELSEWHERE = (  # package indexes, and places that exist on somebody's machine only
    re.compile(r"\b(?:extra-)?index[-_]url\b", re.IGNORECASE),
    re.compile(r"\b(?:pypi|npmjs|pythonhosted|rubygems)\.(?:org|com)\b"),
    re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/[\w.-]+"),
    re.compile(re.escape(str(ROOT)) + r"\b"),
)


def text_files() -> Iterator[Path]:
    """Everything that is kept, in folders and at the top: no virtual environment, cache or data."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and (path.suffix in TEXT or path.name.startswith(".")):
            yield path
        elif path.is_dir() and (not path.name.startswith(".") or path.name in {".ci", ".github"}):
            for each in sorted(path.rglob("*")):
                inside = each.relative_to(ROOT).parts
                if (
                    each.is_file()
                    and each.suffix in TEXT
                    and not LEFT_OUT & set(inside)
                    and "__pycache__" not in inside
                ):
                    yield each


def test_no_file_names_a_package_index_or_a_place_on_this_machine() -> None:
    found, read = [], 0
    for path in text_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        read += 1
        found += [f"{path.relative_to(ROOT)}: {m[0]}" for pattern in ELSEWHERE for m in pattern.finditer(text)]
    assert found == []
    assert read > 300

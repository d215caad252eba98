"""A Freshworks app, installed: its files, its parameters, and its request templates carried out by the platform.

The wire between app and platform is closed, so we stand in at its seam: the client script that a page loads is ours
(`static/fresh_client.js`), and a template's call leaves from this server, with the secure parameters that no browser
ever gets. Contract: Freshdesk, section 6.
"""

from __future__ import annotations

import base64
import io
import json
import re
import threading
import time
import zipfile
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import requests

from sandbox.desk.app_rules import MARK, faults

PER_MINUTE = 50  # calls of one app in one account
TIMEOUT = 15  # seconds
NO_ANSWER = 504  # what the platform says when nobody answered


class InvalidApp(ValueError):
    """The platform does not take this app, or not with these parameters."""


class BadRequest(ValueError):
    """The page asked for what its templates do not have."""


@dataclass
class InstalledApp:
    """`package` is the app's zip. `outside` says where a host name really is, as `https://…` → a stand-in's address."""

    package: bytes
    iparams: Mapping[str, str]
    outside: Mapping[str, str] = field(default_factory=dict)
    now: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.package)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        if wrong := faults(self.files):
            raise InvalidApp("; ".join(wrong))
        self.templates = json.loads(self.files["config/requests.json"])
        self._known = json.loads(self.files["config/iparams.json"])
        missing = [name for name, it in self._known.items() if it.get("required") and not self.iparams.get(name)]
        if missing:
            raise InvalidApp(f"missing parameters: {', '.join(missing)}")
        self.calls: list[str] = []
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    @property
    def shown_iparams(self) -> dict[str, str]:
        """What a page may read: never the secure ones."""
        return {name: self.iparams[name] for name, it in self._known.items() if not it.get("secure")}

    def page(self, name: str, client_script: str) -> str:
        return self.files[f"app/{name}"].decode().replace("{{{appclient}}}", client_script)

    def invoke(self, template: str, context: Mapping[str, Any], body: str | None) -> dict[str, Any]:
        """Make the call; return {status, headers, response}. The caller turns a bad status into a rejection."""
        if template not in self.templates:
            raise BadRequest(f"no template {template}")
        if not self._admitted():
            return {"status": 429, "headers": {}, "response": "Rate limit exceeded"}
        schema = self.templates[template]["schema"]
        url, headers = self._address(schema, context), self._headers(schema)
        self.calls.append(f"{schema['method']} {url}")
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.request(
                    schema["method"],
                    self._really(url),
                    data=None if body is None else body.encode(),
                    headers=headers,
                    timeout=TIMEOUT,
                    allow_redirects=False,
                )
            except requests.RequestException:
                return {"status": NO_ANSWER, "headers": {}, "response": "Error while requesting"}
        return {"status": answer.status_code, "headers": dict(answer.headers), "response": answer.text}

    def _admitted(self) -> bool:
        with self._lock:
            now = self.now()
            while self._recent and self._recent[0] <= now - 60:
                self._recent.popleft()
            if len(self._recent) >= PER_MINUTE:
                return False
            self._recent.append(now)
            return True

    def _address(self, schema: Mapping[str, Any], context: Mapping[str, Any]) -> str:
        host = self._filled(schema["host"], {}, str)
        path = self._filled(schema["path"], context, lambda text: quote(text, safe=""))
        query = {name: self._filled(text, context, str) for name, text in schema.get("query", {}).items()}
        return f"{schema['protocol']}://{host}{path}{'?' + urlencode(query) if query else ''}"

    def _headers(self, schema: Mapping[str, Any]) -> dict[str, str]:
        return {name: self._filled(text, {}, str) for name, text in schema.get("headers", {}).items()}

    def _filled(self, text: str, context: Mapping[str, Any], escape: Callable[[str], str]) -> str:
        """Raise BadRequest for a context value that the page did not give."""

        def value(found: re.Match[str]) -> str:
            inside = found[1]
            if inside.startswith("encode("):
                return base64.b64encode(self.iparams[inside[7:-1].removeprefix("iparam.")].encode()).decode()
            kind, _, name = inside.partition(".")
            given = self.iparams if kind == "iparam" else context
            if name not in given:
                raise BadRequest(f"no value for {inside}")
            return escape(str(given[name]))

        return MARK.sub(value, text)

    def _really(self, url: str) -> str:
        for name, place in self.outside.items():
            if url.startswith(f"{name}/"):
                return place + url.removeprefix(name)
        return url

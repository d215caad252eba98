"""The WSGI app: POST /v1/chat/completions as OpenAI documents it, GET /v1/models, and the sandbox's own calls.

PUT  /_sandbox/manner    {"manner": "lie"}: one of MANNERS, from now on
GET  /_sandbox/requests  every completion that was asked for, as it came; DELETE forgets them
Slow, silent, dripping, refusing: see sandbox/faults.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sandbox.faults import Faults
from sandbox.language_model import honest, hostile
from sandbox.serving import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Content = Callable[[str, Any], str]  # schema's name, what the user's message holds -> the assistant's content

MANNERS: Mapping[str, Content] = {
    "honest": honest.content,
    "lie": hostile.lie,
    "inject": hostile.inject,
    "escape": hostile.escape,
    "chat": hostile.chat,
    "truncate": lambda name, asked: honest.content(name, asked)[:-9],
    "nest": lambda name, asked: "[" * 20_000,
}
RAW: Mapping[str, tuple[str, str, bytes]] = {  # no completion at all: status, content type, body
    "garbage": ("200 OK", "application/json", b"\x00\xff{]" * 50),
    "page": ("200 OK", "text/html", b"<!doctype html><title>Welcome</title>"),
    "huge": ("200 OK", "application/json", b'{"choices": "' + b"a" * 5_000_000),
    "empty": ("200 OK", "application/json", b'{"choices": []}'),
    "null": ("200 OK", "application/json", b'{"choices": [{"message": {"content": null}}]}'),
    "redirect": ("307 Temporary Redirect", "text/plain", b""),
}
FORMATS = ("text", "json_object", "json_schema")


class StandIn:
    """One endpoint with one model. `manner` says how it answers; `requests` holds what it was asked."""

    def __init__(self, model: str = "stand-in-1", key: str = "", manner: str = "honest") -> None:
        self.model = model
        self.key = key
        self.manner = manner
        self.requests: list[dict[str, Any]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        return self._route(environ, body).replay(start_response)

    def _route(self, environ: WSGIEnvironment, body: bytes) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path.startswith("/_sandbox/"):
            return self._control(method, path, body)
        if self.key and environ.get("HTTP_AUTHORIZATION") != f"Bearer {self.key}":
            return _refusal("401 Unauthorized", "Incorrect API key provided.", "invalid_api_key")
        if (method, path) == ("GET", "/v1/models"):
            return _json("200 OK", {"object": "list", "data": [{"id": self.model, "object": "model"}]})
        if (method, path) != ("POST", "/v1/chat/completions"):
            return _refusal("404 Not Found", f"Invalid URL ({method} {path})", "not_found")
        try:
            asked = json.loads(body)
        except ValueError:
            return _refusal("400 Bad Request", "The body is not valid JSON.", "invalid_json")
        return self._complete(asked)

    def _control(self, method: str, path: str, body: bytes) -> Answer:
        if (method, path) == ("PUT", "/_sandbox/manner"):
            manner = json.loads(body or b"{}").get("manner")
            if manner not in {*MANNERS, *RAW}:
                return _json("400 Bad Request", {"message": f"known: {', '.join([*MANNERS, *RAW])}"})
            self.manner = manner
        elif (method, path) == ("DELETE", "/_sandbox/requests"):
            self.requests.clear()
        elif path not in ("/_sandbox/manner", "/_sandbox/requests"):
            return _json("404 Not Found", {"message": f"no such call: {method} {path}"})
        return _json("200 OK", {"manner": self.manner, "requests": self.requests})

    def _complete(self, asked: Any) -> Answer:
        if (problem := _problem(asked, self.model)) is not None:
            return problem
        self.requests.append(asked)
        if self.manner in RAW:
            status, kind, raw = RAW[self.manner]
            return Answer(status, [("Content-Type", kind), ("Location", "/v1/elsewhere")], raw)
        name = asked.get("response_format", {}).get("json_schema", {}).get("name", "")
        said = MANNERS[self.manner](name, _loads(asked["messages"][-1]["content"]))
        sent = sum(len(each["content"]) for each in asked["messages"])
        finish = "stop"
        if len(said) > 4 * asked.get("max_tokens", 1_000_000):
            said, finish = said[: 4 * asked["max_tokens"]], "length"
        usage = {"prompt_tokens": sent // 4, "completion_tokens": len(said) // 4}
        return _json(
            "200 OK",
            {
                "id": f"chatcmpl-{len(self.requests)}",
                "object": "chat.completion",
                "created": int(time.time()),
                "model": self.model,
                "choices": [
                    {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": said}},
                ],
                "usage": {**usage, "total_tokens": sum(usage.values())},
            },
        )


def _problem(asked: Any, model: str) -> Answer | None:
    """What the documented interface refuses."""
    messages = asked.get("messages") if isinstance(asked, dict) else None
    if not messages or not all(isinstance(each.get("content"), str) and each.get("role") for each in messages):
        return _refusal("400 Bad Request", "'messages' must hold messages of a role and a content.", None)
    if asked.get("model") != model:
        return _refusal("404 Not Found", f"The model {asked.get('model')!r} does not exist.", "model_not_found")
    if not 0 <= asked.get("temperature", 1) <= 2:
        return _refusal("400 Bad Request", "'temperature' is between 0 and 2.", None)
    form = asked.get("response_format", {"type": "text"})
    if form.get("type") not in FORMATS:
        return _refusal("400 Bad Request", f"'response_format.type' must be one of {FORMATS}.", None)
    if form["type"] == "json_schema" and not {"name", "schema"} <= form.get("json_schema", {}).keys():
        return _refusal("400 Bad Request", "Missing required parameter: 'response_format.json_schema'.", None)
    return None


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _refusal(status: str, message: str, code: str | None) -> Answer:
    return _json(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}})


def _json(status: str, value: object) -> Answer:
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def create_app(model: StandIn, faults: Faults | None = None) -> WSGIApplication:
    return (faults or Faults()).wrap(model)


def default_app() -> WSGIApplication:
    """An honest one without a key, for `python -m sandbox language_model`."""
    return create_app(StandIn())

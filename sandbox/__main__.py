"""`python -m sandbox <name> --port N`: run one stand-in until interrupted."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence

from sandbox.serving import serve

STAND_INS = {  # first word -> "module:factory"; the factory takes no argument and returns a WSGI app
    "freshdesk": "sandbox.freshdesk.app:default_app",
    "language_model": "sandbox.language_model.app:default_app",
    "magento": "sandbox.magento.app:default_app",
    "zendesk": "sandbox.zendesk.app:default_app",
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox")
    parser.add_argument("name", choices=sorted(STAND_INS))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args(argv)
    module, _, factory = STAND_INS[args.name].partition(":")
    make: Callable[[], object] = getattr(importlib.import_module(module), factory)
    with serve(make(), args.host, args.port) as server:  # type: ignore[arg-type]  # a WSGI app by the registry's promise
        sys.stdout.write(f"{args.name} stand-in at {server.url}\n")
        sys.stdout.flush()
        try:
            server.wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

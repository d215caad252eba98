"""A pair in words, for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Sequence

from connector.ports.helpdesk import Message
from tests.fuzz.judged import Outcome
from tests.fuzz.scene import Scene


def told(plain: Scene, added: Scene, before: Outcome, after: Outcome) -> str:
    policy, world = plain.policy, plain.world
    lines = [
        f"  policy {policy.shop}, window {policy.window}, confidence {policy.confidence}; orders of the sender: "
        f"{', '.join(world.mine)}",
        *(f"  said before: {_shown(each)}" for each in plain.before),
        f"  ticket:   {_subject(plain)}{_all(plain.turn)}",
        f"  with it:  {_subject(added)}{_all(added.turn)}",
        f"  before:   {before}",
        f"  after:    {after}",
    ]
    return "\n".join(lines)


def _subject(scene: Scene) -> str:
    return f"[{scene.subject}] " if scene.subject else ""


def _all(messages: Sequence[Message]) -> str:
    return " | ".join(_shown(each) for each in messages)


def _shown(message: Message) -> str:
    pictures = f" (+{message.pictures} picture)" if message.pictures else ""
    return f"{message.body!r}{pictures}"

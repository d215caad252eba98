"""Ordinary tickets, made from a seed: worlds, policies, words. The same seed and number give the same ticket."""

from __future__ import annotations

import html as escaping
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Reason
from connector.ports.helpdesk import Author, Message
from connector.ports.shop import ShopOrder
from tests.fakes.clock import START, MovableClock
from tests.fakes.shop import ONLINE, FakeShop
from tests.fuzz import phrases
from tests.fuzz.scene import Scene, World

ROOT = Path(__file__).parents[2]
SENDER, STRANGER = "camille@example.test", "dominique@example.test"
TEES = ("TEE-S-BLUE", "TEE-M-BLUE", "TEE-M-RED", "TEE-S-RED")
SKUS = ("BOL-01", "MUG-BL", "TAPIS-01", "LAMPE-01", "BOL-01", "MUG-BL", "NAPPE-S", *TEES)
NAMES = {  # articles whose names hold everyday words, as shops have them
    "BOL-01": ("Bol en grès", "Stoneware bowl", "Manager desk set", "Bol de table"),
    "LAMPE-01": ("Lampe de table", "Lawyer style lamp", "Table lamp"),
}
KINDS = (
    [Kind.REFUND] * 14 + [Kind.EXCHANGE] * 5 + [Kind.STORE_CREDIT] * 5 + [Kind.RESHIP] * 2 + [Kind.CANCEL] * 6
    + [Kind.STATUS] * 2 + [Kind.RETURN_QUESTION, Kind.NONE] + [Kind.UNSPECIFIED] * 2
)  # fmt: skip
UNPROVEN = (Reason.TOO_SMALL, Reason.TOO_LARGE, Reason.CHANGED_MIND, Reason.STYLE, None)
REASONED = (Reason.WITHDRAWAL, Reason.DAMAGED, Reason.DEFECTIVE, Reason.NOT_RECEIVED, Reason.WRONG_ITEM, Reason.LATE)
FITTING = {
    Kind.REFUND: (*UNPROVEN, *UNPROVEN, *REASONED),
    Kind.EXCHANGE: (Reason.TOO_SMALL, Reason.TOO_LARGE, Reason.STYLE, Reason.DAMAGED, Reason.WRONG_ITEM),
    Kind.RESHIP: (Reason.NOT_RECEIVED, Reason.MISSING_ITEM, Reason.NOT_RECEIVED),
    Kind.CANCEL: (Reason.CHANGED_MIND, None),
    Kind.STORE_CREDIT: (Reason.TOO_SMALL, Reason.CHANGED_MIND, None, Reason.DAMAGED),
}


BOLD = "{options: [exchange, store_credit, refund, keep_item], settle: at_once, bonus: 15}"
SHIPPED, AT_ONCE = 0, 2  # places of these policies among them


@lru_cache(maxsize=1)
def policies() -> tuple[Policy, ...]:
    """The shipped ones in automatic mode, and bolder ones: at once, generous, with final sale, for some reasons."""
    texts = {
        lang: (ROOT / "connector" / "policies" / f"{lang}.yaml").read_text(encoding="utf-8") for lang in ("fr", "en")
    }
    fr, en = (texts[lang].replace("mode: shadow", "mode: auto") for lang in ("fr", "en"))
    journeys = "journeys:\n"
    at_once = fr.replace("settle: warehouse_scan, order_at: acceptance", "settle: at_once")
    generous = (
        at_once.replace("store_credit_bonus: 5 ", "store_credit_bonus: 10 ")
        .replace("refusals: agent", "refusals: send")
        .replace("refund: 60.00 EUR", "refund: 250.00 EUR")
        .replace("damaged: {options: [reship,", "damaged: {bonus: 20, options: [keep_item, reship,")
        .replace(journeys, f"{journeys}  too_small: {BOLD}\n")
    )
    final = fr.replace("# final_sale:  ", "final_sale:  ").replace(
        "#   attribute: final_sale", "  attribute: final_sale"
    )
    unsure = at_once.replace("confidence: 0.80", "confidence: 0.75")
    reasons = at_once.replace("reasons: all", "reasons: [too_small, too_large, damaged]")
    made = tuple(read_policy(text) for text in (fr, en, at_once, generous, final, unsure, reasons))
    if len({policy.hash for policy in made}) != len(made):
        raise ValueError("a shipped policy has changed: some variant here is none any more")
    return made


@lru_cache(maxsize=1)
def fixtures() -> tuple[dict[str, object], ...]:
    """Tickets of a labelled set: livelier words than ours."""
    lines = (ROOT / "training" / "held_out" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(each for line in lines if not (each := json.loads(line))["expected"]["injection"])


@dataclass(frozen=True, slots=True)
class _Order:
    order: ShopOrder
    shipped: bool


def _order(rng: Random, shop: FakeShop, email: str, currency: str, shipped: bool, skus: tuple[str, ...]) -> _Order:
    lines = {rng.choice(skus): rng.choice((1, 1, 1, 1, 1, 2, 3)) for _ in range(rng.choice((1, 1, 1, 1, 2, 3)))}
    days = rng.choice((2, 4, 6, 9, 12, 16, 20, 29, 33, 70)) if shipped else None
    payment = rng.choice(("stripe_payments",) * 9 + ("checkmo", "banktransfer", "new_method"))
    paid = {sku: rng.choice(("18.50", "29.99", "44.00")) for sku in lines if rng.random() < 0.8}
    online = payment == "stripe_payments"
    route = ONLINE if online else payment
    made = shop.place(email, lines, route, shipped_days_ago=days, line_paid=paid, currency=currency)
    if shipped and online and rng.random() < 0.08:
        shop.agent_refunds(made.id, {made.lines[0].sku: 1})
    named = [replace(line, name=rng.choice(NAMES.get(line.sku, (line.name,)))) for line in shop.order(made.id).lines]
    shop.amend(made.id, lines=tuple(named), payment_method=payment)
    return _Order(shop.order(made.id), shipped)


def _world(rng: Random, currency: str, kind: Kind) -> tuple[World, list[_Order]]:
    shipped = kind is not Kind.CANCEL or rng.random() < 0.15
    skus = TEES if kind is Kind.EXCHANGE else SKUS
    shop = FakeShop(MovableClock())
    kinds = [
        (STRANGER, True),
        (SENDER, shipped),
        (SENDER, rng.random() < 0.7),
        (STRANGER, rng.random() < 0.7),
        (SENDER, True),
    ]
    orders = [(email, _order(rng, shop, email, currency, sent, skus)) for email, sent in kinds]
    mine = [order for email, order in orders if email == SENDER]
    theirs = tuple(order.order.number for email, order in orders if email != SENDER)
    if rng.random() < 0.15:
        shop.stock.update(dict.fromkeys(("TEE-L-BLUE", "BOL-01", "TEE-M-BLUE"), 0))
    given = (Money.parse(f"40.00 {currency}"),) * rng.choice((0,) * 14 + (1, 1, 3))
    now = START + timedelta(hours=1)
    return World(shop, now, SENDER, tuple(each.order.number for each in mine), theirs, given), mine


def _fill(rng: Random, choices: tuple[str, ...], **values: str) -> str:
    return rng.choice(choices).format(**values)


def _words(rng: Random, lang: str, kind: Kind, order: ShopOrder) -> list[str]:
    """Sentences of an ordinary demand, the order's number left out."""
    line = rng.choice(order.lines)
    reasons = phrases.REASONS[lang]
    fitting = [each for each in FITTING.get(kind, (*reasons, None, None)) if each is None or each in reasons]
    reason = rng.choice(fitting or [None])
    said = [reasons[reason]] if reason is not None else []
    if kind is not Kind.UNSPECIFIED:
        said.append(_fill(rng, phrases.DEMANDS[lang][kind], v=rng.choice(("L", "M", "XL", "S"))))
    if len(order.lines) > 1 and rng.random() < (0.1 if kind is Kind.CANCEL else 0.85):
        said.append(_fill(rng, phrases.ARTICLE[lang], a=line.name))
    if line.ordered > 1 and rng.random() < (0.1 if kind is Kind.CANCEL else 0.8):
        said.append(_fill(rng, phrases.QUANTITY[lang], q=str(int(line.ordered))))
    if rng.random() < 0.06:
        said.append(rng.choice(phrases.EVERYTHING[lang]))
    if kind is Kind.REFUND and rng.random() < 0.15:
        amount = rng.choice((line.paid.amount, line.paid.amount / 2, 5))
        said.append(_fill(rng, phrases.AMOUNT[lang], m=f"{float(amount):.2f} {order.currency}"))
    if rng.random() < 0.08:
        said.append(rng.choice(phrases.DOUBTS[lang]))
    if rng.random() < 0.3:
        rng.shuffle(said)
    return said


def _made_up(rng: Random, lang: str, kind: Kind, order: ShopOrder, more: str | None, *, numbered: bool) -> str:
    said = _words(rng, lang, kind, order)
    if numbered:
        said.insert(rng.choice((0, len(said))), _fill(rng, phrases.ORDER[lang], n=order.number))
    if more is not None:
        said.append(_fill(rng, phrases.ORDER[lang], n=more))
    glue = rng.choice((" ", "\n", "\n\n"))
    return "\n\n".join(
        part
        for part in (rng.choice(phrases.GREETINGS[lang]), glue.join(said), rng.choice(phrases.CLOSINGS[lang]))
        if part
    )


def _from_fixture(rng: Random, numbers: tuple[str, ...]) -> tuple[str, str, str]:
    """(language, subject, body) of a fixture, about these orders."""
    found = rng.choice(fixtures())
    subject, body = str(found["subject"]), str(found["body"])
    expected = found["expected"]
    for old, new in zip(expected["orders"], numbers, strict=False):  # type: ignore[index]
        subject, body = subject.replace(old, new), body.replace(old, new)
    return str(found["lang"]), subject, body


def _with_history(rng: Random, lang: str, body: str) -> str:
    return f"{body}\n\n{phrases.HISTORY[lang]}\n> {phrases.QUOTED[lang]}\n> "


def as_html(rng: Random, body: str, history: str | None) -> str:
    paragraphs = [f"<p>{escaping.escape(part).replace(chr(10), '<br>')}</p>" for part in body.split("\n\n")]
    quoted = f'<blockquote type="cite"><p>{escaping.escape(history)}</p></blockquote>' if history else ""
    return f"<html><body><div>{''.join(paragraphs)}</div>{quoted}</body></html>"


def _message(number: int, author: Author, body: str, **more: object) -> Message:
    return Message(str(number), START + timedelta(minutes=number), author, True, body, **more)  # type: ignore[arg-type]


def ordinary(seed: int, number: int) -> Scene:
    """Ticket `number` of the run `seed`."""
    rng = Random(f"{seed} {number}")
    policy = rng.choice((*policies(), *policies()[:4], *policies()[:4]))
    lang = rng.choice(("en", "en", "en", "fr", "fr", "fr", "de", "es", "it", "nl"))
    kind = rng.choice(KINDS)
    world, mine = _world(rng, policy.refund_cap.currency, kind)
    order = mine[0].order
    numbered = rng.random() < 0.93
    roll = rng.random()
    other = rng.choice(world.mine[1:]) if roll < 0.03 else rng.choice(world.theirs) if roll < 0.05 else None
    above = phrases.SUBJECTS[lang]
    if kind is Kind.CANCEL:  # "Return" above it speaks of something else
        above = tuple(each for each in above if each not in {"Return", "Retour", "Retoure", "Reso"})
    subject = _fill(rng, above, n=order.number)
    if rng.random() < 0.2:
        lang, subject, body = _from_fixture(rng, world.mine)
    else:
        body = _made_up(rng, lang, kind, order, other, numbered=numbered)
    is_html, history = rng.random() < 0.5, rng.random() < 0.15
    if is_html:
        body = as_html(rng, body, phrases.QUOTED[lang] if history else None)
    elif history:
        body = _with_history(rng, lang, body)
    trust = rng.choice((True,) * 20 + (None, None, False))
    pictures = int(rng.random() < 0.15)
    first = _message(1, Author.CUSTOMER, body, html=is_html, trusted=trust, pictures=pictures)
    scene = Scene(world, policy, lang, subject, (first,), participants=int(rng.random() < 0.04))
    roll = rng.random()
    if roll < 0.12:
        return _answered(rng, scene, order, numbered=numbered)
    return replace(scene, turn=(first, _second(rng, lang, trust))) if roll < 0.2 else scene


def _second(rng: Random, lang: str, trust: bool | None) -> Message:
    """A few more words of the customer's, before anybody answered."""
    said = rng.choice((phrases.QUOTED["en"][:29], *phrases.CLOSINGS[lang], *phrases.DEMANDS[lang][Kind.REFUND]))
    return _message(2, Author.CUSTOMER, said, trusted=trust)


def _answered(rng: Random, scene: Scene, order: ShopOrder, *, numbered: bool) -> Scene:
    """We asked which order or article; the turn is a short answer."""
    asked = _message(2, Author.US, phrases.QUESTION.get(scene.lang, phrases.QUESTION["en"]))
    short = rng.choice((order.number, order.lines[0].name, "L", f"{order.number}, {order.lines[0].name}", "L, please"))
    answer = _message(3, Author.CUSTOMER, short, trusted=scene.turn[-1].trusted)
    return replace(
        scene,
        before=(*scene.turn, asked),
        turn=(answer,),
        waits=True,
        rounds=1,
        case_number=order.number if order.number in scene.turn[-1].body else None,
    )

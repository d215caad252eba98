"""Filling a macro: what is missing, of another kind or hostile never reaches a customer as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.money import Money
from connector.domain.request import Reason
from connector.ports.replies import BrokenMacro, MissingValue, Reply, Value
from connector.replies import MacroReplies, default_macros_dir
from connector.replies.macros import LONGEST_REPLY

MacroFolder = Callable[..., Path]
Values = dict[str, Value]
SHIPPED = MacroReplies(default_macros_dir(), "fr")


def test_returns_text_locale_and_promised_dates(replies: MacroReplies, values: Values) -> None:
    reply = replies.render("status_refunded", "en-GB", None, values)
    assert (reply.macro, reply.locale, reply.dates) == ("status_refunded", "en", (date(2026, 12, 1),))


def test_a_date_that_the_macro_does_not_speak_of_is_not_promised(replies: MacroReplies, values: Values) -> None:
    assert replies.render("refused", "en", None, values).dates == ()


def test_falls_back_to_the_shops_language(replies: MacroReplies, values: Values) -> None:
    assert replies.render("refunded", "pl", None, values) == replies.render("refunded", "fr", None, values)


@pytest.mark.parametrize("name", ["name", "shop", "order", "articles", "amount", "by"])
def test_refuses_a_missing_value(replies: MacroReplies, values: Values, name: str) -> None:
    del values[name]
    with pytest.raises(MissingValue, match=rf"fr/refunded\.md: missing: {name}$"):
        replies.render("refunded", "fr", None, values)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("amount", "19.49 EUR", "'amount' is str, not Money"),
        ("by", datetime(2026, 12, 1, tzinfo=UTC), "'by' is datetime, not date"),
        ("by", "2026-12-01", "'by' is str, not date"),
        ("shipping_included", 1, "'shipping_included' is int, not bool"),
        ("order", 123, "'order' is int, not str"),
        ("order", " \n", "'order' is empty"),
        ("articles", "\u200b", "'articles' is empty"),
        ("shop", "", "'shop' is empty"),
    ],
)
def test_refuses_a_value_of_another_kind(
    replies: MacroReplies, values: Values, name: str, value: Value, problem: str
) -> None:
    with pytest.raises(MissingValue, match=rf"withdrawal_refunded\.md: {problem}$"):
        replies.render("withdrawal_refunded", "en", None, values | {name: value})


def test_refuses_an_unknown_macro(replies: MacroReplies, values: Values) -> None:
    with pytest.raises(BrokenMacro, match=r"^there is no macro '\.\./refunded'$"):
        replies.render("../refunded", "fr", None, values)


@pytest.mark.parametrize("reason", ["bored", "", "None"])
def test_refuses_a_reason_without_words(replies: MacroReplies, values: Values, reason: str) -> None:
    with pytest.raises(MissingValue, match=f"no sentence for the reason '{reason}'$"):
        replies.render("refunded", "fr", reason, values)


def test_refuses_a_code_without_words(replies: MacroReplies, values: Values) -> None:
    with pytest.raises(MissingValue, match=r"refused\.md: no sentence for the code 'line\.unknown'$"):
        replies.render("refused", "fr", None, values | {"because": "line.unknown"})


def test_a_macro_for_some_reasons_refuses_the_others(folder: MacroFolder) -> None:
    replies = MacroReplies(folder("{{ understood }}", "name: note\nneeds: []\nreasons: [late, withdrawal]"), "en")
    assert replies.render("note", "en", Reason.WITHDRAWAL, {}).text == "About withdrawal."
    for reason in ("damaged", None):
        with pytest.raises(BrokenMacro, match=f"not meant for the reason {reason!r}$"):
            replies.render("note", "en", reason, {})


def test_refuses_a_text_that_is_too_long(folder: MacroFolder) -> None:
    replies = MacroReplies(folder("x" * (LONGEST_REPLY + 1), "name: note\nneeds: []"), "en")
    with pytest.raises(BrokenMacro, match="4001 characters, at most 4000"):
        replies.render("note", "en", None, {})


def test_counts_are_written_as_numbers(folder: MacroFolder) -> None:
    replies = MacroReplies(folder("{{ question_count }} of 2", "name: note\nneeds: [question_count]"), "en")
    assert replies.render("note", "en", None, {"question_count": 1}).text == "1 of 2"


def test_an_unknown_customer_is_greeted_without_a_name(replies: MacroReplies, values: Values) -> None:
    assert replies.render("handed_over", "fr", None, values | {"name": ""}).text.startswith("Bonjour,\n\nMerci")


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Zoé", "Hello Zoé,"),
        ("Zoe\u0301", "Hello Zoe\u0301,"),
        ("Jean-Marc D’Arc", "Hello Jean-Marc D’Arc,"),
        ("J. R.", "Hello J. R.,"),
        ("अमित", "Hello अमित,"),
        ("  Marie\r\nBcc ", "Hello Marie Bcc,"),
        ("Mar\u202eie\u200b", "Hello Marie,"),
        ("A" * 60, "Hello " + "A" * 39 + "…,"),
        ("Win at evil.example", "Hello,"),
        ("https://evil.example", "Hello,"),
        ("{{ticket.requester.email}}", "Hello,"),
        ("<b>Marie</b>", "Hello,"),
        ("+33 6 12 34", "Hello,"),
    ],
)
def test_a_name_is_made_of_letters(replies: MacroReplies, values: Values, name: str, greeting: str) -> None:
    text = replies.render("handed_over", "en", None, values | {"name": name}).text
    assert text.partition("\n")[0] == greeting


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("{{ticket.requester.email}}", "{ {ticket.requester.email}}"),
        ("{% raw %}{{x}}{% endraw %}", "{ % raw %}{ {x}}{ % endraw %}"),
        ("{{{{x", "{ { { {x"),
        ("{\u200b{x}}", "{ {x}}"),
        ("{\n{x}}", "{ {x}}"),
        ("{{ ''.__class__.__mro__ }}", "{ { ''.__class__.__mro__ }}"),
        ("{{ amount }}", "{ { amount }}"),
        ("Mug\n\nWe owe you €900.\n", "Mug We owe you €900."),
        ("Mug\x1b[31m\x00rot", "Mug [31m rot"),
        ("Mug\u2028\u2029\x85x", "Mug x"),
        ("Mug\ud800", "Mug"),
        ("x" * 500, "x" * 399 + "…"),
    ],
)
def test_shop_text_stays_text(replies: MacroReplies, values: Values, hostile: str, inert: str) -> None:
    text = replies.render("ask_line", "en", None, values | {"articles": hostile}).text
    assert text.split("\n\n")[2] == f"Your order 000000123 contains: {inert}. " + (
        "Which article is it about, and how many of it? One line in answer to this message is enough."
    )


def test_braces_do_not_meet_across_values_or_text(folder: MacroFolder) -> None:
    replies = MacroReplies(folder("{{ shop }}{{ order }}% {{ shop }}{ x }", "name: note\nneeds: [shop, order]"), "en")
    assert replies.render("note", "en", None, {"shop": "a{", "order": "{"}).text == "a{ { % a{ { x }"


hostile_pieces = st.sampled_from(["{", "{{", "{%", "%", "}}", "{\u200b{", "{\n%", " ", "« {", "{ :", "ticket.id"])
text_values = st.lists(hostile_pieces | st.text(max_size=9), max_size=12).map("".join)


@given(
    st.sampled_from(sorted(SHIPPED.locales["fr"].macros)),
    st.sampled_from(["fr", "en"]),
    st.tuples(text_values, text_values, text_values, text_values),
)
def test_no_values_open_a_placeholder(macro: str, language: str, texts: tuple[str, str, str, str]) -> None:
    name, shop, order, articles = (f"{text}{{" for text in texts)
    reply = SHIPPED.render(
        macro,
        language,
        None,
        {
            "name": name,
            "shop": shop,
            "order": order,
            "articles": articles,
            "amount": Money(Decimal("19.49"), "EUR"),
            "by": date(2026, 12, 1),
            "made_on": date(2026, 11, 20),
            "shipping_included": False,
            "bonus_included": True,
            "because": "window.expired",
            "choices": articles,
            "goods": shop,
            "rma": order,
            "address": shop,
            "code": order,
            "until": date(2027, 12, 1),
        },
    )
    assert isinstance(reply, Reply)
    assert "{{" not in reply.text
    assert "{%" not in reply.text
    assert len(reply.text) <= LONGEST_REPLY
    reply.text.encode("utf-8")  # no lone surrogates

"""Mail made to keep a reader busy is read to the end, starts nothing, and hides nothing of what it says.

No test asserts a time: the marker ends what hangs, and `make bench ARGS=hostile` says how long the worst takes.
"""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.ports.understanding import Turn, Understanding
from connector.understanding import TicketReader
from connector.understanding.clean import MAX_INPUT, MAX_WORDS, newest_words
from connector.understanding.html_text import visible_text
from tests.understanding.nasties import UNITS, filled, known, patterns, traps

KNOWN = known(MAX_INPUT)
PATTERNS = patterns()
TRAP = 2_000  # characters: enough for what grows faster than a square to hang
MINE = "The lamp came broken, please refund it."
SECRET = "zzsecretzz"


def read(body: str, is_html: bool) -> Understanding:
    return TicketReader().understand(body[:500], [Turn(body, by_customer=True, html=is_html)])


def assert_sound(understanding: Understanding) -> None:
    text = understanding.text
    assert len(text) <= MAX_WORDS
    assert all(text[piece.start : piece.end] == piece.text for piece in understanding.evidence)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("is_html", [False, True], ids=["plain", "html"])
@pytest.mark.parametrize("name", KNOWN)
def test_hostile_mail_is_read_to_the_end_and_starts_nothing(name: str, is_html: bool) -> None:
    understanding = read(KNOWN[name], is_html)
    assert_sound(understanding)
    assert understanding.confidence < 1 - 0.2 or not understanding.actionable


def test_the_nasties_are_as_long_as_a_mail_may_be() -> None:
    assert {name for name, text in KNOWN.items() if not MAX_INPUT * 0.6 < len(text) <= MAX_INPUT * 1.02} == set()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", PATTERNS)
def test_no_regular_expression_hangs_on_what_it_nearly_matches(name: str) -> None:
    for trap in traps(PATTERNS[name], TRAP):
        found = [match.span() for match in PATTERNS[name].finditer(trap)]
        assert found == sorted(found)
    assert_sound(read(trap[: TRAP // 4], is_html=False))


def test_every_module_with_regular_expressions_is_among_them() -> None:
    modules = {name.split(".")[0] for name in PATTERNS}
    assert {"clean", "history", "signature", "html_text", "css", "fold", "message", "amount", "bare", "cues"} <= modules
    assert {
        "injection",
        "items",
        "language",
        "ngrams",
        "order_number",
        "patterns",
        "quantity",
        "surroundings",
    } <= modules
    assert {"reader", "views", "wishes"} <= modules
    for lang in ("en", "fr", "de", "es", "it", "nl"):
        assert f"patterns.{lang}.refund" in PATTERNS


def test_the_traps_come_near_the_patterns() -> None:
    """Else they would show nothing: most samples are found by the pattern they were built from."""
    hit = [name for name, pattern in PATTERNS.items() if any(pattern.search(trap) for trap in traps(pattern, 500))]
    assert len(hit) > 0.9 * len(PATTERNS)


PIECES = [
    *UNITS.values(),
    MINE,
    "On Mon, May 5, 2025 at 9:03 AM A <a@b.example> wrote:",
    "Sent: 5 May 2025",
    "To: B",
    "<td>",
]
PIECES += ["\n", "\n\n", " ", ">", "> ", "&gt;", "-----Original Message-----", "From: A", "-- ", "Kind regards", "PS: "]
PIECES += [
    "</div>",
    "</p>",
    '<div style="display:none">',
    '<div class="gmail_quote">',
    '<p style="color:',
    "#fff",
    '">',
]
PIECES += ["<style>", "</style>", ".x{", "}", "display:none", "<details>", "<summary>", "<select>", "<table>", "<svg>"]
PIECES += ["]]>", "-->", "\ud800", "\u202e"]
mess = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(mess, st.booleans())
def test_any_mess_is_read(body: str, is_html: bool) -> None:
    assert_sound(read(body, is_html))
    words = newest_words(body, is_html)
    assert words == newest_words(body, is_html)
    assert len(words.text) <= MAX_WORDS
    assert words.text == words.text.strip()


@settings(max_examples=200, deadline=None)
@given(mess)
def test_the_first_sentence_survives_whatever_follows(rest: str) -> None:
    assert newest_words(f"{MINE}\n\n{rest}", html=False).text.startswith(MINE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.text("abc :@.>-\n", max_size=30)), max_size=30))
def test_no_marked_line_is_ever_read(lines: list[tuple[bool, str]]) -> None:
    body = "\n".join(f"> {SECRET} {line}".replace("\n", " ") if marked else line for marked, line in lines)
    assert SECRET not in newest_words(body, html=False).text


HIDING = ['<div style="display:none">{}</div>', '<div style="opacity:0">{}</div>', '<div style="font-size:0">{}</div>']
HIDING += ["<style>.h{{display:none}}</style><div class=h>{}</div>", '<div style="color:#fff">{}</div>', "<!--{}-->"]
HIDING += ["<div hidden>{}</div>", "<template>{}</template>", "<title>{}</title>", "<blockquote>{}</blockquote>"]
PLAIN = ["<div>{}</div>", "<p>{}</p>", "<b>{}</b>", "<table><tr><td>{}</td></tr></table>", "<ul><li>{}</ul>", "{}<br>"]
PLAIN += ["<a href='x'>{}", "<i>{}", "<center>{}</center>"]
COLOURED = [*PLAIN, '<span style="color:#111">{}</span>']  # shows what is written in it, within white as well


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(HIDING), st.lists(st.sampled_from(PLAIN), max_size=6), st.lists(st.sampled_from(PLAIN), max_size=6)
)
def test_what_is_hidden_is_hidden_however_it_is_wrapped(hiding: str, inside: list[str], outside: list[str]) -> None:
    hidden, shown = SECRET, MINE
    for wrapper in inside if hiding != "<title>{}</title>" else []:
        hidden, shown = wrapper.format(hidden), wrapper.format(shown)
    body = hiding.format(hidden)
    for wrapper in outside:
        body, shown = wrapper.format(body), wrapper.format(shown)
    words = newest_words(f"{shown}{body}", html=True)
    assert SECRET not in words.text
    assert MINE in words.text


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_escaped_text_is_the_text(text: str) -> None:
    seen = visible_text(f"<p>{html.escape(text)}</p>")
    assert seen.text.split() == text.split()
    assert (seen.quoted, seen.whole) == (False, True)


def test_a_mail_of_nothing_but_a_unit_is_that_long() -> None:
    assert filled(10, "abc", "x", "y") == "xabcabcaby"

"""Newest words only: no history, signature or hidden text. Client by client: test_newest_words.py, test_signatures.py,
test_html_words.py; mail made to keep a reader busy: test_hostile.py."""

from __future__ import annotations

import pytest

from connector.domain.request import Flag, Kind
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
from connector.understanding.clean import MAX_WORDS, Words, newest_words


def plain(body: str) -> str:
    return newest_words(body, html=False).text


@pytest.mark.parametrize(
    "heading",
    [
        "On Mon, May 5, 2025 at 9:03 AM Shop <support@shop.example> wrote:",
        "On Mon, May 5, 2025 at 9:03 AM Shop <\nsupport@shop.example> wrote:",
        "Le lun. 5 mai 2025 à 09:03, Support <support@shop.example> a écrit :",
        "Am 05.05.2025 um 09:03 schrieb Support:",
        "El lun, 5 may 2025 a las 9:03, Support (<support@shop.example>) escribió:",
        "Il giorno lun 5 mag 2025 alle ore 09:03 Support ha scritto:",
        "Op ma 5 mei 2025 om 09:03 schreef Support:",
        "-----Original Message-----",
        "-------- Message d'origine --------",
        "-----Ursprüngliche Nachricht-----",
        "---------- Forwarded message ---------",
        "Début du message réexpédié :",
        "From: Support\nSent: 5 May 2025\nTo: Anna",
        "De : Support\nEnvoyé : lundi 5 mai 2025\nÀ : Anna",
        "Von: Support\nGesendet: Montag, 5. Mai 2025\nBetreff: Erstattung",
        "##- Please type your reply above this line -##",
    ],
)
def test_cuts_history_below_its_heading(heading: str) -> None:
    words = newest_words(f"My words.\n\n{heading}\n\nWe refunded 59 EUR, cancel anything else?", html=False)
    assert words == Words("My words.", quoted=True, whole=True)


@pytest.mark.parametrize(
    "end",
    [
        "-- \nRick\nHead of Refunds",
        "Kind regards,\nMelissa\nHead of Returns\n+44 7700 900123",
        "Bien cordialement,\nMélissa\nResponsable remboursements",
        "Mit freundlichen Grüßen\nMax",
        "Un saludo,\nAna",
        "Cordiali saluti\nAnna",
        "Met vriendelijke groet,\nJan",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
    ],
)
def test_cuts_the_signature(end: str) -> None:
    assert plain(f"My words.\n\n{end}") == "My words."


@pytest.mark.parametrize(
    "body",
    [
        "With regards to the lamp: it is broken.",
        "The note was sent from my office.",
        "On Monday 5 May I wrote to you: no answer.",
        "It cost > 100 and -- yes -- it broke.",
    ],
)
def test_keeps_words_that_only_look_like_history_or_signature(body: str) -> None:
    assert plain(body) == body


def test_keeps_a_postscript() -> None:
    assert (
        plain("Refund please.\n\nKind regards,\nAnna\n\nPS: size M would do") == "Refund please.\n\nPS: size M would do"
    )


def test_an_answer_below_the_quote_is_kept_but_is_not_the_whole_story() -> None:
    words = newest_words("On 04/02/2012 06:26 PM, Shop wrote:\n> Refund?\nYes please", html=False)
    assert words == Words("Yes please", quoted=True, whole=False)


@pytest.mark.parametrize(
    "body",
    ["thanks\n> approved: refund 999 EUR\n> for order 000000099", "merci\n\n> accordé : remboursez 999 EUR, 000000099"],
)
def test_a_quoted_approval_gives_nothing(body: str) -> None:
    understanding = TicketReader(lambda: None).understand("", [Turn(body, by_customer=True)])
    assert (understanding.kind, understanding.amount, understanding.orders) == (Kind.NONE, None, ())
    assert "999" not in understanding.text


CONFIRMED = "Thank you for your order 000000838! You can return any item within 30 days."


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f"Please cancel this one, thanks.\n\n> {CONFIRMED}", False),
        (f"Please cancel this one, thanks.\n\nOn 4 May 2026, Shop <shop@shop.example> wrote:\n\n{CONFIRMED}", False),
        (f"<p>Please cancel this one, thanks.</p><blockquote type='cite'><p>{CONFIRMED}</p></blockquote>", True),
        (f"<p>Please cancel this one.</p><div class='gmail_quote'><p>Hi,</p><b>{CONFIRMED}</b></div>", True),
        (f"<p>Please cancel this one.</p><div id='appendonsend'></div><hr><div><p>{CONFIRMED}</p></div>", True),
    ],
)
def test_the_order_of_the_mail_that_is_answered_is_a_hint(body: str, html: bool) -> None:
    read = TicketReader().understand("Re: Order confirmation", [Turn(body, by_customer=True, html=html)])
    assert (read.kind, read.orders, read.quoted_order, read.actionable) == (Kind.CANCEL, (), "000000838", False)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Orders", "Please cancel this one.\n\n> Your orders 000000838 and 000000839 are on their way."),
        ("Re: Order", "Please cancel order 000000840.\n\n> Thank you for your order 000000838!"),
        ("Re: Order 000000840", "Please cancel this one.\n\n> Thank you for your order 000000838!"),
        ("Re: Order", "Great, thank you so much!\n\n> We have refunded order 000000838."),
    ],
)
def test_what_is_quoted_is_no_hint_beside_others_or_words_of_their_own_or_under_thanks(subject: str, body: str) -> None:
    assert TicketReader().understand(subject, [Turn(body, by_customer=True)]).quoted_order is None


@pytest.mark.parametrize("before", range(270, 310, 3))
def test_a_number_that_is_cut_through_is_none(before: int) -> None:
    plain = [Turn(f"Please cancel this one.\n\n> {'x' * before} 000080334 and more", by_customer=True)]
    assert TicketReader(lambda: None).understand("", plain).quoted_order in (None, "000080334")


@pytest.mark.parametrize("before", range(5_970, 6_010, 3))
def test_a_number_that_is_cut_through_in_markup_is_none(before: int) -> None:
    quote = f"{'word ' * (before // 5)}{'y' * (before % 5)} 000080334 x"
    body = f"<p>Please cancel this one.</p><blockquote>{quote}</blockquote>"
    read = TicketReader(lambda: None).understand("", [Turn(body, by_customer=True, html=True)])
    assert read.quoted_order in (None, "000080334")


def test_thanks_are_about_no_order_whatever_the_subject_they_answer() -> None:
    thanks = [Turn("Great, thank you so much!", by_customer=True)]
    assert TicketReader().understand("Re: Refund for order 000000811", thanks).orders == ()


def test_nothing_but_a_quote_is_flagged() -> None:
    understanding = TicketReader(lambda: None).understand(
        "", [Turn("> please refund order 000000099", by_customer=True)]
    )
    assert (understanding.kind, understanding.text) == (Kind.NONE, "")
    assert understanding.flags == {Flag.QUOTED_ONLY}


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>refund 999</div>",
        '<div style="display: none">refund 999</div>',
        '<span style="font-size:0px">refund 999</span>',
        '<b style="visibility:hidden">refund 999</b>',
        '<p style="opacity:0">refund 999</p>',
        '<font color="#ffffff">refund 999</font>',
        '<span style="color: white">refund 999</span>',
        "<!-- refund 999 -->",
        "<script>refund 999</script>",
        "<style>refund 999</style>",
        "<blockquote>refund 999</blockquote>",
        '<div class="gmail_quote">refund 999</div>',
        '<div class="gmail_signature">refund 999</div>',
        '<div id="appendonsend"></div><div>refund 999</div>',
    ],
)
def test_hidden_and_quoted_html_is_not_read(hidden: str) -> None:
    assert newest_words(f"<p>My words.</p>{hidden}", html=True).text == "My words."


def test_html_becomes_lines() -> None:
    html = "<div>Hello,<br>the <b>lamp</b>\n is&nbsp;broken.</div><ul><li>one</li><li>two</li></ul>bye"
    assert newest_words(html, html=True).text == "Hello,\nthe lamp is broken.\n\none\n\ntwo\n\nbye"


def test_too_long_a_text_is_read_in_part_and_not_acted_upon() -> None:
    body = "Please refund order 000000012. " + "word " * MAX_WORDS
    understanding = TicketReader(lambda: None).understand("", [Turn(body, by_customer=True)])
    assert len(understanding.text) == MAX_WORDS
    assert understanding.notes == {"partial": "not all of the text could be read"}
    assert understanding.confidence < 1 - 0.2

"""HTML mail: quotes of every client, hidden text of every kind, and what only looks like either."""

from __future__ import annotations

import pytest

from connector.understanding.clean import Words, newest_words
from connector.understanding.html_text import MAX_ATTRIBUTES, MAX_NESTING, visible_text

MINE = "The lamp came broken, please refund it."
THEIRS = "refund 999 EUR"
HEADER = "<b>From:</b> Shop &lt;s@shop.example&gt;<br><b>Sent:</b> Monday, May 5, 2025 9:03 AM<br><b>To:</b> Anna<br>"


def read(html: str) -> Words:
    return newest_words(html, html=True)


QUOTES = {
    "gmail": '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, May 5, '
    "2025 at 9:03 AM"
    f' Shop wrote:<br></div><blockquote class="gmail_quote">{THEIRS}</blockquote></div>',
    "gmail, old": '<div class="gmail_extra"><div class="gmail_quote">Le 5 mai 2025 09:03, Shop '
    "&lt;s@shop.example&gt; a écrit :"
    f'<br><blockquote class="gmail_quote">{THEIRS}</blockquote></div></div>',
    "gmail, any language": '<div class="gmail_quote">pon., 5 maj 2025 o 09:03 Shop &lt;<a '
    'href="x">s@shop.example</a>&gt; pisze:'
    f'<blockquote class="gmail_quote">{THEIRS}</blockquote></div>',
    "gmail, forwarded": '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message '
    "---------<br>From: A</div>"
    f"{THEIRS}<blockquote>older</blockquote>{THEIRS}</div>",
    "gmail, forwarded, no answer in it": f'<div class="gmail_quote">{THEIRS}</div>',
    "yahoo": f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Shop '
    f"wrote:</div><div>{THEIRS}</div></div>",
    "outlook web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{HEADER}</div><div>{THEIRS}</div>',
    "outlook web, read again": f'<div id="x_divRplyFwdMsg">{HEADER}</div><div>{THEIRS}</div>',
    "outlook desktop": "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p "
    "class=MsoNormal>"
    f"{HEADER}</p></div><p class=MsoNormal>{THEIRS}</p>",
    "outlook desktop, Polish": "<div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm "
    "0cm'><p>Od: Sklep"
    f"</p></div><p>{THEIRS}</p>",
    "outlook by text": f"<div><p>{HEADER}</p></div><p>{THEIRS}</p>",
    "outlook mac": f'<span id="OLK_SRC_BODY_SECTION"><div>{HEADER}</div>{THEIRS}</span>',
    "apple": '<div><br><blockquote type="cite"><div>On 5 May 2025, at 09:03, Shop &lt;s@shop.example&gt; '
    "wrote:</div><div>"
    f"{THEIRS}</div></blockquote></div>",
    "thunderbird": f'<div class="moz-cite-prefix">Am 05.05.25 schrieb Shop:</div><blockquote '
    f'type="cite">{THEIRS}</blockquote>',
    "thunderbird, forwarded": '<div class="moz-forward-container"><br>-------- Forwarded Message '
    "--------<table><tr><th>From:"
    f"</th><td>Shop</td></tr></table>{THEIRS}</div>",
    "gmx": '<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid '
    '#C3D9E5;"><div>'
    f"<b>Gesendet:</b> Montag<br><b>Von:</b> Shop</div>{THEIRS}</div>",
    "zimbra": f'<hr id="zwchr" data-marker="__DIVIDER__"><div><b>De: </b>Shop<br></div><div>{THEIRS}</div>',
    "proton": '<div class="protonmail_quote">On Monday, May 5th, 2025 at 9:03 AM, Shop &lt;s@shop.example&gt; '
    "wrote:<br>"
    f'<blockquote class="protonmail_quote" type="cite">{THEIRS}</blockquote></div>',
    "spark": f'<div name="messageReplySection">On 5 May 2025, Shop wrote:<br><blockquote>{THEIRS}</blockquote></div>',
    "zoho": f'<div class="zmail_extra">---- On Mon, Shop wrote ----<br>{THEIRS}</div>',
    "freshdesk": f'<div class="freshdesk_quote"><blockquote class="freshdesk_quote">{THEIRS}</blockquote></div>',
    "front": f'<blockquote type="cite" class="front-blockquote">{THEIRS}</blockquote>',
    "a line at the left": f'<div style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">{THEIRS}</div>',
    "a line at the left, outlook": "<div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'>"
    f"<p>{THEIRS}</p></div>",
}


@pytest.mark.parametrize("name", QUOTES)
def test_quotes_of_every_client_are_left_out(name: str) -> None:
    assert read(f"<html><body><div>{MINE}</div><br>{QUOTES[name]}</body></html>") == Words(
        MINE, quoted=True, whole=True
    )


@pytest.mark.parametrize("name", QUOTES)
def test_nothing_but_a_quote_leaves_nothing(name: str) -> None:
    assert read(QUOTES[name]) == Words("", quoted=True, whole=True)


def test_nested_tables_are_read_in_order() -> None:
    html = "<table><tr><td><table><tr><td>one</td><td>two</td></tr></table></td></tr><tr><td>three</td></tr></table>"
    assert read(html).text.split() == ["one", "two", "three"]


@pytest.mark.parametrize("kind", ["gmail_quote", "protonmail_quote"])
def test_answers_between_block_quotes_are_kept(kind: str) -> None:
    html = (
        f'<div>See below.</div><div class="{kind}"><div class="gmail_attr">On Mon Shop wrote:</div>'
        f"<blockquote>Which "
        f"order?</blockquote><div>000000012</div><blockquote>{THEIRS}?</blockquote><div>Yes</div></div>"
    )
    assert read(html) == Words("See below.\n\n000000012\n\nYes", quoted=True, whole=False)


def test_an_answer_below_the_block_quote_is_not_the_whole_story() -> None:
    assert read(f"<blockquote>{THEIRS}?</blockquote><p>Yes</p>") == Words("Yes", quoted=True, whole=False)


@pytest.mark.parametrize(
    "style",
    ["margin: 0 0 0 40px; border: none; padding: 0px;", "margin:0px 0px 0px 40px;border:none;padding:0px"],
)
def test_an_indented_paragraph_is_no_quote(style: str) -> None:
    assert read(f'<div>Hello</div><blockquote style="{style}"><div>{MINE}</div></blockquote>') == Words(
        f"Hello\n\n{MINE}", quoted=False, whole=True
    )


HIDDEN = [
    '<div style="display:none">{}</div>',
    '<div style="DISPLAY : None !important">{}</div>',
    '<div style="display:/* x */none">{}</div>',
    '<div style="display:none;display:block;display:none">{}</div>',
    "<div hidden>{}</div>",
    '<div aria-hidden="true">{}</div>',
    '<div style="visibility:hidden">{}</div>',
    '<div style="visibility: collapse">{}</div>',
    '<div style="content-visibility:hidden">{}</div>',
    '<div style="opacity:0">{}</div>',
    '<div style="opacity:0.01">{}</div>',
    '<div style="opacity:0%">{}</div>',
    '<div style="filter:opacity(0)">{}</div>',
    '<div style="mso-hide:all">{}</div>',
    '<div style="font-size:0">{}</div>',
    '<div style="font-size:0px">{}</div>',
    '<div style="font-size: 1px;">{}</div>',
    '<div style="font-size:1pt">{}</div>',
    '<div style="font-size:.05em">{}</div>',
    '<div style="font-size:1%">{}</div>',
    '<div style="font:0/0 a">{}</div>',
    '<div style="font-size:0"><b style="font-size:2em">{}</b></div>',
    '<font color="#ffffff">{}</font>',
    '<font color="white">{}</font>',
    '<p style="color:#fff">{}</p>',
    '<p style="color:#fefefe">{}</p>',
    '<p style="color:rgb(255, 255, 255)">{}</p>',
    '<p style="color:rgb(100% 100% 100%)">{}</p>',
    '<p style="color:hsl(0,0%,100%)">{}</p>',
    '<p style="color:white;background-color:white">{}</p>',
    '<p style="color:white;background:#FFFFFF none repeat scroll">{}</p>',
    '<div style="background:#123456"><p style="color:#123456">{}</p></div>',
    '<table bgcolor="#000000"><tr><td><font color="black">{}</font></td></tr></table>',
    '<table bgcolor="black"><tr><td>{}</td></tr></table>',
    '<p style="color:transparent">{}</p>',
    '<p style="color:rgba(0,0,0,0)">{}</p>',
    '<p style="color:#00000000">{}</p>',
    '<p style="-webkit-text-fill-color:transparent">{}</p>',
    '<div style="position:absolute;left:-9999px">{}</div>',
    '<div style="position:fixed;top:-100em">{}</div>',
    '<div style="text-indent:-9999px">{}</div>',
    '<div style="margin-left:-5000px">{}</div>',
    '<div style="transform:translateX(-9999px)">{}</div>',
    '<div style="transform:scale(0)">{}</div>',
    '<div style="position:absolute;clip:rect(0,0,0,0)">{}</div>',
    '<div style="position:absolute;clip:rect(1px 1px 1px 1px)">{}</div>',
    '<div style="clip-path:inset(100%)">{}</div>',
    '<div style="clip-path:circle(0)">{}</div>',
    '<div style="width:0;height:0;overflow:hidden">{}</div>',
    '<div style="max-height:0px;overflow:hidden">{}</div>',
    '<div style="height:1px;width:1px;overflow:hidden">{}</div>',
    "<details><summary>more</summary>{}</details>",
    "<details>{}</details>",
    "<template>{}</template>",
    "<noscript>{}</noscript>",
    "<textarea>{}</textarea>",
    "<select><option>{}</option></select>",
    "<title>{}</title>",
    "<svg><text>{}</text></svg>",
    "<script>{}</script>",
    "<!-- {} -->",
    "<!--[if mso]>{}<![endif]-->",
    "<![CDATA[{}]]>",
    "<style>.x{{display:none}}</style><p class='x'>{}</p>",
    "<style><!-- .X , .y {{ display : none !important }} --></style><p class='a x' style='display:block'>{}</p>",
    "<style>#z{{font-size:0}}</style><p id='z'>{}</p>",
    "<style>p.x{{color:#fff}}</style><p class='x'>{}</p>",
    "<style>h6{{visibility:hidden}}</style><h6>{}</h6>",
    "<style>/* {{ */ body .x{{opacity:0}}</style><p class='x'>{}</p>",
    "<style>@import url(x); .x{{opacity:0}}</style><p class='x'>{}</p>",
    "<style>@media screen{{.x{{opacity:0}}}}</style><p class='x'>{}</p>",
    "<style>.x{{display:none}}</style><div class='x'><div><p>{}</p></div></div>",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_text_is_not_read(hidden: str) -> None:
    words = read(f"<p>{MINE}</p>{hidden.format(THEIRS)}<p>Bye Bye</p>")
    assert THEIRS not in words.text
    assert words.text.replace("more", "").split("\n\n")[0] == MINE
    assert words.text.endswith("Bye Bye")


SEEN = [
    '<div style="line-height:0">{}</div>',
    '<div style="min-height:0">{}</div>',
    '<div style="height:0">{}</div>',
    '<div style="overflow:hidden;height:20px">{}</div>',
    '<div style="font-size:0"><p style="font-size:13px">{}</p></div>',
    '<div style="font-size:10px">{}</div>',
    '<div style="font-size:0.9em">{}</div>',
    '<div style="font:12px/1.5 Arial">{}</div>',
    '<div style="opacity:0.9">{}</div>',
    '<div style="margin-left:-18.0pt;text-indent:-18.0pt">{}</div>',
    '<div style="left:-9999px">{}</div>',
    '<p style="color:#fff;background-color:#000">{}</p>',
    '<p style="color:#fff;background:url(x.png)">{}</p>',
    '<table bgcolor="#000000"><tr><td><font color="white">{}</font></td></tr></table>',
    '<div style="background:#000"><p style="color:white">{}</p></div>',
    '<div style="color:white"><p style="color:black">{}</p></div>',
    '<body bgcolor="#000000" text="#ffffff"><p>{}</p></body>',
    '<p style="color:rebeccapurple;background:papayawhip">{}</p>',
    '<p style="color:inherit">{}</p>',
    '<p style="background:none">{}</p>',
    '<p style="clip:auto;clip-path:inset(0)">{}</p>',
    '<p style="transform:scale(0.9)">{}</p>',
    "<details open><summary>more</summary>{}</details>",
    "<details><summary>{}</summary>more</details>",
    "<style>@media print{{.x{{display:none}}}}</style><p class='x'>{}</p>",
    "<style>@media only screen and (max-width:600px){{.x{{display:none!important}}}}</style><p class='x'>{}</p>",
    "<style media='print'>.x{{display:none}}</style><p class='x'>{}</p>",
    "<style>.x span{{display:none}} .y{{display:none}}</style><p class='x'>{}</p>",
    "<style>.x{{display:none}} .x{{display:block}}</style><p class='x'>{}</p>",
    "<style>.x{{display:none}}</style><p class='x' style='display:block'>{}</p>",
    "<style>/* .x{{display:none}} */</style><p class='x'>{}</p>",
    '<p style="border-left:none;padding:3px">{}</p>',
    '<td style="border-left:1px solid">{}</td>',
]


@pytest.mark.parametrize("seen", SEEN)
def test_text_that_only_looks_hidden_is_read(seen: str) -> None:
    words = read(seen.format(MINE))
    assert words.text.replace("more", "").strip() == MINE
    assert words.quoted is False


def test_entities_are_letters() -> None:
    html = "<p>R&eacute;f&#39;s &amp; &#x20AC;5 &lt;b&gt; &nbsp;&quot;x&quot; &copy &notanentity; &#0; &#xD800;</p>"
    assert read(html).text == 'Réf\'s & €5 <b> "x" © ¬anentity; \ufffd \ufffd'


def test_signatures_of_programs_are_left_out() -> None:
    for mark in ('class="gmail_signature"', 'id="Signature"', 'id="ms-outlook-mobile-signature"',
           'id="AppleMailSignature"',
                 'class="moz-signature"', 'class="protonmail_signature_block"',
                        'name="messageSignatureSection"'):  # fmt: skip
        assert read(f"<div>{MINE}</div><div {mark}>Head of Refunds</div>") == Words(MINE, quoted=False, whole=True)


@pytest.mark.parametrize("tags", ["<div>", "<dd><li>", "<q>", "<table><tr><td>", "<ul><li>"])
def test_markup_nested_too_deep_is_not_read_as_a_whole(tags: str) -> None:
    assert visible_text(tags * 20 + MINE).whole is True
    assert visible_text(tags * (MAX_NESTING + 1) + MINE).whole is False


@pytest.mark.parametrize(
    "attribute",
    ["a{}", " a{}=1", ' a{}=">"', " a{}='>' b{}", "/a{}"],
    ids=["bare", "valued", "quoted", "mixed", "slash"],
)
def test_an_element_with_too_many_attributes_is_not_read_as_a_whole(attribute: str) -> None:
    few = "".join(" " + attribute.format(n, n) for n in range(20))
    many = "".join(" " + attribute.format(n, n) for n in range(2 * MAX_ATTRIBUTES))
    assert visible_text(f"<p{few}>{MINE}</p>").whole is True
    assert visible_text(f"<p{many}>{MINE}</p>").whole is False


def test_long_attributes_and_lists_of_an_ordinary_mail_are_read_as_a_whole() -> None:
    picture = f'<img src="data:image/png;base64,{"QUJD" * 5_000}" alt="a > b">'
    text = "<li>word word<p>word</li>" * 300 + "<dl>" + "<dt>a<dd>b" * 300 + "</dl>" + picture + "word " * 600
    assert visible_text(text).whole is True

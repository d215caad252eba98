"""Replies and forwards of common clients in six languages: the newest words are kept, the history is not."""

from __future__ import annotations

import pytest

from connector.understanding.clean import Words, newest_words

MINE = "The lamp came broken, please refund it."
THEIRS = "We refunded 999 EUR for order 000000999."

HEADINGS = {  # as the clients write them
    "gmail en": "On Mon, May 5, 2025 at 9:03 AM Shop <support@shop.example> wrote:",
    "gmail fr": "Le lun. 5 mai 2025 à 09:03, Shop <support@shop.example> a écrit :",
    "gmail de": "Am Mo., 5. Mai 2025 um 09:03 Uhr schrieb Shop <support@shop.example>:",
    "gmail es": "El lun, 5 may 2025 a las 9:03, Shop (<support@shop.example>) escribió:",
    "gmail it": "Il giorno lun 5 mag 2025 alle ore 09:03 Shop <support@shop.example> ha scritto:",
    "gmail nl": "Op ma 5 mei 2025 om 09:03 schreef Shop <support@shop.example>:",
    "old gmail": "2025-05-05 9:03 GMT+02:00 Shop <support@shop.example>:",
    "apple en": "On 5 May 2025, at 09:03, Shop <support@shop.example> wrote:",
    "apple fr": "Le 5 mai 2025 à 09:03, Shop <support@shop.example> a écrit :",
    "apple de": "Am 05.05.2025 um 09:03 schrieb Shop <support@shop.example>:",
    "apple es": "El 5 may 2025, a las 9:03, Shop <support@shop.example> escribió:",
    "apple it": "Il giorno 5 mag 2025, alle ore 09:03, Shop <support@shop.example> ha scritto:",
    "apple nl": "Op 5 mei 2025 om 09:03 heeft Shop <support@shop.example> het volgende geschreven:",
    "yahoo en": "On Monday, May 5, 2025 at 09:03:12 AM GMT+1, Shop <support@shop.example> wrote:",
    "yahoo fr": "Le lundi 5 mai 2025 à 09:03:12 UTC+2, Shop <support@shop.example> a écrit :",
    "yahoo de": "Am Montag, 5. Mai 2025 um 09:03:12 MESZ hat Shop <support@shop.example> Folgendes geschrieben:",
    "yahoo es": "El lunes, 5 de mayo de 2025, 09:03:12 CEST, Shop <support@shop.example> escribió:",
    "yahoo it": "Il lunedì 5 maggio 2025 alle ore 09:03:12 CEST, Shop <support@shop.example> ha scritto:",
    "yahoo nl": "Op maandag 5 mei 2025 om 09:03:12 CEST schreef Shop <support@shop.example>:",
    "thunderbird en": "On 05/05/2025 09:03, Shop wrote:",
    "thunderbird fr": "Le 05/05/2025 à 09:03, Shop a écrit :",
    "thunderbird de": "Am 05.05.25 um 09:03 schrieb Shop:",
    "thunderbird es": "El 5/5/25 a las 9:03, Shop escribió:",
    "thunderbird it": "Il 05/05/2025 09:03, Shop ha scritto:",
    "thunderbird nl": "Op 05-05-2025 om 09:03 schreef Shop:",
    "libero": "Il 05/05/2025 09:03 CEST Shop <support@shop.example> ha scritto:",
    "proton en": "On Monday, May 5th, 2025 at 9:03 AM, Shop <support@shop.example> wrote:",
    "proton de": "Shop <support@shop.example> schrieb am Montag, 5. Mai 2025 um 09:03:",
    "hey": "On May 5, 2025, Shop <support@shop.example> wrote:",
    "spark": "On 5 May 2025 at 9:03 AM +0200, Shop <support@shop.example>, wrote:",
    "address only": "On Mon, May 5, 2025 at 9:03 AM <support@shop.example> wrote:",
    "capitals": "ON MON, MAY 5, 2025 AT 9:03 AM SHOP SUPPORT <SUPPORT@SHOP.EXAMPLE> WROTE:",
    "name in capitals": "Le lun. 5 mai 2025 à 09:03, SERVICE CLIENT <support@shop.example> a écrit :",
    "another language": "pon., 5 maj 2025 o 09:03 Shop <support@shop.example> napisał(a):",
    "two lines": "On Mon, May 5, 2025 at 9:03 AM Shop <\nsupport@shop.example> wrote:",
    "two lines fr": "Le lun. 5 mai 2025 à 09:03, Service client du magasin <support@shop.example> a\nécrit :",
    "two lines de": "Am Mo., 5. Mai 2025 um 09:03 Uhr schrieb Shop Kundendienst\n<support@shop.example>:",
    "two lines es": "El lun, 5 may 2025 a las 9:03, Shop\n(<support@shop.example>) escribió:",
    "two lines it": "Il giorno lun 5 mag 2025 alle ore 09:03 Shop\n<support@shop.example> ha scritto:",
    "two lines nl": "Op ma 5 mei 2025 om 09:03 schreef Shop <\nsupport@shop.example>:",
    "broken at the bracket": "On Mon, May 5, 2025 at 9:03 AM Shop <support@shop.example\n> wrote:",
    "broken at the bracket de": "Am Mo., 5. Mai 2025 um 09:03 Uhr schrieb Shop <support@shop.example\n>:",
    "three lines": "On May 5, 2025,\nat 9:03,\nShop <support@shop.example> wrote:",
    "three lines fr": "Le 5 mai 2025 à 09:03,\nService client\n<support@shop.example> a écrit :",
}
SEPARATORS = {
    "outlook en": "-----Original Message-----",
    "outlook fr": "-----Message d'origine-----",
    "outlook de": "-----Ursprüngliche Nachricht-----",
    "outlook es": "-----Mensaje original-----",
    "outlook it": "-----Messaggio originale-----",
    "outlook nl": "-----Oorspronkelijk bericht-----",
    "samsung en": "-------- Original message --------",
    "proton": "------- Original Message -------",
    "gmx app": "-------- Original-Nachricht --------",
    "free": "----- Mail original -----",
    "free, forwarded": "----- Mail transféré -----",
    "gmail, forwarded": "---------- Forwarded message ---------",
    "thunderbird fr, forwarded": "-------- Message transféré --------",
    "thunderbird de, forwarded": "-------- Weitergeleitete Nachricht --------",
    "thunderbird es, forwarded": "-------- Mensaje reenviado --------",
    "thunderbird it, forwarded": "-------- Messaggio Inoltrato --------",
    "thunderbird nl, forwarded": "-------- Doorgestuurd bericht --------",
    "apple en, forwarded": "Begin forwarded message:",
    "apple fr, forwarded": "Début du message réexpédié :",
    "apple de, forwarded": "Anfang der weitergeleiteten Nachricht:",
    "apple es, forwarded": "Inicio del mensaje reenviado:",
    "apple it, forwarded": "Inizio messaggio inoltrato:",
    "apple nl, forwarded": "Begin doorgestuurd bericht:",
    "la poste": "====\n\nMessage du : 05/05/2025 09:03",
    "zendesk": "##- Please type your reply above this line -##",
    "zendesk fr": "##- Veuillez écrire votre réponse au-dessus de cette ligne -##",
    "helpdesk": "--- Please reply above this line ---",
    "helpdesk de": "Bitte antworten Sie oberhalb dieser Zeile",
    "zendesk update en": "Your request (1234) has been updated. To add additional comments, reply to this email.",
    "zendesk update fr": "Votre demande (1234) a été mise à jour. Pour ajouter des commentaires, répondez à cet "
    "e-mail.",
    "zendesk update de": "Ihre Anfrage (1234) wurde aktualisiert.",
    "zendesk update es": "Su solicitud (1234) ha sido actualizada.",
    "zendesk update it": "La tua richiesta (1234) è stata aggiornata.",
    "zendesk update nl": "Uw aanvraag (1234) is bijgewerkt.",
}
BLOCKS = {
    "outlook en": "From: Shop <support@shop.example>\nSent: Monday, May 5, 2025 9:03 AM\nTo: Anna\nSubject: RE: lamp",
    "outlook fr": "De : Shop <support@shop.example>\nEnvoyé : lundi 5 mai 2025 09:03\nÀ : Anna\nObjet : RE: lampe",
    "outlook fr, el": "De : Shop\nEnvoyé le : lundi 5 mai 2025 09:03\nÀ : Anna\nObjet : RE: lampe",
    "outlook de": "Von: Shop <support@shop.example>\nGesendet: Montag, 5. Mai 2025 09:03\nAn: Anna\nBetreff: AW: Lampe",
    "outlook es": "De: Shop <support@shop.example>\nEnviado el: lunes, 5 de mayo de 2025 9:03\nPara: Anna\nAsunto: RE",
    "outlook it": "Da: Shop <support@shop.example>\nInviato: lunedì 5 maggio 2025 09:03\nA: Anna\nOggetto: R: lampada",
    "outlook nl": "Van: Shop <support@shop.example>\nVerzonden: maandag 5 mei 2025 09:03\nAan: Anna\nOnderwerp: "
    "RE: lamp",
    "bold": "*From:* Shop <support@shop.example>\n*Sent:* Monday, May 5, 2025 9:03 AM\n*To:* Anna\n*Subject:* RE: lamp",
    "bold, other side": "**Von**: Shop\n**Gesendet**: Montag, 5. Mai 2025 09:03\n**An**: Anna\n**Betreff**: AW: Lampe",
    "one line en": "From: Shop <support@shop.example> Sent: Monday, May 5, 2025 9:03 AM To: Anna Subject: RE: lamp",
    "one line fr": "De : Shop <support@shop.example> Envoyé : lundi 5 mai 2025 09:03 À : Anna Objet : RE: lampe",
    "one line de": "Von: Shop Gesendet: Montag, 5. Mai 2025 09:03 An: Anna Betreff: AW: Lampe",
    "line above": "________________________________\nFrom: Shop <support@shop.example>\nSent: Monday, May 5, "
    "2025 9:03 AM\nTo: A",
    "mac": "From: Shop <support@shop.example>\nDate: Monday, 5 May 2025 at 09:03\nTo: Anna\nSubject: Re: lamp",
    "apple, forwarded": "From: Shop <support@shop.example>\nSubject: Lamp\nDate: 5 May 2025 at 09:03\nTo: Anna",
    "gmx": 'Gesendet: Montag, 05. Mai 2025 um 09:03 Uhr\nVon: "Shop" <support@shop.example>\nAn: anna@web.example\n'
    "Betreff: Re: Lampe",
    "yahoo, old": "De : Shop <support@shop.example>\nÀ : anna\nEnvoyé le : Lundi 5 mai 2025 9h03\nObjet : Re: lampe",
    "many receivers": "From: Shop\nSent: Monday, May 5, 2025 9:03 AM\nTo: Anna; Bob; Carla;\nDora; Emil\nCc: Fritz\n"
    "Subject: RE: lamp",
    "blank lines between": "From: Shop <support@shop.example>\n\nSent: Monday, May 5, 2025\n\nTo: "
    "Anna\n\nSubject: RE: lamp",
}


@pytest.mark.parametrize("heading", [*HEADINGS.values(), *SEPARATORS.values(), *BLOCKS.values()],
                         ids=[*HEADINGS, *(f"separator, {name}" for name in SEPARATORS),
                              *(f"block, {name}" for name in BLOCKS)])  # fmt: skip
@pytest.mark.parametrize("quote", ["", "> "], ids=["bare", "marked"])
def test_history_of_every_client_is_cut(heading: str, quote: str) -> None:
    words = newest_words(f"{MINE}\n\n{heading}\n\n{quote}{THEIRS}\n{quote}\n{quote}Bye", html=False)
    assert words == Words(MINE, quoted=True, whole=True)


@pytest.mark.parametrize("name", [*HEADINGS])
def test_the_last_sentence_right_above_a_heading_is_kept(name: str) -> None:
    """Without a blank line, and where it could itself open a heading: "Le colis ...", "On 5 May ..."."""
    for sentence in ("Le colis 12 est arrivé cassé.", "On 5 May I got 2 lamps", "Am 5. Mai kam nichts"):
        for gap in ("\n", "\n\n"):
            words = newest_words(f"{MINE}\n{sentence}{gap}{HEADINGS[name]}\n> {THEIRS}", html=False)
            assert words.text == f"{MINE}\n{sentence}"


@pytest.mark.parametrize("heading", [*SEPARATORS.values(), *BLOCKS.values(), HEADINGS["gmail en"]])
def test_nothing_but_history_leaves_nothing(heading: str) -> None:
    assert newest_words(f"{heading}\n\n{THEIRS}", html=False) == Words("", quoted=True, whole=True)


def test_orange_marks_its_heading_too() -> None:
    heading = (
        '> Message du 05/05/25 09:03\n> De : "Shop" <support@shop.example>\n> A : anna@orange.example\n> Objet : Re'
    )
    assert newest_words(f"{MINE}\n\n{heading}\n>\n> {THEIRS}", html=False) == Words(MINE, quoted=True, whole=True)


def test_nothing_but_marked_lines_leaves_nothing() -> None:
    assert newest_words(f"> {MINE}\n>\n> {THEIRS}\n", html=False) == Words("", quoted=True, whole=True)


@pytest.mark.parametrize(
    "comment",
    ["See below, I want the same.", "Voir ci-dessous.", "Siehe unten.", "Ver abajo.", "Vedi sotto.", "Zie onder."],
)
def test_a_comment_above_a_forwarded_mail_of_another_shop_is_kept(comment: str) -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Other Shop <help@other.example>\nDate: Mon, May 5, 2025 "
        "at 9:03 AM"
        "\nSubject: Your refund\nTo: <anna@example.org>\n\n\nYour refund of 999 EUR for order 000000999 is on its way."
    )
    assert newest_words(f"{comment}\n\n{forwarded}", html=False) == Words(comment, quoted=True, whole=True)


def test_answers_between_quotes_are_kept_but_are_not_the_whole_story() -> None:
    body = (
        "See my answers.\n\nOn Mon, May 5, 2025 at 9:03 AM Shop <support@shop.example> wrote:\n"
        "> Which order?\n000000012\n> Refund or exchange?\nA refund please.\n\n> Regards\n> Shop\n"
    )
    words = newest_words(body, html=False)
    assert words == Words("See my answers.\n\n000000012\nA refund please.", quoted=True, whole=False)


def test_an_answer_below_the_quote_is_kept() -> None:
    words = newest_words(f"Am 05.05.25 um 09:03 schrieb Shop:\n> {THEIRS}\n> Gruß\n\nBitte umtauschen.", html=False)
    assert words == Words("Bitte umtauschen.", quoted=True, whole=False)


def test_a_signature_below_the_quote_is_no_answer() -> None:
    body = f"{MINE}\n\nOn Mon, May 5, 2025 at 9:03 AM Shop <s@shop.example> wrote:\n> {THEIRS}\n\n-- \nAnna\nAcme"
    assert newest_words(body, html=False) == Words(MINE, quoted=True, whole=True)


def test_the_rest_of_a_broken_quoted_line_is_no_answer() -> None:
    quote = "> We can send you a new lamp or refund 999 EUR, whichever of the two you\nlike better, at once.\n> Bye"
    body = f"On Mon, May 5, 2025 at 9:03 AM Shop <s@shop.example> wrote:\n{quote}\n\n{MINE}"
    assert newest_words(body, html=False).text == MINE


@pytest.mark.parametrize(
    "body",
    [
        "Please confirm it to anna@example.org:\nI want a refund.",
        "My address is 5 Main Street, mail anna@example.org:\nrefund please",
        "On 5 May I wrote to you: no answer.",
        "On 5 May 2025 the driver came at 9:03. Nothing was left.",
        "De : Anna Martin\nÀ : Service client\nDate : 5 mai 2025\nObjet : remboursement\n\nMadame, je veux un "
        "remboursement.",
        "De : Paris\nÀ : Lyon\n\nLe colis s'est perdu.",
        "Von meinem Konto wurde zweimal abgebucht.",
        "First part.\n____________________\nSecond part: refund please.",
        "First part.\n----------\nSecond part: refund please.",
        "Votre demande #123 a été résolue mais je n'ai rien reçu.",
        "I read the original message twice.",
        "Date: 5 May\nSubject: lamp\nIt is broken.",
        "Von: Max Muster\nAn: Shop\nDatum: 05.05.2025\nBetreff: Rückgabe\n\nBitte erstatten Sie mir das Geld.",
        "From: Anna <anna@example.org>\nTo: Shop\nSubject: refund\n\nThe lamp is broken.",
        "The label says:\nFrom: Acme\nTo: Anna Martin\nDate: 05/05/2025\nso it is yours.",
    ],
)
def test_words_that_only_look_like_history_are_kept(body: str) -> None:
    assert newest_words(body, html=False) == Words(body, quoted=False, whole=True)


@pytest.mark.parametrize(
    "lead",
    ["On Nov 26, 2024 you wrote:", "Le 5 mai votre collègue a écrit :", "Am 5. Mai schrieb Ihr Kollege:", "You wrote:"],
)
def test_what_a_customer_cites_by_hand_is_kept_but_is_not_acted_upon(lead: str) -> None:
    body = f"Hello.\n{lead}\nit will be refunded. Nothing came."
    assert newest_words(body, html=False) == Words(body, quoted=False, whole=False)


def test_a_heading_without_hour_and_address_may_be_the_customers_own() -> None:
    body = f"{MINE}\n\nOn May 5, 2025, Shop Support wrote:\n\n{THEIRS}"
    assert newest_words(body, html=False) == Words(MINE, quoted=True, whole=False)


def test_letters_that_show_nothing_are_left_out() -> None:
    body = "re\u200bfund\u00ad \u202eorder\u202c\u2066 12\u2069\U000e0041\U000e0042 \ufeffplease\ufe0f\x07"
    assert newest_words(body, html=False).text == "refund order 12 please"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0c", "\x0b"], ids=ascii)
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    assert newest_words(f"Refund please.{end}> {THEIRS}", html=False).text == "Refund please."

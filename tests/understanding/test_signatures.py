"""Signatures, footers and notices are cut; what a customer says below a closing formula is not."""

from __future__ import annotations

import pytest

from connector.understanding.clean import newest_words

MINE = "The lamp came broken, please refund it."


def plain(body: str) -> str:
    return newest_words(body, html=False).text


CLOSINGS = {
    "en": ["Kind regards", "Best,", "Best, Anna", "Best regards Anna", "Cheers, Tom", "Yours sincerely,",
           "Many thanks and regards",
           "All the best", "BR", "Warmest regards,", "Take care,", "Sincerely yours"],
    "fr": ["Cordialement", "Bien cordialement,", "CDT", "Cdlt,", "Bien à vous", "Bisous",
           "Sincères salutations", "Bonne journée,",
           "Je vous prie d'agréer, Madame, Monsieur,\nl'expression de mes salutations "
           "distinguées.", "Salutations distinguées",
           "Veuillez recevoir, Madame, mes meilleures salutations."],
    "de": ["Mit freundlichen Grüßen", "MfG", "LG Max", "VG", "Viele Grüße", "Liebe Grüße aus Köln",
           "Beste Grüsse", "Gruß,",
           "Freundliche Gruesse", "Hochachtungsvoll"],
    "es": ["Saludos", "Un saludo,", "Atentamente", "Un abrazo", "Saludos cordiales", "Atte.", "Besos,"],
    "it": ["Cordiali saluti", "Distinti saluti", "Saluti", "Un saluto", "Ciao, Anna", "Un abbraccio", "Buona giornata"],
    "nl": ["Met vriendelijke groet", "Groetjes", "Groeten", "Mvg", "Hartelijke groet,", "Liefs", "Gr. Jan"],
    "nordic": ["Mvh"],
}  # fmt: skip


@pytest.mark.parametrize("closing", [each for closings in CLOSINGS.values() for each in closings])
@pytest.mark.parametrize("end", ["", "\nMelissa Grant\nHead of Returns\nAcme Ltd.\n+44 7700 900123\nwww.acme.example"])
def test_a_closing_formula_and_what_is_below_are_cut(closing: str, end: str) -> None:
    assert plain(f"{MINE}\n\n{closing}{end}") == MINE
    assert plain(f"{MINE}\n{closing}{end}") == MINE


@pytest.mark.parametrize(
    "line",
    [
        "Thanks for your help, best regards",
        "Merci d'avance, cordialement",
        "Vielen Dank und viele Grüße",
        "Gracias y un saludo",
        "Grazie e cordiali saluti",
        "Bedankt en groeten",
    ],
)
def test_thanks_before_a_closing_formula_are_kept(line: str) -> None:
    assert plain(f"{MINE}\n{line}\nMelissa\nHead of Refunds") == f"{MINE}\n{line}"


FOOTERS = [
    "Sent from my iPhone",
    "Sent from my Wiko RIDGE FAB 4G",
    "Sent from Yahoo Mail for iPhone",
    "Sent from Outlook for iOS",
    "Sent from Mail for Windows",
    "Sent with Proton Mail secure email.",
    "Sent with Spark",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Get Outlook for Android",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile Samsung",
    "Envoyé depuis l'application Mail Orange",
    "Envoyé à partir de Outlook pour iOS<https://aka.ms/o0ukef>",
    "Envoyé à partir de Courrier pour Windows",
    "Télécharger Outlook pour Android",
    "Envoyé avec la messagerie sécurisée Proton Mail.",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für iOS",
    "Gesendet mit der Telekom Mail App",
    "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
    "Outlook für iOS beziehen",
    "Enviado desde mi iPhone",
    "Enviado desde Yahoo Mail para Android",
    "Enviado desde Correo para Windows",
    "Obtener Outlook para iOS",
    "Inviato da iPhone",
    "Inviato dal mio dispositivo Samsung",
    "Inviato da Posta per Windows",
    "Ottieni Outlook per iOS",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn Samsung Galaxy",
    "Verzonden vanuit Mail voor Windows",
    "Virus-free. www.avast.com",
    "Garanti sans virus. www.avast.com",
    "Virenfrei. www.avast.com",
    "Libre de virus. www.avast.com",
    "Mail priva di virus. www.avast.com",
    "Virusvrij. www.avast.com",
    "This email has been checked for viruses by Avast antivirus software.",
    "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.",
    "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.",
    "El software de antivirus Avast ha analizado este correo electrónico en busca de virus.",
    "Please consider the environment before printing this email.",
    "Pensez à l'environnement avant d'imprimer ce message",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footers_of_programs_are_cut(footer: str) -> None:
    assert plain(f"{MINE}\n\n{footer}") == MINE
    assert plain(f"{MINE}\n{footer}\n") == MINE


NOTICES = [
    "This e-mail and any attachments are confidential and intended solely for the addressee.\n"
    "If you are not the intended recipient, please notify the sender and delete it.",
    "Ce message et ses pièces jointes sont confidentiels et établis à l'intention exclusive de ses destinataires.\n"
    "Si vous l'avez reçu par erreur, merci de le détruire.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie sie.",
    "Este mensaje es confidencial y va dirigido a su destinatario. Su divulgación está prohibida.",
    "Questo messaggio è riservato ed è destinato al solo destinatario. Ogni uso è vietato.",
    "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Verspreiding is verboden.",
]


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("between", ["", "Kind regards\nAnna\n\n"], ids=["bare", "below a closing"])
def test_notices_of_secrecy_are_cut(notice: str, between: str) -> None:
    assert plain(f"{MINE}\n\n{between}{notice}") == MINE


@pytest.mark.parametrize(
    "signature",
    [
        "Melissa Grant\nHead of Returns\nAcme Ltd\n+44 7700 900123",
        "Anna Martin\nResponsable remboursements\nTél. : 06 12 34 56 78",
        "Max Muster\nLeiter Umtausch\nMuster GmbH\nwww.muster.example",
    ],
)
def test_a_signature_without_a_closing_formula_is_cut(signature: str) -> None:
    assert plain(f"{MINE}\n\n{signature}") == MINE
    assert plain(f"{MINE}\n\nThanks,\n{signature}") == f"{MINE}\n\nThanks,"


@pytest.mark.parametrize(
    "body",
    [
        "Here is my new address:\nAnna Martin\n+44 7700 900123",
        "My phone has changed, take this one\nAnna Martin\n+44 7700 900123",
        "I want these back.\nBlue Lamp\nAnna Martin\n+44 7700 900123",
        "It is broken.\nAnna Martin\nOrder 000000012\n+44 7700 900123",
        "It is broken.\nAnna Martin\n000000012",
        "Anna Martin\n+44 7700 900123",
        "Best price please",
        "It is broken.\nLove it all the same",
        "Which one?\nLG TV",
        "Which one?\nLG Monitor",
        "Sent from my house to yours on 5 May.",
        "Ordered.\nSent with phone case missing",
        "Colis\nEnvoyé avec Colissimo le 5 mai.",
        "Envoyé de Lyon le 5 mai, rien reçu.",
        "Verzonden met PostNL op 5 mei.",
        "Von meinem Konto wurde zweimal abgebucht.",
        "Bonjour,\nVeuillez recevoir ce colis en retour et me rembourser.",
        "Bonjour,\nJe vous prie de recevoir ma demande de remboursement.",
        "Hello,\nRegarding my order: it is broken.\nBest regards were not enough.",
        "Le colis est arrivé.\nJ'ai reçu par erreur le colis d'un autre destinataire, prévenez l'expéditeur de "
        "ce message.",
        "The lamp.\n\nThis message is for the boss. My data is confidential.",
        "Is it virus-free? I bought the Norton antivirus disk.",
    ],
)
def test_a_customers_words_are_kept(body: str) -> None:
    assert plain(body) == body


@pytest.mark.parametrize(
    "said",
    [
        "One more thing: please cancel order 000000013 as well.",
        "J'ai oublié : je veux aussi annuler la commande 000000013.",
        "Ich habe vergessen: bitte auch die Bestellung 000000013 stornieren.",
        "También quiero cancelar el pedido 000000013, por favor.",
        "Vorrei anche annullare l'ordine 000000013.",
        "Ik wil ook bestelling 000000013 annuleren.",
        "Order no. 000000013",
        "Commande n° 000000013",
        "000000013",
        "#000000013",
        "Size M",
        "Can you do it today?",
        "PS: size M would do",
    ],
)
@pytest.mark.parametrize("closing", ["Kind regards,\nAnna", "Cordialement\nAnna Martin\nComptable", "-- \nAnna"])
def test_what_is_said_below_a_closing_formula_is_kept(said: str, closing: str) -> None:
    assert plain(f"{MINE}\n\n{closing}\n\n{said}") == f"{MINE}\n\n{said}"


def test_an_order_number_in_the_signature_itself_is_kept() -> None:
    assert plain(f"{MINE}\nRegards,\nAnna Martin\nOrder no. 000000013") == f"{MINE}\nOrder no. 000000013"


@pytest.mark.parametrize("below", ["Please send me a new one.", "Order no. 000000013", "PS: size M would do"])
def test_what_is_said_below_two_dashes_is_read_with_doubt(below: str) -> None:
    words = newest_words(f"It broke.\n-- \n{below}", html=False)
    assert (words.text, words.whole) == (f"It broke.\n{below}", False)


def test_a_signature_below_two_dashes_says_nothing() -> None:
    words = newest_words("It broke.\n-- \nAnna Martin\nAcme Ltd.\n+44 7700 900123", html=False)
    assert (words.text, words.whole) == ("It broke.", True)


def test_things_listed_below_a_dash_are_kept() -> None:
    assert plain("I send back:\n–\nBlue lamp\nTwo cushions") == "I send back:\nBlue lamp\nTwo cushions"


def test_a_closing_formula_far_above_the_end_is_none() -> None:
    lines = [f"Thing {letter}" for letter in "ABCDEFGHIJKLMNOP"]
    body = "\n".join(["Hello.", "Regards", *lines])
    assert plain(body) == body

"""Wordings by language that the patterns alone must confirm, and their near misses, which they must not."""

from __future__ import annotations

import re

import pytest

from connector.domain.request import ASKED_OPTION, Kind, Reason
from connector.ports.understanding import Turn, Understanding
from connector.understanding import TicketReader
from connector.understanding.cues import GOVERNORS, find_cues
from connector.understanding.kinds import PROBABLE
from connector.understanding.language import LANGUAGES
from connector.understanding.patterns import PATTERNS

PATTERNS_ALONE = TicketReader(lambda: None)


def read(body: str) -> Understanding:
    return PATTERNS_ALONE.understand("", [Turn(body, by_customer=True)])


CONFIRMED = {
    Kind.REFUND: (
        "The kettle of order 000000012 is broken. I'd rather have my money back.",
        "The kettle is faulty, order 000000012. Could the amount go back to my card?",
        "Order 000000012 never arrived. Please reverse the payment.",
        "The kettle from 000000012 is defective. Kindly arrange for the purchase price to be returned to me.",
        "Wrong kettle in order 000000012, take it back and reimburse me please.",
        "Order 000000012: the mug is cracked. What do I need to do to get a refund?",
        "Don't bother with another one, order 000000012 came too late. Put the £64.50 back on my account.",
        "La lampe de la commande 000000012 est cassée, pouvez-vous remettre la somme sur ma carte ?",
        "Commande 000000012 jamais arrivée, reversez-moi les 34 € s'il vous plaît.",
        "La robe ne me plaît pas, je vous la rends contre remboursement. Commande 000000012.",
        "Le colis 000000012 est perdu. J'aimerais ravoir mon argent.",
        "Il serait normal que l'on me rembourse la lampe cassée, commande 000000012.",
        "Die Lampe aus Bestellung 000000012 ist kaputt. Könnten Sie den Betrag zurückbuchen?",
        "Bestellung 000000012 kam nie an, ich hätte gern die 24,99 € zurück.",
        "Kann ich für die defekte Lampe mein Geld wiederbekommen? Bestellung 000000012.",
        "Die Bluse ist zu weit. Ich bitte um Gutschrift des Kaufpreises auf meine Kreditkarte. Bestellung 000000012.",
        "La lámpara del pedido 000000012 llegó rota. Les ruego que me reintegren el importe.",
        "Pedido 000000012 nunca llegó, devuélvanme lo que pagué.",
        "La lampada dell'ordine 000000012 è rotta. Potreste riaccreditarmi l'importo?",
        "Ordine 000000012 mai arrivato, ridatemi i soldi.",
        "De lamp van bestelling 000000012 is kapot. Kan dat bedrag terug naar mijn rekening?",
        "Bestelling 000000012 is nooit aangekomen, ik ontvang graag mijn 54 euro terug.",
    ),
    Kind.EXCHANGE: (
        "The shirt of order 000000012 is too tight. Could we trade it for a 42?",
        "The lamp in order 000000012 is broken, I'd like an intact one in its place.",
        "Order 000000012: the jacket is too big, XS please instead.",
        "La chemise est trop serrée, vous m'en donnez une autre contre celle-ci ? Commande 000000012",
        "Le pull de la commande 000000012 est trop grand, serait-il possible d'avoir du 38 à la place ?",
        "Das Hemd ist zu eng, ließe sich das gegen die 42 tauschen? Bestellung 000000012",
        "La camisa me queda pequeña, ¿me la cambian por la 42? Pedido 000000012",
        "La camicia mi sta stretta, me la cambiate con la 42? Ordine 000000012",
        "De trui is te groot, mag ik hem omwisselen voor maat M? Bestelling 000000012",
    ),
    Kind.STORE_CREDIT: (
        "The hat of order 000000012 does not suit me. A voucher for the amount would do nicely.",
        "I don't like the hat, order 000000012. Could the sum be issued as a gift card?",
        "Le chapeau ne me plaît pas, faites-moi plutôt un avoir. Commande 000000012",
        "Commande 000000012, le pull est trop grand : transformez la somme en carte cadeau svp.",
        "Der Hut gefällt mir nicht, eine Gutschrift in Ihrem Shop wäre mir recht. Bestellung 000000012",
        "El sombrero no me gusta, con un vale me va perfecto. Pedido 000000012",
        "Il cappello non mi piace, datemi un credito sul sito. Ordine 000000012",
        "De hoed bevalt me niet, doe maar een tegoedbon. Bestelling 000000012",
        "The strap of order 000000012 fell apart. Put twenty pounds on my account for next time.",
        "Order 000000012 came late. Credit it to my customer account and we are even.",
        "La robe est trop longue, accordez-moi un bon de 70 euros. Commande 000000012",
        "Der Topf hat einen Sprung, einen Wertgutschein fände ich am einfachsten. Bestellung 000000012",
        "El vestido me está largo, que sea un vale. Pedido 000000012",
        "Il maglione non mi convince, caricatemi l'importo come credito. Ordine 000000012",
        "Het kleed is fletser dan op de foto, een cadeaubon is voor mij prima. Bestelling 000000012",
    ),
    Kind.RESHIP: (
        "The lid was not in the box of order 000000012. Could you post it to me?",
        "Order 000000012 is lost, would it be possible to have everything sent out anew?",
        "Il manque le couvercle dans la commande 000000012, pouvez-vous me l'envoyer ?",
        "Le colis 000000012 est perdu, pourriez-vous me refaire un envoi ?",
        "Der Deckel fehlt in Bestellung 000000012, könnt ihr mir den noch hinterherschicken?",
        "Falta la tapa en el pedido 000000012, ¿me la podéis enviar?",
        "Manca il coperchio nell'ordine 000000012, me lo mandate?",
        "In bestelling 000000012 ontbreekt het deksel, stuur dat alsjeblieft na.",
    ),
    Kind.CANCEL: (
        "Please call order 000000012 off before it ships.",
        "Scrap order 000000012 please.",
        "Could you take the bath mat out of order 000000012?",
        "Pouvez-vous stopper la commande 000000012 avant l'envoi ?",
        "Merci de retirer la corbeille de la commande 000000012.",
        "Streichen Sie bitte die Bestellung 000000012.",
        "Ich trete von der Bestellung 000000012 zurück.",
        "¿Podéis quitar el segundo pedido, el 000000012, antes de que salga?",
        "Riuscite a bloccare l'ordine 000000012?",
        "Kan de order 000000012 gestopt worden?",
        "The desk is too wide after all. Can the order be withdrawn? It is 000000012.",
        "Je ne souhaite plus recevoir la commode, commande 000000012.",
        "Je vous demande de ne pas expédier la commande 000000012.",
        "Ziehen Sie bitte meine Bestellung 000000012 zurück.",
    ),
}


@pytest.mark.parametrize(("kind", "body"), [(kind, body) for kind, bodies in CONFIRMED.items() for body in bodies])
def test_confirms_a_demand_made_in_so_many_words(kind: Kind, body: str) -> None:
    understanding = read(body)
    assert understanding.kind is kind
    assert understanding.confidence >= PROBABLE


NEAR_MISSES = (
    # goods, notes and dates beside the words of a demand
    "Put a note in the box for my next order. Order 000000012",
    "Please put a better lid on the box for the next order. Order 000000012 arrived fine.",
    "Please keep my details with you for my next order. Order 000000012",
    "Put my name on the list for the next order. Order 000000012",
    "Add a thicker padding in the box for the next order. Order 000000012",
    "Que sea un vale no me sirve. Pedido 000000012",
    "Ponedme el bono de transporte que compré. Pedido 000000012",
    "C'est un avoir que je n'ai jamais reçu. Commande 000000012",
    "C'est l'avoir que je cherche dans mon compte. Commande 000000012",
    "Il manque un bon de 20 kg de terreau dans la commande 000000012.",
    "Il borsellino dell'ordine 000000012 è rotto, mandatemi un borsellino nuovo",
    "Caricatemi il buono che ho comprato, ordine 000000012",
    "De tegoedbon die ik vorig jaar kreeg is goed bewaard. Bestelling 000000012",
    "Give me the gift code that I bought, order 000000012",
    "Ziehen Sie meine Bestellung 000000012 bitte nicht zurück",
    "Bitte ziehen Sie meine Bestellung 000000012 nicht zurück",
    "Merci de ne pas expédier la commande 000000012 avant lundi",
    "Pouvez-vous ne pas préparer la commande 000000012 dans un sac plastique ?",
    "Je ne souhaite plus recevoir les notifications de ma commande 000000012",
    "Je ne veux plus recevoir ce genre de mail. Commande 000000012",
    "Je retire ma commande 000000012 en magasin samedi",
    "You cancel mine and not his? I want my order 000000012.",
    "Did you cancel ours by mistake? Order 000000012",
    "Strike the order number from my profile, order 000000012",
    "Don't send order 000000012 by DHL, use UPS.",
    "Don't dispatch order 000000012 until I am back",
    "Please do not ship order 000000012 before Monday",
    "Please don't ship 000000012 to my home but to my office",
    "Can my order 000000012 be stopped at the neighbour's?",
    "Can the order still be withdrawn from the locker tomorrow? 000000012",
    "Potete bloccare l'ordine 000000012 finché torno dalle ferie?",
    # how it was paid
    "I paid order 000000012 with a gift card. How does a return work then?",
    "J'ai payé la commande 000000012 avec une carte cadeau, comment se passe un retour ?",
    "Bestellung 000000012 habe ich mit einem Gutschein bezahlt. Wie geht dann eine Retoure?",
    "El pedido 000000012 lo he pagado con una tarjeta regalo. ¿Cómo funciona una devolución?",
    "L'ordine 000000012 l'ho pagato con una carta regalo. Come funziona il reso?",
    "Bestelling 000000012 heb ik met een cadeaubon betaald. Hoe werkt retourneren dan?",
    # sent back, and something is awaited for it
    "You sent children's gloves, order 000000012. I am sending these back and wait for the right ones.",
    "Je vous renvoie ces gants et j'attends les autres. Commande 000000012",
    "Ich schicke diese zurück und warte auf die richtigen. Bestellung 000000012",
    "Os devuelvo estos y espero los otros. Pedido 000000012",
    "Vi restituisco questi e aspetto gli altri. Ordine 000000012",
    "Ik stuur ze terug en wacht op de juiste. Bestelling 000000012",
    "Ik stuur ze terug zodra u mij de juiste maat toezegt. Bestelling 000000012",
    "I will send them back once you confirm the right size. Order 000000012",
    "Je les renvoie dès que vous me confirmez la bonne taille. Commande 000000012",
    # refused
    "The lamp of order 000000012 is broken. I don't want my money back.",
    "The lamp of order 000000012 is broken. Swap not needed.",
    "You can keep your refund, order 000000012.",
    "Lampe cassée, commande 000000012. Surtout ne me remboursez pas.",
    "Finalement je ne le renvoie pas, commande 000000012.",
    "La commande 000000012 : ne la renvoyez pas.",
    "Die Lampe aus 000000012 ist kaputt, aber eine Erstattung brauche ich nicht.",
    "Prefiero no devolver la lámpara del pedido 000000012.",
    "Non rispedite l'ordine 000000012.",
    "Opnieuw sturen is niet nodig, bestelling 000000012.",
    # conditional
    "If the lamp of order 000000012 is not here by Friday, put the money back on my card.",
    "Si la lampe n'arrive pas demain, reversez-moi les 34 €. Commande 000000012",
    "Wenn die Lampe bis Samstag nicht da ist, buchen Sie den Betrag bitte zurück. Bestellung 000000012",
    "Si no llega el viernes, devuélvanme el dinero. Pedido 000000012",
    "Se entro mercoledì non arriva, ridatemi i soldi. Ordine 000000012",
    "Indien het vrijdag niet komt, wil ik mijn geld terug. Bestelling 000000012",
    # under way
    "The return was received by your warehouse on the 3rd. Refund me at last! Order 000000012",
    "I sent the shoes back two weeks ago, give me my money. Order 000000012",
    "When can I expect the 40 euros for order 000000012?",
    "Vous avez récupéré la machine il y a un mois, je veux mes 119 €. Commande 000000012",
    "Remboursement de la 000000012, du nouveau ?",
    "Die zugesagte Erstattung für 000000012 ist noch nicht gutgeschrieben.",
    "¿Cuándo me van a ingresar los 40 € del pedido 000000012?",
    "Quando mi accreditate i 40 € dell'ordine 000000012?",
    "Wanneer krijg ik die 40 euro gestort? Bestelling 000000012",
    # reported
    "Your colleague said the money would go back to my card, order 000000012.",
    "Je vous avais demandé de stopper la commande 000000012.",
    "My friend wanted a refund for the same lamp, order 000000012.",
    # how things work
    "Is it possible to return things without the order number?",
    "Pourrait-on échanger un cadeau sans ticket ? C'est une simple question.",
    "Jusqu'à quel moment peut-on annuler une commande ?",
    "Bis wann kann man eine Bestellung stornieren?",
    "¿Hasta cuándo se puede devolver un pedido?",
    "Fino a quando si può annullare un ordine?",
    "Tot wanneer kun je een bestelling annuleren?",
    # taken back
    "Please withdraw my request for a refund, the lamp of 000000012 works.",
    "Annulez svp le retour que j'avais créé pour 000000012, je le garde.",
    "Meine Bitte um Rückzahlung ziehe ich zurück, ich behalte die Lampe. Bestellung 000000012",
    "Anulad la solicitud de devolución del pedido 000000012.",
    # alternatives
    "I want a refund or a voucher for order 000000012, the lamp is broken.",
    # another matter
    "Please cancel my gym membership, order 000000012 of your form.",
    "I want to cancel my mobile phone contract.",
    "Can I use two vouchers for one order?",
    "Merci de m'envoyer la facture de la commande 000000012.",
    "Où puis-je acheter une carte cadeau ? Je voudrais en offrir une.",
    "Bitte die Rechnung zu 000000012 schicken.",
    "Me cobraron mal la transferencia, ¿se puede cancelar la transferencia?",
    "Ik heb geld naar het verkeerde rekeningnummer gestuurd, kan dat terug?",
)


@pytest.mark.parametrize("body", NEAR_MISSES)
def test_does_not_confirm_a_near_miss(body: str) -> None:
    understanding = read(body)
    assert not (understanding.kind in ASKED_OPTION and understanding.confidence >= PROBABLE)


def test_what_is_asked_after_a_refusal_in_the_same_sentence_is_read() -> None:
    understanding = read("Order 000000012 is lost: I don't want another one, I want my money back.")
    assert understanding.kind is Kind.REFUND
    assert understanding.confidence >= PROBABLE


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("The lid is missing from order 000000012. Please send it back out to me.", Kind.RESHIP),
        ("Would you exchange the hat of order 000000012 for store credit? It is too small.", Kind.STORE_CREDIT),
        ("The lamp of order 000000012 is broken, please send me a new one in exchange.", Kind.EXCHANGE),
    ],
)
def test_the_same_words_are_one_request(body: str, kind: Kind) -> None:
    assert read(body).kinds == (kind,)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("The kettle of order 000000012 cuts out after two minutes.", Reason.DEFECTIVE),
        ("The lid snapped clean in two, order 000000012.", Reason.DAMAGED),
        ("The fan of order 000000012 came without the remote control.", Reason.MISSING_ITEM),
        ("Order 000000012: I asked for decaf and got full-caffeine beans.", Reason.WRONG_ITEM),
        ("The trousers of order 000000012 swim on me.", Reason.TOO_LARGE),
        ("The boots of order 000000012 won't go over my calves.", Reason.TOO_SMALL),
        ("Order 000000012 arrived two days after the birthday.", Reason.LATE),
        ("Le grille-pain de la commande 000000012 ne chauffe plus.", Reason.DEFECTIVE),
        ("Le couvercle n'était pas dans le carton, commande 000000012.", Reason.MISSING_ITEM),
        ("Commande 000000012 livrée avec dix jours de retard.", Reason.LATE),
        ("Le manteau de la commande 000000012 est trop ample.", Reason.TOO_LARGE),
        ("Der Reißverschluss klemmt, Bestellung 000000012.", Reason.DEFECTIVE),
        ("In Bestellung 000000012 fehlen zwei Schrauben.", Reason.MISSING_ITEM),
        ("La tetera del pedido 000000012 vino fisurada.", Reason.DAMAGED),
        ("La cornice dell'ordine 000000012 aveva il vetro incrinato.", Reason.DAMAGED),
        ("De schoenen van bestelling 000000012 knellen.", Reason.TOO_SMALL),
    ],
)
def test_reads_why(body: str, reason: Reason) -> None:
    assert read(body).reason is reason


def test_every_language_knows_the_same_cues() -> None:
    assert all(set(patterns) == set(PATTERNS["en"]) for patterns in PATTERNS.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_pattern_matches_nothing(lang: str) -> None:
    """An empty alternative would hide all that follow it."""
    for name, parts in PATTERNS[lang].items():
        if parts and name not in GOVERNORS:
            assert not re.search("|".join(parts), "\n x \n", re.MULTILINE), name


def test_what_may_be_repeated_is_bounded() -> None:
    """A group that may go on for ever makes the time grow with the square of the text."""
    endless = re.compile(r"(?<!\\)\)[*+]")
    parts = [(lang, name, part) for lang, of in PATTERNS.items() for name, each in of.items() for part in each]
    assert len(parts) > 500
    assert [(lang, name) for lang, name, part in parts if endless.search(part)] == []


@pytest.mark.timeout(10)  # were it not linear, it would take minutes
@pytest.mark.parametrize(
    "words",
    ["1,1,1,1,", "please could you ", "je voudrais le la les ", "ich mochte das ", "quiero que me la ", "a, b, "],
)
def test_a_hostile_text_is_read_to_the_end(words: str) -> None:
    text = (words * 20_000)[:20_000]
    find_cues(text, text)

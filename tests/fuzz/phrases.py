"""What customers say, in six languages: the ordinary tickets are put together from these."""

from __future__ import annotations

from connector.domain.request import Kind, Reason

LANGUAGES = ("en", "fr", "de", "es", "it", "nl")

GREETINGS = {
    "en": ("Hello,", "Hi there,", "Dear team,", ""),
    "fr": ("Bonjour,", "Bonjour Madame, Monsieur,", "Bonsoir,", ""),
    "de": ("Hallo,", "Guten Tag,", ""),
    "es": ("Hola,", "Buenos días,", ""),
    "it": ("Buongiorno,", "Salve,", ""),
    "nl": ("Hallo,", "Beste,", ""),
}
CLOSINGS = {
    "en": (
        "Thank you.",
        "Kind regards,\nCamille Martin",
        "Thanks\nCamille",
        "Best regards\n\n-- \nCamille\n+33 6 12 34 56 78",
    ),
    "fr": ("Merci.", "Cordialement,\nCamille Martin", "Bien à vous\nCamille", "Merci d'avance,\nCamille"),
    "de": ("Danke.", "Mit freundlichen Grüßen\nCamille Martin", "Viele Grüße\nCamille"),
    "es": ("Gracias.", "Un saludo,\nCamille", "Atentamente,\nCamille Martin"),
    "it": ("Grazie.", "Cordiali saluti,\nCamille Martin", "Grazie mille\nCamille"),
    "nl": ("Bedankt.", "Met vriendelijke groet,\nCamille Martin", "Dank u\nCamille"),
}
ORDER = {
    "en": ("My order number is {n}.", "It is about order {n}.", "Order #{n}.", "Order no. {n}"),
    "fr": (
        "Ma commande est la n° {n}.",
        "Il s'agit de la commande {n}.",
        "Commande n°{n}.",
        "Numéro de commande : {n}",
    ),
    "de": ("Meine Bestellnummer ist {n}.", "Es geht um die Bestellung {n}.", "Bestellung {n}."),
    "es": ("Mi pedido es el {n}.", "Se trata del pedido {n}.", "Pedido {n}."),
    "it": ("Il mio ordine è il {n}.", "Si tratta dell'ordine {n}.", "Ordine {n}."),
    "nl": ("Mijn bestelnummer is {n}.", "Het gaat om bestelling {n}.", "Bestelling {n}."),
}
ARTICLE = {
    "en": ("It is about the {a}.", "The article: {a}."),
    "fr": ("C'est pour l'article {a}.", "L'article : {a}."),
    "de": ("Es geht um den Artikel {a}.",),
    "es": ("Es el artículo {a}.",),
    "it": ("È l'articolo {a}.",),
    "nl": ("Het gaat om het artikel {a}.",),
}
QUANTITY = {
    "en": ("One of the {q} goes back.", "Both please."),
    "fr": ("Un sur les {q}.", "Les deux."),
    "de": ("Eine von {q}.",),
    "es": ("Uno de los {q}.",),
    "it": ("Uno dei {q}.",),
    "nl": ("Een van de {q}.",),
}
EVERYTHING = {
    "en": ("It is about the whole order.",),
    "fr": ("Cela concerne toute la commande.",),
    "de": ("Es geht um die ganze Bestellung.",),
    "es": ("Se trata de todo el pedido.",),
    "it": ("Si tratta di tutto l'ordine.",),
    "nl": ("Het gaat om de hele bestelling.",),
}
AMOUNT = {
    "en": ("Please refund me {m}.", "I want {m} back."),
    "fr": ("Merci de me rembourser {m}.", "Remboursez-moi {m}."),
    "de": ("Bitte erstatten Sie mir {m}.",),
    "es": ("Quiero un reembolso de {m}.",),
    "it": ("Vorrei un rimborso di {m}.",),
    "nl": ("Ik wil graag {m} terug.",),
}

DEMANDS: dict[str, dict[Kind, tuple[str, ...]]] = {
    "en": {
        Kind.REFUND: (
            "I would like a refund, please.",
            "Please refund me.",
            "Can I get my money back?",
            "I want to return it and get a refund.",
            "If you cannot mend it by Friday I want a refund.",
        ),
        Kind.EXCHANGE: (
            "I would like to exchange it for a size {v}, please.",
            "Can you swap it for size {v}?",
            "I would like a replacement, please.",
        ),
        Kind.STORE_CREDIT: ("I would like store credit instead, please.", "Please give me a voucher for the amount."),
        Kind.RESHIP: ("Please send it again.", "Please resend the parcel."),
        Kind.CANCEL: ("Please cancel my order.", "I want to cancel this order."),
        Kind.STATUS: ("Where is my refund?", "Where is my parcel?"),
        Kind.RETURN_QUESTION: ("What is your return policy?", "How long do I have to return something?"),
        Kind.NONE: ("Thank you, everything is fine now.", "Can you send me an invoice?"),
    },
    "fr": {
        Kind.REFUND: (
            "Je souhaite un remboursement.",
            "Merci de me rembourser.",
            "Je voudrais être remboursée.",
            "Je veux le retourner et me faire rembourser.",
            "Si vous ne trouvez pas de solution je veux un remboursement.",
        ),
        Kind.EXCHANGE: (
            "Je voudrais l'échanger contre une taille {v}, s'il vous plaît.",
            "Pouvez-vous l'échanger en taille {v} ?",
            "Je voudrais un échange.",
        ),
        Kind.STORE_CREDIT: ("Je préfère un bon d'achat.", "Je voudrais un avoir, s'il vous plaît."),
        Kind.RESHIP: ("Merci de renvoyer le colis.", "Pouvez-vous me réexpédier la commande ?"),
        Kind.CANCEL: ("Merci d'annuler ma commande.", "Je souhaite annuler cette commande."),
        Kind.STATUS: ("Où en est mon remboursement ?", "Où est mon colis ?"),
        Kind.RETURN_QUESTION: ("Quelle est votre politique de retour ?", "Combien de jours ai-je pour un retour ?"),
        Kind.NONE: ("Merci, tout est réglé.", "Pouvez-vous m'envoyer une facture ?"),
    },
    "de": {
        Kind.REFUND: (
            "Ich möchte bitte eine Erstattung.",
            "Bitte erstatten Sie mir den Kaufpreis.",
            "Ich möchte mein Geld zurück.",
        ),
        Kind.EXCHANGE: ("Ich möchte es umtauschen, bitte in Größe {v}.", "Können Sie es in Größe {v} umtauschen?"),
        Kind.STORE_CREDIT: ("Ich nehme lieber einen Gutschein.",),
        Kind.RESHIP: ("Bitte schicken Sie das Paket erneut.", "Bitte noch einmal senden."),
        Kind.CANCEL: ("Bitte stornieren Sie meine Bestellung.", "Ich möchte die Bestellung stornieren."),
        Kind.STATUS: ("Wo bleibt meine Erstattung?", "Wo ist mein Paket?"),
        Kind.RETURN_QUESTION: ("Wie lange ist die Rückgabefrist, wie viele Tage habe ich?",),
        Kind.NONE: ("Danke, alles erledigt.",),
    },
    "es": {
        Kind.REFUND: ("Quiero un reembolso, por favor.", "Quisiera el reembolso del artículo."),
        Kind.EXCHANGE: ("Quiero cambiarlo por la talla {v}.", "¿Puedo cambiarlo por una talla {v}?"),
        Kind.STORE_CREDIT: ("Prefiero un vale de compra.",),
        Kind.RESHIP: ("Por favor, vuelvan a enviar el paquete.",),
        Kind.CANCEL: ("Quiero cancelar el pedido.", "Por favor, cancelen mi pedido."),
        Kind.STATUS: ("¿Dónde está mi reembolso?", "¿Dónde está mi pedido?"),
        Kind.RETURN_QUESTION: ("¿Cuántos días tengo para devolver?",),
        Kind.NONE: ("Gracias, todo resuelto.",),
    },
    "it": {
        Kind.REFUND: ("Vorrei un rimborso, per favore.", "Chiedo il rimborso dell'articolo."),
        Kind.EXCHANGE: ("Vorrei cambiarlo con la taglia {v}.", "Posso cambiarlo con una taglia {v}?"),
        Kind.STORE_CREDIT: ("Preferisco un buono acquisto.",),
        Kind.RESHIP: ("Per favore rispedite il pacco.",),
        Kind.CANCEL: ("Vorrei annullare l'ordine.",),
        Kind.STATUS: ("Dov'è il mio rimborso?", "Dov'è il mio pacco?"),
        Kind.RETURN_QUESTION: ("Quanti giorni ho per restituire?",),
        Kind.NONE: ("Grazie, tutto risolto.",),
    },
    "nl": {
        Kind.REFUND: ("Ik wil graag mijn geld terug.", "Kunt u mij het bedrag terugbetalen?"),
        Kind.EXCHANGE: ("Ik wil het graag ruilen voor maat {v}.", "Kan ik het omruilen in maat {v}?"),
        Kind.STORE_CREDIT: ("Ik wil liever een tegoedbon.",),
        Kind.RESHIP: ("Kunt u het pakket opnieuw versturen?",),
        Kind.CANCEL: ("Ik wil mijn bestelling graag annuleren.",),
        Kind.STATUS: ("Wanneer komt mijn terugbetaling?", "Waar is mijn pakket?"),
        Kind.RETURN_QUESTION: ("Hoeveel dagen heb ik bedenktijd?",),
        Kind.NONE: ("Bedankt, alles is opgelost.",),
    },
}

REASONS: dict[str, dict[Reason, str]] = {
    "en": {
        Reason.TOO_SMALL: "It is too small.",
        Reason.TOO_LARGE: "It is too big for me.",
        Reason.CHANGED_MIND: "I changed my mind.",
        Reason.STYLE: "I don't like the colour.",
        Reason.DAMAGED: "It arrived damaged.",
        Reason.DEFECTIVE: "It stopped working.",
        Reason.WRONG_ITEM: "You sent the wrong item.",
        Reason.MISSING_ITEM: "One part is missing.",
        Reason.NOT_RECEIVED: "My parcel never arrived.",
        Reason.LATE: "It arrived too late.",
        Reason.NOT_AS_DESCRIBED: "It is not as described.",
        Reason.WITHDRAWAL: "I withdraw from the contract.",
        Reason.DUPLICATE: "I was charged twice.",
    },
    "fr": {
        Reason.TOO_SMALL: "C'est trop petit.",
        Reason.TOO_LARGE: "C'est trop grand pour moi.",
        Reason.CHANGED_MIND: "J'ai changé d'avis.",
        Reason.STYLE: "La couleur ne me plaît pas.",
        Reason.DAMAGED: "L'article est arrivé cassé.",
        Reason.DEFECTIVE: "Il ne fonctionne plus.",
        Reason.WRONG_ITEM: "Vous avez envoyé le mauvais article.",
        Reason.MISSING_ITEM: "Il manque une pièce.",
        Reason.NOT_RECEIVED: "Je n'ai jamais reçu mon colis.",
        Reason.LATE: "C'est arrivé trop tard.",
        Reason.NOT_AS_DESCRIBED: "Ce n'est pas conforme à la description.",
        Reason.WITHDRAWAL: "Je me rétracte.",
        Reason.DUPLICATE: "J'ai été débitée deux fois.",
    },
    "de": {
        Reason.TOO_SMALL: "Es ist zu klein.",
        Reason.TOO_LARGE: "Es ist zu groß.",
        Reason.CHANGED_MIND: "Ich habe es mir anders überlegt.",
        Reason.DAMAGED: "Der Artikel ist beschädigt.",
        Reason.DEFECTIVE: "Es funktioniert nicht.",
        Reason.WRONG_ITEM: "Sie haben den falschen Artikel geschickt, falsche Farbe.",
        Reason.NOT_RECEIVED: "Das Paket ist nie angekommen.",
        Reason.WITHDRAWAL: "Ich widerrufe den Kauf.",
    },
    "es": {
        Reason.TOO_SMALL: "Me queda pequeña.",
        Reason.TOO_LARGE: "Me queda demasiado grande.",
        Reason.CHANGED_MIND: "Ya no lo necesito.",
        Reason.DAMAGED: "Llegó roto.",
        Reason.DEFECTIVE: "No funciona.",
        Reason.NOT_RECEIVED: "Nunca llegó.",
    },
    "it": {
        Reason.TOO_SMALL: "È troppo stretto.",
        Reason.TOO_LARGE: "È troppo largo.",
        Reason.CHANGED_MIND: "Non mi serve più.",
        Reason.DAMAGED: "È arrivato rotto.",
        Reason.DEFECTIVE: "Non funziona.",
        Reason.NOT_RECEIVED: "Non è mai arrivato.",
    },
    "nl": {
        Reason.TOO_SMALL: "Het is te klein.",
        Reason.TOO_LARGE: "Het is te groot.",
        Reason.CHANGED_MIND: "Ik heb me bedacht.",
        Reason.DAMAGED: "Het is beschadigd.",
        Reason.DEFECTIVE: "Het werkt niet.",
        Reason.NOT_RECEIVED: "Het is nooit aangekomen.",
    },
}

# Words that keep a person in the loop: nothing that is added may take them out of it.
DOUBTS = {
    "en": (
        "But only if it does not arrive by Friday.",
        "I do not want store credit.",
        "Or exchange it for another size.",
        "Your colleague told me I would get one.",
        "Not the whole order, only this article.",
        "Never mind.",
        "I do not want a refund.",
        "I only want part of it, not both.",
    ),
    "fr": (
        "Sauf si le colis arrive vendredi.",
        "Je ne veux pas d'avoir.",
        "Je ne veux pas de remboursement.",
        "Ou un échange contre une autre taille.",
        "Votre collègue me l'a promis.",
        "Pas toute la commande, seulement cet article.",
    ),
    "de": (
        "Falls es bis Freitag nicht kommt.",
        "Keinen Gutschein bitte.",
        "Oder bitte umtauschen.",
        "Nicht die ganze Bestellung.",
    ),
    "es": ("Salvo que llegue el viernes.", "No quiero un vale.", "O quiero cambiarlo.", "No todo el pedido."),
    "it": ("A meno che arrivi venerdì.", "Non voglio un buono.", "Oppure vorrei cambiarlo.", "Non tutto l'ordine."),
    "nl": ("Tenzij het vrijdag komt.", "Geen tegoedbon.", "Of ik wil het graag ruilen.", "Niet de hele bestelling."),
}
SUBJECTS = {
    "en": ("", "Return", "Order {n}", "Question about my order", "Re: your order {n}"),
    "fr": ("", "Retour", "Commande {n}", "Question sur ma commande", "Re: votre commande {n}"),
    "de": ("", "Bestellung {n}", "Retoure"),
    "es": ("", "Pedido {n}", "Mi compra"),
    "it": ("", "Ordine {n}", "Reso"),
    "nl": ("", "Bestelling {n}", "Retour"),
}
HISTORY = {
    "en": "On Tue, 3 March 2026 at 10:02, Shop <help@shop.example.test> wrote:",
    "fr": "Le mar. 3 mars 2026 à 10:02, Boutique <aide@shop.example.test> a écrit :",
    "de": "Am Di., 3. März 2026 um 10:02 schrieb Shop <hilfe@shop.example.test>:",
    "es": "El mar, 3 mar 2026 a las 10:02, Tienda <ayuda@shop.example.test> escribió:",
    "it": "Il giorno mar 3 mar 2026 alle 10:02, Negozio <aiuto@shop.example.test> ha scritto:",
    "nl": "Op di 3 mrt 2026 om 10:02 schreef Winkel <hulp@shop.example.test>:",
}
QUOTED = {
    "en": "Thank you for your order. You can return any item within 30 days for a full refund.",
    "fr": "Merci de votre commande. Vous pouvez retourner tout article sous 30 jours contre remboursement.",
    "de": "Vielen Dank für Ihre Bestellung. Sie können alle Artikel innerhalb von 30 Tagen zurückgeben.",
    "es": "Gracias por su pedido. Puede devolver cualquier artículo en 30 días.",
    "it": "Grazie per il suo ordine. Può restituire ogni articolo entro 30 giorni.",
    "nl": "Bedankt voor uw bestelling. U kunt elk artikel binnen 30 dagen retourneren.",
}
QUESTION = {
    "en": "Which order and which article is it about, please?",
    "fr": "De quelle commande et de quel article s'agit-il ?",
}

"""Which of our six languages a text is in, by its commonest words. Short texts are often unclear, and it says so."""

from __future__ import annotations

import re

LANGUAGES = ("en", "fr", "de", "es", "it", "nl")

# Folded (fold.py). Everyday words first, then those of a shop's mail that short messages consist of.
_WORDS = {
    "en": "the and i is it my you for to of in was not have this that me with on but can are your be would will from "
    "they at has been we so just get got please thanks thank hello hi how when where what why do does did "
    "there any an or if no still want need like don't i'm i'd it's haven't hasn't isn't our which return "
    "exchange shipping delivery money back received arrived wrong broken size again instead voucher asap yet "
    "one two new send sent order refund cancel parcel package shirt smal cheers thx ordr refnd",
    "fr": "le la les un une des du de et est je j'ai pas que qui dans pour sur avec mon ma mes vous nous votre vos "
    "ce cette il elle ne me a au aux en ou mais plus bien tres suis avez ete etre fait si tout toujours jamais "
    "bonjour merci svp quand comment pourquoi quel quelle puis peut pouvez voudrais souhaite veux commande "
    "remboursement colis retour echange avoir taille renvoyer rembourser annuler annulez livraison recu cde "
    "cmd facture compte argent c'est n'est n'ai d'un d'une l'article qu'il jai pouvez-vous est-il avez-vous "
    "remboursez coucou slt gratuits gratuit achat article articles chemise trop tro petit reponse automatique "
    "aujourd'hui encore deux",
    "de": "der die das und ist ich nicht ein eine einen mit fur von zu auf bitte sie mir mein meine meinen es den "
    "dem im wir ihr ihre ihnen haben habe hat war wie wann wo was kann noch nur aber auch oder schon hallo "
    "danke vielen guten tag bestellung paket geld zuruck rechnung umtauschen stornieren grose lieferung "
    "erstattung ruckerstattung artikel ware mochte wurde sind bei aus zum zur nach bestellnummer gutschein "
    "sehr geehrte super gibt",
    "es": "el la los las un una de que y en es no mi me por para con se lo le pero mas ya esta este muy hola gracias "
    "cuando donde como quiero pedido devolucion reembolso paquete favor han he ha tengo talla dinero envio "
    "llego dejo recibi otra semana compre pedi cambiar devolver puedo cancelen hay del al usted ustedes hacen "
    "haceis necesito prefiero todavia sin tienda recibido",
    "it": "il lo la i gli le un una di che e in non mi per con si ma piu gia questo questa molto ciao buongiorno "
    "grazie quando dove come vorrei voglio ordine rimborso pacco reso soldi taglia spedizione arrivato ho ha "
    "avete sono del dalla annullate della dell'ordine cambiare posso possibile mio mia miei ancora mai e' "
    "dov'e anche ricevuto salve buono restituire",
    "nl": "de het een en is ik niet mijn van voor met op te dat die maar ook nog wel bij naar hallo bedankt dank "
    "graag wanneer waar hoe wil kan kunt bestelling pakket geld terug retour ruilen omruilen maat heb heeft "
    "jullie ontvangen annuleren terugbetaling u uw mij me wordt werd worden zijn was er deze beste alstublieft "
    "aub winkel",
}
_SETS = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}
_COUNT = {word: sum(word in words for words in _SETS.values()) for words in _SETS.values() for word in words}
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_SIGNS = (("¿", "es"), ("¡", "es"), ("ñ", "es"), ("ß", "de"), ("ä", "de"), ("œ", "fr"), ("ç", "fr"), ("ê", "fr"))
_LOOKED_AT = 300  # words
_CLEAR = 1.5  # score at which a text is surely in a language, when no other comes close
_AS_GOOD = 0.5  # share of the best one's score from which another language may be meant as well


def language(text: str, folded: str) -> tuple[str, bool]:
    """Return (ISO 639-1 code, whether that is clear). English where nothing tells."""
    scores, words = _scores(text, folded)
    best, second = sorted(LANGUAGES, key=lambda lang: -scores[lang])[:2]
    clear = scores[best] >= max(_CLEAR, 1.3 * scores[second]) and scores[best] >= 0.15 * words
    return best, clear


def possible(text: str, folded: str) -> frozenset[str]:
    """Return the languages that a sentence may be in, by its own words alone: all where they tell little."""
    scores, _ = _scores(text, folded)
    best = max(scores.values())
    if best <= 1:  # a single word that only one knows
        return frozenset(LANGUAGES)
    return frozenset(lang for lang in LANGUAGES if scores[lang] >= best * _AS_GOOD)


def _scores(text: str, folded: str) -> tuple[dict[str, float], int]:
    """Return how much speaks for each language, and the number of words."""
    scores = dict.fromkeys(LANGUAGES, 0.0)
    words = _WORD.findall(folded[: _LOOKED_AT * 8])[:_LOOKED_AT]
    for word in words:
        for lang in LANGUAGES:
            if word in _SETS[lang]:
                scores[lang] += 1 / _COUNT[word]
    for sign, lang in _SIGNS:
        if sign in text[: _LOOKED_AT * 8].lower():
            scores[lang] += 1.0
    return scores, len(words)

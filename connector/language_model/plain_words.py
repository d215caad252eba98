"""Sentences that promise nothing, tell no outcome and name no number: the only ones a model may touch, or write.

What is allowed is listed, not what is forbidden, as far as characters go; words are forbidden by their beginnings, in
the six languages we read. Too many are forbidden rather than too few: then the merchant's own sentence is sent.
"""

from __future__ import annotations

import re
import unicodedata

_PUNCTUATION = frozenset(" \u00a0\u202f.,;:!?'’‘()«»“”„…–—-¿¡")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZßœŒæÆ")
_END = frozenset(".!?…»”)")
_GLUED = re.compile(r"[.:;,!?…][^\W_]|--|\.\.(?!\.)")  # "evil.example", "b.y": no link, no hidden word
_SPELT = re.compile(r"(?:\b[^\W_]\b[ '’-]*){4,}")  # "f r e e"
_WORD = re.compile(r"[a-z]+")

# Beginnings of words; with a point: the whole word. Spanish "tres" is left out: French says "très" a lot.
_FORBIDDEN = """
not. no. nor. never. none nothing nobody cannot. without. t. ne. n. pas. point. jamais. aucun rien. ni. sans. non.
nicht kein nie. niemals. ohne. nein. nada. nunca. nadie. ningun sin. tampoco. jamas. nessun niente. nulla. senza.
mai. niet geen. nooit. zonder. nee. dont wont cant

refund reimburs money pay paid credit voucher coupon code. exchang replac cancel send sent. ship dispatch deliver
parcel package return transfer discount bonus gift free. freely compensat reduc accept approv grant agree refus
reject deny denied denial declin withdraw rembours argent paie payer paye verse virement avoir. bon. echang remplac
annul envo expedi livr colis renvo retour remise rabais cadeau gratuit offr offert indemni accord retract erstatt
geld. ruckzahl zuruck bezahl zahl gutschrift gutschein umtausch tausch ersatz storn schick liefer versand versend
paket rabatt geschenk gratis kostenlos frei. genehmig bewillig ablehn widerr reembols dinero pago pagar pagam pagat
abon vale. cupon cambi sustit envi entreg paquete devol descuent regalo acept rechaz rimbors denaro sold buono.
credito sostitu annull spedi invi conseg pacco reso. resi. sconto omaggio rifiut terugbetal geld betal tegoed ruil
omruil vervang stuur verzend verzond lever pakket korting goedgekeur weiger

guarant promis assur ensur certain immediat instant today tomorrow tonight yesterday soon now. within hour minute
second day. days. week month year deadline always alway shall. will be garant engag aujourd demain hier. bientot
maintenant heure jour. jours. journ semaine mois. annee delai toujours versprech sofort umgehend heute morgen
gestern bald jetzt innerhalb stund tag. tage woche monat jahr immer promet inmediat hoy. manana ayer pronto ahora
hora. horas. dia. dias. semana mes. meses. ano. anos. siempre subito oggi domani ieri presto adesso ora. ore. giorn
settiman mese. mesi. anno. anni. sempre beloof belov direct meteen vandaag gisteren straks binnen uur dag. dagen
weken maand jaar altijd call phone telephon telefo appel anruf llam chiam bellen contact kontakt

two. twice three four five six. seven eight nine. ten. twent thirt fort fift hundred thousand million half double
percent deux trois quatre cinq sept. huit neuf. dix. vingt trente quarante cinquante cent. cents. mille moitie
pourcent zwei drei vier funf sechs sieben acht. neun zehn zwanzig dreissig hundert tausend halb halft doppel prozent
dos. cuatro cinco seis. siete ocho nueve diez veint cien. ciento mil. mitad doble due. tre. quattro cinque sei.
sette otto nove. dieci venti cento mila. meta. doppi twee drie vijf zes. zeven negen tien twintig honderd duizend
helft dubbel euro dollar pound price prix. preis precio prezzo prijs amount montant betrag importe. importo. bedrag
cost cout kost

monday tuesday wednesday thursday friday saturday sunday januar februar march april may. june july august septem
octob novem decem lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars. avril mai. juin juillet
aout montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag marz juni juli oktob dezem lunes martes
miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto octubre diciembre lunedi
martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio aprile maggio giugno luglio settem ottob dicem
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maart mei. augustus
"""
_BEGINNINGS = sorted(set(_FORBIDDEN.split()))
_STARTS = re.compile(r"\b(?:" + "|".join(each.replace(".", r"\b") for each in _BEGINNINGS) + ")")
_INSIDE = re.compile("|".join(each for each in _BEGINNINGS if len(each) >= 6 and "." not in each))  # "re fund"


def folded(text: str) -> str:
    """Small letters without accents; apostrophes part words, hyphens do not."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(each for each in plain if not unicodedata.combining(each)).replace("’", "'").replace("‘", "'")


def harmless(paragraph: str) -> bool:
    """Whether this is one line of plain sentences that hold nothing a customer could rely on."""
    if not paragraph or paragraph != paragraph.strip() or paragraph[-1] not in _END:
        return False
    if not all(each in _PUNCTUATION or unicodedata.normalize("NFD", each)[0] in _LETTERS for each in paragraph):
        return False
    text = folded(paragraph)
    if _GLUED.search(text) or _SPELT.search(text):
        return False
    squeezed = "".join(_WORD.findall(text))
    return not (_STARTS.search(text) or _STARTS.search(text.replace("-", "")) or _INSIDE.search(squeezed))


def long_words(paragraph: str) -> frozenset[str]:
    """What a paragraph is about: the beginnings of its longer words."""
    return frozenset(word[:5] for word in _WORD.findall(folded(paragraph)) if len(word) >= 5)

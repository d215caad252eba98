"""Which lines of the order the customer's words are about, and how many units. In doubt: none, and we ask."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from connector.domain.ids import LineId
from connector.domain.request import Kind, Reason
from connector.ports.shop import ShopLine, ShopOrder
from connector.ports.understanding import Understanding


def units_left(line: ShopLine) -> int:
    """Whole units that were neither refunded nor cancelled."""
    return int(line.ordered - line.refunded - line.canceled)


# Words that stand in any mail: one of them in an article's name ("Lampe pour enfant") names nothing.
COMMON = frozenset(
    "and are but can for from had has have her him his its not our out she that the their them there they "
    "this was were "
    "what when which who will with you your please thank hello order article item product refund return "
    "money back other "
    "one two new old big small large size "
    "pour les des une par que qui dans sur avec sans pas plus est ont ete mon mes notre nos votre vos ses "
    "son sont ce cet "
    "cette ces mai merci bonjour commande article produit remboursement rembourser retour renvoyer argent "
    "autre deux tout "
    "tous toute nouveau petit petite grand grande taille "
    "und der die das den dem ein eine mit fur von ist nicht bestellung artikel los las una con por para "
    "del che per con "
    "non het een van voor met niet bestelling".split()
)


def plain(text: str) -> str:
    """Small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))


def tokens(text: str) -> frozenset[str]:
    """Words without accents and plural endings, of three letters and up, that mean something by themselves."""
    meant = {word for word in re.findall(r"[a-z0-9]{3,}", plain(text)) if word not in COMMON}
    return frozenset(word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word for word in meant)


# What is said of somebody else's things names no article: "put that on the table of your boss".
_THEIR = (
    r"(?:your|his|her|their|votre|vos|leurs?|ihre?[rmns]?|eure?[rmns]?|deine?[rmns]?|sus?|vuestr[oa]s?|vostr[oaie]|"
    r"suo[i]?|sua|sue|loro|jullie|uw|zijn|haar|hun)"
)
_OF = r"(?:of|from|by|de|des|du|d'|von|vom|bei|del|della|di|van|bij)"
_IT_IS = r"(?!(?:it|that|there|what|he|she|let|here|who|where)['’])"
_WORD = r"[\w'’-]{1,30}"
_THEIRS = re.compile(
    rf"\b{_THEIR}(?: {_WORD}){{1,3}}"
    rf"|\b{_WORD}(?: {_WORD})? {_OF} ?(?:the |la |le |el |il |de |het )?{_THEIR}\b(?: {_WORD})?"
    rf"|\b{_IT_IS}\w{{1,30}}['’]s(?: {_WORD}){{1,3}}",
    re.IGNORECASE,
)
_BOUGHT = re.compile(  # what one says of the article itself, without accents
    r"\b(?:bought|buy|ordered|purchased?|received|got|gift|concern\w*|about|achete\w*|commande\w*|recu\w*|cadeau|"
    r"article|agit|gekauft\w*|bestellt\w*|erhalten|bekommen|geschenk|artikel|geht|compr\w+|pedi\w*|recibi\w*|regalo|"
    r"articulo|trata|acquist\w+|ordinat\w+|ricevut\w+|articolo|tratta|gekocht|besteld|gekregen|ontvangen|gaat|"
    r"item|product|produit|produkt|producto|prodotto)\b"
)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_MATTER = frozenset({"kind", "reason", "orders", "quantity", "everything", "want", "amount", "skus"})


def _own_words(order: ShopOrder, read: Understanding) -> str:
    """The text without orders to the software, and without sentences that say nothing about the matter: "table manners
    aside, ..." names no table. What is said of what was bought, or names an article in full, is about it."""
    about = [piece.start for piece in read.evidence if piece.field in _MATTER]
    ordered = [piece.start for piece in read.evidence if piece.field == "injection"]
    names = [tokens(line.name) for line in order.lines]
    held = frozenset().union(*names)

    def kept(sentence: re.Match[str]) -> str:
        if any(sentence.start() <= place < sentence.end() for place in ordered):
            return " "
        if any(sentence.start() <= place < sentence.end() for place in about):
            return sentence.group()
        said = tokens(sentence.group())
        in_full = any(name and name <= said for name in names)
        to_the_point = in_full or _BOUGHT.search(plain(sentence.group())) or not said - held
        return _THEIRS.sub(" ", sentence.group()) if to_the_point else " "

    own = read.text if read.bare else _SENTENCE.sub(kept, read.text)
    return " ".join([own, *(each for each in read.items if each not in read.text)])


def named(order: ShopOrder, read: Understanding) -> list[ShopLine]:
    """Lines of which the text holds the SKU, or at least half of the name's words with one no other line has."""
    return _named(order, read, " ".join([read.text, *read.items]))


def _named(order: ShopOrder, read: Understanding, text: str) -> list[ShopLine]:
    held = Counter(token for line in order.lines for token in tokens(line.name))
    said = tokens(text)
    skus = {sku.casefold() for sku in read.skus}

    def meant(line: ShopLine) -> bool:
        name = tokens(line.name)
        shared = name & said
        return line.sku.casefold() in skus or (
            2 * len(shared) >= len(name) and any(held[token] == 1 for token in shared)
        )

    return [line for line in order.lines if meant(line)]


def everything_left(order: ShopOrder) -> dict[LineId, int]:
    """All units that may still be asked about; once nothing is left, all that were ordered: the rules say why not."""
    left = {line.id: units_left(line) for line in order.lines if units_left(line) > 0}
    return left or {line.id: int(line.ordered) for line in order.lines if line.ordered >= 1}


def choose(order: ShopOrder, read: Understanding) -> Mapping[LineId, int]:
    """Return units per line; empty where the words do not say it clearly."""
    only = len(order.lines) == 1
    meant = named(order, read)
    unnamed = not meant and read.quantity is None
    if read.everything or (unnamed and (read.kind is Kind.CANCEL or read.reason is Reason.WITHDRAWAL)):
        return everything_left(order)
    if only:
        meant = list(order.lines)
    elif len(meant) == 1 and meant != _named(order, read, _own_words(order, read)):
        return {}
    if len(meant) != 1:
        return {}
    line = meant[0]
    most = units_left(line) or int(line.ordered)
    units = read.quantity if read.quantity is not None else 1 if most == 1 else None
    if units is None and (read.reason is Reason.WITHDRAWAL or read.kind is Kind.CANCEL):
        units = most  # whoever withdraws or cancels without a number means all of it
    return {line.id: units} if units is not None and 1 <= units <= most else {}

"""Colours as customers write them, in the languages we read: navy, bleu marine, dunkelblaue, verde oliva, off-white."""

from __future__ import annotations

import re

from connector.understanding.candidate import Candidate

_PLAIN = {
    "en": "black white red blue navy green yellow orange purple pink gr[ea]y brown beige silver gold golden "
    "turquoise burgundy teal olive khaki cream ivory coral terracotta brass chrome copper bronze charcoal "
    "taupe camel mustard lavender lilac mint maroon violet magenta cyan peach rust tan salmon fuchsia indigo "
    "aqua sand stone anthracite ecru nude cognac champagne plum petrol emerald ruby sapphire multicolou?r "
    "transparent mauve sage bordeaux wine denim graphite oak walnut beech maple birch pine smoke midnight "
    "slate amber pearl aubergine eggshell blonde ash scarlet crimson chestnut pewter sienna floral striped "
    "leopard caramel ochre raspberry mocha",
    "fr": "noire?s? blanc(?:he)?s? rouges? bleue?s? bleu verte?s? jaunes? violet(?:te)?s? rose grise?s? marron "
    "argent argente?e?s? doree?s? bordeaux turquoise kaki creme ivoire corail moutarde lavande taupe ecrue? "
    "anthracite marine beiges? camel fauve ocre rouille brique prune lilas mauve saumon sable menthe fuchsia "
    "cuivree? bronze emeraude petrole chene terracotta noyer hetre bouleau ecaille tilleul nacre perle "
    "caramel framboise cerise sauge ciel aubergine ardoise transparente? incolore indigo pourpre",
    "es": "negr[oa]s? blanc[oa]s? roj[oa]s? azul(?:es)? verdes? amarill[oa]s? gris(?:es)? marron(?:es)? naranjas? "
    "ros(?:a|ado|ada) morad[oa]s? violeta lila dorad[oa]s? platead[oa]s? granate burdeos beis turquesa caqui "
    "ocre avellana malva crema marfil coral mostaza lavanda celestes? fucsia oro plata crudo antracita arena camel",
    "it": "ner[oaie] bianc(?:[oa]|hi|he) ross[oaie] blu azzurr[oaie] verdi? giall[oaie] grigi[oae]? marron[ei] lilla "
    "arancione viola rosa argento oro dorat[oa] argentat[oa] panna avorio corallo senape lavanda celeste "
    "bordo turchese kaki antracite cammello tortora salmone ottanio",
    "nl": "terracotta",
}
_GERMANIC = (
    r"(?:dunkel|hell|tief|nacht|marine|royal|himmel|stahl|kirsch|wein|feuer|ziegel|rost|oliv|moos|tannen|flaschen|"
    r"smaragd|mint|salbei|zitronen|senf|gold|silber|maus|stein|schoko|creme|perl|alt|blass|pastell|petrol|azur|"
    r"licht|donker|kobalt|hemels?|hemel|leger|fles|flessen|mosterd|citroen|wijn|steen|oker|muis|appel|bos|oud|zacht|"
    r"zee|staal|room|parel|lind|gras|knall|neon|blaugrau)?-?"
    r"(?:schwarz|weis|rot|blau|grun|gelb|grau|braun|lila|rosa|pink|violett|turkis|turkoois|orange|"
    r"zwart|witte|wit|rood|rode|blauw|groen|geel|gele|paars|roze|oranje|grijs|grijz|bruin)(?:e[nmrs]?|s)?"
)
_GERMANIC_OTHER = (
    r"silber|silbern\w*|gold|golden\w*|zilver\w{0,2}|goud\w{0,2}|weinrot|bordeaux|terrakotta|anthrazit|antraciet|petrol|"
    r"senf|oliv|khaki|kaki|creme|elfenbein|ecru|taupe|marine|mint|koralle|lavendel|mosterd|olijf|zand|naturel|natur|"
    r"altrosa|flieder|ocker|himbeer|apricot|zalm|oker|eiche|nussbaum|buche|eiken|kirschrot|mauve|cognac|camel|beige"
)
_BEFORE = (
    r"(?:(?:light|dark|matte?|glossy|navy|royal|sky|forest|olive|bottle|baby|hot|pale|bright|deep|dusty|off|midnight|mint|rose|slate|"
    r"charcoal|pastel|neon|steel|ice|army|cobalt|emerald|teal|duck|blush|dusky|antique|jet|pure|heather|sage|mid|"
    r"helle?s?|dunkle?s?)[ -])"
)
_AFTER = (
    r"(?:[ -](?:bleu[es]?|mate?|matte|brillante?|satinee?|marine|nuit|ciel|roi|canard|petrole|claire?s?|"
    r"foncee?s?|pale|vif|vive|perle|souris|chinee?|"
    r"anthracite|sapin|olive|kaki|bouteille|d'eau|menthe|amande|emeraude|casse|cerise|brique|poudree?|turquoise|electrique|"
    r"marino|oscur[oa]|clar[oa]|cielo|perla|salvia|oliva|botella|palo|pastel|electrico|menta|vino|"
    r"scur[oa]|chiar[oa]|notte|bottiglia|ghiaccio|antracite|acceso|elettrico|petrolio|marengo|lima|agua|militar|"
    r"sauge|mousse|acier|ardoise|bebe|chair|saumon|gold))"
)
_WORDS = "|".join(sorted({word for words in _PLAIN.values() for word in words.split()}, key=len, reverse=True))
_COLOUR = re.compile(
    rf"(?<![\w&-]){_BEFORE}{{0,2}}(?:{_GERMANIC}|{_GERMANIC_OTHER}|{_WORDS}){_AFTER}{{0,2}}(?![\w-]|'\w)"
)


def colours(folded: str) -> list[Candidate]:
    """Return whatever may be a colour, in order; their values folded."""
    return [Candidate(match[0], *match.span()) for match in _COLOUR.finditer(folded)]

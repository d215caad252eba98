"""Words of a short answer that carry no wish of their own, in the languages we read; folded, without accents."""

from __future__ import annotations

# Greetings, thanks, articles and what stands around an order number.
SMALL_WORDS = frozenset(
    # en
    "hello hi hey dear good morning afternoon evening thanks thank you very much thx please kind best "
    "regards cheers it "
    "it's its is was the a an my our this that here there here's order number no nr yes ok okay sure of for from one "
    "two both only just i i'm am said sorry and in on with article item again "
    # fr
    "bonjour bonsoir salut merci beaucoup bien cordialement svp stp s'il vous te plait d'avance c'est c "
    "est la le les un "
    "une des de du d'une ma mon mes notre voici voila numero no n commande la' oui d'accord ok pardon "
    "desole desolee et "
    "pour deux l'article article je j'ai dit precision petite encore seulement "
    # de es it nl
    "hallo guten tag danke vielen dank bitte die der das ist meine nummer bestellung lautet hola gracias los mi es "
    "pedido numero por favor ciao salve grazie mille il lo mio e el ordine per favore bedankt je u wel het de "
    "mijn bestelling nummer alstublieft".split()
)
THANKS = frozenset("thanks thank thx regards cheers merci cordialement danke dank gracias grazie bedankt".split())
POLITE = THANKS | frozenset(
    "hello hi hey dear please kind best ok okay yes bonjour bonsoir salut beaucoup svp stp s'il vous te plait oui "
    "d'accord hallo bitte hola por favor ciao salve per favore alstublieft aub ja".split()
)
SIZE_WORDS = frozenset("size taille pointure grosse groesse talla taglia maat".split())
OR = frozenset("or ou oder o of".split())
# What wishes for the label beside it, and no more: "je voudrais la", "the ... would be great".
WISHES = frozenset(
    "en contre gegen tegen i'd would like want get take go let's be great perfect fine choose other colour color then "
    "instead rather voudrais veux prends prendrai prefere prefererais souhaite aimerais choisis serait parfait l'autre "
    "so autre celle celui plutot alors couleur ich mochte hatte gern gerne nehme lieber und eine einen ein farbe "
    "quiero quisiera prefiero y una vorrei voglio preferisco colore ik wil graag liever een kleur".split()
)
# Small, but beside a label they may say that it is the one they do not want, or have.
_TELLING = frozenset("no was from petite my our ma mon mes notre meine mi mio mijn".split())
FILLERS = (SMALL_WORDS | POLITE | SIZE_WORDS | OR | WISHES) - _TELLING

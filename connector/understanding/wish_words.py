"""A sentence as a row of signs, one letter a word, so that what governs a size or colour is a short pattern over them.

W wants, asks to be sent        X exchanges                T into: for, to, contre, gegen
A asks whether there is one     V have, get (infinitive)   I in
P please                        Y would be, would suit     K instead (adverb)
N not                           F instead of, from         Q than
H has, is, bought, wears        G came, was received       R was ordered, chosen
B sends or takes back           M my, this                 J too, small, tight
D wanted, once                  g in exchange for          v you send me
E by mistake                    L was advised to           e a replacement
S the same                      U prefer                   n new
m bigger, smaller, half         b but                      f if
k "commande": order(ed)         q can, could               Z sold out
& and                           O or                       s I, you, we
a an article, es/it "to"        z size, colour, one        d small words
, end of a clause               . end of a sentence        > an arrow
_ any other word
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PHRASES = {  # before single words; of two that begin alike the first counts
    "Z": "nicht mehr verfugbar, no longer available, niet meer leverbaar, plus disponible, non disponibile, plus "
    "en stock, nicht mehr da, out of stock, en rupture, sold out",
    "D": "had my heart set on, was hoping for, meant to order, nous voulions, meant to get, had in mind, je "
    "voulais, on voulait, we wanted, queriamos, i wanted, volevamo, voulait, wollten, wanted, wollte, volevo, "
    "queria, wilden, wilde",
    "g": "im austausch gegen, en echange d[eu'], en echange d'une?, in cambio d[ei]l?, in exchange for, in cambio "
    "della, im tausch gegen, en echange des, a cambio de la, a cambio del?, in ruil voor",
    "W": "auriez-vous la gentillesse, hatte ich nehmen sollen, me haria mucha ilusion, craque finalement pour, me "
    "verrais mieux dans, ought to have chosen, should have gone for, me verrais bien dans, envisageable "
    "d'avoir, could i please have, should have ordered, entscheide mich fur, nous faire parvenir, could i "
    "please get, should have chosen, should've gone for, should have gotten, can i please have, what i'm "
    "after is, should have taken, should've ordered, aurais du prendre, aurais du choisir, nouvelle pointure, "
    "haria mas ilusion, would much rather, me faire parvenir, y a moyen d'avoir, doe mij toch maar, can i "
    "please get, instead i'd like, should have been, hatte sie lieber, hatte ihn lieber, ho bisogno d[ie], "
    "j'aurais prefere, faisable d'avoir, possible d'avoir, glucklicher mit, better off with, hatte ich gerne, "
    "hatte es lieber, me vendria bien, should have got, nouvelle taille, leaning towards, jouable d'avoir, "
    "mind if we have, very much like, 'd rather have, could you send, il me faudrait, hatte ich gern, i like "
    "to have, um zu bekommen, bonne pointure, richtige grose, j'aurai besoin, aurais prefere, possibility of, "
    "'d much rather, chance d'avoir, me decide pour, faire parvenir, mettre de cote, mind if i have, mind if "
    "i take, hacerme llegar, would like to, could we have, puis-je avoir, peut-on avoir, heureuse avec, "
    "hatten lieber, mi servirebbe, bisogno d[ie], mi piacerebbe, mi fate avere, aurions voulu, stuurt u maar, "
    "me passer une, om te krijgen, should've got, haria ilusion, jaurais voulu, j'aurais aime, any chance of, "
    "ought to have, partirais sur, me decido por, let's go with, moyen d'avoir, could do with, ai flashe sur, "
    "would rather, would prefer, would sooner, could i have, could we get, might i have, can you send, "
    "happier with, je prendrais, heureux avec, hatte lieber, wurde lieber, me quedo con, nos gustaria, aurais "
    "voulu, me passer du, me passer un, me passer le, pour obtenir, nuova taglia, correct size, bonne taille, "
    "jaurais aime, aurait fallu, heart set on, speaks to me, il nous faut, reprendre en, verrais bien, haben "
    "mochte, really like, rather have, can we have, could i get, may we have, let me have, i will take, "
    "looking for, il lui faut, je prendrai, hatte gerne, hatten gern, wurde gerne, me gustaria, a me arriva, "
    "jorai voulu, let us have, neue grosse, nueva talla, nieuwe maat, juiste maat, aurais aime, should have, "
    "much rather, much prefer, craque pour, penche pour, insiste sur, tendiere zu, me llevaria, farmi avere, "
    "would like, would love, 'd like to, can i have, can we get, may i have, we'll take, would take, could "
    "take, happy with, hoping for, il me faut, hatte gern, wurde gern, mi serviva, zou willen, kriege ich, "
    "what about, stuur maar, pour avoir, para tener, neue grose, right size, leaning to, opting for, settled "
    "on, settle for, passer sur, insists on, asking for, opter pour, also like, 'd rather, 'd sooner, can i "
    "get, make that, i'll take, i'm after, heb nodig, had graag, zou graag, wil graag, krieg ich, how about, "
    "geef maar, per avere, chance of, should've, shud have, settle on, going for, let's say, plump for, put "
    "aside, insist on, could use, mi prendo, im after, lui faut, ich will, will ich, mi serve, krijg ik, doe "
    "maar, new size, pars sur, part sur, let's do, passe au, passe en, me llevo, me ponen, me pones, id like, "
    "'d like, 'd love, make it, puis-je, me faut, shud be, give us, shoulda, opt for, doe mij, go with, passe "
    "a, go for, mag ik, i like, to get, in for, do me",
    "F": "a la place d[eu], al posto d[ei]l?, in luogo d[ei]l?, au lieu d[eu'], a la place des, en place d[eu], in "
    "place d[eu], al posto della, al posto delle, invece d[ei]l?, in exchange of, as opposed to, plutot "
    "qu[e'], en lugar del?, in plaats van, invece della, in place of, rather than, au lieu des, en vez del?, "
    "instead of, in lieu of, invece che, i\\.p\\.v\\.?, an stelle, anstelle, anstatt, statt, from, ipv",
    "K": "ervoor in de plaats, in plaats daarvan, as a replacement, en remplacement, en contrepartie, in their "
    "place, please instead, pour remplacer, in its place, im austausch, al suo posto, in de plaats, in "
    "exchange, stattdessen, en su lugar, a la place, en echange, cette fois, this time, im tausch, en cambio, "
    "in cambio, in return, a defaut, a cambio, en lugar, al posto, daarvoor, instead, dafur",
    "Y": "hatte besser gepasst, ware besser gewesen, is the way forward, est mieux pour moi, is the one i want, "
    "was beter geweest, devrait convenir, wurde mir passen, is what i expect, is better for me, is what we "
    "need, is what we want, moet het worden, would have been, will have to be, fera l'affaire, sera "
    "parfaite?, is what i need, is what i want, convient mieux, would also be, devrait aller, devrait faire, "
    "sollte passen, musste passen, moet het zijn, konnte passen, durfte passen, would've been, past me beter, "
    "mi sta meglio, sera la bonne, conviendrait, wurde passen, it has to be, it is please, muss es sein, "
    "musste gehen, sollte gehen, auraient ete, hubiera sido, passt besser, mi va meglio, would've fit, sera "
    "ideale?, should work, me quedaria, le quedaria, mi starebbe, mi andrebbe, zou perfect, est parfait, "
    "habria sido, irait mieux, passe mieux, me va mejor, sera le bon, would suit, would work, should fit, "
    "wurden mir, me vendria, zou passen, zou ideaal, zou moeten, past beter, it must be, musste gut, aurait "
    "ete, conviendra, might work, have to be, sera mieux, would fit, should do, ce serait, lui irait, zou "
    "beter, suffirait, should be, werden es, might fit, has to be, sera bien, would be, would do, would go, "
    "seraient, andrebbe, starebbe, dovrebbe, zou goed, zou fijn, zou mooi, lijkt me, ought to, va mieux, "
    "might do, must fit, will do, m'irait, me iria, le iria, vendria, deberia, sarebbe, must be, suffira, may "
    "fit, serait, ferait, serian, 'd be, 'd do, irait, iront, seria, basta, iria, fera, ira",
    "R": "(?:j')?(?:ai|avais|avions|avons|avait|a) (?:bien |pourtant |clairement "
    ")?(?:commandee?s?|choisie?s?|demandee?s?|prise?s?|pris|cochee?|selectionnee?), in der bestellung steht, "
    "nell'ordine c'e scritto, j'ai pourtant commande, order clearly states, commande portait sur, "
    "confirmation indique, commande etait pour, hatte ich bestellt, j'ai bien commande, order clearly says, "
    "commande porte sur, en el pedido pone, confirmation says, commande indique, commande precise, had moeten "
    "zijn, sur ma commande, sur la commande, supposed to be, avevo ordinato, hatte bestellt, commande etait, "
    "signed up for, m'attendais a, avevo chiesto, habia elegido, order was for, a ete prevue?, avevo scelto, "
    "habia pedido, jai commande, order states, invoice says, commande dit, meant to be, avevo preso, ho "
    "ordinato, sein sollte, sein sollen, moi c'etait, jai demande, on my order, in my order, moest zijn, jai "
    "choisi, g commande, order says, im auftrag, asked for, was after, ho scelto, order say, paid for, meant "
    "to, went for",
    "G": "venons de recevoir, (?:j')?ai recue?s?, avete mandat[oaie], avete inviat[oaie], avete spedit[oaie], "
    "viens de recevoir, m'avez envoyee?s?, sono arrivat[ie], mi avete mandato, avons recue?s?, m'avez "
    "mise?s?, dans les mains, was in the box, bekommen haben, j'ai bien recu, e arrivat[oa], ended up with, "
    "me ne ritrovo, bekommen habe, habe bekommen, hab bekommen, hab erhalten, sont venue?s, j'ai eue?s?, han "
    "llegado, im packchen, ha llegado, me ritrovo, mi ritrovo, est venue?, turned out, contained, contenait, "
    "turned up, showed up, im paket, jai recu, landed, g recu, zat in, zat er",
    "B": "je vous rends, me prendre la, me prendre le, sending back, giving back, back to you, den ruckweg, im "
    "gegenzug, bring back, je renvoie, send back, sent back, give back, take back, take away, post back, hand "
    "back, de vuelta, je rends, pick up",
    "P": "est-ce que c'est possible, s'il vous plait, est-ce possible, c'est possible, is it possible, c'est "
    "faisable, s'il te plait, c'est fesable, c'est jouable, if you could, wenn moglich, wenn es geht, se "
    "possibile, si possible, if possible, per piacere, alstublieft, si se puede, per favore, if you can, "
    "lasst sich, por favor, thank you, kann man, geht das, se puede, possible, ca joue, si puo",
    "H": "i already have, d'ordinaire, d'habitude, they have, i do have, we have, she has, i have, he has, we've, "
    "j'ai, i've, i'm",
    "N": "anything but, surtout pas, rather not, no longer, wouldn't, couldn't, all but, any but, doesn't, didn't, "
    "wasn't, cannot, don't, isn't, won't, can't, n't",
    "X": "possible de prendre, passer d[eu], send me the, passer en, passer au, passer a, rid of",
    "J": "passt nicht, ne va pas, past niet, ne me va, me vale, va pas, quedan, mi sta, a bit, queda, me va, mi "
    "va, m'est, too",
    "d": "il me semble que, tant qu'a faire, that is to say, ich denke dass, peut-etre que, c'est-a-dire, je pense "
    "que, je crois que, i think that, as soon as, au cas ou, juste une, maar dan, es decir, juste un, juste "
    "le, juste la, juste du, as well, i\\.e\\.?, d\\.h\\.?, at all",
    ">": "-->, ➡️?, ->, =>, →, ➔",
    "=": "they're, c'etait, this is, that's, she's, c'est, it's, he's",
    "m": "numeros menos, tallas menos, numero menos, talla menos",
    "T": "switch over to, going down to, bump me up to, downgrade to, drop down to, move down to, going up to, go "
    "down to, size up to, bump up to, upgrade to, step up to, move up to, go up to, move to, down to, up to, "
    "by an, by a",
    "v": "sie schicken mir, vous m'expediez, vous m'envoyez, vous me livrez, jullie sturen, vous envoyez, you send "
    "me, you deliver, me mandais, me enviais, mi mandate, mi inviate, me mandan, me envian",
    "L": "were told to, m'a dit que, m'avait dit, was told to, m'a dit de, told me to, told us to, m'ont dit",
    "q": "est-ce que, va bene se, es posible, geht auch, is there, est-ce, est-il, ist es, is it",
    "A": "ware (?:noch )?(?:auf lager|verfugbar), have you still got, vous auriez encore, do you still have, the "
    "same in stock, vous avez encore, sono disponibili, vous aviez aussi, do they come in, does it come in, "
    "vous reste-t-il, vous avez aussi, haben sie noch, noch auf lager, si vous l'avez, you still have, sie "
    "haben auch, back in stock, si vous aviez, hebben jullie, en existencia, vous l'auriez, il vous reste, "
    "you also have, have you got, si vous avez, vous en avez, tu as encore, ce modele en, do you have, got "
    "them in, got this in, auriez-vous, vous auriez, existe-t-il, op voorraad, vous l'avez, l'avez-vous, "
    "d'you have, hatten sie, hattet ihr, you've got, les quedan, reste-t-il, got it in, avez-vous, vous avez, "
    "existe en, il existe, haben sie, habts ihr, hebben ze, os quedan, les queda, you have, in stock, en "
    "stock, y a-t-il, habt ihr, tendrian, tendreis, si tu as, os queda, got any, gibt es, gabe es, avreste, "
    "heeft u, hebt ge, tu l'as, il y a, gibt's, tienen, teneis, hebt u, se c'e, gibts, avete, is er, hay, c'e",
}
_WORDS = {
    "W": "want wants wanna need needs needed require wish send bring give ship deliver pack put get gimme veux "
    "veut voulons voudrais voudrait voudrions voudre voudrai souhaite souhaitons souhaiterais souhaiterait "
    "souhaiterions aimerais aimerait aimerions desire desirerais faut faudrait fallait besoin envoyez envoyer "
    "expedier expediez livrer livrez mettez mettre donnez donner filer file apportez apporter renvoyez "
    "reclame reclament recevoir obtenir prendrait prendrais prendrai prendre opte opterais choisirais vorrei "
    "vorremmo voglio vogliamo desidero desidererei serve servirebbe mandare mandate mandatemi inviare "
    "inviatemi inviate spedire speditemi prenderei scelgo mochte mochten mocht will wollen brauche brauchen "
    "brauchte brauchten braucht benotige benotigen benotigte wunsche schicken schickt schick senden sendet "
    "liefern liefert nehme nehmen nahme hatt quiero kiero quisiera quisieramos querria quieren queremos "
    "necesito necesita necesitaria necesitamos nesecito nesecitaria deseo desearia deseamos mandar manden "
    "mandadme mandame mandeme enviar envien enviadme enviame envieme elijo llevarme wil willen wou graag "
    "nodig stuur sturen stuurt wens wensen voulu desired wished souhaitee souhaitees souhaites voulue desiree "
    "gewunschte gewunscht deseada desiderata gewenste gewenst bisogno jaimerais jaimerai aimerai jvoudrais "
    "jvoudrai jveux jprefere jpreferais jaurais facciamo desir souhaiterai souhaitent voudraient veulent "
    "exige exigeons prenons prendra fallu fancy fancies mandaste mandais mandeis reklamiere esigo exijo "
    "pretendo erwarte erwarten verwacht faudra adresser adressez fournir fournissez proposer trouver glisser "
    "glissez prenez zusenden zuschicken ubersenden zukommen ponme ponedme ponganme traigan traedme remitir "
    "remitan spedirmi mandarmi inviarmi darmi prendo opto leveren opsturen toesturen neem nemen requesting "
    "request opter choisirai opterai souhait wunsch wunschgrose wunschfarbe desiderio vouloir parvenir "
    "envoyiez remplaciez",
    "A": "disponible disponibles available disponibile disponibili verfugbar vorratig voorradig dispo dispos "
    "auriez auraient auriez-vous leverbaar lieferbar hattest hast hebt heeft",
    "V": "have avoir tener avere hebben haben bekommen krijgen kriegen bekomme bekame kriege obtain receive "
    "recibir ricevere ontvangen tenere averla averlo averle averli averne tenerla tenerlo tenerlas tenerlos "
    "be etre sein zijn try essayer probar provare probieren proberen",
    "T": "for to into against onto contre pour par vers gegen auf por con voor naar tegen au aux x per in2 durch with",
    "I": "in en im nel nella nello nell nei nelle ins dans",
    "K": "alternatively ersatzweise plutot finalement invece toch doch",
    "N": "not never no without pas ne ni non n jamais sauf sans hormis excepte except excluding avoid aucun aucune "
    "nicht kein keine keinen keinem niemals ausser auser ohne nunca salvo excepto ningun ninguna sin tranne "
    "eccetto senza nessun niet geen nooit behalve zonder evite eviter evitez menos",
    "F": "anstelle versus vs",
    "Q": "than que qu als dan che wie like comme",
    "H": "has had bought owns own wears wearing wear takes taking fits fit fitted sold usually normally always ai "
    "as avait avais porte portes prends fais fait achete achetes achetee habitude habituellement normalement "
    "chausse chaussait acheter hat habe habts hatte hatten trage tragt gekauft kaufte sitzt tiene tengo lleva "
    "llevo compre compro comprado uso calzo ha ho porta porto indosso indossa comprato comprata presa prese "
    "heb draagt draag gekocht zit currently jai",
    "G": "received got came come arrived sent shipped delivered recu recus recue recues livre livree livres "
    "livrees envoye envoyee expedie expediee mis arrive arrivee arrives erhalten geschickt gesendet geliefert "
    "geliefertes kam kamen gekommen lag lagen ankam angekommen recibi recibido recibimos llego llegaron "
    "llegado enviaron mandaron enviado arrivato arrivata arrivati arrivate ricevuto ricevuta ricevuti mandato "
    "inviato spedito gekregen gestuurd kreeg kregen geleverd ontving ontvangen gelandet landete lande ritrovo "
    "delivre delivree recibida recibidas recibidos entregado entregada entregaron vino vinieron ricevo "
    "recapitato recapitata consegnato consegnata bezorgd zugeschickt zugesandt zugestellt eingetroffen find "
    "found opened trouve trouvee trouves venu venue venus contains contient enthielt contenia conteneva "
    "bevatte trovato trovata encontre vond unpacked deballe mandado renfermait",
    "R": "ordered requested chose chosen picked selected booked intended commander bestellt bestellte geordert "
    "gewahlt ausgesucht besteld bestelde bestelden gekozen koos pedi encargue elegi elegido ordinato ordinata "
    "scelto scelta chiesto choisi choisie choisis demande demandee demandes commandee commandees commandes "
    "prevu prevue prevus vorgesehen previsto prevista",
    "B": "back return returning returned retour renvoie renverrai renverrais retourne retourner retournerai "
    "retournerais retournais rends rendre rapporte rapporter ramene ramenerai reprendre reprenez reprendrez "
    "recuperez recuperer zuruck zuruckschicken zurucksenden retourniere retournieren abholen devolver "
    "devuelvo devolvere recoger rendo rendere restituisco restituire ritirare ritirate terug terugsturen "
    "retourneren collect collected keep keeping garde gardais garder behalte behou hou",
    "M": "my our this these those his her their mon ma mes notre nos cette ce cet ces mein meine meinen meinem "
    "meiner unser unsere unseren diese diesen dieser dieses diesem meins mi mis nuestro nuestra nuestros este "
    "esta estos estas mio mia miei mie nostro nostra questo questa questi queste quest mijn ons onze deze dit "
    "ihre ihren",
    "J": "small big long short tight loose narrow wide huge tiny snug baggy trop petit petite petits petites serre "
    "serree serres serrees juste etroit etroite ample larges large zu eng klein gros kurz lang knapp weit "
    "demasiado pequeno pequena chico chica grande grandes aprieta aprietan troppo stretto stretta strette "
    "stretti stringe stringono larga larghe piccolo piccola piccoli te groot knelt krap nauw knellen pinch "
    "pinches pinching digs swamps shrunk gar nada glisse serrent duele flotte nage spannt kneift druckt corta "
    "corto larghi deborde tourne comprime",
    "P": "please pls plz plse pleas svp stp merci mrc bitte bite porfa porfavor grazie graze aub danke gracias "
    "thanks thx cheers ta kindly tia gracie dank bedankt moglich mogelijk posible possibile faisable fesable "
    "possibl machbar",
    "O": "or ou oder sinon else otherwise",
    "s": "i we je j ich wir ik wij yo nosotros io noi on elle ils elles he she they er you u vous ihr jullie jle",
    "z": "size sizes taille tailles taile grosse grossen grose grosen groesse gr nummer talla tallas talle talles "
    "taglia taglie maat maten pointure pointures misura medida numero colour color colours couleur couleurs "
    "coloris farbe farben farbton kleur colore version versione versie modele model modell modelo modello "
    "variante one ones paar par paire pair paio celui celle celles ceux celui-la",
    "d": "the an of un une le la les l du de des d der die das den dem ein eine einen einer eines el los las una "
    "uno lo il gli i dell della dei delle quello quella quelli quelle het een t other another autre autres "
    "andere anderen otro otra otros altro altra right correct bon bonne richtige richtigen that it them then "
    "moi mir mich us nous me m te mij hem ze sie ihn very just only maybe also now there here so simply "
    "rather actually y lui leur eux men's mens women's womens kid's kids adult adults homme femme enfant "
    "herren damen euch ihnen uns mal noch gern gerne aussi bien encore vi ve ci ne stock is's qualcosa any "
    "directly either tant qu'a faire deze echt graag vom zum zur von van mit avec met voir vostra se before "
    "avant vor bevor antes prima voordat tout soit donc namely cioe dus",
    "=": "is was were are est etait sont etaient ist war waren sind era son eran sono zijn seem seems looks look "
    "says dit",
    "q": "can could may might will would should pouvez pourriez pourrais pourrait pourrions pouvons pourait "
    "pouriez peux peut pourra konnten konnen konnte kann konnt darf durfte podria podrian podriais podeis "
    "puede pueden puedo podemos potrei potreste potete posso possiamo kan kunnen kunt kun zou zouden mag "
    "mogen do does did",
    "&": "and und et e y &",
    "f": "if si wenn falls indien",
    "m": "bigger smaller larger longer shorter up down higher lower less meno minder kleiner kleinere kleineren "
    "groser grosere groseren groter grotere dessus dessous superieure inferieure mas piu meer plus more mayor "
    "menor arriba abajo halve half demi",
    "U": "prefer prefers prefere preferons prefererais prefererait prefererions preferais lieber preferirei "
    "preferisco preferiamo preferiremmo preferirebbe bevorzuge liber prefiero preferiria preferimos liever "
    "verkies preferred mejor meglio mieux besser beter better",
    "S": "same meme memes gleiche gleichen gleiches selbe selben dieselbe denselben dasselbe misma mismo stessa "
    "stesso zelfde dezelfde hetzelfde identical",
    "b": "but mais aber sondern pero sino maar",
    "E": "trompe trompee erreur mistake mistakenly accident accidentally versehen versehentlich error equivocado "
    "equivocada equivoque sbaglio sbagliato sbagliata vergissing vergist leider",
    "k": "commande",
    "e": "replacement replacements remplacement remplacant ersatz reemplazo sostituzione vervanging repuesto ricambio",
    "n": "new neuf neuve nouveau nouvelle nouvel neue neuen neuer neues nuevo nueva nuovo nuova nieuwe nieuw brand",
    "L": "advised recommended suggested conseille conseillee recommande empfohlen geraten aconsejaron aconsejo "
    "recomendaron consigliato consigliata aangeraden geadviseerd",
    "X": "basculer umstellen andern geandert korrigieren korrigiert corriger corregir correggere modifier "
    "modificare modificar wijzigen aanpassen upgrade upgraded swapsies",
    "Y": "ware",
    "D": "wollte wollten volevo volevamo wilde wilden expecting expected attendais attendions esperaba aspettavo "
    "verwachtte erwartete",
    "Z": "unavailable epuise epuisee ausverkauft vergriffen agotado agotada esaurito esaurita uitverkocht indisponible",
}
_SWAPS = (  # beginnings of words; after * anywhere near the beginning
    "excang exchg umtauch canbi canvi echeng exchn exang exchang exhang exchag xchang xchg swap swop trad "
    "switch replac chang substitut echang lechang remplac ranplac intervert permut troqu troc *tausch *taush "
    "ersetz *wechsel *wechsl ummtausch cambi sustitu reemplaz canje sostitu scambi ruil omruil wissel "
    "omwissel omruill verwissel vervang cambar"
)
_WOULD = re.compile(r"[a-z]{3,14}(?:[ei]rait|[ei]raient|[aei]ria|[aei]rian|[ei]rebbe|[ei]rebbero)")  # "suffirait"
_STOP = r"(?P<stop>[.!?;…](?=\W|$)|\n)"
_PAUSE = (
    r"(?P<pause>[,:()\"«»–—•/|](?=\s|$)|(?<=\s)[-(–—+](?=\s|\w)|"
    r"\b(?:because|cause|since|parce|car|puisque|weil|denn|porque|perche|omdat|"
    r"though|sauf que|alors que|whereas|while|and then|tandis)\b)"
)
_TOKEN = re.compile(
    "|".join(
        [_STOP]
        + [
            rf"(?P<p{ord(sign)}>(?:(?<![^\W_])|(?='))(?:{'|'.join(phrases.split(', '))})(?:(?<=')|(?![^\W_])))"
            for sign, phrases in _PHRASES.items()
        ]
        + [_PAUSE, r"(?P<word>[^\W_](?:[^\W_]|-(?=\w)|'(?=s\b)){0,40})"]
    )
)
_SIGNS = {word: sign for sign in reversed(_WORDS) for word in _WORDS[sign].split()}
_SWAP = re.compile("|".join(stem.replace("*", r"\w{0,12}") for stem in _SWAPS.split()))


class Sign(NamedTuple):
    letter: str
    start: int
    end: int


def signs(folded: str) -> list[Sign]:
    """Return the sign of every word and clause end."""
    found: list[Sign] = []
    for match in _TOKEN.finditer(folded):
        group = match.lastgroup or ""
        if group == "word":
            letter = sign_of(match[0])
        elif group == "pause":
            letter = match[0] if match[0] in "(:)" else ","
        else:
            letter = "." if group == "stop" else chr(int(group[1:]))
        found.append(Sign(letter, match.start(), match.end()))
    return found


def sign_of(word: str) -> str:
    if word == "a":
        return "a"
    head = word.split("-", 1)[0]  # "pourrais-je"
    known = _SIGNS.get(word) or (_SIGNS.get(head) if len(head) > 1 else None)
    if known:
        return known
    if _SWAP.match(word):
        return "X"
    return "Y" if _WOULD.fullmatch(word) else "_"

"""French, accents folded. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = (
    r"(?:je veux|je ve|veux|je voudrais|voudrais|je souhaite(?:rais)?|souhaite(?:rais)?|"
    r"souhaitons|j'aimerais|aimerais|"
    r"je demande|demande|j'exige|exige|je prefere(?:rais)?|prefere(?:rais)?|je desire|desire|j'attends|il me faut|"
    r"il me faudrait|nous voulons|nous voudrions|je reclame|reclame|je sollicite|besoin)"
)
_PLEASE = (
    r"(?:merci (?:de|d')|veuillez|pouvez[- ]vous|pourriez[- ]vous|je vous (?:prie|demande|"
    r"remercie) de|vous prie de|priere de|svp|peux[- ]tu|pourrais[- ]tu|il faut|"
    r"est[- ]ce que vous pouvez)"
)
_SOFT = (
    r"(?: ?(?:bien|vouloir|me|m'|nous|le|la|les|l'|simplement|juste|en|proceder|a|au|vite|donc|"
    r"s'il vous plait|l')){0,6}"
)
_FEW = r"(?: (?!mon\b|pas\b)[\w'-]+){0,3}"
_REFUND = r"(?:rembours[e]?ments?|remboursemen|rembourssement)"
_MONEY = r"(?:argent|somme|montant|sous|paiement|trop[- ]percu|prix)"
_CREDIT = (
    r"(?:un avoir|l'avoir (?:d'emblee|propose|plutot)|en avoir (?:sur|de \d|client)|bons? d'achat|"
    r"cartes? cadeau|bons? cadeau|credit boutique|bon de reduction)"
)
_PARCEL = r"(?:commande|colis|paquet|livraison|envoi|article)"

# What follows reads a request as frame, gap, goal: "pouvez-vous" ... "remettre" ... "l'argent sur ma carte".
_BREAK = (
    r"ne|pas|(?<!au )plus(?! vite)|jamais|ni|sans|lieu|si|pourquoi|quand|savoir|promis\w*|dit|dire|refus\w+|"
    r"politique|conditions|"
    r"mais|confirm\w+|verifi\w+|statut|suivi|avant|inutile|aucune?|ou|expliqu\w+|preciser|informer|nouvelles?(?! "
    r"(?:taille|paire|"
    r"livraison|expedition|commande))|toujours|encore|deja|gard\w+|oubli\w+|references?|plutot(?= qu)"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b|\bn')[^.?!;:\n]){{0,45}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:merci (?:de|d')|priere de|veuillez|(?:pouvez|pourriez|voulez|voudriez|auriez|sauriez|peux|"
    r"pourrais)[- ]?(?:vous|tu)|"
    r"(?:tu|vous) (?:peux|peut|pourrais|pouvez|pourriez|devez(?! avoir)|devriez|n'avez qu'a)|est[- ]ce (?:que|qu')|"
    r"esque|"
    r"(?:puis|pourrais|peut|pourrait|pourrions|pouvons)[- ]?(?:je|on|nous|il|elle)|(?:je|on|nous|j) ?(?:peux|peut|"
    r"pourrais|pourrait|"
    r"pourrions|pourrai)|(?:serait|est)[- ](?:il|ce) (?:possible|envisageable|faisable)|possible (?:de|d')|y a[-"
    r" ]t[- ]il (?:moyen|possibilite)|"
    r"(?:je|nous) vous (?:prie|prions|demande|demandons|remercie|saurais gre|invite|mets en demeure|somme)|vous"
    r" prie de|"
    r"(?:je|nous|on|j) ?(?:veux|veu|ve|voudrais?|voudrions|voulons|veut|souhaite|souhaiterais|souhaitons|"
    r"souhaiterions|demande|demandons|exige|"
    r"reclame|prefere|prefererais|prefererions|desire|sollicite|compte|tiens|prendrais?|prends|accepterais|accepte|"
    r"me contenterais|"
    r"opterais|opte|choisis|attends|attendons|desirerais)|j'(?:attends|aimerais|adorerais|exige|espere|esperais|"
    r"entends|opte|estime|accepterais)|"
    r"(?:aimerais|aimerions|voudrais|souhaite|souhaitons|souhaiterais|souhaiterions|veux|jveux|jvoudrais|jpeux|"
    r"attendons|attend)|"
    r"il (?:me |nous |m'en |m')?(?:faut|faudrait|suffirait)|il serait (?:juste|normal|correct)|"
    r"soyez (?:gentils?|aimables?)(?: de)?|ayez (?:la|l')\w+|ca vous (?:embeterait|ennuierait)|vous ennuierait|je"
    r" trouverais|"
    r"(?:il|elle|ca|cela|ceci|montant|somme|commande) (?:doit|devrait|doivent)|auriez[- ]vous l'\w+)\b)"
)
_DOIT = r"(?:\b(?:doi(?:t|ve|vent)|devrai(?:t|ent)|peu(?:t|vent)|pourrai(?:t|ent)|soi(?:t|ent))\b)"
_SUM = r"(?:\b\d[\d.,]{0,12} ?(?:€|eur\b|euros?\b|francs?\b|\$|chf\b|dollars?\b|balles\b)|\bchf ?\d[\d.,]{0,12})"
_CASH = (
    r"(?:\b(?:mon|mes|l'|largent|l|cet|d') ?(?:argent|sous|fric|euros|centimes?|du|solde)\b|\blargent\b|\b(?:la|le|"
    r"les|cette|ce|ma|mon|mes|leur|du|"
    r"un) (?:\w+ )?(?:somme|montant|prix|difference|trop[- ]percu|frais|valeur|moitie|paiement|supplement|"
    r"prelevement|debit|port|totalite)\b|"
    rf"\bce que (?:j'ai|je vous ai|nous avons) (?:paye|verse|debourse|regle)\w*\b|\b(?:les |mes |mon |ma )?{_SUM})"
)
_WALLET = (
    r"(?:(?:mon|ma|le|la|notre) (?:compte|carte|cb|visa|mastercard|paypal|iban)(?! (?:client|fidelite|cadeau))\b|"
    r"\bpaypal\b)"
)
_BACK = (
    r"(?:r?e?vers\w+|rend(?:ez|re|s|u|us|ue|es|iez)?|restitu\w+|re-?credit\w+|recrediter?|credit(?:er|ez|iez|e)|"
    r"vir(?:er|ez|e|iez|ement)|remett(?:re|ez|iez)|remis|"
    r"recuper\w+|ravoir|revoir|recevoir|retrouver|reven(?:ir|ue?)|retourn(?:er|ez|e|ee)|dedui(?:re|sez|t)|"
    r"regularis\w+|restitution|rembours\w*)"
)
_VOUCHER = (
    r"(?:\bun bon (?:de (?:la meme valeur|\d{1,4} ?(?:\u20ac|euros?|francs))|pour (?:ma|une|la) prochaine)|"
    r"\bun (?:petit |bel )?avoire?\b(?! (?:recu|ete|eu))|\bl'avoir (?:d'emblee|propose|plutot|me)\b|\ben (?:un"
    r" )?avoir (?:de|sur|client|boutique)\b|"
    r"\bcode avoir\b|\bsous forme d'avoir\b|\bbons? (?:d'achat|dachat|cadeaux?|a valoir|de reduction)\b|\bbons?"
    r" d'achats\b|\bcheques?[- ]cadeaux?\b|"
    r"\bcartes?[- ]cadeaux?\b|\bcredit (?:boutique|en magasin|client|d'achat|chez vous|magasin)\b|\bma cagnotte\b|"
    r"\bcagnotte fidelite\b|"
    r"\bcompte (?:fidelite|client)\b|\bcoupon\b|\bforme de bon\b|\bun bon\b(?= (?:sur|pour|a|fera|me|suffi|"
    r"serait))|\bcredit pour (?:ma|une|la)\b|\bforme de credit\b)"
)
_NEUF = r"(?:neuf|neuve|autre|nouveau|nouvelle|nouvel|second|seconde|deuxieme|intact|intacte|sain|saine|bon|bonne)"
_HUE = (
    r"(?:noire?s?|blanc(?:he)?s?|bleue?s?|rouges?|verte?s?|grise?s?|roses?|jaunes?|beiges?|marrons?|violet"
    r"(?:te)?s?|orange|bordeaux|"
    r"marine|dore[e]?s?|argente[e]?s?|lavande|turquoise|creme|kaki|taupe|anthracite)"
)
_SIZE = (
    r"(?:(?:taille |pointure |du |un |une |le |la |en ){0,6}(?<!')\b(?:[1-9]\d{1,2}(?:[.,]5)?[a-f]?|x{0,4}s|m|x{0,4}l|"
    r"\d ans)\b(?!')(?![.,]?\d| ?[€$%]| ?(?:euros?|eur|jours?|cm|h)\b))"
)
_PAPER = (
    r"(?:etiquette|bordereau|bon de retour|facture|mail|e-?mail|lien|code|avoir|cheque|carte cadeau|photo|argent|"
    r"sous|somme|montant|rembours\w*|"
    r"reponse|confirmation|devis|catalogue|formulaire|adresse|justificatif|recu|numero|newsletter|technicien|"
    r"livreur|coursier|message|infos?|document)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|retourn\w*|rend\w*|renvo\w*|rembours\w*|annul\w*|command\w*|achet\w*|argent|reprendre|"
    rf"facture|adresse|aide\w*|avoir un)\b|\bn')"
    r"[^.?!;:\n]){0,45}?"
)

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}{_FEW} {_REFUND}\b",
        r"\b(?:virer|proceder|effectuer|faire|obtenir|emettre|lancer|effectuez|procedez)(?: \w+)? (?:au|le|"
        rf"un|mon|du) {_REFUND}\b",
        rf"\b{_PLEASE}{_SOFT} ?(?:rembours\w+|restituer|recrediter|rendre (?:l'argent|la somme))",
        r"(?:^|[.,;!:] ?|\bet |\bdonc |\balors )(?:remboursez|rembourse|recreditez)\b(?!-vous)|\bou (?:remboursez|"
        r"recreditez)\b",
        r"\bremboursez[- ](?:moi|nous|la|le|les|ma|mes|ces)\b|\brembourse[- ]moi\b",
        rf"\b{_REFUND}(?: \w+)? (?:svp|stp|s'il vous plait|immediat|au plus vite|merci)\b",
        rf"(?<!sujets )[;:] ?{_REFUND}(?: (?:integral|complet|total))?(?=[.!]|$)",
        rf"\bretour et {_REFUND}\b|\b(?:renvo\w+|retour\w*|rend\w+) contre {_REFUND}\b",
        rf"\bun {_REFUND}(?: partiel| integral| complet)? (?:svp|possible|serait possible|est[- ]il possible)\b",
        rf"\b(?:{_WANT}|afin d'|possible d'|pour)(?: \w+){{0,5}} (?:etre |"
        r"me faire )?(?:integralement |totalement )?rembours(?:e|ee|es|er)\b",
        r"\bet (?:d'|de )?(?:etre |me faire )(?:integralement )?rembours(?:e|ee|er)\b",
        r"\b(?:rendez|restituez|rends|reverse[rz]|restituer|rendre|recuperer|virer|verser|"
        r"retourner)[- ]?(?:moi |nous |moi|nous)? ?(?:juste |simplement )?(?:mon |l'|la |le |mes |"
        rf"les |ma )?{_MONEY}\b",
        r"\b(?:recuperer|rendez|rendre|rendez[- ]moi|rembourser|remboursez) (?:mes |les |"
        r"moi ){0,6}\d+(?:[.,]\d+)? ?(?:€|eur|euros?)",
        r"\bvous me rendez \d|\bun geste de \d",
        r"\b(?:recreditez|recrediter|crediter)(?: \w+)? (?:ma|mon|notre|le) (?:carte|compte)\b",
        r"\bje (?:me retracte|notifie|vous notifie|declare)\b[^.?!\n]{0,40}\bretract\w+|"
        r"\bje me retracte\b|\bj(?:'exerce|e fais (?:usage|valoir)|"
        r"'use)\b[^.?!\n]{0,20}\bretractation\b",
        r"\b(?:exercer|utiliser|faire (?:valoir|jouer)|"
        r"user de)\b[^.?!\n]{0,15}\bdroit de retractation\b|\b(?:souhaite|veux|"
        r"voudrais) me retracter\b",
        r"\bma retractation\b",
        # the noun or the verb, asked for
        rf"{_ASK}{_ON}\b(?:r[ae]mbours+\w*|dedommag\w+|indemnis\w+)\b(?! (?:que vous|promis|accepte|annonce|est|a"
        rf" ete|du mois|n'))",
        rf"(?:^|[.!?\n,:;] ?|\b(?:donc|alors|et|contre|pour) )(?:un |le |mon |demande de |je demande ){{0,6}}{_REFUND}"
        rf"(?: (?:integral|complet|total|partiel|"
        r"svp|stp|immediat|demande|de|du|des|pour|sur|la|l'|les|commande|s'il vous plait|cde|n°|\d+|ensemble|merci|"
        r"rapide|seulement)){0,6}(?=[ ,]*(?:[.!,;]|$|merci))(?![^.!\n]{{0,60}}[?])",
        rf"\b{_REFUND}(?: [^.?!,\n]{{0,30}})? (?:demande|souhaite|exige|me (?:convient|va)|pour moi|serait (?:bien|"
        rf"parfait|normal|juste)|s'impose|et rien)\b|"
        rf"\b(?:contre|pour) (?:un )?(?:{_REFUND})\b|\b(?:sera|ce sera|choisis|prefere|preferons|preference va au?|"
        rf"a qui m'adresser pour) (?:un|le|au)? ?{_REFUND}\b",
        r"\b(?:r[ae]mbourser?|rembourse[zr]|rembourcez|ranbourse[rz])[- ]?(?:moi|nous|la|le|les|svp|integralement|"
        r"seulement|au moins|moi au moins|point|cet|cette|"
        r"ce|ces|mon|ma|mes|l')\b|\bvous me (?:rembours\w+|rendez|rende)\b|\bil ne reste plus qu'a me rembourser\b|"
        r"\bl'on me rembourse\b|\bqu'on me (?:rembourse|rende)\b",
        rf"\b(?:a )?(?:reprendre|reprise|repris|renvo\w+|rend\w*|retourn\w*|reprenez\S*)\b[^.?!\n]{{0,30}}\b"
        rf"(?:contre|et|\+) (?:un |le |demande |leur |mon ){{0,6}}{_REFUND}\b",
        # the money, to come back
        rf"{_ASK}{_ON}\b{_BACK}\b{_ON}{_CASH}",
        rf"{_ASK}{_ON}{_CASH}{_ON}\b(?:rend(?:u|us|ue|ues)|revers\w+|restitu\w+|rembours\w+|recredit\w+|credit(?:e|"
        rf"ee)|revien\w+|revenir|en retour|retourne\w*|vire|versee?)\b",
        rf"(?:^|[.,;!?\n:] ?|\b(?:et|alors|donc|mais|simplement|plutot|mieux|vous) )(?:rend(?:ez|s|e)|reversez|"
        rf"restituez|recreditez|remettez|recrediter|rendre|redonnez|"
        rf"creditez|crachez|virez|versez|laissez)[- ]?(?:moi |nous |moi|nous|m'|me )?(?:\w+ ){{0,2}}(?:{_CASH}|"
        rf"ca\b[^.?!\n]{{0,15}}{_WALLET})",
        rf"{_ASK}{_ON}(?:\b(?:mon|mes|l'|d'|l) ?(?:argent|sous|fric|euros)\b|\blargent\b|\bmes {_SUM})(?! (?:sur "
        rf"(?:mon compte client|ma cagnotte)|en avoir))",
        rf"{_ASK} (?:\w+ ){{0,2}}{_SUM}(?=[^.?!,\n]{{0,25}}(?:[.?!,\n]|$))(?! (?:d'avoir|en bon|en avoir|de bon))",
        r"\b(?:faites|faire) (?:\S+ )?(?:revenir|recrediter|rembourser|virer)\b|\bfaites[- ](?:nous|moi) "
        r"(?:recrediter|rembourser)\b|\ben me recreditant\b",
        rf"\bcontre (?:mon|mes|l') ?(?:argent|sous|fric|euros)\b|(?:^|[.,;!\n] ?)(?:seulement |juste |simplement"
        rf" )?(?:mon argent|mes sous|mes {_SUM})(?: svp| stp| s'il|[.,!]|$)",
        rf"{_CASH}{_ON}{_DOIT}{_ON}\b(?:rend(?:u|us|ue|ues)|revers\w+|restitue\w*|rembourse\w*|recredite\w*|"
        rf"revenir|remis)\b|\bl'argent (?:doit|devrait) me revenir\b|"
        rf"{_DOIT}{_ON}{_CASH}{_ON}\b(?:revenir|rendue?s?|restitue\w*|rembourse\w*)\b",
        rf"{_CASH} (?:me |nous )?(?:soi(?:t|ent)|etre|serai(?:t|ent)) (?:integralement )?(?:rendue?s?|reversee?s?|"
        rf"restituee?s?|remboursee?s?|recreditee?s?|viree?s?)\b",
        r"\bcomment (?:je |puis[- ]je |faire pour |j'|on |nous )?(?:faire |fais |peux |pour ){0,6}(?:recuper\w+ "
        r"(?:mes|mon|l')|rentre(?:r)? dans mes frais|etre rembours\w+|me faire rembours\w+|obtenir (?:un |le |mon"
        r" )?rembours\w*)\b",
        r"\b(?:restitution|remboursement|reversement) (?:des|du|de) (?:la |l'|les |mes |ma |mon )?(?:\d|prix|somme|"
        r"montant|frais|argent|totalite|sommes)",
        rf"\b(?:geste commercial|dedommagement|compensation|ristourne|remise|reduction du prix|rabais)(?:"
        rf" [^.?!\n]{{0,25}})? (?:serait|me (?:semble|parait)|parait|bienvenue?|correct|"
        rf"s'impose)|{_ASK}{_ON}\b(?:geste (?:commercial|de \d)|ristourne|dedommagement|remise de|rabais|(?:petit"
        rf" )?quelque chose sur la note)\b|\bfaites (?:moi )?un geste\b|"
        rf"\b(?:la )?moitie du prix\b(?= ?[.,?!]|$| pour)",
        r"\b(?:resolution|annulation) de (?:la|cette) vente\b|\bje (?:refuse|n'estime pas avoir) (?:de|a) (?:le|la|"
        r"les) payer\b|\bne pas (?:payer|avoir a payer) (?:ces|les|pour)\b|"
        r"\bvous me devez \d|\bje renonce a (?:la|le|l'|cet)\b[^.?!\n]{0,60}\brestitution\b|\bce que (?:je vous ai|"
        r"j'ai) verse\b",
        r"\b(?:un|des) virement en retour\b|\brepren\w+[^.?!\n]{0,20}\b(?:et )?rembours\w+",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|{_PLEASE}|puis[- ]je|peut[- ]on|on peut|possible|pourrais[- ]je|"
        rf"peux)(?: \w+)?{_SOFT} ?(?:d'|l'|de l'|de le |de |qu'on )?(?:echang\w+|remplac\w+|"
        r"interverti\w*|troquer)",
        rf"\b(?:{_WANT}|faire|organiser|obtenir|possible|proceder a|effectuer|proposer|"
        rf"un)(?: \w+){{0,2}} ?(?:d'|l'|un |d'un |a l'|a un |le )(?:echange|remplacement)\b",
        r"\bun (?:echange|remplacement)(?: est[- ]il)? (?:possible|svp|serait|me convient)|"
        r"\b(?:echange|remplacement) (?:svp|stp|s'il vous plait)\b",
        r"\b(?:echangez|remplacez|changez)(?:[- ](?:le|la|les|moi))?\b(?! d'adresse)",
        r"\b(?:changer|echanger|changez)(?: \w+){0,4} (?:pour|contre|en|par) (?:un|une|du|la|le|l'|"
        r"une autre|\w+)\b",
        r"\bpossible de (?:changer|prendre)\b[^.?!\n]{0,20}\b(?:pour|contre|en|taille)\b",
        r"\b(?![^.?!\n]{0,30}(?:bons? d|bons? cad|carte cad|rembours|un avoir))(?:il me (?:faut|"
        r"faudrait)|je (?:voudrais|veux|peux avoir|pourrais avoir)|puis[- ]je avoir|"
        r"preferer?ais?)\b[^.?!\n]{0,30}\b(?:a la place|au lieu d)",
        r"\b(?:prefere(?:rais)?|voudrais|veux|recevoir|souhaite)(?: \w+)? (?:le|la|"
        r"les) meme(?: \w+)? (?:en|une taille)\b|\brecevoir la? memes? en\b",
        r"\b(?:prefere(?:rais)?|voudrais) (?:le \w+ |la \w+ |les \w+ )(?:bleu|vert|noir|blanc|rouge|"
        r"gris|jaune|rose|beige|marron|violet)",
        r"\bprefererais en \w+|\b(?:envoyez|renvoyez|envoyer)(?:[- ]moi)?(?: \w+)? (?:le bon|la bonne|"
        r"les bons|les bonnes)\b",
        r"\b(?:un|une|souris|\w+) (?:neuf |autre )?qui (?:marche|fonctionne)\b|"
        r"\ben envoyer un neuf en echange\b|\bautre modele a la place\b",
        rf"{_ASK}{_ON}\b(?:echang(?:er?|e|ez|ee|ees|iez)|ranplac\w+|remplac(?:er?|e|ez|ee|ees|iez|ement)|troqu\w+|"
        rf"substitu\w+|interverti\w+)\b(?! (?:de mails|de messages|d'adresse))",
        r"(?:^|[.!?\n,;:] ?|\b(?:et|donc|on|simple|un|demande d') ?)echange(?:z|r)?(?: (?:contre|svp|stp|pour|"
        r"possible|de taille|de|standard|s'il|taille|[\w°]*\d{6,}|d'une?|c'est faisable|en)){1,4}",
        r"\bon echange \?|\bpeut[- ](?:on|il) (?:etre |le |la |les |l'|me le |me l'){0,6}(?:echang\w+|remplac\w+|"
        r"ranplac\w+)|\bme l'echanger\b|\bfaire (?:echanger|remplacer)\b",
        r"\b(?:rend\w*|retourne?\w*|renvo\w+|reprend\w*|reprenez\S*|ramene\w*|rapporte\w*|reposte\w*|"
        r"recuper\w+)\b[^.?!\n]{0,40}\b(?:contre|et (?:recevoir|donnez|vous m'en|envoyez|laissez|j'en|"
        r"vous me))\b(?![^.?!\n]{0,15}(?:rembours|avoir|bon |bons |argent|sous|cheque|carte|rendez|rende|"
        r"revers))[^.?!,\n]{0,25}",
        rf"{_ASK}{_ON}(?:\ba la place\b|\ben (?:remplacement|echange)\b|\bau lieu d[eu]\b)",
        rf"{_ASK}{_ON}\b(?:le|la|les|l')(?: \w+)? (?:meme|bon|bonne|bons|bonnes)s?\b(?! (?:remboursement|adresse|"
        rf"prix|probleme|chose que))(?=[^.?!\n]{{0,30}}(?:\ben\b|\bmais\b|[.,!?]|$|\bsans\b|\btaille|\bcoloris|"
        rf"\bmodele))",
        rf"{_ASK}{_ON}\b(?:l'avoir|la|le|les|du|une?|des|taille|pointure) (?:en )?(?:taille |pointure )?(?:{_HUE}|"
        rf"\d{{2}}[a-f]?|x{{0,3}}[sl]|m)\b(?!')(?![.,]?\d)(?! ?(?:euros?|eur|€|\$|jours?|ans|%|h\b|heures?|pieces?|"
        rf"cm|francs?))",
        rf"{_ASK} ?(?:l'avoir|la|le|les)? ?(?:plutot )?en (?:taille |pointure |\w+ )?(?:{_HUE}|\d{{2}}[a-f]?|"
        rf"x{{0,3}}[sl]|m)\b(?!')",
        rf"\b(?:un|une|le|la|du) (?:{_SIZE}|{_HUE}) (?:serait|ferait|irait|me (?:conv|va|fer))\w*\b|\bechange"
        rf" contre\b|\b(?:la |une )?(?:taille|pointure)s? (?:au[- ]dessus|superieure|en dessous|inferieure|"
        r"de (?:plus|moins))\b(?=[^.?!\n]{0,25}(?:\?|svp|contre|s'il|possible|conviendrait|serait))",
        rf"\b(?:donnez|envoyez|mettez|donner|envoyer|fournir|livrer|recevoir|depannez|depanner|donneriez|"
        rf"envoyiez)[- ]?(?:m'en |moi |m'|nous |en |en[- ]|me ){{0,6}}(?:un|une|deux|d'un|d'une)"
        rf" {_NEUF}?\b[^.?!\n]{{0,30}}"
        rf"\b(?:contre|a la place|qui (?!marche pas)\w+|en echange|je rends|reprenez|ok|d'accord)\b",
        rf"\bvous (?:m'en|me|m'|nous en) (?:donnez|mettez|envoyez|depannez|passez)\b[^.?!\n]{{0,12}}\b(?:un|une|"
        rf"d'un|d'une|deux|la|le) (?:{_NEUF}|{_HUE}|belles?|qui)\b|\bj'en prends un\b",
        rf"\b(?:envoyez|envoyer|parvenir|livrer|attend|attends|attendons|recevoir|reclame)[- ]?(?:moi )?(?:le|la|"
        rf"les) (?:bon|bonne|bons|bonnes|bon article|{_HUE})\b|\ba changer (?:pour|contre)\b",
        r"\bcomment (?:le |la |les )?(?:changer|echanger) (?:pour|contre)\b|\bque faire pour avoir (?:du|un|une|la|"
        r"le)\b|\b(?:appliquer|honorer) la garantie\b|\bje prendrais plutot (?:le|la|du)\b|"
        r"\brendrai cette paire a reception\b|\bla meme chose (?:mais )?en\b|\b(?:le|la) meme (?:mais |sans )"
        r"(?:\w+ )?(?:en|fonctionnel\w*|defaut|sans|qui)\b",
    ),
    "store_credit": (
        rf"\b(?:{_WANT}|{_PLEASE}|puis[- ]je|faire|mettre|mettez|transformer|plutot|recevoir|prendre|"
        rf"accepte|avoir|en)\b{_GAP}{{0,50}}?{_CREDIT}",
        rf"{_CREDIT}(?: \w+){{0,4}} (?:me conv\w+|m'irait|me va|svp|stp|suffi\w*|serait|fera|s'il vous plait)\b",
        r"(?:^|[.,;!:] ?)avoir (?:svp|stp|s'il vous plait)|\ben avoir sur mon compte\b",
        rf"{_ASK}{_ON}{_VOUCHER}",
        rf"{_VOUCHER}(?: [^.?!,\n]{{0,35}})? (?:me conv\w+|m'ir\w+|me va|svp|stp|suffi\w*|serait|fera|ferait|s'il"
        rf" vous plait|c'est possible|a la place|est possible|plutot)\b",
        rf"\b(?:faites|faire|emettez|emettre|transform\w+|mettez|mettre|convert\w+|donnez|donner|etabli\w+|laissez|"
        rf"laisser|credit\w+|reste\w*|aille|ajoutez|ajouter|envoyez|versez|contre|plutot|accord\w+|en)\b"
        rf"[- ]?{_ON}{_VOUCHER}",
        r"\b(?:somme|montant|valeur|argent) (?:peut |pourrait )?(?:rest\w+|a depenser|a utiliser) (?:chez vous|sur"
        r" (?:votre|le) site|en boutique)\b|\bcreditez[- ]moi (?:en boutique|\d[^.?!\n]{0,15}compte fidelite)|"
        r"\b(?:envoyez|donnez)[- ]moi un code de\b|\bcredit en magasin\b|\bun (?:petit )?code (?:avoir|de"
        r" reduction)[^.?!\n]{0,40}\b(?:serait|a la place|me)\b|\bune? carte[- ]cadeau\b(?=[^.?!\n]{0,40}(?:\?|svp|"
        r"me|suffi))",
        r"\bcreditez[- ]moi chez vous\b|\bc'est (?:un |l')avoir que je (?:veux|voudrais|souhaite|prefere|demande|"
        r"choisis)\b",
    ),
    "reship": (
        r"\b(?:reexpediez|re-?livrer|reenvoyer|reenvoyez)\b",
        rf"\b{_PLEASE}{_SOFT} ?(?:re?envoyer|renvoyer) ?(?:la |le |ma |mon |les |l')?(?:commande|colis|"
        r"paquet|articles?)?\b(?! ?(?:une? |les |l'|la |le )?(?:etiquette|bordereau|facture|sous|argent|somme|"
        r"montant|mail|lien|bon))",
        rf"\brenvoyez(?:[- ](?:le|la|les|moi)){{0,6}}(?: (?:la|ma|le|mon|l'|les) ?{_PARCEL}s?)?\b",
        r"\b(?:envoyez|expediez|d'expedier|expedier|envoyer|faites|effectuer|effectuez)(?:[- ]moi)? (?:un|une) "
        r"(?:nouvel|nouveau|autre|deuxieme) ?(?:envoi|colis|paquet)\b|\brefaire l'envoi\b|\b(?:effectuez|"
        r"faites|faire|effectuer) (?:le|un|un nouveau|un nouvel) renvoi\b",
        r"\b(?:livrer|envoyer|expedier|livrez|envoyez) (?:a nouveau|de nouveau|encore une fois)\b",
        r"\b(?:envoyer|envoyez|expedier|livrer|m'envoyer)(?:[- ]moi)? ?(?:l'|la |le |les |ce qui |"
        r"celui qui )?(?:\w+ )?(?:manqu\w+)\b",
        r"\bque vous me renvoyiez\b|\bme renvoyer (?:ma|la|le|mon)\b",
        rf"{_ASK}{_ON}\b(?<!vous )(?<!vous la )(?<!vous le )(?<!vous les )(?<!vous l')(?:reexpedier|reexpediiez|"
        rf"relivrer|re-?livre|redistribuer)\b",
        r"(?:^|[.,;!?\n] ?|\b(?:et|donc|alors) )(?:reexpediez|relivrez|reexpedier|relancez l'(?:envoi|expedition)|"
        r"refaites[- ](?:la|le|les|un|l')|retentez la livraison|remettez[- ]?(?:en|le|la|les)?"
        r"[^.?!\n]{0,15} a la poste|reexpedition\b)",
        rf"{_ASK}{_ON}\b(?:refaire|relancer|retenter|reprogrammer|faire repartir|repartir)\b{_ON}\b(?:envoi|"
        rf"expedition|livraison|colis|paquet|poste|commande|un autre|la|le|les)?\b|\bvous relancez l'expedition\b|"
        r"\bfaire partir un (?:autre|second|nouveau)\b|\bfaites repartir\b|\bpouvez[- ]vous (?:la|le|les) faire"
        r" repartir\b",
        rf"(?:{_ASK}{_ON}|\b(?:sera|demande|souhaite|reglerait|faites|effectuez|programmez|par|et|donc) )\b(?:une?|"
        rf"la|d'une?|d') ?(?:nouvel(?:le)?|nouveau|second|seconde|autre|deuxieme) (?:envoi|expedition|livraison|"
        rf"colis|paquet|passage)\b",
        r"\b(?:nouvel(?:le)?|nouveau|second|seconde) (?:envoi|expedition|livraison|passage)(?:"
        r" [^.?!,\n]{0,20})? (?:svp|demandee?|s'il vous plait|serait|reglerait)\b",
        r"\b(?:me |m'|nous )(?:le |la |les |l'|en )?(?:renvoyer|renvoyiez|renvoyez)\b(?! (?:une? (?:etiquette|"
        r"bordereau|facture|mail)|les sous|l'argent|la somme|le montant|mon argent|les? \d))|\btu peux (?:le|la|"
        r"les) renvoyer\b|"
        r"\bm'en renvoyer\b|\brenvoyez[- ](?:le|la|les|en)[- ]?(?:moi|un|une)?\b(?! contre)|\ba reexpedier(?=,? "
        r"(?:svp|merci|s'il))",
        r"\b(?:envoyer|envoyez|expedier|expediez|poster|postez|livrer|parvenir|suivre|completer|completez|"
        r"recevoir)\b[^.?!\n]{0,25}\b(?:le reste|ce qui (?:me |nous )?manque|(?:qui |articles? |pieces? )?"
        r"(?:manqu\w+|restants?)|ma commande"
        r"(?= ?[.,!]|$)|oublie)\b",
    ),
    "cancel": (
        rf"\b(?:{_PLEASE}|{_WANT}|dois|puis[- ]je|peut[- ]on|possible|possibilite|"
        rf"que vous)(?: \w+)?{_SOFT} ?(?:d'|l'|de |de l'|que vous )?annul(?:er|iez|e)\b",
        r"(?:^|[.,;!:] ?|\bet |\bdonc |\balors )annul(?:ez|e|er)\b(?! (?:par|sans))",
        r"(?<!du )(?<!pu )(?<!demande d')(?<!dit d')(?<!ai d')\bannul(?:er|ez)[- ](?:la|le|ma|cette|mon|tout|"
        r"commande|svp|stp|les|l'|avant)",
        rf"\b(?:{_WANT} |demande d'|d'|l'|une )?annulation (?:de (?:ma|la|cette)|svp|stp|immediate|s'il)\b",
        r"\b(?:stoppez|stopper|bloquez|arretez) (?:la|ma|l'|cette|le|mon) ?(?:commande|envoi|"
        r"expedition|colis)\b|\bne l'expediez pas\b",
        rf"{_ASK}{_ON}\b(?:an+ul(?:er|ez|e|ee|iez|e)?|cancell?er|(?:supprim\w+|stopp\w+|arret(?:er|ez|iez)|bloqu"
        rf"(?:er|ez)|interromp\w+|neutralis\w+|invalid\w+|abandonn\w+)\b(?=[^.?!\n]{{0,30}}"
        rf"(?:\bcommande|\bcolis|\benvoi|\bachat|\bexpedition|\bpreparation|\d{{6,}}|\bseconde|\bdeuxieme|"
        rf"\btout\b)))\b"
        rf"(?![^.?!\n]{{0,20}}\b(?:abonnement|compte|newsletter|rendez|inscription|reservation|virement|carte)\b)",
        r"(?:^|[.,;!?\n:] ?|\b(?:et|donc|alors|ou|on|coup|je|j') ?)(?:an+ul(?:ez|e|er|e)|stop(?:pez|pe|e|er)?|"
        r"supprimez|bloquez(?! la ligne| ma carte)|interrompez|arretez|neutralisez|cancellez)[- ](?:\w+ )?(?:tout|"
        r"tous|la|le|les|ma|mon|cette|commande|l'|svp|"
        r"stp|vite|donc|\d{6,}|n'|avant|ou)(?! (?:table|rendez|abonnement|virement|reservation|seance|ligne|retour|"
        r"demande|(?:deuxieme |second |double )?(?:paiement|prelevement|debit)))",
        r"\ban+ul+ation\b(?= (?:de (?:la |ma |cette )?(?:\d{6,}|commande|precommande)|svp|stp|immediate|s'il|"
        r"commende|commande|\d{6,}))|\bdemande d'annulation\b|\bannulation de la \d|\bj'annule tout\b|\bsont? a "
        r"(?:annuler|supprimer)\b|"
        r"\b(?:est|a) (?:supprimer|annuler)(?: svp| stp|,|[.!]|$)",
        r"\b(?:n'|ne (?:l'|la |le |les )?)(?:expediez|envoyez|produisez|livrez|preparez|lancez|l'expediez|"
        r"l'envoyez)\b(?: pas| rien| plus)|\b(?:inutile|pas la peine|plus la peine)(?: donc)? d[e'] ?(?:l'|me l'|"
        r"le |la )?(?:envoyer|expedier|produire|"
        r"livrer)\b(?! (?:le bon|un autre|un neuf|l'autre|la bonne|a nouveau))",
        r"\b(?:renonc(?:e|er|ons)|mettre fin|mettez fin|me desiste|nous desistons)\b(?: donc)? ?(?:a |au |y |de"
        r" )?(?:l'achat|cet achat|la commande|ma commande|canape|cette commande|au \w+)?(?=[^.?!\n]{0,30}"
        r"(?:[.,!]|$))|\bon renonce\b|"
        r"\blaiss(?:ez|er) tomber (?:la|ma|cette) commande\b|\blaissez tomber,? annul|\bon laisse tomber\b|\by"
        r" mettre fin\b|\bma commande ne doit pas partir\b|\bla commande ne doit pas partir\b|\boublions (?:cette|"
        r"la) commande\b",
        rf"(?:{_ASK}{_ON}|^|[.,;!\n] ?|\b(?:mais|et|donc) )(?:otez|oter|retirez|retirer|retire|enlevez|enlever|"
        rf"sortez|sortir|supprimez)(?:[- ]moi)?\b[^.?!\n]{{0,35}}\b(?:de (?:la|ma|cette) (?:commande|precommande|"
        rf"tournee)|du panier|de mon colis|"
        r"avant (?:le depart|l'envoi|expedition)|je n'en veux plus)\b",
        r"\bne (?:souhait\w+|veu\w+|desir\w+) (?:donc )?plus recevoir (?:la|le|les|ma|mon|cette|ce) (?!news|notif|"
        r"mail|message|pub|catalogue|genre|sms|courrier|e-?mail|lettre|rappel|alerte|info)",
        r"\bne pas (?:expedier|envoyer|livrer|preparer) (?:la|ma|cette|mon|le) (?:commande|"
        r"colis)(?: \d{6,})?(?= ?(?:[.!?,;]|$|svp|stp|merci|s'il vous))",
        r"\bje retire ma (?:pre)?commande(?: \d{6,})?(?= ?(?:[.!,;]|$))|\bne (?:le|la|les) faites pas partir\b",
    ),
    "give_back": (
        rf"\b{_WANT}(?: (?:vous|pouvoir|donc|simplement|a|de)){{0,6}} ?(?:le |la |les |l'|vous (?:le |la |"
        r"les |l')?|en )?(?:retourner|renvoyer|rendre|rapporter)\b(?! (?:la commande|ma commande|"
        r"le colis|l'argent|la somme))",
        r"\b(?:je|nous) (?:vous )?(?:le|la|les|l') ?(?:retourne|renvoie|rends|retournons|renvoyons|rapporte)\b",
        r"\b(?:faire|effectuer|initier|lancer|demander|organiser|procede\w*)(?: \w+)? (?:un |le |au )retour\b",
        r"(?<!deviez m')(?<!devait m')\benvoye[zr][- ]?(?:moi )?(?:une|l')\s?etiquette\b|\bbon de retour\b(?= "
        r"(?:svp|s'il))",
        r"\bcomment (?:le|la|les) (?:rendre|renvoyer|retourner)\b|\bcomment (?:je fais|"
        r"faire) pour (?:le |la |les |vous )?(?:retourner|renvoyer|rendre)\b|\bpuis[- ]je (?:le|la|"
        r"les) (?:rendre|renvoyer|retourner)\b(?! si)",
        r"\b(?:veuillez|merci de) (?:le |la |les )?reprendre (?:le|la|les|l'|cet)?\b|"
        r"\bne souhait\w+ pas le garder\b",
        rf"{_ASK}{_ON}\b(?:vous )?(?:le |la |les |l'|en )?(?:retourner|rendre|rapporter|restituer|vous (?:le |la |"
        rf"les |l')?renvoyer|vous (?:le |la |les |l')?reexpedier)\b(?! (?:l'argent|la somme|service|compte|le"
        rf" montant|ce que|mon argent|les \d|mes))",
        r"\bj?(?:e |')?(?:vous |le |la |les |l'){1,4}(?:renvoi|renvoie|renvoies|retourne|rends|rend|rapporte|ramene|"
        r"reposte|renvoies?)\b(?! (?:le bon|ca))|(?:^|[.,;!\n] ?)je renvoie\b(?= ?[.,!]|$)",
        rf"{_ASK}{_ON}\b(?:etiquette|bordereau|bon|formulaire) (?:de )?retour\b|\b(?:quelle est la (?:marche a"
        rf" suivre|procedure)|que dois[- ]je faire|a quelle adresse|ou dois[- ]je)\b[^.?!\n]{{0,40}}\b(?:retour\w*|"
        rf"renvo\w+|rendre|expedier celui)\b|"
        r"\b(?:demande de retour(?! cree|[^.?!\n]{0,20}(?:valid|faite|en cours))|ouvrir un retour|organiser (?:un"
        r" enlevement|l'enlevement|la reprise|le retour)|comment s'organise la reprise|proceder au retour)\b|\ba "
        r"(?:vous )?renvoyer svp\b|"
        r"\bquelle est la marche a suivre\b(?=[^\n]{0,5}$)|\b(?:reprenez[- ](?:le|la|les)|venez (?:le|la|les) "
        r"(?:chercher|reprendre))\b|\ble reprendre \?|\bil ne restera pas chez moi\b",
    ),
    "send_new": (
        r"\b(?:envoyer|envoyez|renvoyer|renvoyez|recevoir|expedier|avoir)(?:[- ]m'?en|[- ]moi|"
        r"[- ]en)? ?(?:un|une|d'autres) (?:neuf|neuve|autre|nouveau|nouvelle)\b(?! (?:colis|paquet|"
        r"envoi|commande))",
        r"\ben (?:re)?(?:renvoyer|envoyer|recevoir) un(?:e)? (?:neuf|neuve|autre)\b|\b(?:envoyez|"
        r"envoyer)[- ](?:le|la|les)(?:[- ]moi| moi| svp| stp)\b",
        r"\b(?:voudrais|veux|souhaite|besoin d') ?(?:en )?(?:un|une) (?:neuf|neuve|autre|nouveau|nouvelle)\b",
        rf"{_ASK}{_ON}\b(?:une?|d'autres|deux|m'en) (?:neuf|neuve|autre|nouveau|nouvelle|second|deuxieme)\b(?! "
        rf"(?:colis|paquet|envoi|commande|carte|rendez|date|taille|remboursement|adresse|livreur|mail|lien|code))",
        r"(?:^|[.,;!?\n] ?|\b(?:et|donc|alors) )(?:envoyez|envoyer|donnez|donner|livrez|fournissez|renvoyez|"
        r"renvoyer|expediez)[- ]?(?:m'en |moi |nous |en |en[- ]|m'en){0,6}(?:un|une|deux|d'autres)\b(?: (?:neuf|neuve|"
        r"autre|nouveau|nouvelle|qui))?"
        r"(?! (?:mail|etiquette|bordereau|avoir|bon|lien|code|facture|photo|remboursement|message|carte|cheque|"
        r"technicien))",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|coloris|teinte|{_SIZE}|(?:bon|bonne|bons|bonnes|meme|memes|autre|autres|neuf|"
        rf"neuve|nouveau|nouvelle) (?!adresse|commande|date|solution|reponse|chance|personne|remboursement|"
        r"jour|bon|somme|montant|delai|fois|moment|chose)\w+|(?:un|une|l'un|celui|celle) (?:qui|sans|en|avec)"
        r" (?!j'ai|vous)\w+|exemplaire|a la place|en remplacement)\b",
        rf"\b(?:passer|passez|mettez|mettre)(?:[- ]moi)? (?:a|au|en|sur) (?:la taille|du|un|le|taille)? ?"
        rf"(?:{_SIZE}|{_HUE})|\bplutot (?:la |le |les |du |en )(?:{_HUE}|{_SIZE}|taille)",
    ),
    "maybe_refund": (rf"\b{_REFUND}\b|\brembours\w*\b|\bretractation\b",),
    "maybe_exchange": (r"\b(?:echang\w+|remplac\w+)\b", r"\bautre (?:taille|couleur|coloris)\b"),
    "maybe_store_credit": (_CREDIT,),
    "maybe_reship": (
        r"\brenvoi\b|\brenvoyer\b",
        # with nothing to hand back, these ask for the thing itself
        rf"{_ASK}{_ON}\b(?:envoyer|envoie|envoyez|envoyiez|lenvoyer|expedier|expediez|parvenir|livrer|livriez|"
        rf"fournir|poster|remettre|glisser|avoir|recevoir|transmettre|renvoyer)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)",
        rf"(?:^|[.,;!?\n] ?|\b(?:et|donc|alors|vous|plutot) )(?:svp )?(?:envoyez|envoyer|expediez|postez|livrez|"
        rf"glissez|fournissez|remettez|remettez en|me l'expediez|m'envoyez)[- ]?(?:le|la|les|moi|en|nous|ca|un|une|"
        rf"l'|ce)?\b"
        rf"(?![^.?!\n]{{0,30}}\b{_PAPER}\b)",
        r"\b(?:vous )?(?:me l'|m'en |me le |me la |me les )(?:expediez|envoyez|livrez|renvoyez)\b|\bil (?:me|m'en|"
        r"nous|nous en) (?:la |le |les )?(?:faut|faudrait)\b(?! (?:un|une|la|le)? ?(?:rembours|avoir))|\bil me la"
        r" faut\b|\ba renvoyer(?=,? (?:svp|merci|s'il))",
        r"\b(?:j'attends|nous attendons) (?:le|la|les) (?:autres?|bons?|bonnes?|nouveaux?|nouvelles?)\b",
    ),
    "maybe_cancel": (r"\bannul\w*\b",),
    "status_refund": (
        rf"\bou (?:en )?(?:est|sont)\b{_GAP}{{0,15}}\b(?:{_REFUND}|argent|avoir)\b",
        r"\b(?:quand(?! vous (?:voul|voud))|sous combien|dans combien de temps|combien de temps (?:avant|"
        rf"pour))\b{_GAP}{{0,60}}\b(?:rembours\w+|argent|payer|recredit\w+|credite)\b",
        rf"\b{_REFUND}(?: (?!car|parce|puisque|pour|et|si|ca|il|elle|je|mais|ou)[\w'-]+){{0,6}} (?:pas|"
        r"jamais|rien|toujours|attente|statut|tarde|traite|promis|accepte|confirme|effectue|valide|"
        r"fait|apparai\w+)\b",
        rf"\b(?:toujours|pas|jamais|rien|n'ai)\b{_GAP}{{0,20}}\b(?:recu|vu|eu|obtenu|"
        rf"touche)\b{_GAP}{{0,12}}\b(?:{_REFUND}|argent|somme)\b",
        r"\btoujours pas (?:ete )?rembours\w+\b|\bpas (?:encore )?ete rembours\w+\b|"
        r"\bn'ai (?:toujours )?(?:pas|rien) (?:ete )?rembours\w+",
        rf"\b(?:statut|suivi|nouvelles?|relance|point)\b{_GAP}{{0,25}}\b{_REFUND}\b",
        r"\b(?:ma banque|mon compte|mon releve)\b (?:ne|n') ?(?:voit|affiche|montre|indique|a)\w* "
        r"(?:toujours |encore )?rien\b"
        r"|\b(?:rien|pas) (?:vu|recu|arrive) sur (?:mon compte|ma carte|mon releve)\b",
        rf"\b(?:j'attends|attends|en attente)\b{_GAP}{{0,20}}\b(?:mon|le|l') ?(?:{_REFUND}|argent)\b",
        rf"\bvous (?:m')?(?:aviez|avez|m'avez|m'aviez)\b{_GAP}{{0,15}}\b(?:promis|confirme|dit|accepte|"
        rf"annonce|valide|ecrit)\b{_GAP}{{0,30}}\b(?:rembours\w*|argent)\b",
        rf"\bvous me devez\b|\bc'est pour quand\b|\b{_REFUND} promis\b|\bserai(?:s)?[- ]je rembours\w+|"
        r"\btoujours pas d'argent\b",
        rf"\b{_REFUND}\b[^.?!\n]{{0,25}}\b(?:du nouveau|des nouvelles|il est parti|ca avance)\b|\breferences?"
        rf" d[ue] {_REFUND}\b",
        r"\b(?:remboursez[- ]moi|me rembourser|rembourser) enfin\b|\benfin (?:me )?rembours\w+|\b(?:vous )?devi"
        r"(?:ez|ons|t) (?:me |nous )?rembourser\b|\bremboursement (?:promis|annonce|valide|accorde|convenu|en"
        r" attente|en cours)\b|\b(?:quatrieme|4e|cinquieme|5e|enieme) (?:mail|courrier|message|relance|rappel)\b",
        r"\b(?:toujours|encore) pas (?:ete )?(?:vers|credit|recredit|rembours|rendu|restitu)\w+|\baccuse"
        r" reception\b[^.?!\n]{0,30}\bet\b|\bremboursez[- ]moi a la fin\b|\b(?:le|mon)"
        r" remboursement\b[^.?!\n]{0,40}\b(?:est (?:fait|parti)|ou pas)\b",
    ),
    "status_return": (
        rf"\b(?:recu|receptionne|arrive|enregistre)\b{_GAP}{{0,20}}\b(?:mon|le) (?:colis )?retour\b",
        rf"\b(?:nouvelles?|suivi|statut|etat)\b{_GAP}{{0,20}}\bretour\b|\bou en est\b{_GAP}{{0,10}}\bretour\b",
        rf"\bcolis (?:retour|que j'ai (?:renvoye|retourne))\b{_GAP}{{0,50}}\b(?:arrive|recu|parvenu)\b|"
        r"\ble retour est note\b",
        r"\bvous (?:avez|aviez) (?:bien )?(?:recupere|recu|receptionne) (?:ma|mon|mes|la|le|les|l') ?(?!message|"
        r"mail|demande|courrier|commande|photo|lettre|paiement|somme|argent)\w+|\bvous a(?:vait)? (?:bien )?ete "
        r"(?:restitue|rendu|remis|retourne|renvoye)\w*|"
        r"\bvenus? (?:le |la |les )?(?:reprendre|chercher|recuperer)\b[^.?!\n]{0,40}\b(?:remis|bon d'enlevement|"
        r"depuis)\b",
        r"\b(?:je|nous) (?:vous )?(?:l'|les |la |le |vous ){0,6}(?:ai|avons) (?:deja |bien )?(?:renvoyee?s?|"
        r"retournee?s?|rendue?s?|reexpediee?s?|rapportee?s?)\b(?! (?:l'argent|le sourire))|\bvous (?:l'|les )?avez"
        r" (?:bien )?(?:recue?s?|receptionnee?s?|recuperee?s?)\b"
        r"(?=[^.?!\n]{0,40}\b(?:depuis|le \d|il y a|lundi|mardi|mercredi|jeudi|vendredi|entrepot)\b)|\b(?:recue?|"
        r"livree?|remise?s?|arrivee?) (?:a|dans|par|en) (?:votre|vos) (?:entrepot|depot|quai|service retours)\b",
        r"\b(?:renvoyee?s?|retournee?s?|rendue?s?|rapportee?s?|deposee?s?) (?:il y a|depuis|le \d+|la semaine|"
        r"lundi|mardi|mercredi|jeudi|vendredi|samedi)\b|\b(?:mon|le|notre) retour (?:a ete |est |bien ){0,6}(?:recu|"
        r"receptionne|effectue|valide|depose|arrive|enregistre)\b|\bdepuis (?:mon|le|notre) retour\b|"
        r"\bvous (?:l'|les )avez (?:deja |bien ){0,6}(?:recue?s?|recuperee?s?|receptionnee?s?)\b",
    ),
    "status_exchange": (
        rf"\bquand\b{_GAP}{{0,25}}\b(?:remplacement|echange)\b",
        rf"\b(?:nouvelles?|suivi|statut|ou en est)\b{_GAP}{{0,20}}\b(?:echange|remplacement)\b",
        rf"\bechange (?:est |a ete |etait )?(?:accepte|valide|confirme)\b{_GAP}{{0,60}}",
        r"\bl'echange\b[^.?!\n]{0,30}\b(?:est[- ]il|a[- ]t[- ]il|parti)\b",
    ),
    "status_order": (
        rf"\bou (?:en )?(?:est|sont|se trouve)\b{_GAP}{{0,20}}\b(?:{_PARCEL}s?|elle|il)\b|\bou (?:elle|"
        r"il) (?:est|en est)\b|\blivrer quand\b|\bou en est l'envoi\b",
        rf"\b(?:quand|quant)\b{_GAP}{{0,30}}\b(?:{_PARCEL}s?|livrer|livre|livree|recoi\w*|recevoir|"
        r"arrive\w*|bouger)\b",
        rf"\b(?:statut|nouvelles?|suivi|suivre|etat)\b{_GAP}{{0,30}}\b{_PARCEL}\b|"
        r"\bstatut de livraison\b|\bdonnez[- ]moi des nouvelles\b",
        rf"\bsuivi\b{_GAP}{{0,40}}\b(?:pas|plus|depuis|bloque|avance\w*|rien)\b|\b(?:pas|"
        r"aucun) (?:de )?numero de suivi\b",
        r"\bpas encore (?:partie?|expedie\w*|livre\w*)\b|\best[- ](?:elle|il) (?:bien )?(?:partie?|"
        r"arrivee?|en route)\b|\best[- ]ce normal\b",
        rf"\b(?:commande|colis|livraison)\b{_GAP}{{0,15}}\b(?:tarde|en route|retard)|"
        r"\bcombien de temps avant la livraison\b|\bdate (?:estimee|de livraison)\b",
        rf"\bsavoir si (?:ma|mon|la|le) {_PARCEL}\b|\bj'attends (?:ma|mon|toujours ma|"
        rf"toujours mon) {_PARCEL}\b|\bsans nouvelles? de\b|\btoujours en (?:depot|preparation)\b",
    ),
    "question": (
        r"\b(?:politique|conditions|delais?|modalites) (?:de |d'|du )(?:retour|remboursement|echange|"
        r"annulation|retractation)s?\b",
        rf"\bcombien de (?:jours|temps)\b{_GAP}{{0,60}}",
        rf"\b(?:les )?(?:retours|le retour|echanges?)\b{_GAP}{{0,25}}\b(?:gratuits?|payants?|"
        rf"possibles?)\b|\bqui (?:paie|paye|prend)\b{_GAP}{{0,40}}",
        rf"\bcomment (?:se passe|marche|fonctionne|ca marche)\b{_GAP}{{0,80}}",
        rf"\bpeut[- ]on (?:retourner|echanger|rapporter|rendre|renvoyer) (?:les|un|une|des|en)\b{_GAP}{{0,60}}",
        r"\b(?:est[- ]il possible|possible) de (?:renvoyer|retourner|rapporter) (?:un|une|des|"
        rf"en)\b{_GAP}{{0,40}}|\bfaut[- ]il\b{_GAP}{{0,50}}\b(?:renvoyer|retour|rendre)",
        rf"\b(?:a quelles conditions|dans quels? cas)\b{_GAP}{{0,60}}|"
        rf"\bou trouver\b{_GAP}{{0,30}}\bconditions\b{_GAP}{{0,30}}",
        rf"\bpuis[- ]je retourner (?:sans|un|des|en)\b{_GAP}{{0,40}}|\bsont[- ]ils (?:repris|"
        rf"remboursables|echangeables)\b|\breprenez[- ]vous\b{_GAP}{{0,40}}|"
        rf"\bremboursez[- ]vous\b{_GAP}{{0,60}}",
        rf"\bavant de commander\b{_GAP}{{0,80}}|\bsi (?:ca|cela|il|elle|le \w+) ne (?:me )?(?:convient|"
        rf"plait)\b{_GAP}{{0,60}}",
        r"\by a[- ]t[- ]il des frais d(?:e retour|'annulation|e renvoi)\b|"
        rf"\bque deviennent\b{_GAP}{{0,60}}|\btout (?:est[- ]il|est) rembourse\b{_GAP}{{0,40}}",
        rf"\ble remboursement se fait[- ]il\b{_GAP}{{0,40}}|"
        rf"\best[- ]ce que\b{_GAP}{{0,30}}\b(?:remboursable|rembourse|repris|echangeable)s?\b|"
        r"\bnon remboursables?\b",
        r"\bpeut[- ]on (?:encore )?annuler (?:une?|la commande une fois)\b[^.?!\n]{0,60}|\bjusqu'a (?:quand|quel"
        r" moment|quelle date)\b[^.?!\n]{0,60}|\bune fois (?:le colis |la commande )?(?:passee?|partie?|"
        r"expediee?)\b|\bc'est pour savoir\b|"
        r"\bavant d'acheter\b|\betiquette de retour est[- ]elle\b|\bl'etiquette est[- ]elle\b|\best[- ]ce que"
        r" l'etiquette\b[^.?!\n]{0,60}|\bfaites des avoirs\b[^.?!\n]{0,30}|\bpeut[- ]on (?:rendre|retourner|"
        r"rapporter|renvoyer|echanger) dans\b[^.?!\n]{0,50}|"
        r"\bpar curiosite\b[^.?!\n]{0,60}|\bfaut[- ]il (?:un compte|l'emballage)\b[^.?!\n]{0,40}",
        r"\b(?:simple|pure) (?:question|curiosite)\b|\b(?:pourrait|peut)[- ]on echanger un cadeau\b[^.?!\n]{0,40}|"
        r"\bje n'ai (?:encore )?rien en main\b|\bdans quel delai\b[^.?!\n]{0,30}|\bje voudrais"
        r" offrir\b[^.?!\n]{0,60}",
        r"\bcombien coute (?:le|un) retour\b|\badresse (?:de retour|ou (?:renvoyer|retourner))\b",
    ),
    "off_topic": (
        r"\b(?:changer|modifier|changement|corriger|mettre a jour)\b[^.?!\n]{0,25}\b(?:adresse|mail|"
        r"e-mail|telephone|coordonnees)\b",
        r"(?<!a )(?<!ont )(?<!avez )(?<!ete )\bfacture\b(?! (?:deux|trop|la|les|le))|\bmot de passe\b|"
        r"\bme connecter\b|\bechec de connexion\b|\ben stock\b(?! rendez)|\bde nouveau disponible\b|"
        r"\bdisponible en\b|\bretour en stock\b",
        r"\bquelle taille (?:dois|prendre|choisir)|\blivrez[- ]vous\b|\bcombien coute la livraison\b|"
        r"\bcode (?:promo|de reduction)\b(?! n'a pas ete applique)|\bdesabonner\b|\bnewsletter\b",
        r"\bsupprime[rz] (?:mon compte|mes donnees)\b|\bmoyens de paiement\b|\brecrutez\b|"
        r"\bconsignes de lavage\b|\bhoraires\b|\bpasser commande\b|\blaisser un avis\b|"
        r"\breferencement\b",
        r"\b(?:votre |le )site (?:ne |plante|rame|est)|\bpaiement (?:a ete |est )?(?:refuse|bloque)\b|"
        r"\bpaquet cadeau\b|\brappelez[- ]moi\b|\bparler a un (?:humain|conseiller)\b|"
        r"\bplusieurs fois\b",
        r"\bajoute[rz] un article\b|\bnotre societe\b|\bacheter en gros\b|\bfrais de douane \?|"
        r"\bfrais de douane ?\?|\blivraison sont un peu\b|\bprochaines soldes\b|\bfacturation\b|"
        r"\bfinaliser ma commande\b|\bvalider mon panier\b|\bcatalogue\b|\blave-vaisselle\b",
        r"\bcommande (?:\w+ )?a ete annulee\b[^.?!\n]{0,50}|\bquelle est la matiere\b|\bje cherche un\b|"
        r"\bnouveaux clients\b|\brecharges \?|\baucune commande n'appara",
        # another trade
        r"\b(?:hotel|vol(?= (?:paris|de|pour|du))|restaurant|pizzas?|salle de sport|abonnement (?:de bus|sport|"
        r"telephonique|internet)|box internet|forfait|compteur|electricite|gaz|hypotheque|decouvert|virement"
        r" permanent|proprietaire|locataire|"
        r"dentiste|medecin traitant|carte de bus|navigo|billets? de (?:train|concert|spectacle)|cinema|impots|"
        r"bulletin de (?:paie|salaire)|bibliotheque|crypto|chambre \d+|table pour|livres sterling|en livres|"
        r"article invite|sponsorises?|seo|"
        r"carte bancaire (?:perdue|volee)|rendez-vous)\b",
    ),
    "decoy": (
        r"\btaux (?:de change|d'echange)\b|\bresponsable (?:des )?(?:remboursements?|retours?|"
        r"echanges?)\b[^\n]{0,40}|\bechange de (?:mails|messages)\b|\ben echange de votre\b",
        r"\b(?:a|ont) (?:\w+ )?ete annule\w*\b|\bvous (?:avez|aviez) annule\b|\b(?:est|etait|sont|"
        r"soit) (?:\w+ )?annulee?s?\b|\bcommande annulee\b|\bannulee? (?:par vous|sans|"
        r"automatiquement)\b",
        r"\bannul\w+(?: \w+){0,2} (?:abonnement|rendez-vous|inscription|reservation|virement)\b|"
        r"\bfrais d'annulation\b",
        r"\bsatisfaits? ou rembourses?\b(?! :)|\bnos sujets\b[^.?!\n]{0,60}|\b(?:echange|remboursement|avoir|bon"
        r" d'achat|retour)s? (?:pas |non )(?:necessaire|utile|souhaite)\w*\b|\bechange scolaire\b|"
        r"\bresponsable annulations\b|\b(?:ai|avons|avez|a|ont) (?:deja |bien )?(?:reexpedie|renvoye)e?s?\b|\btaux"
        r" d'annulation\b|\b(?:du|pu|oblige d'|contrainte? d') ?annuler mon (?:trek|voyage|vol|sejour)\b|"
        r"\brecu (?:le|mon|un) (?:avoir|bon d'achat|remboursement)\b",
        r"\b(?:acheter|offrir|commander) (?:une|des|la) cartes?[- ]cadeaux?\b|\ben offrir une\b|\butiliser (?:mon|"
        r"un|le) (?:avoir|bon|code)\b",
        r"\b(?:payee?|paie|reglee?|achetee?)\b[^.?!,;\n]{0,15}\b(?:avec|par|en) (?:une? |mon |ma |l'|le |la |des )?"
        r"(?:bons? (?:cadeaux?|d'achat)|cartes?[- ]cadeaux?|cheques?[- ]cadeaux?|avoirs?)\b",
    ),
    "thanks": (
        r"\bmerci(?! (?:de|d'|pour votre (?:retour|reponse) (?:rapide )?sur))\b|\bmerci (?:beaucoup|"
        r"bien|pour)\b|\bje vous remercie(?! de)\b",
        r"\bservice au top\b|\bsuper service\b",
    ),
    "settled": (
        r"\b(?:remboursement|argent|colis|commande) (?:est |a ete |finalement |"
        r"bien ){0,6}(?:bien )?(?:recue?|arrivee?)\b(?! (?:abime|casse|trop|en retard|avec|ouvert|vide|"
        r"endommage))",
        r"\b(?:j'ai|ai) (?:bien )?recu (?:mon|le|l') ?(?:remboursement|argent|echange)\b|"
        r"\btout (?:est|va) (?:regle|bien|en ordre|bon|resolu)\b|\bc'est (?:resolu|regle|bon)\b|"
        r"\bprobleme (?:est )?resolu\b",
        r"\bje garde l'article\b",
    ),
    "retracted": (
        r"\bne tenez pas compte\b|\b(?:oubliez|ignorez) mon (?:\w+ )?(?:message|mail)\b|"
        r"\bplus besoin (?:de rien|du remboursement|de remboursement|de l'echange|d'annuler)\b",
        r"\b(?:inutile|pas la peine|pas besoin|plus la peine) (?:de |d')(?:me )?(?:rembours\w*|"
        r"renvoy\w*|echang\w*|annul\w*|remplac\w*)\b|\bfermer ma demande\b|\bn'annulez (?:pas|plus)\b|"
        r"\bdesole pour la confusion\b",
        r"\b(?:je )?(?:retire|annule) (?:donc |finalement )?ma (?:demande|reclamation)\b|\bannul\w+ (?:svp |donc |"
        r"s'il vous plait )?(?:le|mon|ma|la) (?:retour|demande de (?:retour|remboursement))\b",
    ),
    "negation": (
        r"(?:(?:ne|n')? ?(?:veux|voulons|souhaite|souhaitons|demande|desire|voudrais|prefere|accepte|"
        r"ai|avons|avez)? ?(?:pas|plus|jamais)(?: besoin| envie)?|sans|inutile|refuse|aucun|ni)",
    ),
    "contrast": (
        r"(?:merci pour|assez (?:de|des)|gardez|oubliez|pas la peine de|plutot que?|au lieu|a la place|et non(?:"
        r" pas)?|mieux que?|pas seulement|hors)",
    ),
    "between": (
        r"(?:d'|de|du|un|une|le|la|les|l'|mon|ma|mes|votre|etre|me|m'|nous|faire|en|nouvel|nouveau|ou|"
        r"rembourse|remboursee|remboursement|vous|que|partiel|a|obtenir|que vous|simple|bon)",
    ),
    "conditional": (
        r"\bsinon\b|\ba defaut\b|\bfaute de\b|\bsauf si\b|\ba moins (?:que|d)\b|\ben cas de\b|"
        r"\ba condition\b|\bauquel cas\b",
        r"(?<!savoir )(?<!meme )(?<!voir )(?<!comme )\bsi\b(?! (?:possible|besoin|c'est possible|"
        r"vous (?:pouvez|le pouvez|voulez bien)|ce n'est pas trop|necessaire))|\bs'(?:il|"
        r"elle)s? (?!vous plait|te plait)",
        r"\bdes que vous (?:me |nous )?(?:l'|le |la )?(?:confirm|promett|envoy|garantiss|assur)\w+",
    ),
    "reported": (
        r"\b(?:m'a dit|m'avez dit|m'aviez dit|on m'a (?:dit|promis|assure|indique|repondu)|promis\w*|"
        r"assure|affirme|(?:a|ont|avez|avait) refuse\w*|collegue|ami|amie|"
        r"concurrent|deja (?:demande|annule|recu|ete|fait)|j'ai (?:annule|demande|deja)|"
        r"je l'ai (?:deja )?(?:renvoye|retourne))\b",
        r"\b(?:vous (?:ai|avais|avions) (?:\w+ )?demande|vous m'aviez|avais demande|devai(?:t|ent)|deviez|disait|"
        r"belle-mere|voisine?|s'etait|il y a un mois)\b",
    ),
    "reason_withdrawal": (  # declared, not mentioned: "votre formulaire de rétractation"
        r"\b(?:me|nous) retract\w+|\b(?:ma|notre) retractation\b",
        r"\b(?:exerc\w+|utilis\w+|usage|valoir|jouer|notifi\w+|declar\w+|use)\b[^.?!\n]{0,30}\bretract\w+",
        r"^[^\w\n]*(?:(?:droit|demande) de )?"
        r"retractation(?: (?:de|la|ma|sur|commande|achat|numero|no|n|\(14 jours)\b){0,6}"
        r"[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\b(?:debite\w*|facture\w*|preleve\w*|paye\w*|commande\w*)\b[^.?!\n]{0,20}\b(?:deux|2|"
        r"double) ?(?:fois)?\b(?! (?:articles|produits|paires))|\b(?:double|deux) (?:paiements?|"
        r"prelevements?|debits?|commandes? identiques?)\b|\ben double\b",
        r"\b(?:clique|valide|passee?|paye|commande|debite|preleve|facture|revalide)\w*\b[^.?!\n]{0,25}\b(?:deux"
        r" fois|2 fois|double|en double)\b|\bdeux (?:colis|commandes|confirmations|factures|livres|prelevements|"
        r"exemplaires)\b|\b(?:avait|a) deja (?:commande|achete|pris)\b|\bpayee? en \w+ et en\b|\bdoublon de\b|\bme"
        r" voila avec deux\b|"
        r"\bun seul (?:commande|voulu)\b|\b(?:le|la) second[e]?\b[^.?!\n]{0,20}\bavant\b|\bdeux livres et deux"
        r" factures\b|\bqu'un(?:e)? (?:et|seul)\b[^.?!\n]{0,25}\bdeux\b|\bde trop et quand\b",
    ),
    "reason_missing_item": (
        r"\b(?:il |me |m'en )?manqu(?:e|ait|ant|ante|ants|antes|ent)\b|\bun seul des (?:deux|trois|"
        r"\d)\b|\bincomplete?\b|\bqu'un seul article\b|\bque (?:deux|un|trois|"
        r"\d)\b[^.?!\n]{0,20}\bsur (?:deux|trois|quatre|\d)\b|\bpas dans le (?:colis|paquet|carton)\b|"
        r"\bcolis (?:etait )?vide\b|\bla totalite de ma commande\b",
        r"\bcommande \d+ ?: [^.?!\n]{0,20}\bjamais arrivee?\b",
        r"\b(?:sans (?:la|le|les|ses|son|sa|aucune?) \w+)(?= ?(?:[.,!?]|$))|\b(?:n'etai(?:t|ent)|n'est|ne sont|n'y"
        r" (?:est|etait|sont)|pas|n'a pas ete|n'ont pas ete) (?:pas |livree?s? )?(?:dans|avec) (?:le|la|les|l'|"
        r"mon) (?:colis|carton|boite|paquet|sachet|kit|lot)\b|"
        r"\bpas (?:de|d'|le|la|les) [^.?!\n]{1,40} dans (?:le|la|les|mon) (?:colis|carton|boite|paquet|sachet|kit|"
        r"lot)\b|\b(?:aucune?|ni) [^.?!\n]{1,30} dans (?:le|la) (?:colis|carton|boite|paquet|sachet)\b|"
        r"\boubliee?s? (?:dans|de mettre)\b|\by ?avait que\b|"
        r"\b(?:trois|deux|un|une|quatre|\d) [^.?!\n]{0,25}sur (?:deux|trois|quatre|cinq|six|\d+)\b(?! etoiles)|"
        r"\bsur (?:deux|trois|quatre|cinq|six|\d+) [^.?!\n]{0,25}\b(?:une?|deux|trois|\d) (?:sont|est|seulement)\b|"
        r"\btout est la sauf\b|\bsauf (?:la|le|les) \w+\b[^.?!\n]{0,30}\b(?:n'|pas)|"
        r"\bil n'y a pas le (?:sachet|\w+ de vis)\b|\bmais pas (?:le|la|les|l')\w*\b|\bj'ai (?:le|la|les)"
        r" [^.?!\n,]{1,25}, pas (?:le|la|les|l')|\bni \w+ ni \w+\b(?= ?[.,]|$)|\bcolis \d/\d\b|\bil m'en (?:manque|"
        r"fallait)\b|\bor aucune?\b|\bpas recevoir le deuxieme\b|\bque du papier\b|\bconsigne etait vide\b",
    ),
    "reason_wrong_item": (
        r"\b(?:mauvais|mauvaise)s? (?:article|produit|taille|couleur|coloris|modele|sac|commande|"
        r"chaussures|reference)s?\b|\bpas (?:la bonne|le bon|les bons|les bonnes)\b|\bce que j'(?:ai|"
        r"avais) commande\b",
        r"\b(?:autre chose|erreur (?:de produit|d'article|de taille))\b|\bj'(?:ai|"
        r"avais) (?:bien )?(?:commande|pris)\b[^.?!\n]{0,35}\b(?:recu|il y avait|eu)\b|"
        r"\bj'avais (?:bien )?commande (?:du|un autre|une autre)\b|\bde quelqu'un d'autre\b|"
        r"\bne correspond pas a ma commande\b",
        r"\ba la place (?:de|d')[^.?!\n]{0,25}\bj'ai recu\b|\brecu(?:e|s)? (?:un |une |"
        r"du )?\w+ au lieu\b|\brecu (?:du |un |une )\w+\b",
        r"\b(?:je voulais|j'avais (?:pris|choisi|demande|coche|commande)|(?:j'ai|jai|ai|avons|avions|avais) "
        r"(?:bien )?(?:commande|demande|comande\w*))\b[^.?!\n]{0,45}\b(?:recue?s?|recus|j'ai eu|livree?s?|"
        r"envoye\w*|expedie\w*|arrivee?s?)\b(?! (?:en retard|le \d|hier))|\brecu(?:e|s)? (?:le|la|les|un|une|des) "
        r"(?:\w+ )?(?:\w+),? "
        r"(?:je voulais|j'avais|alors que|au lieu)\b|\b(?:vous (?:avez|m'avez) (?:mis|expedie|envoye|livre) "
        r"(?:des?|du|la|le|les|un|une))\b[^.?!\n]{0,40}\b(?:au lieu|alors que|pas)\b|\b(?:l'article|le colis|la"
        r" commande) (?:de quelqu'un|d'une? autre)|\binversion\b|\b(?:c'est|ce n'est|"
        r"ce ne sont) pas (?:mes?|mon|ma|la|le|les|ce) \w+(?: que j)?\b(?= ?[.,!]|$| que)|\bmauvais(?:e|es)?"
        r" \w+\b(?! (?:adresse|etat|qualite|odeur|surprise|humeur|foi|nouvelle|couleur,))|\bnous avions demande\b|"
        r"\b(?:a|au) la place d[ue][^.?!\n]{0,40}\b(?:deball\w+|trouve|recu|eu|livre)|"
        r"\bpour un autre (?:modele|telephone|appareil)\b|\btaille enfant\b|\bje n'ai jamais commande (?:ca|cet)\b|"
        r"\bdeux pieds (?:gauches|droits)\b|\bancienne version\b|\berreur de (?:reference|preparation)\b|"
        r"\bcontenait (?:la|le|les|un|une)\b[^.?!\n]{0,30}\balors que\b|\bsix \w+ gauches\b|"
        r"\brecu le \w+, je voulais\b",
    ),
    "reason_damaged": (
        r"\b(?:casse\w*|abime\w*|endommage\w*|brise\w*|fendue?s?|fissure\w*|cabosse\w*|dechire\w*|"
        r"raye|rayee|rayures?|ecrase\w*|tach(?:e|es|ee|ees)|coule|fuit|tordue?|moisi\w*|deterior\w*|"
        r"trempee?s?|felee?s?|defonce\w*|mauvais etat|eclate\w*|choc|ebreche\w*|en morceaux|"
        r"en mille)\b",
        r"\b(?:petee?s?|gelee?s?|fichue?s?|fendue?s?|trouee?s?|brisees?|eclats?|cabossee?s?|enfoncee?s?|trempee?s?|"
        r"detrempee?s?|erafle\w*|accroc|bosse|en miettes|en deux morceaux|decollee? pendant|chocs?|explosee?s?|"
        r"repandue?s?|renversee?s?|dechirure|"
        r"en mauvais etat|mal emballe\w*|ecrabouille\w*|s'est (?:ouverte?|vide|repandu|detache)|n'a pas survecu|ca"
        r" a casse|coup de cutter|jetee? par-dessus|felure|trou dans)\b(?! (?:main|jour))",
    ),
    "reason_defective": (
        r"\b(?:ne|n') ?(?:\w+ )?(?:marche|fonctionne|s'allume|charge|demarre|repond|repondent|"
        r"fonctionnent|marchent)(?:nt)? (?:pas|plus)\b|\bne (?:marche|fonctionne|s'allume|repond\w*|"
        r"charge) (?:pas|plus)\b|\b(?:defectueu\w+|en panne|hors service|h\.?s\.?|grille|defaut|"
        r"tombe en panne|fumee|clignote|surchauffe)\b(?!-pain)",
        r"\bbruit (?:bizarre|anormal|etrange)\b|\bdecousue?\b|\banormale?s?\b|\bs'eteint\b|"
        r"\ba (?:lache|rendu l'ame)\b|\bmort(?:e)?\b|\bqui (?:marche|fonctionne)\b|\ba tourne\b|"
        r"\bfermeture\b[^.?!\n]{0,20}\b(?:casse|lache)\b|\brepondent pas\b",
        r"\b(?:ne |n'|n)?(?:\w+ )?(?:s'?)?(?:marche|fonctionne|allume|alume|charge|recharge|demarre|repond|chauffe|"
        r"sonne|brume|tourne|ejecte|freine|tient|connecte|imprime|ferme|detecte|refroidit|part|ecrit|coupe|aspire|"
        r"affiche|capte|gonfle|sallume)(?:nt)? "
        r"(?:pas|plus|plu|rien|meme pas|jamais)\b(?! (?:avec|a ma|les hanches))|\b(?:hs|lachee?|a lache|"
        r"dysfonction\w*|drift\w*|se (?:fige|bloque|coupe|decolle|decoud|declipse|deconnecte|vide)|s'(?:eteint|"
        r"arrete)|saute(?:r)? (?:le disjoncteur|un point)|disjonct\w+|"
        r"surchauff\w+|fuit (?:par|de)|fuite|double clique|tout seul|ecran (?:tout )?noir|grince|vibre|clignot\w+|"
        r"tombee? en panne|panne|deteint|coutures? (?:ont|a)|semelle|fermoir|charniere|bloquee?|arretee?|muette?|"
        r"rendu l'ame|sous garantie|ne tient pas l'heure|"
        r"batterie (?:tient|dure|se)|plus (?:de son|rien)|erreur e?\d|defaillan\w+|mal (?:cousue?|monte[e]?)|pile"
        r" changee|moitie de la plaque)\b",
    ),
    "reason_too_small": (
        r"\b(?:trop|tro) (?:petite?s?|serree?s?|courte?s?|etroite?s?|juste)\b|\btaille petit\b|"
        r"\btaille (?:au[- ]dessus|superieure)\b|\bserree?s?\b|\betroite?s?\b|\bimpossible de (?:le|"
        r"la|les) (?:passer|mettre|enfiler)\b|\bne rentre pas\b|\bremonte\b(?! au)|"
        r"\bmanches s'arretent\b",
        r"\b(?:trop|tro) (?:peti|petites|juste|serre|etroit)\w*|\bme (?:serre|boudine|font mal)\b|\bboudinee?\b|\b"
        r"(?:ne|n'y|n') ?(?:rentre|passe|ferme|entre)(?:nt)? (?:pas|plus|meme pas|pas dedans)\b(?! (?:par|dans le"
        r" salon))|\bimpossible de (?:boutonner|fermer|l'enfiler|rentrer)\b|\b(?:orteils|pouce|mollet|talon|"
        r"hanches)\b|"
        r"\bchausse (?:plus|du) \w+\b|\bfaut la taille au\b|\btaille (?:de plus|au dessus)\b|\bremonte aux coins\b|"
        r"\bne remonte pas\b|\bdeborde\b|\bn'y entre pas\b|\ble zip ne\b|\bme coupe la\b|\bcouvre deux places\b|"
        r"\bde plus en taille\b|\barrive au nombril\b|\bmi-cuisse\b",
    ),
    "reason_too_large": (
        r"\b(?:trop|tro) (?:grande?s?|larges?|long(?:ue)?s?|gros(?:se)?s?)\b|\btaille grand\b|"
        r"\btaille (?:en dessous|inferieure)\b|\bimmenses?\b|\bflotte\b|\bglisse(?:nt)?\b|"
        r"\btailles? de trop\b",
        r"\btrop (?:ample|imposant|large|grand)\w*\b|\b(?:ample|godaille|nage|tente|pour un geant|descend tout"
        r" seul|baille|tourne autour|y flotte|immense|enorme|couvre les mains|traine par terre|deux fois le tour|"
        r"de moins serait)\b|\b(?:rentrerait|rentre) a deux\b|\btaille de moins\b|\bne tient pas aux?\b|"
        r"\bbeaucoup trop (?:ample|grand|long|large)\w*|\bbien trop (?:grand|ample|large|long)\w*",
    ),
    "reason_not_as_described": (
        r"\b(?:pas|non) conformes?\b|\bne ressemble (?:pas|en rien)\b|\b(?:mensongere?|trompeu(?:r|"
        r"se)|contrefacon|bas de gamme)\b|\b(?:vendue?|annoncee?)s? (?:comme )?neu(?:f|ve)s?\b|"
        r"\bpas du vrai\b|\bpas comme sur\b|\bbien inferieure\b|\bne sont pas celles\b|"
        r"\bcomme neu(?:ve|f)\b|\bsur le site\b[^.?!\n]{0,25}\ben (?:vrai|realite)\b",
        r"\b(?:rien a voir avec|ne ressemble guere|(?:annonce|vendu|decrit|presente)e?s? (?:comme|en|pour|avec)|"
        r"contrairement a (?:la|votre|l')|tromperie|flouee?s?|malgre votre publicite|n'a rien de|pas celle du site|"
        r"soi-disant|censee?s? etre|cense|aggloméré|agglomere|plaque sur|du plastique|en vrai|sur (?:la|votre|vos)"
        r" "
        r"(?:photo|page|fiche|site|photos)|votre (?:fiche|site|page|annonce) (?:annonce|indique|dit|promet)|"
        r"l'etiquette (?:dit|indique)|polyester|polypropylene|moins bonne qualite|mauvaise qualite|mensonger\w*|"
        r"reconditionne|deja (?:servi|utilise|porte)|n'est pas (?:etanche|pure|du)|alors que c'est ecrit|la fiche|"
        r"\bmoitie moins|trompe[e]? sur)\b",
    ),
    "reason_not_received": (
        r"\b(?:jamais|pas|rien|n'ai)\b[^.?!\n]{0,25}\b(?:arrive\w*|recue?s?|livree?s?|parvenue?|eu)\b|"
        r"\b(?:perdue?|disparu|volee?)\b|\bindique livre\b|\bdit (?:distribue|livre)\b|"
        r"\bmauvaise adresse\b(?! de livraison sur)|\bdevait arriver\b|\bsuivi ne bouge plus\b|"
        r"\baucun colis\b",
        r"\b(?:non recue?s?|pas la\b|introuvable|egaree?|derobee?|vole[e]?|detruit|declaree? perdue?|perte|envole|"
        r"n'est (?:jamais|pas) (?:venu|arrive)\w*|boite aux lettres (?:est |etait )?vide|personne n'(?:est venu|a"
        r" sonne)|retournee? chez vous|revenue? chez vous|reparti chez vous|"
        r"mauvaise porte|signe pour|remis en main propre|remis au destinataire|jamais vu (?:mon|le|la)|aucune"
        r" trace|plus de trace|jamais livree?s?|rien recut?|ni colis|ni nouvelles|jamais venue?|a signe\b|deposee?"
        r" rue|n'etait pas la|soi-disant livre|indique(?:nt)? (?:une )?livr\w+|"
        r"y a[- ]?(?:il )?plus rien|je pas recevoir|n'a rien pour moi|non livree?)\b",
    ),
    "reason_late": (
        r"\btrop tard\b|\barrivee? (?:apres|en retard)\b|"
        r"\betait le \d+[^.?!\n]{0,40}\barrivee? le \d+|\bencore du retard\b|\bdate promise\b|"
        r"\bpas ete respectee\b|\binterminable\b|\bdevait etre la\b|\bcinq semaines\b|"
        r"\bassez d'attendre\b|\bplus attendre\b|\baurait du (?:partir|arriver)\b",
        r"\b(?:jours?|semaines?|mois|6j|\d+ ?j) de retard\b|\b(?:arrivee?s?|livree?s?|recue?s?|"
        r"venue?s?)\b[^.?!\n]{0,20}\b(?:le lendemain|apres (?:la|le|l'|les)|jours apres|(?:trois|huit|dix|deux|"
        r"\d+) jours (?:apres|plus tard)|trop tard|en retard|ce matin|au bout de \d)\b|"
        r"\b(?:anniversaire|fete|gala|mariage|bapteme|carnaval|noel|concert|vacances) (?:est |etait |a eu lieu |"
        r"c'etait |etaient )?(?:passee?s?|finie?s?|samedi|dimanche|hier|termine\w*)\b|\brepousse[e]?s?\b|"
        r"\bsemaines? d'attente\b|\b(?:sous|en) (?:24|48) ?h\b[^.?!\n]{0,60}\b(?:semaines?|jours?|neuf|rien)\b|"
        r"\bplus (?:d')?attendre\b|\btoujours (?:en preparation|pas expedie\w*)\b|\bapres la bataille\b|"
        r"\bexpress\b[^.?!\n]{0,40}\b(?:jours|semaines)\b|\bne (?:me )?sert plus a rien\b|\b(?:six|trois|quatre|"
        r"cinq|deux|huit) semaines\b|\bd'ici (?:vendredi|lundi|mardi|mercredi|jeudi|samedi|demain)\b|\bdelai non"
        r" tenu\b|\bfaute de livraison\b",
    ),
    "reason_style": (
        r"\bpas (?:du tout )?(?:mon|notre|son) (?:style|gout)\b|\bne (?:me |lui |nous )?(?:plait|"
        r"plaisent) pas\b|\bne v(?:a|ont) pas (?:du tout )?avec\b|\bau teint\b|\bne (?:me )?v(?:a|ont) pas avec\b",
    ),
    "reason_changed_mind": (
        r"\bchange d'avis\b|\bplus besoin\b(?! (?:de rien|du remboursement))|\bmoins cher\b|"
        r"\bregrette\b|\bachat impulsif\b|\bpar erreur\b|\bn'en veux plus\b|\bne (?:le|la|"
        r"les) veux plus\b|\bne veux plus (?:de )?(?:la|cette|cet|ce)\b|\bfinalement je\b|"
        r"\bj'esperais\b",
        r"\b(?:finalement|tout compte fait|a la reflexion|reflexion faite|lassee?|jure avec|n'aime pas|deteste|ne "
        r"(?:le|la|les) (?:mettrai|porterai|utiliserai)|n'a (?:jamais|pas) (?:servi|bouge|ete ouvert|ete utilise)|"
        r"jamais (?:utilisee?s?|ouverte?s?|portee?s?|servi)|sous blister|encore emballee?|pas deplie\w*|plaisent?"
        r" pas|plaisse pas|trouve (?:mieux|moins|\d)|"
        r"fait doublon|n'aura pas lieu|on nous en prete|n'en (?:voulons|veux|veut) (?:plus|pas)|on renonce|a dit"
        r" non|achat impulsif|plus les moyens|pas convaincue?|plus l'utilite|trompee? de bouton|sur un coup de"
        r" tete|plus grand ailleurs|opte pour un|clique trop vite|pas mon truc|ne me (?:convient|va) pas)\b",
    ),
    "reason_other": (
        r"\btrop cher\b|\bprix a baisse\b|\b(?:facture|compte|frais)\b[^.?!\n]{0,20}\b(?:livraison|"
        r"port|douane)\b|\bfrais de (?:port|douane)\b|\bcode (?:de reduction|promo) n'a pas ete\b|"
        r"\ballergi\w+\b|\bc'etait un cadeau\b|\bmal a la tete\b|\bmauvaise adresse de livraison\b|"
        r"\bfacture (?:9|\d+)",
        r"\b(?:geste commercial|code \w+ (?:n'a|oublie|promo)|remise (?:etudiante|affichee)|ecart|affichee? \d+|"
        r"devis|supplement|douanes?|sent (?:le|la|mauvais)|odeur|perdu mon emploi|mauvaise adresse|trompee?"
        r" d'adresse|moins cher|que j'ai jamais demande|assurance|frais d'envoi|livraison offerte|tva|boutons|"
        r"cadeau|"
        r"coche|prix (?:affiche|indique|a baisse)|decedee?|abonnement|bon oublie|pas ete (?:pris en compte|"
        r"applique|deduit)\w*)\b",
    ),
    "photo": (
        r"\b(?:photos?|images?)\b[^.?!\n]{0,15}\b(?:jointes?|pieces? jointes?|ci-dessous|ci-joint\w*|"
        r"pj)\b|\b(?:cf|voir|voici|je joins|ci-joint\w*)\b[^.?!\n]{0,12}\b(?:photos?|images?)\b",
    ),
    "everything": (
        r"\btoute (?:la|ma) commande\b|\b(?:la|ma) commande (?:entiere|complete|"
        r"dans son integralite)\b|\bl'(?:integralite|ensemble) de (?:la|ma) commande\b|\btous (?:les|"
        r"mes) (?:articles|produits)\b|\btout (?:retourner|renvoyer|annuler|rembourser|rendre)\b|"
        r"\b(?:retourner|renvoyer|annulez|annuler|remboursez|rembourser|rendre) "
        r"(?:le )?tout\b(?! (?:article|produit|achat|objet)\b)",
    ),
    "urgent": (r"\burgen\w+\b|\bau plus vite\b|\bimmediatement\b|\bdes que possible\b|\bsans delai\b|!!",),
    "negative": (
        r"\b(?:troisieme|3e|3eme) (?:mail|message|fois|utilisation)\b|\b(?:inadmissible|inacceptable|"
        r"decu\w*|honte\w*|scandal\w+|arnaque|trompeu\w+|assez d'attendre|patient|plante|du grand art|"
        r"exige|vous me devez|j'en fais quoi|ah non)\b|\brendez[- ]moi mon argent\b",
    ),
    "automatic": (
        r"\b(?:reponse automatique|message automatique|absente? du bureau|"
        r"je suis (?:actuellement )?(?:absente?|en conges?)|en conges? jusqu)\b|"
        r"\bcontactez ma collegue\b|\bde retour le\b",
    ),
}

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
    r"s'il vous plait|l'))*"
)
_FEW = r"(?: (?!mon\b|pas\b)[\w'-]+){0,3}"
_REFUND = r"(?:rembours[e]?ments?|remboursemen|rembourssement)"
_MONEY = r"(?:argent|somme|montant|sous|paiement|trop[- ]percu|prix)"
_CREDIT = (
    r"(?:un avoir|(?:en |l')avoir(?! (?:\w{2,}[eu]|\w+is|des?|un|la|le|les)\b)|bons? d'achat|"
    r"cartes? cadeau|bons? cadeau|credit boutique|bon de reduction)"
)
_PARCEL = r"(?:commande|colis|paquet|livraison|envoi|article)"
_LE = r"(?:le|la|les|l'|vous le|vous la|vous les|cet(?:te)? \w+|ce \w+|ces \w+|mon \w+|ma \w+|mes \w+|\w+ \w+)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}{_FEW} {_REFUND}\b",
        r"\b(?:virer|proceder|effectuer|faire|obtenir|emettre|lancer|effectuez|procedez)(?: \w+)? (?:au|le|"
        rf"un|mon|du) {_REFUND}\b",
        rf"\b{_PLEASE}{_SOFT} ?(?:rembours\w+|restituer|recrediter|rendre (?:l'argent|la somme))",
        r"(?:^|[.,;!:] ?|\bet |\bdonc |\balors |\bou )(?:remboursez|rembourse|recreditez)\b(?!-vous)",
        r"\bremboursez[- ](?:moi|nous|la|le|les|ma|mes|ces)\b|\brembourse[- ]moi\b",
        rf"\b{_REFUND}(?: \w+)? (?:svp|stp|s'il vous plait|immediat|au plus vite|merci)\b",
        rf"[,;:] ?{_REFUND}(?: (?:integral|complet|total))?(?=[.,!]|$)",
        rf"\bretour et {_REFUND}\b|\b(?:renvo\w+|retour\w*|rend\w+) contre {_REFUND}\b",
        rf"\bun {_REFUND}(?: partiel| integral| complet)? (?:svp|possible|serait possible|est[- ]il possible)\b",
        rf"\b(?:{_WANT}|afin d'|possible d'|pour)(?: \w+){{0,5}} (?:etre |"
        r"me faire )?(?:integralement |totalement )?rembours(?:e|ee|es|er)\b",
        r"\bet (?:d'|de )?(?:etre |me faire )(?:integralement )?rembours(?:e|ee|er)\b",
        r"\b(?:rendez|restituez|rends|reverse[rz]|restituer|rendre|recuperer|virer|verser|"
        r"retourner)[- ]?(?:moi |nous |moi|nous)? ?(?:juste |simplement )?(?:mon |l'|la |le |mes |"
        rf"les |ma )?{_MONEY}\b",
        r"\b(?:recuperer|rendez|rendre|rendez[- ]moi|rembourser|remboursez) (?:mes |les |"
        r"moi )*\d+(?:[.,]\d+)? ?(?:€|eur|euros?)",
        r"\bvous me rendez \d|\bun geste de \d",
        r"\b(?:recreditez|recrediter|crediter)(?: \w+)? (?:ma|mon|notre|le) (?:carte|compte)\b",
        r"\bje (?:me retracte|notifie|vous notifie|declare)\b[^.?!\n]{0,40}\bretract\w+|"
        r"\bje me retracte\b|\bj(?:'exerce|e fais (?:usage|valoir)|"
        r"'use)\b[^.?!\n]{0,20}\bretractation\b",
        r"\b(?:exercer|utiliser|faire (?:valoir|jouer)|"
        r"user de)\b[^.?!\n]{0,15}\bdroit de retractation\b|\b(?:souhaite|veux|"
        r"voudrais) me retracter\b",
        r"\bma retractation\b",
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
    ),
    "store_credit": (
        rf"\b(?:{_WANT}|{_PLEASE}|puis[- ]je|faire|mettre|mettez|transformer|plutot|recevoir|prendre|"
        rf"accepte|avoir|en)\b{_GAP}{{0,50}}?{_CREDIT}",
        rf"{_CREDIT}(?: \w+){{0,4}} (?:me conv\w+|m'irait|me va|svp|stp|suffi\w*|serait|fera|s'il vous plait)\b",
        r"(?:^|[.,;!:] ?)avoir (?:svp|stp|s'il vous plait)|\ben avoir sur mon compte\b",
    ),
    "reship": (
        r"\b(?:reexpedi\w+|re-?livrer|reenvoyer|reenvoyez)\b",
        rf"\b{_PLEASE}{_SOFT} ?(?:re?envoyer|renvoyer) ?(?:la |le |ma |mon |les |l')?(?:commande|colis|"
        r"paquet|articles?)?\b",
        rf"\brenvoyez(?:[- ](?:le|la|les|moi))*(?: (?:la|ma|le|mon|l'|les) ?{_PARCEL}s?)?\b",
        r"\b(?:nouvel|nouveau|autre|refaire l'|deuxieme) ?(?:envoi|colis|paquet)\b|\b(?:effectuez|"
        r"faites|faire|effectuer) (?:le|un|un nouveau|un nouvel) renvoi\b",
        r"\b(?:livrer|envoyer|expedier|livrez|envoyez) (?:a nouveau|de nouveau|encore une fois)\b",
        r"\b(?:envoyer|envoyez|expedier|livrer|m'envoyer)(?:[- ]moi)? ?(?:l'|la |le |les |ce qui |"
        r"celui qui )?(?:\w+ )?(?:manqu\w+)\b",
        r"\bque vous me renvoyiez\b|\bme renvoyer (?:ma|la|le|mon)\b",
    ),
    "cancel": (
        rf"\b(?:{_PLEASE}|{_WANT}|dois|puis[- ]je|peut[- ]on|possible|possibilite|"
        rf"que vous)(?: \w+)?{_SOFT} ?(?:d'|l'|de |de l'|que vous )?annul(?:er|iez|e)\b",
        r"(?:^|[.,;!:] ?|\bet |\bdonc |\balors )annul(?:ez|e|er)\b(?! (?:par|sans))",
        r"\bannul(?:er|ez)[- ](?:la|le|ma|cette|mon|tout|commande|svp|stp|les|l'|avant)",
        rf"\b(?:{_WANT} |demande d'|d'|l'|une )?annulation (?:de (?:ma|la|cette)|svp|stp|immediate|s'il)\b",
        r"\b(?:stoppez|stopper|bloquez|arretez) (?:la|ma|l'|cette|le|mon) ?(?:commande|envoi|"
        r"expedition|colis)\b|\bne l'expediez pas\b",
    ),
    "give_back": (
        rf"\b{_WANT}(?: (?:vous|pouvoir|donc|simplement|a|de))* ?(?:le |la |les |l'|vous (?:le |la |"
        r"les |l')?|en )?(?:retourner|renvoyer|rendre|rapporter)\b(?! (?:la commande|ma commande|"
        r"le colis|l'argent|la somme))",
        r"\b(?:je|nous) (?:vous )?(?:le|la|les|l') ?(?:retourne|renvoie|rends|retournons|renvoyons|rapporte)\b",
        r"\b(?:faire|effectuer|initier|lancer|demander|organiser|procede\w*)(?: \w+)? (?:un |le |au )retour\b",
        r"\betiquette (?:de )?retour\b|\benvoye[zr][- ]?(?:moi )?(?:une|l')\s?etiquette\b|\bbon de retour\b",
        r"\bcomment (?:le|la|les) (?:rendre|renvoyer|retourner)\b|\bcomment (?:je fais|"
        r"faire) pour (?:le |la |les |vous )?(?:retourner|renvoyer|rendre)\b|\bpuis[- ]je (?:le|la|"
        r"les) (?:rendre|renvoyer|retourner)\b(?! si)",
        r"\b(?:veuillez|merci de) (?:le |la |les )?reprendre (?:le|la|les|l'|cet)?\b|"
        r"\bne souhait\w+ pas le garder\b",
    ),
    "send_new": (
        r"\b(?:envoyer|envoyez|renvoyer|renvoyez|recevoir|expedier|avoir)(?:[- ]m'?en|[- ]moi|"
        r"[- ]en)? ?(?:un|une|d'autres) (?:neuf|neuve|autre|nouveau|nouvelle)\b(?! (?:colis|paquet|"
        r"envoi|commande))",
        r"\ben (?:re)?(?:renvoyer|envoyer|recevoir) un(?:e)? (?:neuf|neuve|autre)\b|\b(?:envoyez|"
        r"envoyer)[- ](?:le|la|les)(?:[- ]moi)?(?: moi)?(?: svp| stp)?\b",
        r"\b(?:voudrais|veux|souhaite|besoin d') ?(?:en )?(?:un|une) (?:neuf|neuve|autre|nouveau|nouvelle)\b",
    ),
    "maybe_refund": (rf"\b{_REFUND}\b|\brembours\w*\b|\bretractation\b",),
    "maybe_exchange": (r"\b(?:echang\w+|remplac\w+)\b", r"\bautre (?:taille|couleur|coloris)\b"),
    "maybe_store_credit": (_CREDIT,),
    "maybe_reship": (r"\brenvoi\b|\brenvoyer\b",),
    "maybe_cancel": (r"\bannul\w*\b",),
    "status_refund": (
        rf"\bou (?:en )?(?:est|sont)\b{_GAP}{{0,15}}\b(?:{_REFUND}|argent|avoir)\b",
        r"\b(?:quand|sous combien|dans combien de temps|combien de temps (?:avant|"
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
    ),
    "status_return": (
        rf"\b(?:recu|receptionne|arrive|enregistre)\b{_GAP}{{0,20}}\b(?:mon|le) (?:colis )?retour\b",
        rf"\b(?:nouvelles?|suivi|statut|etat)\b{_GAP}{{0,20}}\bretour\b|\bou en est\b{_GAP}{{0,10}}\bretour\b",
        rf"\bcolis (?:retour|que j'ai (?:renvoye|retourne))\b{_GAP}{{0,50}}\b(?:arrive|recu|parvenu)\b|"
        r"\ble retour est note\b",
    ),
    "status_exchange": (
        rf"\bquand\b{_GAP}{{0,25}}\b(?:remplacement|echange)\b",
        rf"\b(?:nouvelles?|suivi|statut|ou en est)\b{_GAP}{{0,20}}\b(?:echange|remplacement)\b",
        rf"\bechange (?:est |a ete |etait )?(?:accepte|valide|confirme)\b{_GAP}{{0,60}}",
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
    ),
    "decoy": (
        r"\btaux (?:de change|d'echange)\b|\bresponsable (?:des )?(?:remboursements?|retours?|"
        r"echanges?)\b[^\n]{0,40}|\bechange de (?:mails|messages)\b|\ben echange de votre\b",
        r"\b(?:a|ont) (?:\w+ )?ete annule\w*\b|\bvous (?:avez|aviez) annule\b|\b(?:est|etait|sont|"
        r"soit) (?:\w+ )?annulee?s?\b|\bcommande annulee\b|\bannulee? (?:par vous|sans|"
        r"automatiquement)\b",
        r"\bannul\w+(?: \w+){0,2} (?:abonnement|rendez-vous|inscription|reservation|virement)\b|"
        r"\bfrais d'annulation\b",
    ),
    "thanks": (
        r"\bmerci(?! (?:de|d'|pour votre (?:retour|reponse) (?:rapide )?sur))\b|\bmerci (?:beaucoup|"
        r"bien|pour)\b|\bje vous remercie(?! de)\b",
        r"\bservice au top\b|\bsuper service\b",
    ),
    "settled": (
        r"\b(?:remboursement|argent|colis|commande) (?:est |a ete |finalement |"
        r"bien )*(?:bien )?(?:recue?|arrivee?)\b(?! (?:abime|casse|trop|en retard|avec|ouvert|vide|"
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
    ),
    "negation": (
        r"(?:(?:ne|n')? ?(?:veux|voulons|souhaite|souhaitons|demande|desire|voudrais|prefere|accepte|"
        r"ai|avons|avez)? ?(?:pas|plus|jamais)(?: besoin| envie)?|sans|inutile|refuse|aucun|ni)",
    ),
    "contrast": (r"(?:plutot que?|au lieu|a la place|et non(?: pas)?|mieux que?|pas seulement|hors)",),
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
    ),
    "reported": (
        r"\b(?:m'a dit|m'avez dit|m'aviez dit|on m'a (?:dit|promis|assure|indique|repondu)|promis\w*|"
        r"assure|affirme|refuse\w*|collegue|ami|amie|"
        r"concurrent|deja (?:demande|annule|recu|ete|fait)|j'ai (?:annule|demande|deja)|"
        r"je l'ai (?:deja )?(?:renvoye|retourne))\b",
    ),
    "reason_withdrawal": (r"\bretract\w+\b",),
    "reason_duplicate": (
        r"\b(?:debite\w*|facture\w*|preleve\w*|paye\w*|commande\w*)\b[^.?!\n]{0,20}\b(?:deux|2|"
        r"double) ?(?:fois)?\b(?! (?:articles|produits|paires))|\b(?:double|deux) (?:paiements?|"
        r"prelevements?|debits?|commandes? identiques?)\b|\ben double\b",
    ),
    "reason_missing_item": (
        r"\b(?:il |me |m'en )?manqu(?:e|ait|ant|ante|ants|antes|ent)\b|\bun seul des (?:deux|trois|"
        r"\d)\b|\bincomplete?\b|\bqu'un seul article\b|\bque (?:deux|un|trois|"
        r"\d)\b[^.?!\n]{0,20}\bsur (?:deux|trois|quatre|\d)\b|\bpas dans le (?:colis|paquet|carton)\b|"
        r"\bcolis (?:etait )?vide\b|\bla totalite de ma commande\b",
        r"\bcommande \d+ ?: [^.?!\n]{0,20}\bjamais arrivee?\b",
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
    ),
    "reason_damaged": (
        r"\b(?:casse\w*|abime\w*|endommage\w*|brise\w*|fendue?s?|fissure\w*|cabosse\w*|dechire\w*|"
        r"raye|rayee|rayures?|ecrase\w*|tach(?:e|es|ee|ees)|coule|fuit|tordue?|moisi\w*|deterior\w*|"
        r"trempee?s?|felee?s?|defonce\w*|mauvais etat|eclate\w*|choc|ebreche\w*|en morceaux|"
        r"en mille)\b",
    ),
    "reason_defective": (
        r"\b(?:ne|n') ?(?:\w+ )?(?:marche|fonctionne|s'allume|charge|demarre|repond|repondent|"
        r"fonctionnent|marchent)(?:nt)? (?:pas|plus)\b|\bne (?:marche|fonctionne|s'allume|repond\w*|"
        r"charge) (?:pas|plus)\b|\b(?:defectueu\w+|en panne|hors service|h\.?s\.?|grille|defaut|"
        r"tombe en panne|fumee|clignote|surchauffe)\b(?!-pain)",
        r"\bbruit (?:bizarre|anormal|etrange)\b|\bdecousue?\b|\banormale?s?\b|\bs'eteint\b|"
        r"\ba (?:lache|rendu l'ame)\b|\bmort(?:e)?\b|\bqui (?:marche|fonctionne)\b|\ba tourne\b|"
        r"\bfermeture\b[^.?!\n]{0,20}\b(?:casse|lache)\b|\brepondent pas\b",
    ),
    "reason_too_small": (
        r"\b(?:trop|tro) (?:petite?s?|serree?s?|courte?s?|etroite?s?|juste)\b|\btaille petit\b|"
        r"\btaille (?:au[- ]dessus|superieure)\b|\bserree?s?\b|\betroite?s?\b|\bimpossible de (?:le|"
        r"la|les) (?:passer|mettre|enfiler)\b|\bne rentre pas\b|\bremonte\b(?! au)|"
        r"\bmanches s'arretent\b",
    ),
    "reason_too_large": (
        r"\b(?:trop|tro) (?:grande?s?|larges?|long(?:ue)?s?|gros(?:se)?s?)\b|\btaille grand\b|"
        r"\btaille (?:en dessous|inferieure)\b|\bimmenses?\b|\bflotte\b|\bglisse(?:nt)?\b|"
        r"\btailles? de trop\b",
    ),
    "reason_not_as_described": (
        r"\b(?:pas|non) conformes?\b|\bne ressemble (?:pas|en rien)\b|\b(?:mensongere?|trompeu(?:r|"
        r"se)|contrefacon|bas de gamme)\b|\b(?:vendue?|annoncee?)s? (?:comme )?neu(?:f|ve)s?\b|"
        r"\bpas du vrai\b|\bpas comme sur\b|\bbien inferieure\b|\bne sont pas celles\b|"
        r"\bcomme neu(?:ve|f)\b|\bsur le site\b[^.?!\n]{0,25}\ben (?:vrai|realite)\b",
    ),
    "reason_not_received": (
        r"\b(?:jamais|pas|rien|n'ai)\b[^.?!\n]{0,25}\b(?:arrive\w*|recue?s?|livree?s?|parvenue?|eu)\b|"
        r"\b(?:perdue?|disparu|volee?)\b|\bindique livre\b|\bdit (?:distribue|livre)\b|"
        r"\bmauvaise adresse\b(?! de livraison sur)|\bdevait arriver\b|\bsuivi ne bouge plus\b|"
        r"\baucun colis\b",
    ),
    "reason_late": (
        r"\btrop tard\b|\barrivee? (?:apres|en retard)\b|"
        r"\betait le \d+[^.?!\n]{0,40}\barrivee? le \d+|\bencore du retard\b|\bdate promise\b|"
        r"\bpas ete respectee\b|\binterminable\b|\bdevait etre la\b|\bcinq semaines\b|"
        r"\bassez d'attendre\b|\bplus attendre\b|\baurait du (?:partir|arriver)\b",
    ),
    "reason_style": (
        r"\bpas (?:du tout )?(?:mon|notre|son) (?:style|gout)\b|\bne (?:me |lui |nous )?(?:plait|"
        r"plaisent) pas\b|\bne va pas (?:du tout )?avec\b|\bau teint\b|\bne (?:me )?va pas avec\b",
    ),
    "reason_changed_mind": (
        r"\bchange d'avis\b|\bplus besoin\b(?! (?:de rien|du remboursement))|\bmoins cher\b|"
        r"\bregrette\b|\bachat impulsif\b|\bpar erreur\b|\bn'en veux plus\b|\bne (?:le|la|"
        r"les) veux plus\b|\bne veux plus (?:de )?(?:la|cette|cet|ce)\b|\bfinalement je\b|"
        r"\bj'esperais\b",
    ),
    "reason_other": (
        r"\btrop cher\b|\bprix a baisse\b|\b(?:facture|compte|frais)\b[^.?!\n]{0,20}\b(?:livraison|"
        r"port|douane)\b|\bfrais de (?:port|douane)\b|\bcode (?:de reduction|promo) n'a pas ete\b|"
        r"\ballergi\w+\b|\bc'etait un cadeau\b|\bmal a la tete\b|\bmauvaise adresse de livraison\b|"
        r"\bfacture (?:9|\d+)",
    ),
    "photo": (
        r"\b(?:photos?|images?)\b[^.?!\n]{0,15}\b(?:jointes?|pieces? jointes?|ci-dessous|ci-joint\w*|"
        r"pj)\b|\b(?:cf|voir|voici|je joins|ci-joint\w*)\b[^.?!\n]{0,12}\b(?:photos?|images?)\b",
    ),
    "everything": (
        r"\btoute (?:la|ma) commande\b|\b(?:la|ma) commande (?:entiere|complete|"
        r"dans son integralite)\b|\bl'(?:integralite|ensemble) de (?:la|ma) commande\b|\btous (?:les|"
        r"mes) (?:articles|produits)\b|\btout (?:retourner|renvoyer|annuler|rembourser|rendre)\b|"
        r"\b(?:retourner|renvoyer|annulez|annuler|remboursez|rembourser|rendre) (?:le )?tout\b",
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

"""Every code and name, in a line that an agent understands. English and French as equals; a test finds gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from connector.domain.case import State
from connector.domain.request import Kind, Option, Reason

# (English, French)
_CODES: Mapping[str, tuple[str, str]] = {
    "code.others_read": (
        "Others read this ticket: send the credit's code yourself",
        "D'autres lisent ce ticket : envoyez le code vous-même",
    ),
    "advice.suggests": ("A language model suggests:", "Un modèle de langage suggère :"),
    "agent.answered": ("An agent answered meanwhile", "Un agent a répondu entre-temps"),
    "agent.approved": ("An agent approved it", "Un agent l'a approuvé"),
    "agent.undone": ("An agent took it back", "Un agent l'a annulé"),
    "amount.asks_less": ("The customer asks for less than we compute", "Le client demande moins que notre calcul"),
    "amount.none_asked": ("No amount was named", "Aucun montant n'est indiqué"),
    "amount.not_comparable": ("The amount asked cannot be compared", "Le montant demandé n'est pas comparable"),
    "amount.ours_counts": ("Our amount counts, not the one asked", "Notre montant compte, pas celui demandé"),
    "approve.by_hand": ("This has to be done in Magento", "C'est à faire dans Magento"),
    "approve.not_waiting": ("The case does not wait for an agent", "Le dossier n'attend pas d'agent"),
    "approve.sign_in": ("Above the cap: sign in to approve", "Au-dessus du plafond : connexion requise"),
    "ask.line": ("We ask which article and how many", "On demande quel article et combien"),
    "ask.order": ("We ask for the order number", "On demande le numéro de commande"),
    "ask.too_often": ("Asked twice already: a person takes over", "Déjà demandé deux fois : une personne reprend"),
    "away.comment": ("The comment could not be written for too long", "Le commentaire n'a pu être écrit à temps"),
    "away.money": ("The shop was out of reach for too long", "La boutique est restée injoignable trop longtemps"),
    "away.note": ("The note could not be written for too long", "La note n'a pu être écrite depuis trop longtemps"),
    "away.reply": ("The reply could not be sent for too long", "La réponse n'a pu partir depuis trop longtemps"),
    "away.tidy": ("A spent rule could not be deleted for too long", "Une règle finie n'a pu être supprimée à temps"),
    "away.ticket": ("The ticket was out of reach for too long", "Le ticket est resté inaccessible trop longtemps"),
    "brake.off": ("The brake is off", "Le frein est desserré"),
    "brake.on": ("The brake is on: nothing moves alone", "Le frein est serré : rien ne part seul"),
    "cap.above": ("Above the cap for one request", "Au-dessus du plafond par demande"),
    "cap.amount_unknown": ("The amount cannot be computed", "Le montant ne peut être calculé"),
    "cap.other_currency": ("The cap is in another currency", "Le plafond est dans une autre devise"),
    "cap.within": ("Within the cap for one request", "Sous le plafond par demande"),
    "confidence.enough": ("We understood surely enough", "La demande est assez sûrement comprise"),
    "confidence.low": ("We are not sure what is wanted", "La demande n'est pas comprise assez sûrement"),
    "credit.currency_unknown": ("The shop's base currency is not known", "La devise de base est inconnue"),
    "credit.not_asked": ("Not a store credit", "Pas un avoir"),
    "credit.other_currency": ("Coupons count in another currency", "Les codes sont dans une autre devise"),
    "credit.same_currency": ("The credit counts in the order's currency", "L'avoir est dans la devise de la commande"),
    "failed.bug": ("Retour failed on this ticket", "Retour a échoué sur ce ticket"),
    "final_sale.fault": ("Final sale, but the fault would be ours", "Vente ferme, mais la faute serait la nôtre"),
    "final_sale.no": ("Not a final sale", "Pas une vente ferme"),
    "final_sale.no_return": ("Final sale: it does not come back", "Vente ferme : ni repris ni remboursé"),
    "final_sale.not_for_cancel": ("Final sale does not bar cancelling", "La vente ferme n'empêche pas l'annulation"),
    "final_sale.unknown": ("Not known whether it is a final sale", "On ignore si c'est une vente ferme"),
    "final_sale.withdrawal": (
        "Final sale, but withdrawal is a right",
        "Vente ferme, mais la rétractation est un droit",
    ),
    "goods.in_stock": ("In stock", "En stock"),
    "goods.none_leave": ("No article leaves", "Aucun article ne part"),
    "goods.not_by_sku": ("Cannot be ordered again by its SKU alone", "Ne se recommande pas par sa seule référence"),
    "goods.nothing_paid": ("Nothing was paid for it: a replacement?", "Rien n'a été payé : déjà un remplacement ?"),
    "goods.sold_out": ("Sold out", "Épuisé"),
    "goods.stock_unknown": ("Stock was not looked at", "Le stock n'a pas été consulté"),
    "journey.cancel": ("Cancelling is open for every reason", "L'annulation est ouverte pour tout motif"),
    "journey.not_offered": ("The policy does not offer this here", "La politique ne le propose pas pour ce motif"),
    "journey.offered": ("The policy offers this for the reason", "La politique le propose pour ce motif"),
    "kind.cancel": ("The customer wants to cancel", "Le client veut annuler"),
    "kind.exchange": ("The customer wants an exchange", "Le client veut un échange"),
    "kind.none": ("Nothing to do with a return", "Sans rapport avec un retour"),
    "kind.refund": ("The customer wants a refund", "Le client veut un remboursement"),
    "kind.reship": ("The customer wants it sent again", "Le client veut un nouvel envoi"),
    "kind.return_question": ("A question about how returns work", "Une question sur les retours"),
    "kind.status": ("The customer asks where things stand", "Le client demande où en est son dossier"),
    "kind.store_credit": ("The customer wants store credit", "Le client veut un avoir"),
    "kind.unspecified": ("A problem without a clear demand", "Un problème sans demande précise"),
    "limit.customer_amount": ("Above what one customer may get", "Au-dessus du montant permis par client"),
    "limit.customer_count": ("This customer got too many lately", "Trop d'opérations récentes pour ce client"),
    "limit.customer_currency": ("Customer limit: amounts not comparable", "Limite client : montants non comparables"),
    "limit.customer_within": ("Within the customer's limit", "Dans la limite du client"),
    "limit.reached": ("A limit was reached meanwhile", "Une limite vient d'être atteinte"),
    "limit.shop_amount": ("Above what the shop gives in a day", "Au-dessus du montant du jour de la boutique"),
    "limit.shop_count": ("Too many for the shop today", "Trop d'opérations pour la boutique aujourd'hui"),
    "limit.shop_currency": ("Shop limit: amounts not comparable", "Limite boutique : montants non comparables"),
    "limit.shop_within": ("Within the shop's daily limit", "Dans la limite du jour de la boutique"),
    "line.not_plain": ("A bundle or weighed article: by hand", "Lot ou article au poids : à la main"),
    "line.plain": ("An ordinary article", "Un article ordinaire"),
    "line.unknown": ("It is not known which article", "On ne sait pas de quel article il s'agit"),
    "made.odd": ("Magento made something else than promised", "Magento a fait autre chose que prévu"),
    "order.canceled": ("The order is cancelled", "La commande est annulée"),
    "order.closed": ("The order is refunded in full", "La commande est entièrement remboursée"),
    "order.held": ("The order is on hold or under review", "La commande est bloquée ou en vérification"),
    "order.not_invoiced": ("The order is not invoiced", "La commande n'est pas facturée"),
    "order.open": ("The order is still open", "La commande est encore ouverte"),
    "order.paid": ("The order is paid", "La commande est payée"),
    "order.unknown": ("The order's state is not known", "L'état de la commande est inconnu"),
    "order.unpaid": ("The order is not paid", "La commande n'est pas payée"),
    "overtaken.again": ("The order changed meanwhile: decided again", "La commande a changé : on décide à nouveau"),
    "overtaken.too_often": (
        "The order keeps changing: a person decides",
        "La commande change sans cesse : à une personne",
    ),
    "parcel.again": ("The same articles were scanned twice", "Les mêmes articles ont été scannés deux fois"),
    "parcel.awaited": ("It is settled once the parcel is back", "Réglé une fois le colis revenu"),
    "parcel.back": ("The parcel is back", "Le colis est revenu"),
    "parcel.cannot_come": ("There is nothing that could be sent back", "Il n'y a rien à renvoyer"),
    "parcel.early": ("Scanned before it was agreed", "Scanné avant d'être convenu"),
    "parcel.in_part": ("Only part of it came back", "Une partie seulement est revenue"),
    "parcel.late": ("The parcel came after all", "Le colis est finalement arrivé"),
    "parcel.meanwhile": ("The parcel came, but the case went on", "Le colis est arrivé, mais le dossier a avancé"),
    "parcel.not_needed": ("Nothing has to come back first", "Rien n'a à revenir d'abord"),
    "parcel.odd": ("Something else came back than was agreed", "Autre chose est revenu que convenu"),
    "parcel.unclear": ("It is not clear which return this parcel is", "On ne sait pas de quel retour est ce colis"),
    "parts.some_made": ("Part of it was made, the rest was not", "Une partie est faite, le reste non"),
    "payment.no_invoice": ("The invoices do not hold these units", "Les factures ne couvrent pas ces unités"),
    "payment.not_touched": ("The payment stays as it is", "Le paiement n'est pas touché"),
    "payment.nothing_paid": ("Nothing was paid", "Rien n'a été payé"),
    "payment.offline": ("Offline payment: a person transfers", "Paiement hors ligne : une personne fait le virement"),
    "payment.online": ("The money goes back by itself", "L'argent repart de lui-même"),
    "payment.several_invoices": ("Over several invoices, one memo each", "Sur plusieurs factures, un avoir chacune"),
    "payment.unknown": ("The policy does not know this payment", "Moyen de paiement inconnu de la politique"),
    "payout.due": ("A transfer is due and not marked as done", "Un virement est dû et n'est pas noté comme fait"),
    "pilot.in": ("Part of the pilot", "Dans le pilote"),
    "pilot.language": ("Not on for this language yet", "Pas encore actif dans cette langue"),
    "pilot.reason": ("Not on for this reason yet", "Pas encore actif pour ce motif"),
    "pilot.share": ("Outside the pilot's share", "Hors de la part du pilote"),
    "pilot.store": ("Not on for this store yet", "Pas encore actif pour cette vue boutique"),
    "policy.allows": ("Every rule allows it", "Toutes les règles le permettent"),
    "proof.no_photo": ("No photo came in time", "Aucune photo reçue à temps"),
    "proof.not_for_cancel": ("Cancelling needs no proof", "Une annulation se passe de preuve"),
    "proof.not_needed": ("No proof needed for this reason", "Aucune preuve requise pour ce motif"),
    "proof.person": ("A person checks this claim", "Une personne vérifie ce motif"),
    "proof.photo": ("A photo is attached", "Une photo est jointe"),
    "proof.photo_missing": ("The photo is missing", "La photo manque"),
    "refunded.before": ("Given back already", "Déjà rendu"),
    "refunded.canceled": ("Cancelled already", "Déjà annulé"),
    "refunded.not_invoiced": ("More units than were invoiced", "Plus d'unités que facturées"),
    "refunded.not_yet": ("Not given back yet", "Pas encore rendu"),
    "refunded.nothing_paid": ("Nothing was paid, nothing was given back", "Rien payé, rien rendu"),
    "refunded.part_before": ("Part of it was given back already", "Une partie est déjà rendue"),
    "refunded.pending": ("Another money action is under way", "Une autre opération d'argent est en cours"),
    "refused.comment": ("Magento refused our comment", "Magento a refusé notre commentaire"),
    "refused.money": ("Magento refused it", "Magento l'a refusé"),
    "refused.note": ("The helpdesk refused our note", "Le helpdesk a refusé notre note"),
    "refused.reply": ("The helpdesk refused our reply", "Le helpdesk a refusé notre réponse"),
    "refused.tidy": ("Magento did not delete a spent rule", "Magento n'a pas supprimé une règle finie"),
    "replies.too_many": (
        "Many answers in a day: a person reads on",
        "Beaucoup de réponses en un jour : à une personne",
    ),
    "reply.undelivered": (
        "Our answer was not delivered: tell the customer",
        "Notre réponse n'a pas été remise : prévenez le client",
    ),
    "resolve.not_waiting": ("This action waits for no answer", "Cette opération n'attend pas de réponse"),
    "restored.answered": (
        "Restored from a backup: check what was answered and paid",
        "Restauré d'une sauvegarde : vérifier réponses et paiements",
    ),
    "return.dropped": ("The reserved replacement is cancelled", "Le remplacement réservé est annulé"),
    "return.exchange": ("An exchange once the parcel is back", "Échange au retour du colis"),
    "return.exchange_reserved": ("The replacement is reserved", "Le remplacement est réservé"),
    "return.never_came": ("The parcel never came", "Le colis n'est jamais arrivé"),
    "return.refund": ("A refund once the parcel is back", "Remboursement au retour du colis"),
    "return.store_credit": ("A store credit once the parcel is back", "Avoir au retour du colis"),
    "return.undecided": ("It came, nothing is decided yet", "Il est arrivé, rien n'est encore décidé"),
    "return.under_way": ("A parcel is on its way for something else", "Un colis est en route pour autre chose"),
    "rollout.assist": ("Assist mode: a person acts", "Mode assistance : une personne agit"),
    "rollout.auto": ("Automatic mode", "Mode automatique"),
    "rollout.off": ("Retour is off", "Retour est arrêté"),
    "rollout.shadow": ("Shadow mode: only recorded", "Mode ombre : seulement enregistré"),
    "sender.distrusted": ("The helpdesk distrusts the sender", "Le helpdesk se méfie de l'expéditeur"),
    "sender.other_address": ("Another address than the order's", "Une autre adresse que celle de la commande"),
    "sender.others_read": ("Others read this thread", "D'autres lisent cet échange"),
    "sender.trusted": ("The sender owns the order", "La commande est bien celle de l'expéditeur"),
    "sender.unknown": ("No order to compare the sender with", "Pas de commande à comparer à l'expéditeur"),
    "sender.unverified": ("The sender is not verified", "L'expéditeur n'est pas vérifié"),
    "sender.unverified_small": ("Sender not verified, but a small sum", "Expéditeur non vérifié, mais petite somme"),
    "settled": ("Done, and the customer is told", "C'est fait, et le client est prévenu"),
    "shipped.already": ("Part of the order has left", "Une partie de la commande est partie"),
    "shipped.digital": ("A digital article is paid and delivered", "Un article numérique est payé et livré"),
    "shipped.left": ("The article was shipped", "L'article est parti"),
    "shipped.not_yet": ("The article has not left", "L'article n'est pas parti"),
    "shipped.nothing": ("Nothing has left yet", "Rien n'est encore parti"),
    "shipped.part_of_order": (
        "Only part of the order is to be cancelled",
        "Annuler une partie seulement de la commande",
    ),
    "shipped.partly_invoiced": ("The order is invoiced in part", "La commande est facturée en partie"),
    "status.not_refund": ("Asks about a parcel or a return", "Demande des nouvelles d'un colis ou d'un retour"),
    "status.nothing_yet": ("Nothing was refunded on this order", "Rien n'est remboursé sur cette commande"),
    "text.automatic": ("An automatic message", "Un message automatique"),
    "text.conditional": ("The customer sets a condition", "Le client pose une condition"),
    "text.injection": ("The text is aimed at the software", "Le texte vise le logiciel"),
    "text.implicit": ("Not told plainly enough to act on alone", "Pas dit assez clairement pour agir seul"),
    "text.negated": ("The customer says what they do not want", "Le client dit ce qu'il ne veut pas"),
    "text.plain": ("Nothing odd in the text", "Rien d'étrange dans le texte"),
    "text.quoted_only": ("Only quoted history", "Seulement des citations"),
    "text.quoted_order": ("An order is named in the quote only", "Une commande n'est nommée que dans la citation"),
    "text.several_orders": ("Several orders in one message", "Plusieurs commandes dans un message"),
    "text.several_requests": ("Several requests in one message", "Plusieurs demandes dans un message"),
    "ticket.closed": ("The ticket is closed", "Le ticket est fermé"),
    "ticket.deleted": ("The ticket was deleted", "Le ticket a été supprimé"),
    "ticket.merged": ("The ticket was merged into another", "Le ticket a été fusionné avec un autre"),
    "unknown.comment": ("Perhaps the comment was written: look", "Le commentaire est peut-être écrit : à vérifier"),
    "unknown.money": ("Perhaps the money moved: look in Magento", "L'argent est peut-être parti : voir dans Magento"),
    "unknown.note": ("Perhaps the note was written: look", "La note est peut-être écrite : à vérifier"),
    "unknown.reply": ("Perhaps the reply was sent: look", "La réponse est peut-être partie : à vérifier"),
    "unknown.tidy": ("Perhaps the rule was deleted: look", "La règle est peut-être supprimée : à vérifier"),
    "variant.cheaper": (
        "In stock, and cheaper: the difference goes back",
        "En stock et moins chère : la différence est rendue",
    ),
    "variant.dearer": (
        "The variant wanted is dearer: a person asks",
        "La variante voulue est plus chère : à une personne",
    ),
    "variant.in_stock": ("The variant wanted is in stock", "La variante voulue est en stock"),
    "variant.none": ("The article has no variants", "L'article n'a pas de variantes"),
    "variant.price_unknown": ("Its price cannot be compared", "Son prix n'est pas comparable"),
    "variant.sold_out": ("The variant wanted is sold out", "La variante voulue est épuisée"),
    "variant.unknown": ("Not clear which variant is wanted", "La variante voulue n'est pas claire"),
    "window.delivery_unknown": ("Perhaps too late: delivery is not known", "Peut-être trop tard : livraison inconnue"),
    "window.expired": ("The return window is over", "Le délai de retour est passé"),
    "window.expired_fault": ("Window over, but the fault would be ours", "Délai passé, mais la faute serait la nôtre"),
    "window.not_for_cancel": ("The window does not bar cancelling", "Le délai n'empêche pas l'annulation"),
    "window.not_shipped": ("Not shipped: no window yet", "Pas parti : le délai ne court pas"),
    "window.open": ("Within the return window", "Dans le délai de retour"),
    "withdrawal.delivery_unknown": ("Withdrawal: delivery is not known", "Rétractation : livraison inconnue"),
    "withdrawal.digital": ("Withdrawal from a digital article", "Rétractation d'un article numérique"),
    "withdrawal.exception": ("A legal exception to withdrawal", "Une exception légale à la rétractation"),
    "withdrawal.not_declared": ("No withdrawal was declared", "Aucune rétractation déclarée"),
    "withdrawal.open": ("Within the right of withdrawal", "Dans le délai de rétractation"),
    "withdrawal.over": ("The right of withdrawal is over", "Le délai de rétractation est passé"),
}

_OPTIONS: Mapping[Option, tuple[str, str]] = {
    Option.REFUND: ("Refund", "Remboursement"),
    Option.EXCHANGE: ("Exchange", "Échange"),
    Option.STORE_CREDIT: ("Store credit", "Avoir"),
    Option.RESHIP: ("Send again", "Nouvel envoi"),
    Option.CANCEL: ("Cancel the order", "Annulation de la commande"),
    Option.KEEP_ITEM: ("Refund without return", "Remboursement sans retour"),
}

_REASONS: Mapping[Reason, tuple[str, str]] = {
    Reason.DAMAGED: ("Damaged", "Abîmé"),
    Reason.DEFECTIVE: ("Defective", "Défectueux"),
    Reason.WRONG_ITEM: ("Wrong article", "Mauvais article"),
    Reason.MISSING_ITEM: ("Missing article", "Article manquant"),
    Reason.NOT_RECEIVED: ("Not received", "Non reçu"),
    Reason.LATE: ("Late", "En retard"),
    Reason.TOO_SMALL: ("Too small", "Trop petit"),
    Reason.TOO_LARGE: ("Too large", "Trop grand"),
    Reason.NOT_AS_DESCRIBED: ("Not as described", "Non conforme à la description"),
    Reason.STYLE: ("Does not please", "Ne plaît pas"),
    Reason.CHANGED_MIND: ("Changed mind", "Changement d'avis"),
    Reason.WITHDRAWAL: ("Withdrawal", "Rétractation"),
    Reason.DUPLICATE: ("Ordered twice", "Commandé deux fois"),
    Reason.OTHER: ("Other", "Autre"),
}

_KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.REFUND: ("Refund", "Remboursement"),
    Kind.EXCHANGE: ("Exchange", "Échange"),
    Kind.STORE_CREDIT: ("Store credit", "Avoir"),
    Kind.RESHIP: ("Send again", "Nouvel envoi"),
    Kind.CANCEL: ("Cancellation", "Annulation"),
    Kind.STATUS: ("Where does it stand?", "Où en est-on ?"),
    Kind.RETURN_QUESTION: ("Question about returns", "Question sur les retours"),
    Kind.UNSPECIFIED: ("Problem without a demand", "Problème sans demande"),
    Kind.NONE: ("Not a return matter", "Hors retours"),
}

_STATES: Mapping[State, tuple[str, str]] = {
    State.RECEIVED: ("Received", "Reçu"),
    State.UNDERSTOOD: ("Understood", "Compris"),
    State.WAITING_CUSTOMER: ("Waiting for the customer", "En attente du client"),
    State.WAITING_RETURN: ("Waiting for the parcel", "En attente du colis"),
    State.WAITING_AGENT: ("Waiting for an agent", "En attente d'un agent"),
    State.HELD: ("Held: may be undone", "En suspens : annulable"),
    State.ACTING: ("Under way in the shop", "En cours dans la boutique"),
    State.REPLYING: ("Replying", "Réponse en cours"),
    State.SETTLED: ("Settled", "Réglé"),
    State.HANDED_OVER: ("Handed over to a person", "Confié à une personne"),
    State.FAILED: ("Failed: a person must look", "En échec : à vérifier"),
}

# What a reading's evidence is about: `Evidence.field` of ports/understanding.py.
_FIELDS: Mapping[str, tuple[str, str]] = {
    "kind": ("Request", "Demande"),
    "reason": ("Reason", "Motif"),
    "perhaps": ("Reason?", "Motif\u00a0?"),
    "orders": ("Order number", "N° de commande"),
    "items": ("Article", "Article"),
    "skus": ("SKU", "Référence"),
    "quantity": ("How many", "Combien"),
    "everything": ("The whole order", "Toute la commande"),
    "want": ("Wanted instead", "Voulu à la place"),
    "amount": ("Amount", "Montant"),
    "photo": ("Photo", "Photo"),
    "status_of": ("Asks about", "S'informe de"),
    "lang": ("Language", "Langue"),
    "urgent": ("Urgent", "Urgent"),
    "sentiment": ("Mood", "Humeur"),
}

# What an exchange is wished for: the names in `want` of ports/understanding.py.
_WISHES: Mapping[str, tuple[str, str]] = {"size": ("size", "taille"), "colour": ("colour", "couleur")}

# Nothing is said of a neutral one.
_MOODS: Mapping[str, tuple[str, str]] = {"neg": ("Unhappy", "Mécontent"), "pos": ("Pleased", "Content")}

_Key = TypeVar("_Key", bound=str)


def _in_language(names: Mapping[_Key, tuple[str, str]], key: _Key, language: str) -> str:
    english, french = names[key]
    return french if language == "fr" else english


def codes() -> frozenset[str]:
    """Every code that has a label."""
    return frozenset(_CODES)


def label(code: str, language: str) -> str:
    """Say a finding's or a step's code. English where `language` (ISO 639-1) is not spoken; an unknown code is itself:
    decisions of an older engine stay readable."""
    return _in_language(_CODES, code, language) if code in _CODES else code


def option_label(option: Option, language: str) -> str:
    return _in_language(_OPTIONS, option, language)


def reason_label(reason: Reason, language: str) -> str:
    return _in_language(_REASONS, reason, language)


def kind_label(kind: Kind, language: str) -> str:
    return _in_language(_KINDS, kind, language)


def fields() -> tuple[str, ...]:
    """Every field of a reading that has a label, in the order in which they are told."""
    return tuple(_FIELDS)


def field_label(field: str, language: str) -> str:
    """Say what a piece of evidence is about: a field, or a flag. One that a newer reader has is itself."""
    if field in _FIELDS:
        return _in_language(_FIELDS, field, language)
    flag = f"text.{field}"
    return label(flag, language) if flag in _CODES else field


def wish_label(what: str, language: str) -> str:
    return _in_language(_WISHES, what, language) if what in _WISHES else what


def tone_labels(urgent: bool, sentiment: str, language: str) -> tuple[str, ...]:
    """Urgency and mood, where the words tell of any."""
    said = [_in_language(_FIELDS, "urgent", language)] if urgent else []
    return (*said, _in_language(_MOODS, sentiment, language)) if sentiment in _MOODS else tuple(said)


def state_label(state: State, language: str) -> str:
    return _in_language(_STATES, state, language)

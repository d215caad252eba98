"""The internal note: whose order, what is asked, what the policy says and which rule says it, each option, a draft."""

from __future__ import annotations

from connector.domain.decision import Decision, Offer
from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.labels import kind_label, label, option_label, reason_label
from connector.domain.request import Request
from connector.domain.step import Step

MARKS = {Verdict.ALLOW: "✓", Verdict.REVIEW: "?", Verdict.DENY: "✗"}

TEXTS = {
    "en": {
        "order": "Order",
        "no_order": "no order found",
        "asked": "Asked",
        "decision": "A person decides",
        "options": "Options",
        "before": "Refunded before",
        "lines": "Articles meant",
        "none": "not clear",
        "draft": "Draft, not sent",
        "case": "Case",
        "sure": "sure",
    },
    "fr": {
        "order": "Commande",
        "no_order": "aucune commande trouvée",
        "asked": "Demandé",
        "decision": "À décider par une personne",
        "options": "Options",
        "before": "Déjà remboursé",
        "lines": "Articles concernés",
        "none": "pas clair",
        "draft": "Brouillon, non envoyé",
        "case": "Dossier",
        "sure": "sûr à",
    },
}


def compose(
    language: str,
    case: str,
    order_number: str | None,
    articles: str,
    request: Request,
    facts: Facts,
    decision: Decision,
    step: Step,
    draft: str | None,
) -> str:
    """One note, plain text, in the shop's language. The first line says what will happen and why."""
    words = TEXTS.get(language, TEXTS["en"])
    lines = [
        f"Retour · {words['decision']}: {label(step.why, language)}{_detail(step.why, decision)}",
        f"{words['order']}: {order_number or words['no_order']} · {words['case']}: {case}",
        f"{words['asked']}: {_asked(request, language)} ({words['sure']} {request.confidence:.0%})",
        f"{words['lines']}: {articles or words['none']}",
    ]
    if facts.memo_amounts:
        said = ", ".join(f"{m} ({d:%Y-%m-%d})" for m, d in zip(facts.memo_amounts, facts.memo_dates, strict=True))
        lines.append(f"{words['before']}: {said}")
    lines += ["", f"{words['options']}:", *(_offer(offer, language) for offer in decision.offers)]
    if draft:
        lines += ["", f"{words['draft']}:", "", draft]
    return "\n".join(lines)


def draft_in(note: str) -> str | None:
    """The draft at the end of a note that `compose` wrote; nothing in front of it holds a customer's words."""
    for words in TEXTS.values():
        _, found, draft = note.partition(f"\n\n{words['draft']}:\n\n")
        if found:
            return draft
    return None


def _asked(request: Request, language: str) -> str:
    reason = f", {reason_label(request.reason, language)}" if request.reason else ""
    return f"{kind_label(request.kind, language)}{reason}"


def _detail(code: str, decision: Decision) -> str:
    found = next((f for each in decision.judgements for f in each.findings if f.code == code and f.detail), None)
    return f" ({found.detail})" if found else ""


def _offer(offer: Offer, language: str) -> str:
    worth = offer.worth
    said = "; ".join(label(code, language) for code in offer.codes) or label("policy.allows", language)
    return (
        f"{MARKS[offer.verdict]} {option_label(offer.option, language)} {worth if worth is not None else '–'}: {said}"
    )

"""The internal note: whose order, what is asked, what the policy says and which rule says it, each option, a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connector.domain.decision import Decision, Offer
from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.labels import field_label, kind_label, label, option_label, tone_labels
from connector.domain.request import Request
from connector.domain.step import Step
from connector.flow.readings import by_field, reason_words, suggested
from connector.ports.understanding import Understanding

MARKS = {Verdict.ALLOW: "✓", Verdict.REVIEW: "?", Verdict.DENY: "✗"}

TEXTS = {
    "en": {
        "order": "Order",
        "no_order": "no order found",
        "read": "What we read",
        "words": "Their words",
        "note": "Note",
        "decision": "A person decides",
        "options": "Options",
        "before": "Refunded before",
        "lines": "Articles meant",
        "none": "not clear",
        "draft": "Draft, not sent",
        "case": "Case",
        "sure": "{}% sure",
        "quote": "“{}”",
    },
    "fr": {
        "order": "Commande",
        "no_order": "aucune commande trouvée",
        "read": "Ce que nous avons lu",
        "words": "Ses mots",
        "note": "À noter",
        "decision": "À décider par une personne",
        "options": "Options",
        "before": "Déjà remboursé",
        "lines": "Articles concernés",
        "none": "pas clair",
        "draft": "Brouillon, non envoyé",
        "case": "Dossier",
        "sure": "sûr à {}\u00a0%",
        "quote": "«\u00a0{}\u00a0»",
    },
}


def compose(
    language: str,
    case: str,
    order_number: str | None,
    articles: str,
    request: Request,
    read: Understanding | None,
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
        *_read(request, read, words, language),
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
    """The draft at the end of a note that `compose` wrote. In front of it a customer's words stand within one line."""
    for words in TEXTS.values():
        _, found, draft = note.partition(f"\n\n{words['draft']}:\n\n")
        if found:
            return draft
    return None


def _read(request: Request, read: Understanding | None, words: Mapping[str, str], language: str) -> list[str]:
    """What is asked, and how surely; the customer's own words for it; what else they tell, and what is odd; what a
    language model read otherwise. One line each, all but the first where there is any."""
    kinds = read.kinds if read is not None and request.kind in read.kinds else (request.kind,)
    asked = " + ".join(kind_label(kind, language) for kind in kinds)
    sure = words["sure"].format(f"{request.confidence * 100:.0f}")
    reason = reason_words(request, read, language)
    lines = [f"{words['read']}: {asked} ({sure}){f' · {reason}' if reason else ''}"]
    if read is not None and (said := by_field(read.evidence)):
        lines.append(f"{words['words']}: {_evidence(said, words, language)}")
    tone = tone_labels(read.urgent, read.sentiment, language) if read is not None else ()
    if odd := [*tone, *(label(f"text.{flag}", language) for flag in sorted(request.flags))]:
        lines.append(f"{words['note']}: {' · '.join(odd)}")
    if (advice := suggested(request, read, language)) is not None:
        suggestion, quote = advice
        lines.append(f"{suggestion}, {words['quote'].format(quote)}" if quote else suggestion)
    return lines


def _evidence(said: Mapping[str, Sequence[str]], words: Mapping[str, str], language: str) -> str:
    parts = []
    for field, found in said.items():
        quotes = ", ".join(words["quote"].format(each) for each in found)
        parts.append(f"{field_label(field, language)} {quotes}")
    return " · ".join(parts)


def _detail(code: str, decision: Decision) -> str:
    found = next((f for each in decision.judgements for f in each.findings if f.code == code and f.detail), None)
    return f" ({found.detail})" if found else ""


def _offer(offer: Offer, language: str) -> str:
    worth = offer.worth
    said = "; ".join(label(code, language) for code in offer.codes) or label("policy.allows", language)
    return (
        f"{MARKS[offer.verdict]} {option_label(offer.option, language)} {worth if worth is not None else '–'}: {said}"
    )

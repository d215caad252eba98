"""What customers write, as data: one file per language, the same cue names in each.

Patterns see folded text (fold.py): lower case, no accents, straight apostrophes. Gaps are bounded and stay within a
sentence, so that reading takes time in proportion to the text.

- refund exchange store_credit reship cancel: an explicit request in so many words
- maybe_*: the word is there, the request is not; maybe_reship: asks for a thing to be sent, which is a reshipment only
  where nothing came that could be handed back
- give_back: wants to send it back and names no remedy; send_new: wants one sent, which is an exchange or a reshipment
  by the reason given, and no request without one
- status_*: asks after something under way; question: asks how things work; off_topic: another matter of a shop
- decoy: looks like a request and is none; thanks, settled; retracted: takes an earlier message back
- negation, contrast: what stands right before a request and turns it round; conditional, reported: within its sentence
- reason_*: why; photo, everything, urgent, negative: said in passing
"""

from __future__ import annotations

from collections.abc import Mapping

from connector.understanding.patterns import de, en, es, fr, it, nl

Patterns = Mapping[str, tuple[str, ...]]

PATTERNS: Mapping[str, Patterns] = {
    "en": en.PATTERNS,
    "fr": fr.PATTERNS,
    "de": de.PATTERNS,
    "es": es.PATTERNS,
    "it": it.PATTERNS,
    "nl": nl.PATTERNS,
}

"""Is this nothing but an answer: a number, an article, a quantity, a greeting, thanks? Then it changes no demand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connector.domain.small_words import SMALL_WORDS
from connector.understanding.fold import fold

MOST = 3  # words beside the known ones; whoever writes more says something
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CHANGES_MIND = re.compile(
    r"\b(?:not?|non|pas|ne|n'\w+|never ?mind|keep(?:ing)?|garde\w*|forget|laisse\w*|stop|annul\w*|cancel\w*|"
    r"finale?ment|"
    r"actually|instead|plutot|rather|but|mais|aber|pero|ma|maar|nicht|kein\w*|behalt\w*|niet|geen|houd\w*|tengo|quedo|"
    r"don't|dont|doesn't|won't|without|sans|inutile|oublie\w*|ignore\w*|withdraw\w*|unless|sauf|if|si)\b"
)
_MINE = re.compile(r"\b(?:order|commande) (?:no|n)\b")  # "order no. 12", not a no


def is_bare(text: str, articles: Sequence[str]) -> bool:
    """Whether `text` holds at most a few words beside greetings, thanks, the `articles` read in it, and numbers."""
    plain = _MINE.sub(" ", fold(text))
    if _CHANGES_MIND.search(plain):
        return False
    named = {word for article in articles for word in _WORDS.findall(fold(article))}
    rest = [word for word in _WORDS.findall(plain) if word not in SMALL_WORDS and word not in named]
    return len(rest) <= MOST

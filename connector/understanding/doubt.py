"""What a size or colour is in its sentence: wished for, ordered, received, or none of a wish's business.

In doubt it is no wish: then the customer is asked. Being asked once more is fine, a wrong parcel is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from connector.understanding.candidate import Candidate
from connector.understanding.wish_words import Sign, sign_of, signs

_REACH = 45  # words on either side that count


class Role(Enum):
    WISHED = auto()  # in so many words
    HINTED = auto()  # beside a "please", "in ...": enough where nothing else is in question
    MEANT = auto()  # "I wanted L": a wish where another one is spoken of
    ORDERED = auto()  # a wish where something else came
    OPEN = auto()  # nothing is said of it
    CAME = auto()
    NOT = auto()  # refused, had, compared with, told of
    GONE = auto()  # sold out, as far as the customer knows
    EITHER = auto()  # "L or XL"


def roles(text: str, folded: str, candidates: Sequence[Candidate], others: Sequence[Candidate]) -> list[Role]:
    """Return the role of each candidate; `others` are the colours where these are sizes, and the reverse."""
    told = signs(folded)
    row = _row(told, candidates, others)
    before = {sign.start: previous for previous, sign in pairwise(row)}
    after = {sign.start: following for sign, following in pairwise(row)}
    real = [
        each
        for each in candidates
        if not each.bare
        or not (_a_name(text, folded, each, after.get(each.start)) or _a_part(folded, each, before.get(each.start)))
    ]
    row = _row(told, real, others)
    letters = "".join(sign.letter for sign in row)
    places = {sign.start: place for place, sign in enumerate(row)}
    kept = {each.start for each in real} & places.keys()
    return [_role(letters, places[each.start]) if each.start in kept else Role.NOT for each in candidates]


def _row(told: Sequence[Sign], own: Sequence[Candidate], others: Sequence[Candidate]) -> list[Sign]:
    """Return the signs of the text, with the candidates as `c` and the other ones as `o`."""
    taken = [Sign("c", each.start, each.end) for each in own] + [Sign("o", each.start, each.end) for each in others]
    taken.sort(key=lambda sign: sign.start)
    row: list[Sign] = []
    place = 0
    for sign in told:
        while place < len(taken) and taken[place].start < sign.end:
            row.append(taken[place])
            place += 1
        if not row or sign.start >= row[-1].end:
            row.append(sign)
    return row + taken[place:]


# Names and counts

_ARTICLE = re.compile(r"(?<!\by )\b(?:an|a|one|un|une|ein|eine|einen|einer|una|uno|een) ?$")
_WORD = re.compile(r"[ \t]*(?P<word>[^\W\d_]+)")
_SMALL_NUMBER = re.compile(r"1?\d")
_COUNTED = "_zmn"  # signs of what may follow a count
_NEAR = 12  # characters in which an article stands


def _a_name(text: str, folded: str, each: Candidate, following: Sign | None) -> bool:
    """Whether one letter or number, with no word for size before it, may be an initial ("for M. Martin"), somebody
    ("for the M Martin ordered") or a count ("for 2 mugs")."""
    if following is None or _ARTICLE.search(folded[max(0, each.start - _NEAR) : each.start]):
        return False  # "for an L. Sandals ..."; "a 40 ought to do"
    adjacent = not folded[each.end : following.start].strip()
    if folded[each.start].isdigit():
        one_figure = each.end - each.start == 1
        if following.letter == "o" and text[following.start].isupper():
            return True  # "14 Black Lane"
        return adjacent and (following.letter in _COUNTED or (one_figure and following.letter == "d"))
    if following.letter != "." or folded[each.end] != ".":
        return adjacent and following.letter == "_"
    word = _WORD.match(folded, following.end)
    if word is None or (text[each.start].isupper() and text[word.start("word")].islower()):
        return False  # "for M. order ..."
    return sign_of(word["word"]) == "_"


def _a_part(folded: str, each: Candidate, previous: Sign | None) -> bool:
    """Whether a small number counts in a row of its own: "volume 3", "iPhone 12"."""
    small = _SMALL_NUMBER.fullmatch(folded, each.start, each.end) is not None
    return small and previous is not None and previous.letter == "_" and folded[previous.end : each.start] == " "


# Roles. The letters are those of `wish_words`, with `c` for a candidate of the same kind and `o` for one of the other.

_D = "dzoam&S"  # may stand between what governs and what is governed
_FRAGMENT = 4  # words
_NOUN = rf"(?:_[{_D}]*)?"


@dataclass(frozen=True, slots=True)
class _Around:
    """The signs around a candidate, nearest last in what stands before it."""

    raw_before: str  # with "but" and brackets still told apart
    raw_after: str
    sentence: str  # before it
    clause: str  # before it
    rest: str  # of the sentence
    end: str  # of the clause
    preferred: bool  # something is preferred to something in the clause

    @property
    def asked(self) -> bool:
        return any(sign in "WXAPqeY" for sign in self.sentence + self.rest)

    @property
    def governor(self) -> str:
        """The last sign before it that can govern it; a possessive only where it belongs to its noun."""
        found = _GOVERNORS.findall(self.clause)
        if not _OWN.search(self.clause):
            found = [sign for sign in found if sign != "M"]
        return found[-1] if found else ""

    @property
    def into(self) -> bool:
        return _INTO.search(self.clause) is not None

    @property
    def placed(self) -> bool:
        """After "for", "into", "in"."""
        return self.into or _IN.search(self.clause) is not None

    @property
    def alone(self) -> bool:
        """Nothing but small words in its clause."""
        return _ALONE.fullmatch(self.clause) is not None and not _OF_A_THING.match(self.end)


def _around(letters: str, place: int) -> _Around:
    before, after = letters[max(0, place - _REACH) : place], letters[place + 1 : place + 1 + _REACH]
    preferred = "U" in re.split(r"[.,]", before)[-1]
    before, after = before.replace("U", "W"), after.replace("U", "W")
    before = _HEADED.sub(r"d\1", before)
    plain_before, plain_after = (_PAUSE.sub(",", _ASIDE.sub("", each)) for each in (before, after))
    sentence = plain_before.rsplit(".", 1)[-1]
    sentence = sentence.replace("v", "G" if "R" in sentence else "W")  # "I ordered L and you send me M"
    rest = plain_after.split(".", 1)[0]
    wanted = "W" in re.split(",", sentence)[-1]
    sentence = sentence.replace("g", "F" if _HAVE_FOR.search(sentence) else "T")
    rest = rest.replace("g", "F" if wanted else "T")
    return _Around(
        raw_before=before,
        raw_after=after,
        sentence=sentence,
        clause=sentence.rsplit(",", 1)[-1],
        rest=rest,
        end=rest.split(",", 1)[0],
        preferred=preferred,
    )


_HAVE_FOR = re.compile(r"W[^,]*c[^,]*g")  # "may I have L in exchange for M"
_HEADED = re.compile(r":([dz]*)$|(?<=[TWRXG]):")  # "size wanted: L"
_ASIDE = re.compile(r"\([^().]*\)")
_PAUSE = re.compile(r"[b:()]")
_GOVERNORS = re.compile(r"[WXAPRGHBYJMD=]|q(?=[dsaP]*V)")
# What stands before the candidate, which follows at once:
_EITHER_LEFT = re.compile(rf"c[z_dT,]{{0,3}}O[{_D}I]*$|c/$")
_IF_SOLD_OUT = re.compile(r"f[^.]*(?:N[dm]{0,2}A|Z)")  # "if L is sold out, I would take XL"
_OR_ELSE = re.compile(rf"O[{_D}I]*$")
_INSTEAD_OF = re.compile(rf"F[{_D}MI]*{_NOUN}$")
_THAN = re.compile(rf"Q[{_D}I]*$")
_REFUSED = re.compile(rf"N[dJVP]{{0,3}}W?[dVXTIPsq{_D}]*{_NOUN}$")
_NOT_THIS = re.compile(r"N[dza]*$")
_ANY_BUT = re.compile(r"zb[dza]*$")  # "any colour but red"
_BUT_IN = re.compile(r"b[dz]*I[dzo]*$")  # "the same but in L"
_REPLACED = re.compile(rf"e[{_D}]*T[^TWX]*$|n[dz]*_?$")  # "replacement for the red one", "a new red one"
_SAME = re.compile(r"S[dz]*$")
_OWN = re.compile(rf"M[{_D}]*{_NOUN}{_NOUN}$")
_OWN_IN = re.compile(rf"(?:X[VT{_D}]*|M[{_D}]*)(?<=[daMo])_{{1,2}}I[dz]*$")
_INTO = re.compile(rf"(?:[T>]|X[d_]{{0,3}}a(?=[dz])|ca|c_?a|F_?cT)[{_D}IPK]*(?:_[{_D}I]*){{0,2}}$")
_IN = re.compile(rf"I[{_D}]*{_NOUN}$")
_ARROW = re.compile(r">[dz]*$")
_FROM_TO = re.compile(rf"c[JzdH]{{0,3}}[T>a][{_D}I]*{_NOUN}$")
_DIRECT = re.compile(rf"[WAXPRYq][{_D}VIKPsTFq]*(?:_[{_D}IV]*){{0,3}}$")
_WHAT_I_NEED = re.compile(rf"W[dQs]{{0,2}}=[{_D}]*{_NOUN}$")
_ORDERED = re.compile(r"(?:^|z|_)k[dz]*$")
_WHAT_I_ORDERED = re.compile(rf"[Rk][dQs]{{0,2}}=[{_D}]*{_NOUN}$")
_RATHER_IS = re.compile(r"=d?K[dz]*$")
_ANOTHER_FOR_IT = re.compile(r"X[^M]*[HGRJ=][^MWN]*T[dz]*[daz][dz]*$")  # "exchange the one I bought for an L"
_ALONE = re.compile(rf"[TI{_D}PKsQf]*$")
_BEFORE_ALONE = re.compile(  # "I need it a size bigger, ...", "I want the other one, size ..."
    r"(?:[WAY][^XGHRBMN]*|[WAYXqP][^GHRBN]*)[zmS][dz&J]*_?,[^,]*$|[WAY][^XGHRBMN,]*,z+$|X[^GHRBN,]*T[^GHRBNM,]*,z+$"
)
_JUST_EXCHANGE = re.compile(rf"[PRWVsqT{_D},]*X[PRWVqsT{_D}]*,[TI{_D}PKsQf]*")
# What follows it:
_VERB = re.compile(r"[dzs]{0,2}_")
_OF_A_THING = re.compile(r"z?_")
_EITHER_RIGHT = re.compile(rf"[dz]?O[{_D}I]*c|/c")
_TAKEN_BACK = re.compile(r"z?b[ds]{0,2}[Nf]")  # "the red one, but only if ..."
_JUDGED = re.compile(rf"[z_]{{0,2}}[dK]?(?:[H=]|N(?![{_D}I]*c))|z?[_d]?J(?!X)|Q?[dz]?sd?H|[zd]?Q?dH|z?qN")
_TO = re.compile(rf"[z_]?[T>a][{_D}I]*{_NOUN}c|[z_]{{0,2}}>")
_SOLD_OUT = re.compile(r"z?[=qdN]{0,3}(?:N[dm]{0,2}A|Z)")
_IN_STOCK = re.compile(r"[dzo_]{0,2}[=fq]?[dms]{0,3}A")
_SUITS = re.compile(r",?[dzo_sK]{0,3}Y|[dzsKo=]{0,2}Q?[dso]{0,3}W(?![dszoa]{0,4}[XBRc])|,=d?Q?[sd]{0,2}W")
_RATHER = re.compile(r"[zo_dI]{0,3}K")
_PLEASE = re.compile(r"[zod]{0,2}P")
_OVER = re.compile(rf"[zo_]{{0,2}}(?:F|Q[{_D}I]*c|N[{_D}I]*c)")
_LATER_X = re.compile(r"[dzo_]{0,2}[PdVq]?[dzo]{0,2}X")
_LATER_V = re.compile(r"[dzo_&I]{0,3}V")
_LATER_G = re.compile(r"(?:[zoH=]{0,2}|[zo]?_?[H=]?|z?Q?s?[H=]?)G(?![dzao]*c)")
_LATER_R = re.compile(r"[dzo_HQ=]{0,2}s?[dH=]{0,2}R|k(?=$|[,.])")
_LATER_D = re.compile(r"[dzo_Q=]{0,2}s?d{0,2}D")
_LATER_B = re.compile(r"[zo_]{0,2}[dV]?B|[zo_]?Q?[dsHV=q]{1,3}B")


def _instead_of(it: _Around) -> Role | None:
    """ "... instead of L": not wanted, but for "I got M instead of L" and "by mistake I ordered M instead of L"."""
    if not _INSTEAD_OF.search(it.clause):
        return None
    clause = it.clause + it.end
    if "G" in clause:
        return Role.ORDERED
    if "R" in clause and not re.search("[WX]", it.clause):
        return Role.HINTED if "E" in it.sentence + it.rest else Role.NOT
    return Role.NOT if it.asked else Role.OPEN


def _is(it: _Around) -> Role | None:
    """ "What I need is L", "it is rather an L", "it is a blue one"."""
    if it.governor != "=":
        return None
    if _WHAT_I_NEED.search(it.clause):
        return Role.WISHED
    if _WHAT_I_ORDERED.search(it.clause):
        return Role.ORDERED
    if _RATHER_IS.search(it.clause):
        return Role.HINTED
    return Role.NOT if "z" in it.clause else Role.CAME


def _told(it: _Around) -> Role | None:
    governor = it.governor
    if governor and governor in "HJBM":
        return Role.NOT
    if governor == "D":
        return Role.MEANT
    if governor == "R":
        return Role.NOT if _OVER.match(it.end) else Role.ORDERED
    return Role.CAME if governor == "G" else None


def _rather_than(it: _Around) -> Role | None:
    """ "L instead of M", "L and not M"."""
    if not _OVER.match(it.end):
        return None
    if "R" in it.end:
        return Role.NOT
    return Role.WISHED if it.asked else Role.OPEN


def _hinted(it: _Around) -> Role | None:
    hinted = (
        (it.alone and it.placed and it.asked)
        or (_PLEASE.match(it.end) and (it.alone or it.governor == "P"))
        or (it.alone and _JUST_EXCHANGE.fullmatch(it.sentence))
        or ("S" in it.clause and _IN.search(it.clause))
        or (it.into and "q" in it.clause)
        or (it.governor == "P" and _DIRECT.search(it.clause))
        or _BUT_IN.search(it.raw_before)
    )
    return Role.HINTED if hinted else None


def _when(role: Role, holds: Callable[[_Around], object]) -> Callable[[_Around], Role | None]:
    return lambda it: role if holds(it) else None


_RULES: tuple[Callable[[_Around], Role | None], ...] = (  # the first that knows
    _when(Role.NOT, lambda it: _ANY_BUT.search(it.raw_before) or _TAKEN_BACK.match(it.raw_after)),
    _when(Role.EITHER, lambda it: _EITHER_LEFT.search(it.sentence) or _EITHER_RIGHT.match(it.end)),
    _when(Role.GONE, lambda it: _SOLD_OUT.match(it.end)),
    _when(Role.NOT, lambda it: _IF_SOLD_OUT.search(it.sentence)),
    _when(Role.NOT, lambda it: _OR_ELSE.search(it.clause)),
    _instead_of,
    _when(Role.CAME, lambda it: _NOT_THIS.search(it.clause)),
    _when(Role.NOT, lambda it: "L" in it.clause),
    _when(Role.OPEN, lambda it: _SAME.search(it.clause)),
    _when(Role.NOT, lambda it: _THAN.search(it.clause) or _REFUSED.search(it.clause) or _REPLACED.search(it.clause)),
    _when(Role.WISHED, lambda it: _SUITS.match(it.rest) or (it.asked and _IN_STOCK.match(it.end))),
    _when(Role.CAME, lambda it: _LATER_G.match(it.end)),
    _when(Role.MEANT, lambda it: _LATER_D.match(it.end)),
    _when(Role.WISHED, lambda it: _LATER_R.match(it.end) and it.governor == "W" and _DIRECT.search(it.clause)),
    _when(Role.ORDERED, lambda it: _LATER_R.match(it.end) or _ORDERED.search(it.clause)),
    _when(Role.NOT, lambda it: it.preferred and _FROM_TO.search(it.clause)),
    _when(Role.NOT, lambda it: _JUDGED.match(it.end) or (_TO.match(it.end) and not it.preferred)),
    _when(Role.NOT, lambda it: _LATER_B.match(it.end)),
    _when(Role.WISHED, lambda it: _ARROW.search(it.clause)),
    _when(Role.WISHED, lambda it: _FROM_TO.search(it.clause) and (it.asked or not it.governor)),
    _when(Role.WISHED, lambda it: _LATER_V.match(it.end) and "q" in it.clause and it.governor != "M"),
    _is,
    _when(Role.WISHED, lambda it: _ANOTHER_FOR_IT.search(it.clause)),
    _told,
    # "exchange my shirt in L": is it the one they have, or want?
    _when(Role.OPEN, lambda it: _OWN_IN.search(it.clause) and not (_RATHER.match(it.end) or _PLEASE.match(it.end))),
    _when(Role.WISHED, lambda it: it.governor and it.placed),
    _when(Role.NOT, lambda it: it.governor == "W" and _LATER_X.match(it.end)),  # "I want the red one exchanged"
    _when(Role.WISHED, lambda it: it.governor in ("W", "A", "Y", "q") and _DIRECT.search(it.clause)),
    _rather_than,
    _when(Role.NOT, lambda it: it.governor == "X"),
    _when(Role.WISHED, lambda it: _RATHER.match(it.end)),
    _when(Role.WISHED, lambda it: _LATER_X.match(it.end) and it.placed),
    _when(Role.NOT, lambda it: _LATER_X.match(it.end)),
    _when(Role.WISHED, lambda it: _LATER_V.match(it.end) and (it.asked or "K" in it.clause)),
    _when(Role.HINTED, lambda it: _LATER_V.match(it.end)),
    _when(Role.WISHED, lambda it: it.alone and _BEFORE_ALONE.search(it.sentence)),
    _hinted,
)


def _role(letters: str, place: int) -> Role:
    around = _around(letters, place)
    for rule in _RULES:
        if role := rule(around):
            return role
    in_question = around.asked or len(around.sentence + around.rest) <= _FRAGMENT
    return Role.OPEN if in_question and not _VERB.match(around.end) else Role.NOT

"""As much of CSS as it takes to say whether text in a mail can be seen: declarations and sheets, colours, lengths.
Only rules for one tag, class or id, on a screen, are followed; in doubt a text is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

Colour = tuple[int, int, int]
Style = dict[str, str]  # property and value, in lower case, "!important" included

# --- declarations and sheets ------------------------------------------------------------------------------------------

_RELEVANT = frozenset(
    "display visibility opacity color background background-color font font-size overflow overflow-x overflow-y width "
    "max-width height max-height text-indent left top right bottom margin margin-left margin-top padding padding-left "
    "position clip clip-path transform filter zoom content-visibility -webkit-text-fill-color mso-hide border "
    "border-left".split()
)
_KEPT_AS = {
    "background-color": "background", "-webkit-text-fill-color": "fill", "overflow-x": "overflow",
    "overflow-y": "overflow", "font": "font-size",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
# The line Outlook draws above the heading of a quoted mail.
_OUTLOOK_LINE = re.compile(r"border:none;border-top:solid#(?:e1e1e1|b5c4df)1\.0pt;padding:3\.0pt0")


def declared(css: str) -> Style:
    """Return what a style says of the properties that matter here.

    Where it draws the line that Outlook puts above quoted history, there is a property "outlook" as well.
    """
    css = _COMMENT.sub("", css.lower())
    style: Style = {}
    for declaration in css.split(";"):
        name, _, value = declaration.partition(":")
        if (name := name.strip()) in _RELEVANT and (value := value.strip()):
            override(style, {_KEPT_AS.get(name, name): value})
    if "border-top" in css and _OUTLOOK_LINE.search("".join(css.split())):
        style["outlook"] = "header"
    return style


def override(style: Style, later: Style) -> None:
    """Let `later` win over `style`, but not over what only `style` calls important."""
    for name, value in later.items():
        if "!important" in value or "!important" not in style.get(name, ""):
            style[name] = value


def value_of(style: Style, name: str) -> str:
    """Return the value without "!important"; "" where nothing is said."""
    return style.get(name, "").partition("!")[0].strip()


_PIECE = re.compile(r"([^{}]*)([{}]|\Z)")
_SELECTOR = re.compile(r"(?:(?:html|body)\s+)?(?:([a-z][a-z0-9]{0,20})|\*)?([.#][\w-]{1,100})?")
_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*")


def add_rules(sheet: dict[str, Style], css: str) -> None:
    """Add the rules of a style sheet to `sheet`, by selector: "p", ".note", "#top", "p.note"."""
    opened: list[str] = []  # what stands before each brace that is open
    for text, brace in _PIECE.findall(_COMMENT.sub(" ", css.lower())):
        if brace == "{":
            opened.append(text.rpartition(";")[2].strip())
        elif brace and opened:
            selectors = opened.pop()
            if all(_SCREEN.fullmatch(each) for each in opened) and (style := declared(text)):
                for selector in selectors.split(","):
                    if match := _SELECTOR.fullmatch(selector.strip()):
                        override(sheet.setdefault((match[1] or "") + (match[2] or ""), {}), style)


# --- numbers and lengths ----------------------------------------------------------------------------------------------

_DIGITS = r"-?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})"
_NUMBER = re.compile(_DIGITS)
_LENGTH = re.compile(rf"({_DIGITS})(px|pt|em|rem|ex|ch|%|in|cm|mm|vw|vh)?(?![\w.])")
_PIXELS = {
    "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "%": 16.0, "in": 96.0, "cm": 38.0, "mm": 3.8,
    "vw": 10.0, "vh": 10.0,
}  # fmt: skip


def _length(value: str) -> float | None:
    """Return about how many pixels that is."""
    match = _LENGTH.match(value)
    return float(match[1]) * _PIXELS.get(match[2], 1.0) if match else None


def _font_size(value: str, inherited: float) -> float:
    """Return the font's pixels; `value` is that of `font-size`, or of `font`, a slash or a name behind the size."""
    for word in value.replace("/", " / ").split():
        if match := _LENGTH.fullmatch(word):
            number, unit = float(match[1]), match[2]
            if unit == "%":
                return number * inherited / 100
            return number * (inherited if unit == "em" else _PIXELS.get(unit, 1.0))
        if word in ("medium", "small", "x-small", "large", "x-large"):
            return 13.0
    return inherited


# --- what hides an element and all in it ------------------------------------------------------------------------------

_OFF_SCREEN = -200.0  # pixels beyond the edge


def hides(style: Style) -> bool:
    """Whether nothing in such an element is seen, whatever its own style."""
    if not style:
        return False
    if value_of(style, "display") == "none" or value_of(style, "mso-hide") == "all":
        return True
    if {value_of(style, "visibility"), value_of(style, "content-visibility")} & {"hidden", "collapse"}:
        return True
    return _faded(style) or _shrunk(style) or _cut_off(style) or _far_away(style)


def _faded(style: Style) -> bool:
    opacity = value_of(style, "opacity") or value_of(style, "filter").partition("opacity(")[2]
    number = _NUMBER.match(opacity)
    return number is not None and float(number[0]) / (100 if "%" in opacity else 1) < 0.1


def _shrunk(style: Style) -> bool:
    transform = value_of(style, "transform")
    return "scale(0" in transform and "scale(0." not in transform


def _cut_off(style: Style) -> bool:
    if value_of(style, "overflow").startswith(("hidden", "clip")):
        sizes = [_length(value_of(style, side)) for side in ("height", "max-height", "width", "max-width")]
        if any(size is not None and size <= 1 for size in sizes):
            return True
    path = value_of(style, "clip-path")
    number = _NUMBER.search(path)
    if number is not None and path.startswith("inset"):
        return float(number[0]) >= 50  # per cent, from each side
    if number is not None and path.startswith(("circle", "ellipse")):
        return float(number[0]) == 0
    clip = _NUMBER.findall(value_of(style, "clip"))  # "auto" has no numbers
    return bool(clip) and all(float(number) <= 1 for number in clip)


def _far_away(style: Style) -> bool:
    sides = ["text-indent", "margin-left", "margin-top"]
    if value_of(style, "position") in ("absolute", "fixed", "relative"):
        sides += ["left", "top", "right", "bottom"]
    moved = [value_of(style, side) for side in sides]
    moved.append(value_of(style, "transform").partition("translate")[2].lstrip("xy3d("))
    return any((length := _length(value)) is not None and length <= _OFF_SCREEN for value in moved)


# --- what text inherits -----------------------------------------------------------------------------------------------

_SAME_COLOUR = 8  # of 255: nobody tells such colours apart
_SMALLEST_FONT = 2.0  # pixels of a font that can be seen


@dataclass(frozen=True, slots=True)
class Look:
    """What text inherits. A colour None is one we do not know, or a picture: then text is seen."""

    colour: Colour | None = (0, 0, 0)
    background: Colour | None = (255, 255, 255)
    size: float = 16.0
    clear: bool = False  # the letters are transparent
    closed: bool = False  # closed <details> show their summary only

    def visible(self) -> bool:
        """Whether text that looks like this can be read."""
        if self.size < _SMALLEST_FONT or self.clear or self.closed:
            return False
        if self.colour is None or self.background is None:
            return True
        return max(abs(a - b) for a, b in zip(self.colour, self.background, strict=True)) > _SAME_COLOUR

    def styled(self, style: Style) -> Look:
        """Return the look of text in an element of that style."""
        if not style:
            return self
        colour, clear = self.colour, self.clear
        if value := value_of(style, "fill") or value_of(style, "color"):
            colour, clear = _colour(value, self.colour), _transparent(value)
        background = self.background
        if value := value_of(style, "background"):
            picture = "url(" in value or "gradient" in value
            background = None if picture else _colour(value, self.background)
        size = _font_size(value_of(style, "font-size"), self.size)
        return replace(self, colour=colour, clear=clear, background=background, size=size)


# --- colours ----------------------------------------------------------------------------------------------------------

_COLOUR_WORD = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]{1,60}\)|\b[a-z]{3,20}\b")
_NAMED_COLOURS = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240), "black": (0, 0, 0), "silver": (192, 192, 192),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "red": (255, 0, 0), "yellow": (255, 255, 0), "blue": (0, 0, 255),
    "green": (0, 128, 0), "lime": (0, 255, 0), "navy": (0, 0, 128), "orange": (255, 165, 0),
}  # fmt: skip
_NO_COLOUR = frozenset("none transparent inherit initial unset repeat scroll center top left".split())


def _colour(value: str, inherited: Colour | None) -> Colour | None:
    """Return the first colour in `value`; None where one may be meant that we do not know."""
    words = _COLOUR_WORD.findall(value)
    for word in words:
        if word in _NAMED_COLOURS:
            return _NAMED_COLOURS[word]
        if word.startswith("#"):
            return inherited if _transparent(word) else _from_digits(word[1:])
        if "(" in word and not _transparent(word):
            return _from_function(word)
    unclear = [word for word in words if word not in _NO_COLOUR and not _transparent(word)]
    return None if unclear else inherited


def _from_digits(digits: str) -> Colour | None:
    """Return the colour of "fff", "ffff", "ffffff" or "ffffffff"."""
    pairs = [digits[i] * 2 for i in range(3)] if len(digits) < 6 else [digits[i : i + 2] for i in (0, 2, 4)]
    return _rgb(int(pair, 16) for pair in pairs)


def _from_function(call: str) -> Colour | None:
    """Return the colour of "rgb(...)"; of "hsl(...)" only white and black."""
    numbers = [float(number) for number in _NUMBER.findall(call)]
    if call.startswith("hsl"):
        lightness = round(numbers[2]) if len(numbers) > 2 else 50
        return {100: _NAMED_COLOURS["white"], 0: _NAMED_COLOURS["black"]}.get(lightness)
    scale = 2.55 if "%" in call.partition("/")[0] else 1.0
    return _rgb(round(number * scale) for number in numbers)


def _rgb(numbers: Iterable[int]) -> Colour | None:
    channels = list(numbers)[:3]
    return (channels[0], channels[1], channels[2]) if len(channels) == 3 else None


def _transparent(colour: str) -> bool:
    if colour.startswith("#"):
        return colour[4:] == "0" or colour[7:] == "00"  # "#rgba", "#rrggbbaa"
    numbers = _NUMBER.findall(colour)
    return colour == "transparent" or ("(" in colour and len(numbers) == 4 and float(numbers[3]) < 0.1)

"""Lettering: the typefaces, how wide text will come out, and how a title breaks into lines that fit a box.

Signs that the fonts of bitmaps lack come from whatever the machine has, so widths can only be estimated. A title that
might outgrow its box in the widest of the usual fallback fonts is pinned to the estimated width with ``textLength``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Widths of the characters from space to tilde, in hundredths of the type size, as measured in a bold sans and serif.
_SANS = (
    "28 33 47 56 56 89 72 24 33 33 39 58 28 33 28 28 56 56 56 56 56 56 56 56 56 56 33 33 58 58 58 61 98 72 72 72 72 67"
    " 61 78 72 28 56 72 61 83 72 78 67 78 72 67 61 72 67 94 67 67 61 33 28 33 58 56 33 56 61 56 61 56 33 61 61 28 28 56"
    " 28 89 61 61 61 61 39 56 33 61 56 78 56 56 50 39 28 39 58"
)
_SERIF = (
    "25 33 56 50 50 100 83 28 33 33 50 57 25 33 25 28 50 50 50 50 50 50 50 50 50 50 33 33 57 57 57 50 93 72 67 72 72 67"
    " 61 78 78 39 50 78 67 94 72 78 61 78 72 56 67 72 72 100 72 72 67 33 28 33 58 50 33 50 56 44 56 44 33 50 56 28 33"
    " 56 28 83 56 50 56 56 44 39 33 56 50 72 50 50 44 39 22 39 52"
)
_TABLES = {"mono": {chr(32 + i): 0.6 for i in range(95)}} | {
    name: {chr(32 + i): int(width) / 100 for i, width in enumerate(table.split())}
    for name, table in (("sans", _SANS), ("serif", _SERIF))
}

# How much wider than the tables a line can be in the widest common fallback fonts (single letters, not the average).
WIDEST = 1.46
MOST_MARKS = 2  # combining marks on one letter: enough for most orthographies, too few to climb out of the frame


@dataclass(frozen=True, slots=True)
class Face:
    """A font stack with its way of being set. ``scale`` corrects the width table, ``track`` is in ems."""

    family: str
    weight: int = 700
    upper: bool = True
    italic: bool = False
    track: float = 0.0
    scale: float = 1.0
    table: str = "sans"
    leading: float = 1.0

    @property
    def spread(self) -> float:
        """The most that a line can outgrow its estimate if a wide font stands in for the stack."""
        return WIDEST / min(1.0, self.scale)

    @property
    def attributes(self) -> str:
        """The SVG attributes that select the face."""
        slant = ' font-style="italic"' if self.italic else ""
        return f'font-family="{self.family}" font-weight="{self.weight}"{slant}'


# First what comes along (netflixlike/libraries.py), then what stands in where it is missing.
_SANS_STACK = "Archivo,'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif"
_BOOK_STACK = "'Playfair Display',Optima,'Palatino Linotype',Palatino,'Book Antiqua','Liberation Serif',serif"

FACES = {
    "grotesk": Face(_SANS_STACK, upper=False, track=-0.02, leading=1.02),
    "caps": Face(_SANS_STACK, track=0.02, leading=1.02),
    "heavy": Face(
        f"'Archivo Black','Arial Black','Avenir Next',{_SANS_STACK}", 900, track=-0.02, scale=1.08, leading=0.98
    ),
    "light": Face(f"Archivo,'Avenir Next','Gill Sans','Segoe UI',{_SANS_STACK}", 400, track=0.14, leading=1.2),
    "condensed": Face(
        "'Archivo Narrow','Avenir Next Condensed','Arial Narrow','Liberation Sans Narrow',Impact,sans-serif",
        scale=0.82,
        leading=0.98,
    ),
    "oblique": Face(_SANS_STACK, 900, italic=True, track=-0.01, leading=0.98),
    "wide": Face("'DejaVu Sans',Eurostile,Verdana,sans-serif", track=0.06, scale=1.12, leading=1.12),
    "geo": Face(f"Archivo,Futura,'Century Gothic','Avenir Next',{_SANS_STACK}", upper=False, track=-0.01, leading=1.04),
    "round": Face(
        f"Archivo,'Arial Rounded MT Bold','SF Pro Rounded',Nunito,'Trebuchet MS',{_SANS_STACK}",
        upper=False,
        leading=1.02,
    ),
    "serif": Face(
        "'Playfair Display',Didot,'Bodoni 72','Bodoni MT',Georgia,'Liberation Serif',serif",
        upper=False,
        table="serif",
        scale=1.02,
        leading=1.02,
    ),
    "italic": Face(
        "'Playfair Display','Hoefler Text','Palatino Linotype',Georgia,'Liberation Serif',serif",
        upper=False,
        italic=True,
        table="serif",
        leading=1.04,
    ),
    "book": Face(_BOOK_STACK, 400, track=0.06, table="serif", leading=1.12),
    "slab": Face(
        "'Roboto Slab',Rockwell,'DejaVu Serif Condensed',Georgia,serif", table="serif", scale=1.04, leading=1.06
    ),
    "mono": Face(
        "'DejaVu Sans Mono','Courier New','Liberation Mono',monospace", upper=False, table="mono", leading=1.08
    ),
}

_GENRE_FACES = {
    "": "light serif caps",
    "Drama": "light serif caps book grotesk",
    "Comedy": "round geo heavy grotesk",
    "Thriller": "condensed light grotesk caps",
    "Romance": "italic serif light",
    "Action": "oblique condensed heavy",
    "Crime": "condensed slab grotesk",
    "Horror": "book condensed serif",
    "Adventure": "heavy book slab",
    "Mystery": "book light serif",
    "Sci-Fi": "wide light geo",
    "Fantasy": "book serif",
    "Documentary": "grotesk mono caps",
    "Family": "round geo",
    "Biography": "serif book grotesk",
    "War": "condensed slab caps",
    "History": "book serif",
    "Music": "geo heavy wide",
    "Animation": "round heavy",
    "Short": "grotesk mono geo",
    "Sport": "oblique slab condensed",
    "Musical": "serif geo slab",
    "Western": "slab book",
    "Film-Noir": "condensed italic book",
    "News": "slab grotesk mono",
}
_ERA_FACES = {
    "silent": "book serif",
    "golden": "italic slab condensed",
    "modern": "geo grotesk",
    "neon": "oblique wide",
}


def faces_for(genre: str, era: str) -> list[str]:
    """The names of the faces that suit a genre in an era."""
    return (_ERA_FACES.get(era, "") + " " + _GENRE_FACES[genre]).split()


# -- cleaning --------------------------------------------------------------------------------------------------------

_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=256)
def clean(name: str) -> str:
    """One printable line: no control, bidi-override or unassigned characters, single spaces, accents composed."""
    kept, marks = [], 0
    for char in unicodedata.normalize("NFC", name):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            continue
        if category[0] == "Z" or char in "\t\r\n":
            kept.append(" ")
        elif category[0] != "C" or char in _JOINERS:
            kept.append(char)
    return " ".join("".join(kept).split())


def escape(text: str) -> str:
    """Escape for element content and for attribute values."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(char, entity)
    return text


# -- measuring -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _char_width(char: str, table: str) -> float:
    known = _TABLES[table].get(unicodedata.normalize("NFD", char)[0])
    if known is not None:
        return known
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if ord(char) >= 0x1F000:
        return 1.3
    return 1.0 if _is_wide(char) else 0.72 if char.isupper() else 0.6


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def width(text: str, face: Face) -> float:
    """The estimated width of a line in ems."""
    glyphs = sum([_char_width(char, face.table) for char in text])
    return glyphs * face.scale + face.track * max(0, len(text) - 1)


# -- breaking --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """A title set in lines: text and estimated width in user units.

    ``wide`` is how wide it can get at most: as estimated if it is ``pinned`` because fallback fonts could overflow.
    """

    size: float
    lines: tuple[tuple[str, float], ...]
    pinned: bool
    wide: float


def _clusters(word: str) -> list[str]:
    """Split a word where it may be cut: not before combining marks nor inside joined emoji."""
    out: list[str] = []
    for char in word:
        glued = out and (unicodedata.category(char) in ("Mn", "Me", "Cf", "Sk") or out[-1][-1] == "\u200d")
        if glued:
            out[-1] += char
        else:
            out.append(char)
    return out


def _tokens(name: str, everywhere: bool) -> list[tuple[str, bool]]:
    """Unbreakable pieces and whether a space goes before each. East Asian text may break at any character."""
    out = []
    for word in name.split(" "):
        pieces = _clusters(word) if everywhere or any(map(_is_wide, word)) else [word]
        out += [(piece, i == 0) for i, piece in enumerate(pieces)]
    return out


def _fill(tokens: list[tuple[str, float, bool]], measure: float, gap: float, track: float) -> list[tuple[str, float]]:
    """Fill lines of at most ``measure`` ems greedily."""
    lines: list[tuple[str, float]] = []
    text, used = "", 0.0
    for piece, wide, spaced in tokens:
        joint = gap if spaced else track
        if text and used + joint + wide > measure:
            lines.append((text, used))
            text, used = piece, wide
        else:
            used += wide + (joint if text else 0)
            text += (" " if text and spaced else "") + piece
    return [*lines, (text, used)] if text else lines


def _balance(
    tokens: list[tuple[str, float, bool]], lines: list[tuple[str, float]], measure: float, gap: float, track: float
) -> list[tuple[str, float]]:
    """Narrow the measure while the number of lines stays, so that no line is left with one short word."""
    low, high, best = measure * 0.4, measure, lines
    for _ in range(5):
        middle = (low + high) / 2
        candidate = _fill(tokens, middle, gap, track)
        if len(candidate) == len(lines) and max(w for _, w in candidate) <= measure:
            high, best = middle, candidate
        else:
            low = middle
    return best


def _sized(name: str, face: Face, everywhere: bool = False) -> list[tuple[str, float, bool]]:
    return [(piece, width(piece, face), spaced) for piece, spaced in _tokens(name, everywhere)]


def fit(name: str, face: Face, box: tuple[float, float], largest: float, smallest: float, most: int) -> Setting:
    """Set a name as large as the box (width, height) and the number of lines allow; the longest names are cut."""
    if not name:
        return Setting(smallest, (), False, 0)
    shown = name.upper() if face.upper else name
    gap = _char_width(" ", face.table) * face.scale + 2 * face.track
    tokens = _sized(shown, face)
    longest, size = max(w for _, w, _ in tokens), largest
    while size > smallest:
        measure = box[0] / size
        if longest <= measure:
            lines = _fill(tokens, measure, gap, face.track)
            if len(lines) <= most and len(lines) * face.leading * size <= box[1]:
                return _setting(size, _balance(tokens, lines, measure, gap, face.track), box[0], face)
        size *= 0.94
    return _cut(shown, face, box, smallest, gap)


def _setting(size: float, lines: list[tuple[str, float]], box: float, face: Face) -> Setting:
    size = round(size, 1)
    longest = max(w for _, w in lines) * size
    exotic = any(ord(char) > 0x24F for text, _ in lines for char in text)
    pinned = exotic or longest * face.spread > box
    return Setting(size, tuple((t, w * size) for t, w in lines), pinned, longest if pinned else longest * face.spread)


def _cut(shown: str, face: Face, box: tuple[float, float], size: float, gap: float) -> Setting:
    """The last resort: smallest size, breaks anywhere, and an ellipsis for what is left over."""
    measure, room = box[0] / size, int(box[1] / size / face.leading)
    whole = _sized(shown, face)
    fits = max(w for _, w, _ in whole) <= measure - 0.9
    lines = _fill(whole if fits else _sized(shown, face, everywhere=True), measure - 0.9, gap, face.track)
    if len(lines) > room:
        text, wide = lines[room - 1]
        lines = [*lines[: room - 1], (text + "…", wide + 0.9)]
    return _setting(size, lines, 0, face)

"""Captions from SubRip or WebVTT, of whoever made them, as WebVTT that is sure to be harmless.

Nothing is passed on as it came: cues are read, their times checked, and their text written anew with the few tags that
a player shows. Styles, regions and notes are left out. Each expression is read in one pass over a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.media.pictures import clock
from catalog.media.reasons import RefusedError

LARGEST = 4 << 20  # bytes
MOST_CUES = 20_000
LONGEST_CUE = 1_000  # characters
LATEST = 24 * 3600.0  # seconds
TIMES = re.compile(
    r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})([^\n]*)"
)
# Where a cue stands; anything else that follows its times is left out.
PLACED = re.compile(r"(?:align:(?:start|center|end|left|right)|(?:line|position|size):-?\d{1,3}(?:\.\d{1,3})?%?)")
# Tags that a player shows, without classes and annotations; and the marks of SubRip's dialects.
TAG = re.compile(r"<(/?)(b|i|u)>|</?[a-z\d!][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm);")
LINES = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Cue:
    """When, what, and where on the picture."""

    start: float
    end: float
    text: str
    placed: str

    def __str__(self) -> str:
        return f"{clock(self.start)} --> {clock(self.end)}{self.placed}\n{self.text}"


def cleaned(data: bytes) -> str:
    """WebVTT of a file's cues, by their times; RefusedError says what is wrong with the file."""
    if len(data) > LARGEST:
        raise RefusedError(_("Captions of more than %(most)d MB are not taken.") % {"most": LARGEST >> 20})
    cues = sorted(_cues(_decoded(data)), key=lambda cue: (cue.start, cue.end))
    if not cues:
        raise RefusedError(_("There are no captions in it, neither of SubRip (.srt) nor of WebVTT (.vtt)."))
    return "\n\n".join(["WEBVTT", *map(str, cues)]) + "\n"


def _decoded(data: bytes) -> str:
    """Unicode where it is, and else what Windows wrote in Western Europe."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(_("This is no text: captions are SubRip (.srt) or WebVTT (.vtt) in UTF-8."))


def _cues(text: str) -> Iterator[Cue]:
    found = 0
    for lines in _blocks(text):
        # The first line may be a number or a name.
        times = next((number for number, line in enumerate(lines[:2]) if "-->" in line), None)
        if times is None or (match := TIMES.fullmatch(lines[times])) is None:
            continue
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:8])
        words = _text(lines[times + 1 :])
        if start < end <= LATEST and words:
            found += 1
            if found > MOST_CUES:
                raise RefusedError(_("There are more than %(most)d captions in it.") % {"most": MOST_CUES})
            yield Cue(start, end, words, "".join(f" {one}" for one in match[9].split()[:8] if PLACED.fullmatch(one)))


def _blocks(text: str) -> Iterator[list[str]]:
    """What stands between empty lines."""
    block: list[str] = []
    for line in LINES.split(text):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    yield block


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + int((fraction or "0").ljust(3, "0")) / 1000
    )


def _text(lines: list[str]) -> str:
    # Cut before it is escaped, so that no escape is cut.
    whole = "\n".join(line.strip() for line in lines)[:LONGEST_CUE]
    text = "".join(c for c in whole if c.isprintable() or c == "\n")
    return "\n".join(filter(None, (_line(line) for line in text.split("\n"))))


def _line(line: str) -> str:
    """With its tags of emphasis, each closed in its line, and everything else as text."""
    parts, at, still = [], 0, list[str]()
    for tag in TAG.finditer(line):
        parts.append(_escaped(line[at : tag.start()]))
        at, name = tag.end(), (tag[2] or "").lower()
        if name and not tag[1]:
            still.append(name)
            parts.append(f"<{name}>")
        elif name and still and still[-1] == name:
            parts.append(f"</{still.pop()}>")
    parts.append(_escaped(line[at:]))
    return "".join([*parts, *(f"</{name}>" for name in reversed(still))]).strip()


def _escaped(text: str) -> str:
    """Escapes that are there already stay; an arrow would begin another cue."""
    parts, at = [], 0
    for entity in ENTITY.finditer(text):
        parts += [_bare(text[at : entity.start()]), entity[0]]
        at = entity.end()
    return "".join([*parts, _bare(text[at:])])


def _bare(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""Where the lettering stands, and the veil that keeps it readable whatever the picture does behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.artwork.colour import veil_strength
from catalog.artwork.letters import FACES, Face, Setting, escape, fit, width
from catalog.artwork.stage import Stage, num

# Above the 4.5:1 of WCAG AA, to leave room for anti-aliasing of thin strokes.
RATIO = 5.0
_SMALL = FACES["caps"]
_MARGIN = 28


@dataclass(frozen=True, slots=True)
class Words:
    """What is written: the cleaned name, the small line, and the year as text."""

    name: str
    kicker: str
    year: str


def _text(text: str, x: float, y: float, size: float, fill: str, face: Face, anchor: str, length: float | None) -> str:
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    spaced = f' letter-spacing="{num(face.track * size)}"' if face.track else ""
    pin = f' textLength="{num(length)}" lengthAdjust="spacingAndGlyphs"' if length else ""
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}" fill="{fill}" {face.attributes}{where}{spaced}{pin}>'
        f"{escape(text)}</text>"
    )


def _lines(stage: Stage, setting: Setting, face: Face, x: float, top: float, anchor: str) -> str:
    """The title's lines from ``top`` down."""
    step = setting.size * face.leading
    return "".join(
        _text(
            text,
            x,
            top + setting.size * 0.8 + i * step,
            setting.size,
            stage.p.paper,
            face,
            anchor,
            wide if setting.pinned else None,
        )
        for i, (text, wide) in enumerate(setting.lines)
    )


def _small(stage: Stage, text: str, x: float, y: float, anchor: str, room: float) -> str:
    """Small tracked capitals, never wider than ``room`` in any font."""
    face = replace(_SMALL, weight=600, track=0.16)
    size = min(14.0, room / max(width(text, face), 1))
    length = width(text, face) * size
    return _text(text, x, y, size, stage.p.signal, face, anchor, length) if text else ""


def _veil(stage: Stage, stops: list[tuple[float, float]], *, across: bool) -> None:
    """Darken the sheet along one axis: positions in user units with their opacity."""
    extent = stage.w if across else stage.h
    inner = "".join(
        f'<stop offset="{max(0, min(1, at / extent)):.3f}" stop-color="{stage.p.ink}" stop-opacity="{o:.2f}"/>'
        for at, o in sorted(stops)
    )
    axis = "" if across else ' x2="0" y2="1"'
    stage.defs.append(f'<linearGradient id="v"{axis}>{inner}</linearGradient>')
    stage.rect(0, 0, stage.w, stage.h, "url(#v)")


def letter_poster(stage: Stage, words: Words, face: Face, *, low: bool, centred: bool) -> None:
    """Title and small line at the foot of a poster, or at its head if the scene is ``low``."""
    setting = fit(words.name, face, (stage.w - 2 * _MARGIN, 178), 108, 19, 5)
    block = len(setting.lines) * setting.size * face.leading
    top = 66.0 if low else 552 - block
    strength = veil_strength(stage.p.paper, stage.p.ink, RATIO) + 0.02
    if low:
        _veil(stage, [(0, 0.94), (52, 0.9), (top + block + 8, strength), (top + block + 150, 0)], across=False)
    else:
        _veil(stage, [(top - 140, 0), (top - 6, strength), (540, 0.9), (600, 0.96)], across=False)
    x, anchor = (stage.w / 2, "middle") if centred else (_MARGIN, "start")
    stage.body.append(_lines(stage, setting, face, x, top, anchor))
    _foot(stage, words, 44 if low else 577, centred=centred)


def _foot(stage: Stage, words: Words, y: float, *, centred: bool) -> None:
    """The small line: everything in the middle, or genres left and year right."""
    room = stage.w - 2 * _MARGIN
    if centred:
        both = " · ".join(part for part in (words.kicker, words.year) if part)
        stage.body.append(_small(stage, both, stage.w / 2, y, "middle", room))
        return
    stage.body.append(_small(stage, words.kicker, _MARGIN, y, "start", room - 70))
    stage.body.append(_small(stage, words.year, stage.w - _MARGIN, y, "end", 60))


def letter_card(stage: Stage, words: Words, face: Face) -> None:
    """The title at the lower left of a card, large enough for a card shown 160 pixels wide."""
    sturdy = replace(face, weight=max(face.weight, 600), track=face.track / 3)
    setting = fit(words.name, sturdy, (384, 280), 92, 44, 4)
    across = setting.size > 44.1
    if not across:
        setting = fit(words.name, sturdy, (584, 250), 56, 26, 5)
    top = stage.h - 34 - len(setting.lines) * setting.size * sturdy.leading
    strength = veil_strength(stage.p.paper, stage.p.ink, RATIO) + 0.02
    if across:
        edge = _MARGIN + setting.wide + 8
        _veil(stage, [(0, 0.92), (edge * 0.4, 0.84), (edge, strength), (min(edge + 210, 630), 0)], across=True)
    else:
        _veil(stage, [(top - 90, 0), (top - 6, strength), (330, 0.92)], across=False)
    if setting.lines:
        stage.rect(_MARGIN, top - 14, 46, 5, stage.p.signal)
    stage.body.append(_lines(stage, setting, sturdy, _MARGIN, top, "start"))

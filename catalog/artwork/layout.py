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
    """What is written small: kind and genres, and the year."""

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


@dataclass(frozen=True, slots=True)
class PosterPlan:
    """A poster's lettering before the scene is drawn. ``edge`` is the end of it that looks at the scene."""

    setting: Setting
    face: Face
    low: bool
    centred: bool

    @property
    def block(self) -> float:
        """Height of the title."""
        return len(self.setting.lines) * self.setting.size * self.face.leading

    @property
    def top(self) -> float:
        """Where the title begins."""
        return 66 if self.low else 552 - self.block

    @property
    def edge(self) -> float:
        """Where the scene's room ends."""
        return self.top + self.block if self.low else self.top


def plan_poster(name: str, face: Face, *, low: bool, centred: bool) -> PosterPlan:
    """Set the title at the foot of a poster, or at its head if the scene is ``low``."""
    return PosterPlan(fit(name, face, (400 - 2 * _MARGIN, 178), 108, 19, 5), face, low, centred)


def letter_poster(stage: Stage, words: Words, plan: PosterPlan) -> None:
    """Write the planned title and the small line."""
    strength = veil_strength(stage.p.paper, stage.p.ink, RATIO) + 0.02
    if plan.low:
        _veil(stage, [(0, 0.94), (52, 0.9), (plan.edge + 8, strength), (plan.edge + 130, 0)], across=False)
    else:
        _veil(stage, [(plan.top - 100, 0), (min(plan.top - 4, 534), strength), (540, 0.9), (600, 0.96)], across=False)
    x, anchor = (stage.w / 2, "middle") if plan.centred else (_MARGIN, "start")
    stage.body.append(_lines(stage, plan.setting, plan.face, x, plan.top, anchor))
    _foot(stage, words, 44 if plan.low else 577, centred=plan.centred)


def _foot(stage: Stage, words: Words, y: float, *, centred: bool) -> None:
    """The small line: everything in the middle, or genres left and year right."""
    room = stage.w - 2 * _MARGIN
    if centred:
        both = " · ".join(part for part in (words.kicker, words.year) if part)
        stage.body.append(_small(stage, both, stage.w / 2, y, "middle", room))
        return
    stage.body.append(_small(stage, words.kicker, _MARGIN, y, "start", room - 70))
    stage.body.append(_small(stage, words.year, stage.w - _MARGIN, y, "end", 60))


def letter_card(stage: Stage, name: str, face: Face) -> None:
    """The title at the lower left of a card, large enough for a card shown 160 pixels wide."""
    sturdy = replace(face, weight=max(face.weight, 600), track=face.track / 3)
    setting = fit(name, sturdy, (404, 280), 92, 44, 4)
    across = setting.size > 44.1
    if not across:
        setting = fit(name, sturdy, (584, 250), 56, 26, 5)
    top = stage.h - 34 - len(setting.lines) * setting.size * sturdy.leading
    strength = veil_strength(stage.p.paper, stage.p.ink, RATIO) + 0.02
    if across:
        edge = _MARGIN + setting.wide + 8
        _veil(stage, [(0, strength + 0.14), (edge, strength), (min(edge + 150, 636), 0)], across=True)
    else:
        _veil(stage, [(top - 90, 0), (top - 6, strength), (330, 0.92)], across=False)
    if setting.lines:
        stage.rect(_MARGIN, top - 14, 46, 5, stage.p.signal)
    stage.body.append(_lines(stage, setting, sturdy, _MARGIN, top, "start"))

"""What time does to a print: grain for all, scratches, halftone, stripes, scan lines or a light leak by era.

Only small repeated patterns and gradients: filters such as turbulence cost too much on a page of a hundred drawings.
"""

from __future__ import annotations

from collections.abc import Callable

from catalog.artwork.palette import Era
from catalog.artwork.stage import Stage, num


def _cover(stage: Stage, size: float, inner: str) -> None:
    """Cover the sheet with a small repeated tile."""
    stage.rect(0, 0, stage.w, stage.h, stage.tile(size, size, inner))


def grain(stage: Stage) -> None:
    """Fine specks, so that flat areas look printed."""
    specks = "".join(f"M{stage.rng.randrange(97)} {stage.rng.randrange(97)}h1" for _ in range(34))
    _cover(stage, 97, f'<path d="{specks}" stroke="#fff" stroke-opacity=".09"/>')


def vignette(stage: Stage, strength: float) -> None:
    """Darker corners."""
    stage.defs.append(
        f'<radialGradient id="e" r=".75"><stop offset=".55" stop-color="{stage.p.ink}" stop-opacity="0"/>'
        f'<stop offset="1" stop-color="{stage.p.ink}" stop-opacity="{strength}"/></radialGradient>'
    )
    stage.rect(0, 0, stage.w, stage.h, "url(#e)")


def _frame(stage: Stage, inset: float, width: float, o: float) -> None:
    stage.body.append(
        f'<rect x="{num(inset)}" y="{num(inset)}" width="{num(stage.w - 2 * inset)}"'
        f' height="{num(stage.h - 2 * inset)}" fill="none" stroke="{stage.p.light}" stroke-width="{num(width)}"'
        f' opacity="{o}"/>'
    )


def _silent(stage: Stage) -> None:
    for _ in range(4):
        x = stage.u(0, stage.w)
        stage.rect(x, 0, stage.u(0.6, 1.4), stage.h, stage.p.light, 0.16)
    vignette(stage, 0.9)
    _frame(stage, 11, 2.5, 0.5)
    _frame(stage, 16, 0.8, 0.5)


def _golden(stage: Stage) -> None:
    _cover(stage, 5, f'<circle cx="2" cy="2" r="1" fill="{stage.p.ink}" fill-opacity=".16"/>')
    vignette(stage, 0.6)
    _frame(stage, 10, 1.5, 0.45)


def _modern(stage: Stage) -> None:
    """Three stripes across a corner, the way the seventies liked them."""
    grain(stage)
    vignette(stage, 0.5)
    for i, colour in enumerate((stage.p.accent, stage.p.light, stage.p.mid)):
        start = 58 + i * 15
        stage.stroke(f"M{stage.w - start} -5L{stage.w + 5} {start}", colour, 8, 0.85)


def _neon(stage: Stage) -> None:
    _cover(stage, 4, f'<path d="M0 .5h4" stroke="{stage.p.ink}" stroke-opacity=".17"/>')
    vignette(stage, 0.7)
    stage.rect(0, 0, stage.w, stage.h * 0.5, stage.vanish(stage.p.accent, 0.22, 0))


def _nineties(stage: Stage) -> None:
    grain(stage)
    vignette(stage, 0.65)
    stage.rect(0, 0, stage.w * 0.4, stage.h, stage.vanish(stage.p.accent, 0.2, 0, across=True))


def _now(stage: Stage) -> None:
    grain(stage)
    vignette(stage, 0.55)


_AGEING: dict[Era, Callable[[Stage], None]] = {
    Era.SILENT: _silent,
    Era.GOLDEN: _golden,
    Era.MODERN: _modern,
    Era.NEON: _neon,
    Era.NINETIES: _nineties,
    Era.NOW: _now,
}


def age(stage: Stage, era: Era) -> None:
    """Lay the texture of the era over the picture."""
    _AGEING[era](stage)

"""Action: blasts, slashes, speed and fire."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import beam, road, skyline
from catalog.artwork.nature import orb, rays, star
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Action")
def blast(s: Stage) -> None:
    """Someone running from an explosion."""
    p, x, y = s.p, s.cx + s.u(-20, 20), s.cy + s.r * 0.25
    s.back(p.tone(0.7), p.mid, p.ink)
    rays(s, x, y, 16, p.accent, 0.4, s.u(0, 1))
    s.glow(x, y, s.r * 1.9, p.accent, 0.9)
    for r, colour in ((1.08, p.accent), (0.78, p.light), (0.42, p.paper)):
        s.path(star(x, y, 15, s.r * r, s.r * r * 0.62, s.u(0, 1)), colour)
    bits = "".join(
        star(x + cos(a) * d, y + sin(a) * d, 2, s.u(3, 9), 3, a)
        for a, d in ((s.u(0, 2 * pi), s.r * s.u(0.9, 1.9)) for _ in range(18))
    )
    s.path(bits, p.ink)
    s.path(
        trace("M", -5, s.h, "V", s.ground + 30, "L", s.cx, s.ground + 10, "L", s.w + 5, s.ground + 36, "V", s.h, "Z"),
        p.ink,
    )
    figure(s, x, s.ground + 26, s.r * 0.95, p.ink, "run", mirrored=s.coin())


@scene("Action")
def slash(s: Stage) -> None:
    """Diagonal cuts, someone standing in the middle one."""
    p, tilt = s.p, s.u(0.24, 0.42) * (1 if s.coin() else -1)
    s.back(p.ink)
    band = s.r * 0.66
    for i, colour in enumerate((p.mid, p.accent, p.light, p.accent, p.mid)):
        x = s.cx + (i - 2) * band
        lean, gap = tilt * s.h, s.r * 0.04
        s.path(
            f"M{x - band / 2 + gap + lean / 2:.0f} 0L{x + band / 2 - gap + lean / 2:.0f} 0"
            f"L{x + band / 2 - gap - lean / 2:.0f} {s.h}"
            f"L{x - band / 2 + gap - lean / 2:.0f} {s.h}Z",
            s.fade(colour, p.tone(0.6)) if i != 2 else s.fade(p.light, p.accent, p.mid),
        )
    s.floor(s.ground + 12, p.ink)
    figure(s, s.cx, s.ground + 16, s.r * 1.55, p.ink, "walk" if s.coin() else "coat")


@scene("Action")
def speed(s: Stage) -> None:
    """Streaks of light along a road at night."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.3
    s.back(p.ink, p.tone(0.45), p.accent)
    s.glow(x, y, s.r * 1.6, p.light, 0.9)
    skyline(s, y + 4, s.r * 0.8, p.tone(0.75), 34, p.light)
    s.floor(y, p.tone(0.8), p.ink)
    road(s, x, y, p.ink, p.light, 0.5)
    for i in range(16):
        a = s.u(0.08, 0.92) * pi
        reach, colour = s.w + s.h, p.accent if i % 3 else p.light
        s.path(
            f"M{x:.0f} {y:.0f}L{x + cos(a) * reach:.0f} {y + sin(a) * reach:.0f}"
            f"L{x + cos(a + 0.022) * reach:.0f} {y + sin(a + 0.022) * reach:.0f}"
            "Z",
            colour,
            0.75,
        )
    k = s.r / 100
    s.put("M-30 62v-22l9-18h42l9 18v22Z", (x, y, k), p.ink)
    for dx in (-25, 13):
        s.rect(x + dx * k, y + 44 * k, 12 * k, 6 * k, p.accent)
        s.glow(x + (dx + 6) * k, y + 47 * k, 26 * k, p.accent, 1)


@scene("Action")
def rotor(s: Stage) -> None:
    """A helicopter over a burning town."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.accent)
    orb(s, s.cx, s.cy + s.r * 0.15, s.r * 0.95, p.light, p.accent)
    x, t, k = s.cx + s.u(-20, 20), s.cy - s.r * 0.12, s.r / 100
    beam(s, x + 10 * k, t + 14 * k, x - 50 * k, y, 44 * k, p.paper, 0.6)
    s.put("M-34 0q6-26 36-24q22 0 30 16l62-4l8-20h9l-3 28l-74 10q-8 16-36 16q-34 0-32-22Z", (x, t, k), p.ink)
    s.line("M-86-34H92M3-34v14M-30 34h66M-12 20v14m30 0v-14", (x, t, k), p.ink, 3.5 * k)
    skyline(s, y, s.r * 0.95, p.tone(0.75), 42, p.light)
    skyline(s, y + 55, s.r * 0.6, p.ink, 54)


@scene("Action")
def walking_away(s: Stage) -> None:
    """A walk towards us out of the fire."""
    p, y = s.p, s.ground + 16
    s.back(p.ink, p.mid, p.accent)
    s.glow(s.cx, y - s.r * 0.3, s.r * 2.3, p.light, 0.9)
    flames = f"M-5 {y:.0f}"
    n = 12 if not s.wide else 18
    for i in range(n):
        x, w = i * s.w / n, s.w / n
        h = s.r * s.u(0.3, 0.9) * (1.5 - min(1.2, abs(x + w / 2 - s.cx) / s.r * 0.5))
        flames += (
            f"Q{x + w * 0.1:.0f} {y - h * 0.4:.0f} {x + w * 0.6:.0f} {y - h:.0f}"
            f"Q{x + w * 0.6:.0f} {y - h * 0.4:.0f} {x + w:.0f} {y - 6:.0f}"
        )
    s.path(flames + f"L{s.w + 5} {y:.0f}Z", s.fade(p.light, p.accent))
    sparks = "".join(f"M{s.cx + s.u(-1.6, 1.6) * s.r:.0f} {y - s.u(0.3, 2.2) * s.r:.0f}l2-4" for _ in range(36))
    s.stroke(sparks, p.light, 2, 0.9)
    s.floor(y - 2, p.tone(0.85), p.ink)
    shadow(s, s.cx, y + 4, s.r * 1.15, s.r * 1.4, s.u(-0.2, 0.2), p.ink, "walk")
    figure(s, s.cx, y + 4, s.r * 1.15, p.ink, "walk", mirrored=s.coin())


@scene("Action")
def arrows(s: Stage) -> None:
    """Chevrons that rush upwards."""
    p, n = s.p, 7
    s.back(p.deep, p.mid)
    w, d = s.r * 1.9, s.r * 0.36
    for i in range(n):
        y = s.cy + s.r * 1.5 - i * d * 1.25
        half = w * (1 - i * 0.09)
        colour = (p.accent, p.light, p.tone(0.4))[i % 3]
        s.path(
            f"M{s.cx - half:.0f} {y + half * 0.5:.0f}"
            f"L{s.cx:.0f} {y - half * 0.12:.0f}L{s.cx + half:.0f} {y + half * 0.5:.0f}"
            f"L{s.cx + half:.0f} {y + half * 0.5 + d:.0f}"
            f"L{s.cx:.0f} {y - half * 0.12 + d:.0f}L{s.cx - half:.0f} {y + half * 0.5 + d:.0f}"
            "Z",
            colour,
            0.35 + 0.65 * (i / n),
        )
    s.glow(s.cx, s.cy - s.r * 0.9, s.r * 1.3, p.light, 0.8)
    figure(s, s.cx, s.cy + s.r * 0.15, s.r * 1.15, p.ink, "run")

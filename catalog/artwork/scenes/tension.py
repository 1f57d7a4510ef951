"""Thriller: corridors, crosshairs, clocks and long shadows."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import skyline
from catalog.artwork.nature import birds, fog, hills, orb, pines, trunks
from catalog.artwork.people import eye, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Thriller")
def crosshair(s: Stage) -> None:
    """Someone in the sights."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.ink)
    s.disc(x, y, r * 1.12, s.ball(p.light, p.mid, 0.5, 0.4))
    s.clip("M-112 0a112 112 0 1 1 0 .1Z", (x, y, r / 100))
    hills(s, y + r * 0.6, r * 0.12, p.tone(0.55), 5)
    figure(s, x + s.u(-0.12, 0.12) * r, y + r * 0.85, r * 1.15, p.ink, "walk" if s.coin() else "coat")
    s.end()
    ticks = "".join(
        f"M{x + cos(a) * r:.1f} {y + sin(a) * r:.1f}l{cos(a) * r * 0.1:.1f} {sin(a) * r * 0.1:.1f}"
        for a in (pi * i / 18 for i in range(36))
    )
    s.stroke(ticks, p.ink, 1.5)
    s.line("M-160 0H-16M16 0H160M0-160V-16M0 16V160", (x, y, r / 100), p.accent, 2.5)
    s.ring(x, y, r * 1.12, p.accent, 4)
    s.disc(x, y, 4, p.accent)


@scene("Thriller")
def long_shadow(s: Stage) -> None:
    """Seen from above: a small figure, a huge shadow."""
    p = s.p
    s.back(p.mid, p.tone(0.5), p.ink)
    s.glow(s.cx + s.r * 0.5, s.cy - s.r * 0.7, s.r * 2.2, p.light, 0.9)
    for i in range(5):
        s.stroke(
            trace("M", -20, s.h * (0.1 + i * 0.22), "L", s.w + 20, s.h * (0.1 + i * 0.22) - s.w * 0.3), p.ink, 1.5, 0.3
        )
    x, y = s.cx + s.r * 0.25, s.cy - s.r * 0.05
    kind = ("coat", "hat", "walk")[s.rng.randrange(3)]
    shadow(s, x, y, s.r * 1.1, s.r * 2.9, 0.28, p.ink, kind)
    figure(s, x, y + 2, s.r * 0.7, p.accent, kind)


@scene("Thriller")
def shards(s: Stage) -> None:
    """A broken pane, someone behind it."""
    p, x, y = s.p, s.cx + s.u(-20, 20), s.cy + s.u(-20, 10)
    s.back(p.tone(0.2), p.tone(0.6), p.ink)
    s.glow(x, y, s.r * 1.5, p.light, 0.8)
    figure(s, x, s.ground + 60, s.r * 2, p.ink)
    angles = [2 * pi * (i + s.u(0.1, 0.9)) / 13 for i in range(13)]
    for i, a in enumerate(angles):
        b = angles[(i + 1) % 13]
        near, far = s.r * s.u(0.2, 0.9), s.w + s.h
        s.path(
            f"M{x + cos(a) * near:.0f} {y + sin(a) * near:.0f}"
            f"L{x + cos(a) * far:.0f} {y + sin(a) * far:.0f}L{x + cos(b) * far:.0f} {y + sin(b) * far:.0f}"
            "Z",
            (p.light, p.ink, p.accent, p.mid)[i % 4],
            0.22 + 0.3 * (i % 3 == 0),
        )
    cracks = "".join(f"M{x:.0f} {y:.0f}L{x + cos(a) * s.r * 5:.0f} {y + sin(a) * s.r * 5:.0f}" for a in angles)
    s.stroke(cracks, p.light, 1.4, 0.7)


@scene("Thriller")
def the_slit(s: Stage) -> None:
    """An eye at a gap in the dark."""
    p, y, h = s.p, s.cy, s.r * 0.36
    tilt = s.u(-9, 9)
    s.back(p.tone(0.85), p.ink)
    s.glow(s.cx, y, s.r * 2, p.mid, 0.7)
    s.turn(f"rotate({tilt:.0f} {s.cx} {s.cy})")
    s.clip(f"M{-s.w} {y - h:.0f}H{s.w * 2}V{y + h:.0f}H{-s.w}Z")
    s.rect(-s.w, y - h, s.w * 3, h * 2, s.fade(p.mid, p.light, p.mid))
    eye(s, s.cx, y, s.r * 1.7, p.light, p.accent, p.ink, p.light)
    s.stroke(
        trace("M", s.cx - s.r * 0.95, y - h * 0.7, "Q", s.cx, y - h * 1.9, s.cx + s.r * 0.95, y - h * 0.5), p.ink, 12
    )
    s.end()
    s.end()


@scene("Thriller")
def turning_stairs(s: Stage) -> None:
    """A stairwell seen from above, turning."""
    p, n = s.p, 13
    s.back(p.ink)
    twist = s.u(5, 8) * (1 if s.coin() else -1)
    for i in range(n):
        k = (1 - i / n) ** 1.25
        side = s.r * 0.16 + s.r * 1.9 * k
        s.turn(f"rotate({i * twist:.0f} {s.cx} {s.cy})")
        s.rect(
            s.cx - side,
            s.cy - side,
            side * 2,
            side * 2,
            p.tone(0.8 - 0.8 * (i / n)) if i % 2 else p.tone(1 - 0.6 * (i / n)),
        )
        s.end()
    s.glow(s.cx, s.cy, s.r * 0.8, p.light, 0.9)
    s.disc(s.cx, s.cy, s.r * 0.11, p.accent)


@scene("Thriller")
def forest_lights(s: Stage) -> None:
    """Headlights between trunks at night, someone running."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.deep)
    for dx in (-0.22, 0.22):
        s.glow(s.cx + dx * s.r, y - s.r * 0.35, s.r * 1.5, p.light, 0.85)
    trunks(s, 9 if not s.wide else 14, p.tone(0.6), 15, y)
    for dx in (-0.22, 0.22):
        s.disc(s.cx + dx * s.r, y - s.r * 0.35, s.r * 0.085, p.light)
    s.floor(y - 4, p.tone(0.8), p.ink)
    trunks(s, 5 if not s.wide else 8, p.ink, 26, y + 30)
    figure(s, s.cx - s.r * 0.55, y + 22, s.r * 0.7, p.ink, "run", mirrored=True)
    s.floor(y + 20, p.ink)


@scene("Thriller", "Action")
def the_leap(s: Stage) -> None:
    """Someone in the air between two roofs."""
    p, y, g = s.p, s.ground - s.r * 0.25, s.r * 0.62
    s.back(p.ink, p.mid, p.accent)
    orb(s, s.cx + s.u(-25, 25), s.cy, s.r * 0.9, p.light, p.accent)
    skyline(s, s.ground + 30, s.r * 0.8, p.tone(0.6), 34, p.light)
    for side in (-1, 1):
        edge = s.cx + side * g
        s.path(f"M{edge:.0f} {s.h}V{y + 14 * side:.0f}H{s.cx + side * s.w}V{s.h}Z", p.ink)
        lit = "".join(
            f"M{edge + side * (24 + 30 * c) - 6:.0f} {y + 34 + 34 * r:.0f}h12v18h-12Z"
            for c in range(3)
            for r in range(3)
            if s.coin(0.4)
        )
        s.path(lit or "M0 0", p.light, 0.8)
    figure(s, s.cx - s.r * 0.05, y - s.r * 0.22, s.r * 0.85, p.ink, "run")


@scene("Thriller")
def the_clock(s: Stage) -> None:
    """A great clock, little time, someone before it."""
    p, x, y, r = s.p, s.cx, s.cy, s.r * 1.15
    s.back(p.tone(0.8), p.tone(0.6), p.ink)
    s.glow(x, y, r * 1.7, p.mid, 0.9)
    s.disc(x, y, r, s.ball(p.light, p.mid, 0.5, 0.45))
    s.ring(x, y, r, p.ink, r * 0.07)
    marks = "".join(
        f"M{x + cos(a) * r * 0.78:.1f} {y + sin(a) * r * 0.78:.1f}"
        f"L{x + cos(a) * r * 0.9:.1f} {y + sin(a) * r * 0.9:.1f}"
        for a in (pi * i / 6 for i in range(12))
    )
    s.stroke(marks, p.ink, r * 0.05)
    for length, thick, colour in ((0.5, 0.07, p.ink), (0.76, 0.045, p.accent)):
        a = -pi / 2 - s.u(0.06, 0.5)
        s.stroke(f"M{x:.0f} {y:.0f}l{cos(a) * r * length:.0f} {sin(a) * r * length:.0f}", colour, r * thick)
    s.disc(x, y, r * 0.07, p.ink)
    s.floor(s.ground + 14, p.ink)
    figure(s, x + s.u(-0.4, 0.4) * r, s.ground + 18, s.r * 0.8, p.ink, "hat" if s.coin() else "walk")


@scene("Thriller")
def the_drop(s: Stage) -> None:
    """Someone very small at the edge of something very deep."""
    p, x, y = s.p, s.cx + s.r * 0.1, s.cy - s.r * 0.1
    s.back(p.mid, p.light if s.coin() else p.accent, p.tone(0.5))
    for i in range(3):
        s.path(
            f"M{x + s.r * (0.55 + 0.3 * i):.0f} {s.h}V{y + s.r * (0.5 - 0.25 * i):.0f}H{s.w}V{s.h}Z",
            p.tone(0.2 + 0.2 * i),
        )
    s.path(
        f"M-5 {y:.0f}H{x:.0f}L{x - s.r * 0.16:.0f} {y + s.r * 0.5:.0f} {x - s.r * 0.08:.0f} {s.h}H-5Z",
        s.fade(p.tone(0.8), p.ink),
    )
    fog(s, s.ground, s.r * 0.8, p.light, 0.4)
    figure(s, x - s.r * 0.14, y + 2, s.r * 0.5, p.ink, "coat")
    birds(s, x + s.r * 0.7, y - s.r * 0.3, 5, 9, p.ink)


@scene("Thriller")
def call_box(s: Stage) -> None:
    """A lit telephone box on an empty road."""
    p, y, x, k = s.p, s.ground + 10, s.cx, s.r / 100
    s.back(p.ink, p.tone(0.55), p.mid)
    pines(s, y - s.r * 0.15, 9 if not s.wide else 15, s.r * 1.1, p.tone(0.75))
    s.glow(x, y - s.r * 0.75, s.r * 1.4, p.light, 0.8)
    s.floor(y - 4, p.tone(0.8), p.ink)
    s.put("M-34 0H34L80 90H-80Z", (x, y, k), s.vanish(p.light, 0.5, 0))
    s.put("M-38 4V-150H38V4Z", (x, y, k), p.accent)
    s.put("M-29-4V-126H29V-4Z", (x, y, k), s.fade(p.light, p.mid))
    figure(s, x + s.r * 0.02, y - 2, s.r * 0.98, p.ink, "hat" if s.coin() else "dress")
    s.line("M-29-86H29M-29-46H29M0-126V-4", (x, y, k), p.accent, s.r * 0.035)
    s.floor(s.ground + 70, p.ink)

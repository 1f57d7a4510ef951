"""Short films, and titles of no known genre: one object, much room."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.nature import hills, orb, rays, stars, water
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Short")
def match(s: Stage) -> None:
    """A burning match."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.75), p.tone(0.5), p.ink)
    s.glow(x, y - r * 0.35, r * 1.9, p.accent, 0.8)
    s.turn(f"rotate({s.u(-12, 12):.0f} {x} {y})")
    s.rect(x - r * 0.045, y, r * 0.09, r * 1.9, s.fade(p.light, p.tone(0.4)))
    s.put("M0 12Q-44-20-10-72Q0-90 2-110Q12-75 20-60Q42-15 0 12Z", (x, y, r / 100), s.fade(p.light, p.accent))
    s.put("M0 6Q-22-14 0-50Q22-14 0 6Z", (x, y, r / 100), p.paper)
    s.oval(x, y + r * 0.02, r * 0.075, r * 0.12, p.ink)
    s.end()


@scene("Short")
def paper_plane(s: Stage) -> None:
    """A folded plane and its loop."""
    p, x, y, r = s.p, s.cx, s.cy - s.r * 0.2, s.r
    s.back(p.mid, p.tone(0.35), p.tone(0.7))
    s.disc(x + r * 0.2, y + r * 0.1, r * 1.0, p.tone(0.2))
    s.line(
        "M-170 120C60 160 60 10-20 30S-20 100 30 10",
        (x, y, r / 100),
        p.light,
        2.5,
        0.8,
        ' stroke-dasharray="4 9" stroke-linecap="round"',
    )
    s.put("M-30-14L95-75L40 36L22 4Z", (x, y, r / 100), p.paper)
    s.put("M22 4L95-75L10-2L14 34Z", (x, y, r / 100), p.accent)


@scene("Short")
def countdown(s: Stage) -> None:
    """The clock sweep at the head of a reel."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.2), p.tone(0.5), p.tone(0.8))
    a = s.u(0.3, 1.8) * pi
    reach = s.h
    s.path(
        f"M{x:.0f} {y:.0f}V{y - reach:.0f}"
        f"A{reach:.0f} {reach:.0f} 0 {1 if a > pi else 0:.0f} 1 {x + sin(a) * reach:.0f} {y - cos(a) * reach:.0f}"
        "Z",
        p.ink,
        0.4,
    )
    s.stroke(trace("M", x, y - s.h, "V", y + s.h, "M", x - s.w, y, "H", x + s.w), p.light, 2, 0.6)
    s.disc(x, y, r * 0.66, p.accent)
    for k in (1.0, 0.84):
        s.ring(x, y, r * k, p.light, 5)
    s.stroke(trace("M", x, y, "L", x + sin(a) * r * 1.2, y - cos(a) * r * 1.2), p.paper, 4)
    s.disc(x, y, 8, p.paper)


@scene("Short")
def one_line(s: Stage) -> None:
    """A line, and someone walking on it."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.6
    s.back(p.mid, p.tone(0.4))
    s.disc(x + s.u(-0.5, 0.5) * s.r, s.cy - s.r * 0.15, s.r * s.u(0.55, 0.9), p.accent if s.coin() else p.light)
    s.stroke(trace("M", -10, y + 40, "Q", x, y - 40, s.w + 10, y + 24), p.ink, 3)
    figure(s, x, y - 2, s.r * 0.6, p.ink, "walk")
    s.line("M-50-24q50-12 100 0", (x, y, s.r / 100), p.ink, 2.5)
    s.rect(0, s.ground, s.w, s.h - s.ground, s.vanish(p.ink, 0, 0.5))


@scene("Short")
def chair(s: Stage) -> None:
    """A chair in a square of light."""
    p, x, y, k = s.p, s.cx, s.ground, s.r / 100
    s.back(p.tone(0.35), p.tone(0.6))
    s.floor(y - 26 * k, p.tone(0.7), p.ink)
    s.put("M-60-200L50-220L50-70L-60-56Z", (x, y, k), s.fade(p.light, p.accent), 0.9)
    s.put("M-30-12L80-14L150 44L-10 50Z", (x, y, k), p.light, 0.5)
    s.line(
        "M-24 22V-96M26 8V-36h-50M8 26V-26l18-10M-24-26h32M-24-70l.1 0M-40 6V-100l16 4M-40-78l16 4M-40-56l16 4",
        (x, y, k),
        p.ink,
        5 * k,
    )


@scene("")
def projector(s: Stage) -> None:
    """A bright screen over dark heads."""
    p, y, w, h = s.p, s.ground, s.r * 1.3, s.r * 1.25
    s.back(p.ink, p.tone(0.75), p.ink)
    s.glow(s.cx, s.cy, s.r * 2.2, p.mid, 1)
    s.rect(s.cx - w, s.cy - h * 0.75, w * 2, h * 1.45, s.fade(p.accent, p.light, p.mid))
    s.clip(f"M{s.cx - w:.0f} {s.cy - h * 0.75:.0f}h{w * 2:.0f}v{h * 1.45:.0f}h{-w * 2:.0f}Z")
    s.disc(s.cx + s.u(-0.6, 0.6) * s.r, s.cy, s.r * 0.34, p.paper)
    hills(s, s.cy + h * 0.45, s.r * 0.3, p.tone(0.55), 7)
    s.end()
    for row in range(3):
        gap, base = s.r * (0.4 + 0.12 * row), y - s.r * 0.12 + row * s.r * 0.3
        for i in range(int(s.w / gap) + 2):
            x = (i - 0.5 * (row % 2)) * gap + s.u(-5, 5)
            turn = f"translate({x:.0f} {base:.0f})scale({gap / 56:.2f})"
            s.again("head", "M-13 0a13 15 0 1 1 26 0q2 14 18 18v80h-62v-80q16-4 18-18Z", turn, p.tone(0.7 + 0.15 * row))


@scene("")
def horizon(s: Stage) -> None:
    """Bands of evening and a sun."""
    p, n = s.p, 9
    s.back(p.deep, p.mid)
    orb(s, s.cx, s.cy, s.r * s.u(0.7, 0.95), p.light, p.accent)
    for i in range(n):
        y = s.cy + s.r * (0.1 + i * 0.21)
        s.rect(0, y, s.w, s.r * (0.05 + 0.022 * i), p.tone(0.3 + 0.07 * i))
    s.floor(s.ground + 30, p.tone(0.85), p.ink)
    water(s, s.ground + 30, s.cx, s.r * 0.5, p.light, 90)


@scene("")
def arcs(s: Stage) -> None:
    """Half rounds that slip past each other."""
    p, at = s.p, (s.cx, s.cy, s.r / 100)
    s.back(p.tone(0.4), p.tone(0.8))
    s.turn(f"rotate({s.rng.randrange(0, 180, 15)} {s.cx} {s.cy:.0f})")
    for k, upper, lower in ((125, p.mid, p.light), (93, p.accent, p.mid), (61, p.light, p.accent)):
        s.put(f"M-{k}-2A{k} {k} 0 0 1 {k}-2Z", at, upper)
        s.put(f"M{32 - k} 2A{k} {k} 0 0 0 {32 + k} 2Z", at, lower)
    s.end()


@scene("")
def wanderer(s: Stage) -> None:
    """Someone on a plain under a wide sky."""
    p, y = s.p, s.ground
    s.back(p.ink, p.mid, p.accent)
    stars(s, 60, s.cy, p.light)
    rays(s, s.cx, y, 18, p.light, 0.08)
    s.glow(s.cx, y - s.r * 0.2, s.r * 1.7, p.light, 0.9)
    hills(s, y, s.r * 0.25, p.tone(0.6), 3)
    hills(s, y + 26, s.r * 0.1, p.ink, 3)
    shadow(s, s.cx, y + 14, s.r * 0.7, s.r * 1.1, s.u(-0.3, 0.3), p.ink)
    figure(s, s.cx, y + 14, s.r * 0.7, p.ink, "coat")
